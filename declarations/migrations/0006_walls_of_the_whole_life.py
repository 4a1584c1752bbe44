"""Walls for the whole life: new history is only appended, an application is decided once, and nothing is released that
something holds, whichever version stands."""

from django.db import migrations

APPENDED = ("ledgerentry", "question", "questionanswer", "dutydeclaration")

# An application changes once, from open to decided; what it asks for never changes.
DECIDED_ONCE = """
CREATE FUNCTION declarations_application_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.outcome <> ''
       OR (to_jsonb(NEW) - '{outcome,decided_by,decided_at,remarks}'::text[])
          IS DISTINCT FROM (to_jsonb(OLD) - '{outcome,decided_by,decided_at,remarks}'::text[]) THEN
        RAISE EXCEPTION 'an application is decided once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER declarations_application_decided_once BEFORE UPDATE OR DELETE ON declarations_application
    FOR EACH ROW EXECUTE FUNCTION declarations_application_decided_once();
CREATE TRIGGER declarations_application_no_truncate BEFORE TRUNCATE ON declarations_application
    FOR EACH STATEMENT EXECUTE FUNCTION declarations_append_only();
"""
DECIDED_FREELY = """
DROP TRIGGER declarations_application_no_truncate ON declarations_application;
DROP TRIGGER declarations_application_decided_once ON declarations_application;
DROP FUNCTION declarations_application_decided_once();
"""

GUARD_RELEASE = """
CREATE OR REPLACE FUNCTION declarations_guard_release() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said declarations_version%ROWTYPE;
    demanded bigint;
    owed bigint;
BEGIN
    SELECT * INTO STRICT said FROM declarations_version WHERE declaration_id = NEW.id AND number = NEW.version;
    -- A check stands for every version from the one it was opened for until it is superseded.
    IF EXISTS (SELECT FROM permits_permitcheck
                WHERE subject = NEW.id::text AND subject_version <= NEW.version
                  AND (superseded_in IS NULL OR superseded_in > NEW.version)
                  AND status NOT IN ('CONFIRMED', 'OVERRIDDEN')) THEN
        RAISE EXCEPTION 'declaration % is held: a permit check of version % is not confirmed', NEW.number, NEW.version
            USING ERRCODE = 'check_violation', CONSTRAINT = 'declaration_release_guard';
    END IF;
    IF NEW.condition IN ('Z', 'U', 'S') AND NEW.arrived_at IS NULL THEN
        RAISE EXCEPTION 'declaration % is held: its goods are not carried in', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'declaration_release_guard';
    END IF;
    IF EXISTS (SELECT FROM declarations_question question WHERE question.declaration_id = NEW.id
                  AND NOT EXISTS (SELECT FROM declarations_questionanswer WHERE question_id = question.id)) THEN
        RAISE EXCEPTION 'declaration % is held: a question is not answered', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'declaration_release_guard';
    END IF;
    IF NEW.category > 1 AND NOT EXISTS (
        SELECT FROM declarations_examination
         WHERE declaration_id = NEW.id AND version >= said.examined_from
           AND category >= NEW.category AND result = 'IN_ORDER'
    ) THEN
        RAISE EXCEPTION 'declaration % is held: category % is not examined', NEW.number, NEW.category
            USING ERRCODE = 'check_violation', CONSTRAINT = 'declaration_release_guard';
    END IF;
    IF NOT said.duty_is_computed THEN
        RAISE EXCEPTION 'declaration % is held: its duty is not assessed', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'declaration_release_guard';
    END IF;
    SELECT coalesce(sum(owes) FILTER (WHERE kind IN ('DEMAND', 'REDUCTION')), 0), coalesce(sum(owes), 0)
      INTO demanded, owed FROM declarations_ledgerentry WHERE declaration_id = NEW.id;
    IF demanded <> said.total_to_pay THEN
        RAISE EXCEPTION 'declaration % is held: % yen are demanded and % are due', NEW.number, demanded, said.total_to_pay
            USING ERRCODE = 'check_violation', CONSTRAINT = 'declaration_release_guard';
    END IF;
    IF owed > 0 THEN
        RAISE EXCEPTION 'declaration % is held: its duty is neither paid nor deferred', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'declaration_release_guard';
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER declarations_declaration_guard_release ON declarations_declaration;
-- AFTER, so that a declaration that owes nothing can be written with its version in one statement. Once released,
-- it may owe again: an amended duty return. So only the step to RELEASED is guarded.
CREATE TRIGGER declarations_declaration_guard_release AFTER INSERT ON declarations_declaration
    FOR EACH ROW WHEN (NEW.status = 'RELEASED') EXECUTE FUNCTION declarations_guard_release();
CREATE TRIGGER declarations_declaration_guard_step AFTER UPDATE OF status ON declarations_declaration
    FOR EACH ROW WHEN (NEW.status = 'RELEASED' AND OLD.status <> 'RELEASED')
    EXECUTE FUNCTION declarations_guard_release();
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
    dependencies = [
        ("declarations", "0005_payments_become_ledger"),
        ("permits", "0005_limits_and_walls"),
    ]

    operations = [
        *(migrations.RunSQL(*_protect(table)) for table in APPENDED),
        migrations.RunSQL(DECIDED_ONCE, DECIDED_FREELY),
        migrations.RunSQL(GUARD_RELEASE, migrations.RunSQL.noop),
    ]
