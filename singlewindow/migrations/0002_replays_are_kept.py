"""Who had failing work tried again is never changed and never deleted."""

from django.db import migrations

KEPT = """
CREATE TRIGGER singlewindow_replay_append_only BEFORE UPDATE OR DELETE ON singlewindow_replay
FOR EACH ROW EXECUTE FUNCTION declarations_append_only();
CREATE TRIGGER singlewindow_replay_no_truncate BEFORE TRUNCATE ON singlewindow_replay
FOR EACH STATEMENT EXECUTE FUNCTION declarations_append_only();
"""
NOT_KEPT = """
DROP TRIGGER singlewindow_replay_append_only ON singlewindow_replay;
DROP TRIGGER singlewindow_replay_no_truncate ON singlewindow_replay;
"""


class Migration(migrations.Migration):
    dependencies = [("singlewindow", "0001_work"), ("declarations", "0002_walls")]

    operations = [migrations.RunSQL(KEPT, NOT_KEPT)]
