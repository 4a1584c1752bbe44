"""Every agency has its breaker from the start, whoever adds it."""

from django.db import migrations

BREAKERS = """
CREATE FUNCTION permits_new_breaker() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO permits_agencybreaker (agency_id) VALUES (NEW.code);
    RETURN NULL;
END $$;

CREATE TRIGGER permits_agency_new_breaker AFTER INSERT ON permits_agency
FOR EACH ROW EXECUTE FUNCTION permits_new_breaker();

INSERT INTO permits_agencybreaker (agency_id) SELECT code FROM permits_agency;
"""
NO_BREAKERS = """
DELETE FROM permits_agencybreaker;
DROP TRIGGER permits_agency_new_breaker ON permits_agency;
DROP FUNCTION permits_new_breaker();
"""


class Migration(migrations.Migration):
    dependencies = [("permits", "0006_breaker_and_room")]

    operations = [migrations.RunSQL(BREAKERS, NO_BREAKERS)]
