"""Walls and a counter in the database.

- Every statement that changes a law or requirement gives them a new edition number, whoever wrote it and
  however. The number comes from a sequence of its own, so that one which was rolled back is never given to
  another state: a process may have cached a snapshot under it.
- A settled check stays as it was decided, save that an officer may override a refusal.
- Attempts are only ever added.
"""

from django.db import migrations

EDITION = """
CREATE SEQUENCE permits_edition_number;

CREATE FUNCTION permits_new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO permits_permitsedition (id, number, changed_at)
    VALUES (1, nextval('permits_edition_number'), clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET number = excluded.number, changed_at = excluded.changed_at;
    RETURN NULL;
END $$;

CREATE TRIGGER permits_law_new_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON permits_law
FOR EACH STATEMENT EXECUTE FUNCTION permits_new_edition();

CREATE TRIGGER permits_requirement_new_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON permits_requirement
FOR EACH STATEMENT EXECUTE FUNCTION permits_new_edition();

INSERT INTO permits_permitsedition (id, number, changed_at)
VALUES (1, nextval('permits_edition_number'), clock_timestamp());
"""
NO_EDITION = """
DROP TRIGGER permits_requirement_new_edition ON permits_requirement;
DROP TRIGGER permits_law_new_edition ON permits_law;
DROP FUNCTION permits_new_edition();
DROP SEQUENCE permits_edition_number;
DELETE FROM permits_permitsedition;
"""

DECISION_STANDS = """
CREATE FUNCTION permits_decision_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'permit check % is settled as %', OLD.id, OLD.status USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER permits_permitcheck_decision_stands BEFORE UPDATE ON permits_permitcheck
FOR EACH ROW WHEN (OLD.settled_at IS NOT NULL AND NEW.status <> OLD.status
                   AND NOT (OLD.status = 'REFUSED' AND NEW.status = 'OVERRIDDEN'))
EXECUTE FUNCTION permits_decision_stands();
"""
NO_DECISION_STANDS = """
DROP TRIGGER permits_permitcheck_decision_stands ON permits_permitcheck;
DROP FUNCTION permits_decision_stands();
"""

ONLY_ADDED = """
CREATE FUNCTION permits_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'attempts are only ever added' USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER permits_permitcheckattempt_only_added BEFORE UPDATE OR DELETE ON permits_permitcheckattempt
FOR EACH ROW EXECUTE FUNCTION permits_only_added();
"""
NO_ONLY_ADDED = """
DROP TRIGGER permits_permitcheckattempt_only_added ON permits_permitcheckattempt;
DROP FUNCTION permits_only_added();
"""


class Migration(migrations.Migration):
    dependencies = [("permits", "0001_initial")]

    operations = [
        migrations.RunSQL(EDITION, NO_EDITION),
        migrations.RunSQL(DECISION_STANDS, NO_DECISION_STANDS),
        migrations.RunSQL(ONLY_ADDED, NO_ONLY_ADDED),
    ]
