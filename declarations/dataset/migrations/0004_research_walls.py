"""Rights and walls of the release ledger and of research: who reads and writes what, and that nobody decides alone."""

from importlib import import_module

from django.db import migrations

_roles = import_module("declarations.migrations.0016_roles")
_rights = import_module("declarations.dataset.migrations.0002_rights")
S, SI, SU, SIU, ALL, NONE, ORG = (getattr(_roles, name) for name in ("S", "SI", "SU", "SIU", "ALL", "NONE", "ORG"))
_TOLD = "id, name, tabulation, population, known_at, figures, released_at"

# Web, officer, worker. Why a cell is hidden, and the certificate, are for officers; a key is for whoever makes extracts.
RIGHTS = {
    "dataset_ledgertable": (f"SELECT ({_TOLD})", SI, SI),
    "dataset_researchproject": (SI, SU, SIU),
    "dataset_researchdecision": (S, SI, S),
    "dataset_outputrequest": (SI, SU, SU),
    "dataset_outputdraft": (NONE, S, ALL),
    "dataset_outputreview": (S, SI, S),
    "dataset_accesslog": (SI, SI, SI),
}
KEY = "dataset_researchkey"
APPENDED = ("ledgertable", "researchdecision", "outputreview", "accesslog")

_OF_THE_PROJECT = "EXISTS (SELECT FROM dataset_researchproject own WHERE own.id = project_id)"
_OF_THE_OUTPUT = "EXISTS (SELECT FROM dataset_outputrequest own WHERE own.id = output_id)"
# A researcher is an organisation of one: what its projects have.
ROWS = {
    "dataset_researchproject": (f"{ORG} = ANY (members)", f"applied_by_id = {ORG} AND status = 'APPLIED'"),
    "dataset_researchdecision": (_OF_THE_PROJECT, "false"),
    "dataset_outputrequest": (_OF_THE_PROJECT, f"{_OF_THE_PROJECT} AND requested_by_id = {ORG}"),
    "dataset_outputreview": (_OF_THE_OUTPUT, "false"),
    "dataset_accesslog": (_OF_THE_PROJECT, _OF_THE_PROJECT),
}

FOUR_EYES = """
CREATE FUNCTION dataset_decided_by_others() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    who uuid := CASE TG_TABLE_NAME WHEN 'dataset_researchdecision' THEN to_jsonb(NEW) ->> 'decided_by_id'
                                   ELSE to_jsonb(NEW) ->> 'reviewed_by_id' END;
    whose uuid := CASE TG_TABLE_NAME WHEN 'dataset_researchdecision' THEN to_jsonb(NEW) ->> 'project_id'
                  ELSE (SELECT o.project_id::text FROM dataset_outputrequest o
                         WHERE o.id = (to_jsonb(NEW) ->> 'output_id')::uuid) END;
BEGIN
    IF EXISTS (SELECT FROM dataset_researchproject p WHERE p.id = whose AND who = ANY (p.members)) THEN
        RAISE EXCEPTION 'research_four_eyes: whoever works in a project decides nothing of it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decided_by_others BEFORE INSERT ON dataset_researchdecision
    FOR EACH ROW EXECUTE FUNCTION dataset_decided_by_others();
CREATE TRIGGER decided_by_others BEFORE INSERT ON dataset_outputreview
    FOR EACH ROW EXECUTE FUNCTION dataset_decided_by_others();

CREATE FUNCTION dataset_research_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - '{status,join_rates,opened_at,closed_at}'::text[]
       <> to_jsonb(OLD) - '{status,join_rates,opened_at,closed_at}'::text[] THEN
        RAISE EXCEPTION 'research_as_applied: what was applied for stays' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
        ('APPLIED', 'APPROVED'), ('APPLIED', 'DECLINED'), ('APPROVED', 'OPEN'), ('APPROVED', 'CLOSED'),
        ('OPEN', 'CLOSED')) THEN
        RAISE EXCEPTION 'research_step: % does not become %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'APPROVED' AND OLD.status = 'APPLIED' AND
       (SELECT count(DISTINCT decided_by_id) FROM dataset_researchdecision
         WHERE project_id = NEW.id AND step = 'APPROVAL' AND approves) < 2 THEN
        RAISE EXCEPTION 'research_four_eyes: two approve' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'OPEN' AND OLD.status = 'APPROVED'
       AND EXISTS (SELECT FROM jsonb_each_text(NEW.join_rates) rate WHERE rate.value::numeric > 1)
       AND NOT EXISTS (SELECT FROM dataset_researchdecision
                        WHERE project_id = NEW.id AND step = 'OVERRIDE' AND approves) THEN
        RAISE EXCEPTION 'research_join_rate: over 1 percent, and nobody stands up for it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER research_step BEFORE UPDATE ON dataset_researchproject
    FOR EACH ROW EXECUTE FUNCTION dataset_research_step();

CREATE FUNCTION dataset_output_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - '{status,checked_at,refusal,released_id}'::text[]
       <> to_jsonb(OLD) - '{status,checked_at,refusal,released_id}'::text[] THEN
        RAISE EXCEPTION 'output_as_requested: what was requested stays' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status IN ('REFUSED', 'RELEASED') THEN
        RAISE EXCEPTION 'output_step: % stays', OLD.status USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'RELEASED' AND (OLD.status <> 'CHECKED' OR
       (SELECT count(DISTINCT reviewed_by_id) FROM dataset_outputreview
         WHERE output_id = NEW.id AND of_check_at = NEW.checked_at AND approves) < 2) THEN
        RAISE EXCEPTION 'output_four_eyes: two reviewers approve what was checked last'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER output_step BEFORE UPDATE ON dataset_outputrequest
    FOR EACH ROW EXECUTE FUNCTION dataset_output_step();
"""
ALONE = """
DROP TRIGGER output_step ON dataset_outputrequest; DROP FUNCTION dataset_output_step();
DROP TRIGGER research_step ON dataset_researchproject; DROP FUNCTION dataset_research_step();
DROP TRIGGER decided_by_others ON dataset_outputreview; DROP TRIGGER decided_by_others ON dataset_researchdecision;
DROP FUNCTION dataset_decided_by_others();
"""


# Whoever owns the extracts logs in nowhere. Nobody keeps temporary tables: a researcher would write into them.
KEEPER = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'singlewindow_research') THEN
        BEGIN
            CREATE ROLE singlewindow_research NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END IF;
    IF NOT pg_has_role(current_user, 'singlewindow_research', 'MEMBER') THEN
        EXECUTE format('GRANT singlewindow_research TO %I', current_user);
    END IF;
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;
CREATE SCHEMA research_store AUTHORIZATION singlewindow_research;
"""
NO_KEEPER = """
DROP SCHEMA research_store CASCADE;
DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO PUBLIC', current_database()); END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("dataset", "0003_ledger_and_research")]

    operations = [
        *(
            migrations.RunSQL(_rights._grant(table, *rights), _rights._revoke(table))
            for table, rights in RIGHTS.items()
        ),
        migrations.RunSQL(
            f"REVOKE ALL ON {KEY} FROM PUBLIC; GRANT {ALL} ON {KEY} TO singlewindow_worker;", _rights._revoke(KEY)
        ),
        *(migrations.RunSQL(_roles._wall(table, *rows), _roles._open(table)) for table, rows in ROWS.items()),
        *(migrations.RunSQL(*_rights._protect(table)) for table in APPENDED),
        migrations.RunSQL(FOUR_EYES, ALONE),
        migrations.RunSQL(KEEPER, NO_KEEPER),
    ]
