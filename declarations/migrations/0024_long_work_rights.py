"""Who may do what with long work: whoever runs a command tells of it, the console shows it."""

from django.db import migrations

RIGHTS = """
REVOKE ALL ON declarations_longwork FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE ON declarations_longwork TO singlewindow_officer, singlewindow_worker;
GRANT SELECT ON declarations_longwork TO singlewindow_audit;
"""
NO_RIGHTS = """
REVOKE ALL ON declarations_longwork FROM singlewindow_officer, singlewindow_worker, singlewindow_audit;
"""


class Migration(migrations.Migration):
    dependencies = [("declarations", "0023_long_work")]

    operations = [migrations.RunSQL(RIGHTS, NO_RIGHTS)]
