"""A firm manages its own people, programs and mandates; nobody is left without somebody who does.

A web process may write these rows of the organisation that asks, and of no other: its columns are granted, and a
trigger holds the row against the organisation of the seat. Signing in writes two columns of anybody's row.
"""

from django.db import migrations

WALLS = """
GRANT INSERT, UPDATE (is_active, may_lodge, may_follow, manages_firm) ON traders_user TO singlewindow_web;
GRANT INSERT, UPDATE (name, scopes, is_active, secret_sha256, credentials_changed_at)
    ON traders_apiclient TO singlewindow_web;
GRANT INSERT, UPDATE (revoked_at) ON traders_clientkey, traders_mandate TO singlewindow_web;

CREATE FUNCTION traders_own_firm() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    firm uuid;
BEGIN
    IF current_user <> 'singlewindow_web' THEN
        RETURN NEW;
    END IF;
    IF TG_TABLE_NAME = 'traders_user' THEN
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - '{last_login,password}'::text[]
                              = to_jsonb(OLD) - '{last_login,password}'::text[] THEN
            RETURN NEW;
        END IF;
        firm := CASE WHEN NEW.is_staff OR NEW.is_superuser THEN NULL ELSE NEW.trader_id END;
    ELSIF TG_TABLE_NAME = 'traders_clientkey' THEN
        SELECT trader_id INTO firm FROM traders_apiclient WHERE id = NEW.client_id;
    ELSE
        firm := NEW.trader_id;
    END IF;
    IF firm IS NULL OR firm IS DISTINCT FROM nullif(current_setting('app.org', true), '')::uuid THEN
        RAISE EXCEPTION 'permission denied: a row of % that is not the own firm''s', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER own_firm BEFORE INSERT OR UPDATE ON traders_user
    FOR EACH ROW EXECUTE FUNCTION traders_own_firm();
CREATE TRIGGER own_firm BEFORE INSERT OR UPDATE ON traders_apiclient
    FOR EACH ROW EXECUTE FUNCTION traders_own_firm();
CREATE TRIGGER own_firm BEFORE INSERT OR UPDATE ON traders_clientkey
    FOR EACH ROW EXECUTE FUNCTION traders_own_firm();
CREATE TRIGGER own_firm BEFORE INSERT OR UPDATE ON traders_mandate
    FOR EACH ROW EXECUTE FUNCTION traders_own_firm();
"""
NO_WALLS = """
DROP TRIGGER own_firm ON traders_user;
DROP TRIGGER own_firm ON traders_apiclient;
DROP TRIGGER own_firm ON traders_clientkey;
DROP TRIGGER own_firm ON traders_mandate;
DROP FUNCTION traders_own_firm();
REVOKE INSERT, UPDATE (is_active, may_lodge, may_follow, manages_firm) ON traders_user FROM singlewindow_web;
REVOKE INSERT, UPDATE (name, scopes, is_active, secret_sha256, credentials_changed_at)
    ON traders_apiclient FROM singlewindow_web;
REVOKE INSERT, UPDATE (revoked_at) ON traders_clientkey, traders_mandate FROM singlewindow_web;
"""
# Whoever acted for an organisation until now could do everything.
MANAGERS = "UPDATE traders_user SET manages_firm = true WHERE role IN ('BROKER', 'TRADER')"


class Migration(migrations.Migration):
    dependencies = [("traders", "0007_rights_of_people"), ("declarations", "0016_roles")]

    operations = [
        migrations.RunSQL(MANAGERS, migrations.RunSQL.noop),
        migrations.RunSQL(WALLS, NO_WALLS),
    ]
