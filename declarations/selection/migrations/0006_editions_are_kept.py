"""What was in force in an edition can be told for ever: versions of profiles are only appended, and each bears the
edition that it came with, as each policy bears the one that its approval made. How a declaration was selected is never
changed either.

The edition is numbered before the rows are written: its one row is locked until the transaction ends, so that no lower
number ever becomes visible after a higher one.
"""

from django.db import migrations

EDITIONS = """
DROP TRIGGER selection_riskprofile_new_edition ON selection_riskprofile;
DROP TRIGGER selection_scoringpolicy_new_edition ON selection_scoringpolicy;
CREATE TRIGGER selection_riskprofile_new_edition BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON selection_riskprofile FOR EACH STATEMENT EXECUTE FUNCTION selection_new_edition();
CREATE TRIGGER selection_scoringpolicy_new_edition BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON selection_scoringpolicy FOR EACH STATEMENT EXECUTE FUNCTION selection_new_edition();

CREATE FUNCTION selection_of_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.edition := (SELECT number FROM selection_selectionedition);
    RETURN NEW;
END $$;
CREATE TRIGGER selection_riskprofile_of_edition BEFORE INSERT
    ON selection_riskprofile FOR EACH ROW EXECUTE FUNCTION selection_of_edition();
CREATE TRIGGER selection_scoringpolicy_of_edition BEFORE INSERT OR UPDATE
    ON selection_scoringpolicy FOR EACH ROW EXECUTE FUNCTION selection_of_edition();
"""
AFTERWARDS = """
DROP TRIGGER selection_scoringpolicy_of_edition ON selection_scoringpolicy;
DROP TRIGGER selection_riskprofile_of_edition ON selection_riskprofile;
DROP FUNCTION selection_of_edition();
DROP TRIGGER selection_riskprofile_new_edition ON selection_riskprofile;
DROP TRIGGER selection_scoringpolicy_new_edition ON selection_scoringpolicy;
CREATE TRIGGER selection_riskprofile_new_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON selection_riskprofile FOR EACH STATEMENT EXECUTE FUNCTION selection_new_edition();
CREATE TRIGGER selection_scoringpolicy_new_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON selection_scoringpolicy FOR EACH STATEMENT EXECUTE FUNCTION selection_new_edition();
"""

APPENDED = """
CREATE TRIGGER selection_riskprofile_append_only BEFORE UPDATE OR DELETE ON selection_riskprofile
    FOR EACH ROW EXECUTE FUNCTION declarations_append_only();
CREATE TRIGGER selection_riskprofile_no_truncate BEFORE TRUNCATE ON selection_riskprofile
    FOR EACH STATEMENT EXECUTE FUNCTION declarations_append_only();
CREATE TRIGGER selection_selection_append_only BEFORE UPDATE OR DELETE ON selection_selection
    FOR EACH ROW EXECUTE FUNCTION declarations_append_only();
CREATE TRIGGER selection_selection_no_truncate BEFORE TRUNCATE ON selection_selection
    FOR EACH STATEMENT EXECUTE FUNCTION declarations_append_only();
"""
CHANGED = """
DROP TRIGGER selection_selection_no_truncate ON selection_selection;
DROP TRIGGER selection_selection_append_only ON selection_selection;
DROP TRIGGER selection_riskprofile_no_truncate ON selection_riskprofile;
DROP TRIGGER selection_riskprofile_append_only ON selection_riskprofile;
"""


class Migration(migrations.Migration):
    dependencies = [("selection", "0005_profiles_in_versions")]

    operations = [
        migrations.RunSQL(EDITIONS, AFTERWARDS),
        migrations.RunSQL(APPENDED, CHANGED),
    ]
