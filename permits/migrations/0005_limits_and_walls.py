"""Limits that count from the store's own instant, and walls.

- A check's hard limit comes as so much time after its opening, and counts from when its row is written: the opening
  may be an instant of the past that the sandbox tries.
- A requirement's snapshot tells an agency's limit: a change of it gives a new edition.
- Officers may override a confirmation in part, too. A proposal to override stays as it was decided.
- What was open or asked on paper before this has the limits that it would have been given.
"""

from django.db import migrations

LIMIT_COUNTS_FROM_NOW = """
CREATE FUNCTION permits_limit_counts_from_now() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.overdue_at := now() + (NEW.overdue_at - NEW.opened_at);
    RETURN NEW;
END $$;

CREATE TRIGGER permits_permitcheck_limit_counts_from_now BEFORE INSERT ON permits_permitcheck
FOR EACH ROW EXECUTE FUNCTION permits_limit_counts_from_now();
"""
NO_LIMIT_COUNTS_FROM_NOW = """
DROP TRIGGER permits_permitcheck_limit_counts_from_now ON permits_permitcheck;
DROP FUNCTION permits_limit_counts_from_now();
"""

EDITION = """
CREATE TRIGGER permits_agency_new_edition AFTER UPDATE OF hard_limit ON permits_agency
FOR EACH STATEMENT EXECUTE FUNCTION permits_new_edition();
"""
NO_EDITION = "DROP TRIGGER permits_agency_new_edition ON permits_agency;"


def _decision_stands(*overridable: str) -> str:
    before = ", ".join(f"'{status}'" for status in overridable)
    return f"""
DROP TRIGGER permits_permitcheck_decision_stands ON permits_permitcheck;
CREATE TRIGGER permits_permitcheck_decision_stands BEFORE UPDATE ON permits_permitcheck
FOR EACH ROW WHEN (OLD.settled_at IS NOT NULL AND NEW.status <> OLD.status
                   AND NOT (OLD.status IN ({before}) AND NEW.status = 'OVERRIDDEN'))
EXECUTE FUNCTION permits_decision_stands();
"""


PROPOSAL_STANDS = """
CREATE FUNCTION permits_proposal_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'override proposal % stays as it was decided', OLD.id USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER permits_overrideproposal_stands BEFORE UPDATE ON permits_overrideproposal
FOR EACH ROW WHEN (OLD.outcome <> '') EXECUTE FUNCTION permits_proposal_stands();
CREATE TRIGGER permits_overrideproposal_is_kept BEFORE DELETE ON permits_overrideproposal
FOR EACH ROW EXECUTE FUNCTION permits_proposal_stands();
"""
NO_PROPOSAL_STANDS = """
DROP TRIGGER permits_overrideproposal_is_kept ON permits_overrideproposal;
DROP TRIGGER permits_overrideproposal_stands ON permits_overrideproposal;
DROP FUNCTION permits_proposal_stands();
"""

LIMITS_OF_BEFORE = """
UPDATE permits_agency
   SET acknowledge_within = interval '3 days', soft_limit = interval '5 days', hard_limit = interval '10 days'
 WHERE adapter = 'manual';
UPDATE permits_permitcheck SET overdue_at = opened_at + agency.hard_limit
  FROM permits_agency agency WHERE agency.code = agency_id;
"""


class Migration(migrations.Migration):
    dependencies = [("permits", "0004_versions_limits_four_eyes")]

    operations = [
        migrations.RunSQL(LIMITS_OF_BEFORE, migrations.RunSQL.noop),
        migrations.RunSQL(LIMIT_COUNTS_FROM_NOW, NO_LIMIT_COUNTS_FROM_NOW),
        migrations.RunSQL(EDITION, NO_EDITION),
        migrations.RunSQL(_decision_stands("REFUSED", "PARTLY_CONFIRMED"), _decision_stands("REFUSED")),
        migrations.RunSQL(PROPOSAL_STANDS, NO_PROPOSAL_STANDS),
    ]
