"""Walls of the draw and of the models: a commitment is never changed, its key is shown once and fits it; a policy is
changed by its approval alone; and what each role may do, as for every other table (declarations 0016)."""

from django.db import migrations

CREATE = """
ALTER TABLE selection_drawday ADD CONSTRAINT draw_day_key_fits
    CHECK (key = '' OR encode(sha256(decode(key, 'hex')), 'hex') = key_sha256);

CREATE FUNCTION selection_completed_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    completing text[] := TG_ARGV[0]::text[];
    blank text := to_jsonb(OLD) ->> completing[1];
BEGIN
    IF TG_OP = 'DELETE' OR blank <> '' OR to_jsonb(OLD) - completing <> to_jsonb(NEW) - completing THEN
        RAISE EXCEPTION '% is completed once and never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER selection_drawday_completed_once BEFORE UPDATE OR DELETE ON selection_drawday
    FOR EACH ROW EXECUTE FUNCTION selection_completed_once('{key,shown_at}');
CREATE TRIGGER selection_scoringpolicy_completed_once BEFORE UPDATE OR DELETE ON selection_scoringpolicy
    FOR EACH ROW EXECUTE FUNCTION selection_completed_once('{approved_by,approved_at}');
CREATE TRIGGER selection_learnedmodel_append_only BEFORE UPDATE OR DELETE ON selection_learnedmodel
    FOR EACH ROW EXECUTE FUNCTION declarations_append_only();
CREATE TRIGGER selection_scoringpolicy_new_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON selection_scoringpolicy FOR EACH STATEMENT EXECUTE FUNCTION selection_new_edition();
"""
DROP = """
DROP TRIGGER selection_scoringpolicy_new_edition ON selection_scoringpolicy;
DROP TRIGGER selection_learnedmodel_append_only ON selection_learnedmodel;
DROP TRIGGER selection_scoringpolicy_completed_once ON selection_scoringpolicy;
DROP TRIGGER selection_drawday_completed_once ON selection_drawday;
DROP FUNCTION selection_completed_once();
ALTER TABLE selection_drawday DROP CONSTRAINT draw_day_key_fits;
"""

ROLES = ("singlewindow_web", "singlewindow_officer", "singlewindow_worker", "singlewindow_audit")
S, SI = "SELECT", "SELECT, INSERT"
RIGHTS = {
    "selection_drawday": (S, S, f"{SI}, UPDATE (key, shown_at)", S),
    "selection_learnedmodel": (S, SI, S, S),
    "selection_scoringpolicy": (S, f"{SI}, UPDATE (approved_by, approved_at)", S, S),
}


def _grant(table: str, rights: tuple[str, ...]) -> str:
    grants = (f"GRANT {right} ON {table} TO {role};" for role, right in zip(ROLES, rights, strict=True))
    return f"REVOKE ALL ON {table} FROM PUBLIC;" + "".join(grants)


def _revoke(table: str) -> str:
    return f"REVOKE ALL ON {table} FROM {', '.join(ROLES)};"


class Migration(migrations.Migration):
    dependencies = [("selection", "0003_draw_and_models"), ("declarations", "0016_roles")]

    operations = [
        migrations.RunSQL(CREATE, DROP),
        *(migrations.RunSQL(_grant(table, rights), _revoke(table)) for table, rights in RIGHTS.items()),
    ]
