"""Walls of the results of audits: only appended, and seen by whom the declaration belongs to (declarations 0016)."""

from importlib import import_module

from django.db import migrations

_roles = import_module("declarations.migrations.0016_roles")
TABLE = "audits_auditresult"
APPENDED = f"""
CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION declarations_append_only();
CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION declarations_append_only();

-- a result is corrected by one of the same declaration
CREATE FUNCTION audits_corrects_its_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM {TABLE} WHERE id = NEW.corrects_id AND declaration_id = NEW.declaration_id) THEN
        RAISE EXCEPTION 'a result of another declaration is not corrected' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {TABLE}_corrects_its_own BEFORE INSERT ON {TABLE}
    FOR EACH ROW WHEN (NEW.corrects_id IS NOT NULL) EXECUTE FUNCTION audits_corrects_its_own();
"""
CHANGED = f"""
DROP TRIGGER {TABLE}_corrects_its_own ON {TABLE};
DROP FUNCTION audits_corrects_its_own();
DROP TRIGGER {TABLE}_no_truncate ON {TABLE};
DROP TRIGGER {TABLE}_append_only ON {TABLE};
"""


class Migration(migrations.Migration):
    dependencies = [("audits", "0001_initial"), ("declarations", "0016_roles")]

    operations = [
        migrations.RunSQL(APPENDED, CHANGED),
        migrations.RunSQL(_roles._grant(TABLE, _roles.S, _roles.SI, _roles.SI), _roles._revoke(TABLE)),
        migrations.RunSQL(_roles._wall(TABLE, _roles.OF_THE_DECLARATION, "true"), _roles._open(TABLE)),
    ]
