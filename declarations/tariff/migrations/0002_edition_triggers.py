"""Every statement that changes the tariff gives it a new edition number, whoever wrote it and however.

The number comes from a sequence of its own, so that one which was rolled back is never given to another state:
a process may have cached a snapshot under it.
"""

from django.db import migrations

TABLES = (
    "tariff_commodity",
    "tariff_dutyrate",
    "tariff_exchangerate",
    "tariff_customsoffice",
    "tariff_bondedarea",
    "tariff_declarationtype",
)

FUNCTION = """
CREATE SEQUENCE tariff_edition_number;

CREATE FUNCTION tariff_new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tariff_tariffedition (id, number, changed_at)
    VALUES (1, nextval('tariff_edition_number'), clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET number = excluded.number, changed_at = excluded.changed_at;
    RETURN NULL;
END $$;

INSERT INTO tariff_tariffedition (id, number, changed_at)
VALUES (1, nextval('tariff_edition_number'), clock_timestamp());
"""
DROP_FUNCTION = """
DROP FUNCTION tariff_new_edition();
DROP SEQUENCE tariff_edition_number;
DELETE FROM tariff_tariffedition;
"""


def _create(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_new_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION tariff_new_edition();"
    )


class Migration(migrations.Migration):
    dependencies = [("tariff", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, DROP_FUNCTION),
        *(migrations.RunSQL(_create(table), f"DROP TRIGGER {table}_new_edition ON {table};") for table in TABLES),
    ]
