"""What research reviewers may do. Officers of the grades that decided on research before go on as reviewers."""

from typing import Any

from django.db import migrations

SEES, DECIDES = "view_researchproject", "decide_researchproject"
RIGHTS = {"research reviewer": (SEES, DECIDES), "auditor": (SEES,)}
NAMES = {SEES: "Can view research project", DECIDES: "Can decide on research, and review what comes out"}


def give(apps: Any, schema_editor: Any) -> None:
    """These rights, beside those that the groups have."""
    group, rights = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission").objects
    kinds = apps.get_model("contenttypes", "ContentType").objects
    kind, _ = kinds.get_or_create(app_label="dataset", model="researchproject")
    for name, codenames in RIGHTS.items():
        made, _ = group.objects.get_or_create(name=name)
        for codename in codenames:
            right, _ = rights.get_or_create(content_type=kind, codename=codename, defaults={"name": NAMES[codename]})
            made.permissions.add(right)


def appoint(apps: Any, schema_editor: Any) -> None:
    """Those who decided by their grade alone."""
    group, user = apps.get_model("auth", "Group"), apps.get_model("traders", "User")
    for officer in user.objects.filter(role="OFFICER", grade__in=["SENIOR", "CHIEF"]):
        officer.groups.add(group.objects.get(name="research reviewer"))


class Migration(migrations.Migration):
    dependencies = [
        ("singlewindow", "0006_groups_of_the_console"),
        ("dataset", "0007_right_to_decide_on_research"),
    ]

    operations = [
        migrations.RunPython(give, migrations.RunPython.noop),
        migrations.RunPython(appoint, migrations.RunPython.noop),
    ]
