"""Every try is only appended, and the feed is followed from now on: what happened before is not told again."""

from django.db import migrations

ONLY_APPENDED = """
CREATE TRIGGER notifications_deliveryattempt_append_only BEFORE UPDATE OR DELETE ON notifications_deliveryattempt
    FOR EACH ROW EXECUTE FUNCTION declarations_append_only();
CREATE TRIGGER notifications_deliveryattempt_no_truncate BEFORE TRUNCATE ON notifications_deliveryattempt
    FOR EACH STATEMENT EXECUTE FUNCTION declarations_append_only();
"""
NOT_ONLY_APPENDED = """
DROP TRIGGER notifications_deliveryattempt_append_only ON notifications_deliveryattempt;
DROP TRIGGER notifications_deliveryattempt_no_truncate ON notifications_deliveryattempt;
"""
FROM_NOW_ON = """
INSERT INTO notifications_feedplace (id, transaction, declaration_id, seq)
SELECT 1, pg_snapshot_xmin(pg_current_snapshot())::text::bigint, '00000000-0000-0000-0000-000000000000', 0;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("declarations", "0002_walls")]

    operations = [
        migrations.RunSQL(ONLY_APPENDED, NOT_ONLY_APPENDED),
        migrations.RunSQL(FROM_NOW_ON, "DELETE FROM notifications_feedplace;"),
    ]
