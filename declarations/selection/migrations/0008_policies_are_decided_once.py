"""A policy is decided once, either way, and what was proposed is not changed by it."""

from django.db import migrations

DECIDED = """
CREATE FUNCTION selection_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    deciding text[] := '{approved_by,approved_at,declined_by,declined_at,remarks,edition}';
BEGIN
    IF TG_OP = 'DELETE' OR OLD.approved_by || OLD.declined_by <> ''
       OR to_jsonb(OLD) - deciding <> to_jsonb(NEW) - deciding THEN
        RAISE EXCEPTION '% is decided once and never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER selection_scoringpolicy_completed_once ON selection_scoringpolicy;
CREATE TRIGGER selection_scoringpolicy_decided_once BEFORE UPDATE OR DELETE ON selection_scoringpolicy
    FOR EACH ROW EXECUTE FUNCTION selection_decided_once();
GRANT UPDATE (declined_by, declined_at, remarks) ON selection_scoringpolicy TO singlewindow_officer;
"""
COMPLETED = """
REVOKE UPDATE (declined_by, declined_at, remarks) ON selection_scoringpolicy FROM singlewindow_officer;
DROP TRIGGER selection_scoringpolicy_decided_once ON selection_scoringpolicy;
DROP FUNCTION selection_decided_once();
CREATE TRIGGER selection_scoringpolicy_completed_once BEFORE UPDATE OR DELETE ON selection_scoringpolicy
    FOR EACH ROW EXECUTE FUNCTION selection_completed_once('{approved_by,approved_at}');
"""


class Migration(migrations.Migration):
    dependencies = [("selection", "0007_policies_are_declined")]

    operations = [migrations.RunSQL(DECIDED, COMPLETED)]
