"""Four eyes at the store: what was proposed and decided stays so, and an officer's process changes rules and tariff only
in the transaction that approves a proposal about them. The owner, who loads them from files, is not asked."""

from django.db import migrations

WHO = "singlewindow_officer"
THIS = "pg_current_xact_id()::text::bigint"

KEEP = f"""
CREATE FUNCTION singlewindow_keep_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('singlewindow.may_truncate', true) = 'on' THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'a proposal is kept' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.outcome <> '' AND OLD.transaction <> {THIS} THEN
        RAISE EXCEPTION 'the proposal is decided' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (OLD.id, OLD.act, OLD.about, OLD.title, OLD.changes, OLD.reason, OLD.proposed_by, OLD.proposed_at)
        IS DISTINCT FROM
       (NEW.id, NEW.act, NEW.about, NEW.title, NEW.changes, NEW.reason, NEW.proposed_by, NEW.proposed_at)
       OR (OLD.row <> '' AND NEW.row <> OLD.row) THEN
        RAISE EXCEPTION 'what is proposed stays as it is' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.outcome <> '' THEN
        NEW.transaction := {THIS};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER singlewindow_proposal_kept BEFORE UPDATE OR DELETE ON singlewindow_proposal
FOR EACH ROW EXECUTE FUNCTION singlewindow_keep_proposal();
CREATE TRIGGER singlewindow_proposal_no_truncate BEFORE TRUNCATE ON singlewindow_proposal
FOR EACH STATEMENT EXECUTE FUNCTION singlewindow_keep_proposal();

CREATE FUNCTION singlewindow_new_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.outcome <> '' THEN
        RAISE EXCEPTION 'a proposal begins undecided' USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.transaction := NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER singlewindow_proposal_begins BEFORE INSERT ON singlewindow_proposal
FOR EACH ROW EXECUTE FUNCTION singlewindow_new_proposal();
"""
DO_NOT_KEEP = """
DROP TRIGGER singlewindow_proposal_kept ON singlewindow_proposal;
DROP TRIGGER singlewindow_proposal_no_truncate ON singlewindow_proposal;
DROP TRIGGER singlewindow_proposal_begins ON singlewindow_proposal;
DROP FUNCTION singlewindow_keep_proposal();
DROP FUNCTION singlewindow_new_proposal();
"""

RIGHTS = f"""
REVOKE ALL ON singlewindow_proposal FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE ON singlewindow_proposal TO {WHO};
GRANT SELECT ON singlewindow_proposal TO singlewindow_audit;
-- each change of these tables takes the number of its edition
GRANT USAGE ON SEQUENCE tariff_edition_number, selection_edition_number, permits_edition_number TO {WHO};
"""
NO_RIGHTS = f"""
REVOKE ALL ON singlewindow_proposal FROM {WHO}, singlewindow_audit;
REVOKE ALL ON SEQUENCE tariff_edition_number, selection_edition_number, permits_edition_number FROM {WHO};
"""

GUARD = f"""
CREATE FUNCTION singlewindow_changed_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = '{WHO}' AND NOT EXISTS (
        SELECT FROM singlewindow_proposal
         WHERE outcome = 'APPROVED' AND act = 'CHANGE' AND about = TG_ARGV[0] AND transaction = {THIS}
    ) THEN
        RAISE EXCEPTION '% is changed by two people', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
"""
# The table, and the register whose proposals change it: rates are edited on the page of their commodity.
GUARDED = {
    "tariff_commodity": "tariff.commodity",
    "tariff_dutyrate": "tariff.commodity",
    "tariff_exchangerate": "tariff.exchangerate",
    "tariff_customsoffice": "tariff.customsoffice",
    "tariff_bondedarea": "tariff.bondedarea",
    "tariff_declarationtype": "tariff.declarationtype",
    "selection_riskprofile": "selection.riskprofile",
    "permits_agency": "permits.agency",
    "permits_law": "permits.law",
    "permits_requirement": "permits.requirement",
}


def _guard(table: str, register: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_by_two BEFORE INSERT OR UPDATE OR DELETE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION singlewindow_changed_by_two('{register}');",
        f"DROP TRIGGER {table}_by_two ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("singlewindow", "0003_proposal"),
        ("declarations", "0016_roles"),
    ]

    operations = [
        migrations.RunSQL(KEEP, DO_NOT_KEEP),
        migrations.RunSQL(RIGHTS, NO_RIGHTS),
        migrations.RunSQL(GUARD, "DROP FUNCTION singlewindow_changed_by_two();"),
        *(_guard(table, register) for table, register in GUARDED.items()),
    ]
