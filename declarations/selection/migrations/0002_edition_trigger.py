"""Every statement that changes a risk profile gives the profiles a new edition number, from a sequence of its own."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE selection_edition_number;

CREATE FUNCTION selection_new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO selection_selectionedition (id, number, changed_at)
    VALUES (1, nextval('selection_edition_number'), clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET number = excluded.number, changed_at = excluded.changed_at;
    RETURN NULL;
END $$;

CREATE TRIGGER selection_riskprofile_new_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON selection_riskprofile FOR EACH STATEMENT EXECUTE FUNCTION selection_new_edition();

INSERT INTO selection_selectionedition (id, number, changed_at)
VALUES (1, nextval('selection_edition_number'), clock_timestamp());
"""
DROP = """
DROP TRIGGER selection_riskprofile_new_edition ON selection_riskprofile;
DROP FUNCTION selection_new_edition();
DROP SEQUENCE selection_edition_number;
DELETE FROM selection_selectionedition;
"""


class Migration(migrations.Migration):
    dependencies = [("selection", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
