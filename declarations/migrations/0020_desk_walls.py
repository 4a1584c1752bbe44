"""Who may do what with takings and looks. A trader's act ends a taking where it is no officer's turn any more; who had
the case, and who looked at it, no trader learns."""

from django.db import migrations

RIGHTS = """
REVOKE ALL ON declarations_taking FROM PUBLIC;
GRANT SELECT (id, declaration_id, ended), UPDATE (ended, ended_at) ON declarations_taking
    TO singlewindow_web, singlewindow_worker;
GRANT SELECT, INSERT, UPDATE ON declarations_taking TO singlewindow_officer;
GRANT SELECT ON declarations_taking TO singlewindow_audit;
REVOKE ALL ON declarations_look FROM PUBLIC;
GRANT SELECT, INSERT ON declarations_look TO singlewindow_officer;
GRANT SELECT ON declarations_look TO singlewindow_audit;
REVOKE ALL ON declarations_verification FROM PUBLIC;
GRANT SELECT, INSERT ON declarations_verification TO singlewindow_officer;
GRANT SELECT, UPDATE ON declarations_verification TO singlewindow_worker;
GRANT SELECT ON declarations_verification TO singlewindow_audit;
"""
NO_RIGHTS = """
REVOKE ALL ON declarations_verification FROM singlewindow_officer, singlewindow_worker, singlewindow_audit;
REVOKE ALL ON declarations_look FROM singlewindow_officer, singlewindow_audit;
REVOKE ALL ON declarations_taking
    FROM singlewindow_web, singlewindow_worker, singlewindow_officer, singlewindow_audit;
"""

WALL = """
ALTER TABLE declarations_taking ENABLE ROW LEVEL SECURITY;
ALTER TABLE declarations_taking FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON declarations_taking TO singlewindow_web
    USING (EXISTS (SELECT FROM declarations_declaration own WHERE own.id = declaration_id)) WITH CHECK (true);
CREATE POLICY every_row ON declarations_taking TO singlewindow_officer, singlewindow_worker, singlewindow_audit
    USING (true) WITH CHECK (true);
CREATE POLICY maintenance ON declarations_taking TO CURRENT_USER
    USING (current_setting('singlewindow.maintenance', true) = 'on')
    WITH CHECK (current_setting('singlewindow.maintenance', true) = 'on');
"""
NO_WALL = """
DROP POLICY own_rows ON declarations_taking;
DROP POLICY every_row ON declarations_taking;
DROP POLICY maintenance ON declarations_taking;
ALTER TABLE declarations_taking DISABLE ROW LEVEL SECURITY;
ALTER TABLE declarations_taking NO FORCE ROW LEVEL SECURITY;
"""

# What was taken stays as it is told: only how long it goes on, and how it ended, is written later, and that once.
KEEP = """
CREATE FUNCTION declarations_keep_taking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended <> ''
       OR (to_jsonb(NEW) - '{until,ended,ended_at}'::text[])
          IS DISTINCT FROM (to_jsonb(OLD) - '{until,ended,ended_at}'::text[]) THEN
        RAISE EXCEPTION 'a taking is kept' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER declarations_taking_kept BEFORE UPDATE OR DELETE ON declarations_taking
    FOR EACH ROW EXECUTE FUNCTION declarations_keep_taking();
CREATE TRIGGER declarations_look_append_only BEFORE UPDATE OR DELETE ON declarations_look
    FOR EACH ROW EXECUTE FUNCTION declarations_append_only();
CREATE TRIGGER declarations_look_no_truncate BEFORE TRUNCATE ON declarations_look
    FOR EACH STATEMENT EXECUTE FUNCTION declarations_append_only();
CREATE TRIGGER declarations_taking_no_truncate BEFORE TRUNCATE ON declarations_taking
    FOR EACH STATEMENT EXECUTE FUNCTION declarations_append_only();
"""
DO_NOT_KEEP = """
DROP TRIGGER declarations_look_append_only ON declarations_look;
DROP TRIGGER declarations_look_no_truncate ON declarations_look;
DROP TRIGGER declarations_taking_no_truncate ON declarations_taking;
DROP TRIGGER declarations_taking_kept ON declarations_taking;
DROP FUNCTION declarations_keep_taking();
"""


class Migration(migrations.Migration):
    dependencies = [("declarations", "0019_verification")]

    operations = [
        migrations.RunSQL(RIGHTS, NO_RIGHTS),
        migrations.RunSQL(WALL, NO_WALL),
        migrations.RunSQL(KEEP, DO_NOT_KEEP),
    ]
