"""Walls in the database, for every role and every program: history is only appended, and nothing is released
that something holds."""

from django.db import migrations

# What was said and what happened is never changed.
APPENDED = ("submission", "version", "goodsitem", "assessedduty", "permitclaim", "event", "examination", "payment")

APPEND_ONLY = """
CREATE FUNCTION declarations_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Only a test database sets this, so that it can be emptied between tests.
    IF TG_OP = 'TRUNCATE' AND current_setting('singlewindow.may_truncate', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is only appended', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

GUARD_RELEASE = """
CREATE FUNCTION declarations_guard_release() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said declarations_version%ROWTYPE;
BEGIN
    SELECT * INTO STRICT said FROM declarations_version WHERE declaration_id = NEW.id AND number = NEW.version;
    IF EXISTS (SELECT FROM permits_permitcheck
                WHERE subject = NEW.id::text AND subject_version = NEW.version
                  AND status NOT IN ('CONFIRMED', 'OVERRIDDEN')) THEN
        RAISE EXCEPTION 'declaration % is held: a permit check of version % is not confirmed', NEW.number, NEW.version
            USING ERRCODE = 'check_violation', CONSTRAINT = 'declaration_release_guard';
    END IF;
    IF NEW.category > 1 AND NOT EXISTS (
        SELECT FROM declarations_examination
         WHERE declaration_id = NEW.id AND version = NEW.version AND category >= NEW.category AND result = 'IN_ORDER'
    ) THEN
        RAISE EXCEPTION 'declaration % is held: category % is not examined', NEW.number, NEW.category
            USING ERRCODE = 'check_violation', CONSTRAINT = 'declaration_release_guard';
    END IF;
    IF NOT said.duty_is_computed THEN
        RAISE EXCEPTION 'declaration % is held: its duty is not assessed', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'declaration_release_guard';
    END IF;
    IF said.total_to_pay > 0 AND NOT EXISTS (
        SELECT FROM declarations_payment
         WHERE declaration_id = NEW.id AND version = NEW.version AND amount = said.total_to_pay
    ) THEN
        RAISE EXCEPTION 'declaration % is held: its duty is neither paid nor deferred', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'declaration_release_guard';
    END IF;
    RETURN NULL;
END $$;

-- AFTER, so that a declaration that owes nothing can be written with its version in one statement.
CREATE TRIGGER declarations_declaration_guard_release
    AFTER INSERT OR UPDATE OF status ON declarations_declaration
    FOR EACH ROW WHEN (NEW.status = 'RELEASED') EXECUTE FUNCTION declarations_guard_release();
"""


def _protect(table: str) -> tuple[str, str]:
    name = f"declarations_{table}"
    return (
        f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {name} "
        "FOR EACH ROW EXECUTE FUNCTION declarations_append_only();"
        f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION declarations_append_only();",
        f"DROP TRIGGER {name}_append_only ON {name}; DROP TRIGGER {name}_no_truncate ON {name};",
    )


class Migration(migrations.Migration):
    dependencies = [("declarations", "0001_initial"), ("permits", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, "DROP FUNCTION declarations_append_only();"),
        *(migrations.RunSQL(*_protect(table)) for table in APPENDED),
        migrations.RunSQL(
            GUARD_RELEASE,
            "DROP TRIGGER declarations_declaration_guard_release ON declarations_declaration;"
            "DROP FUNCTION declarations_guard_release();",
        ),
    ]
