"""The groups of the console: examiner, supervisor, tariff clerk, risk officer, research reviewer, auditor. Officers that
there are already go on as examiners, those of a higher grade as supervisors too."""

from typing import Any

from django.db import migrations

TARIFF = ("commodity", "dutyrate", "exchangerate", "customsoffice", "bondedarea", "declarationtype")
LAWS = ("law", "requirement")
CHECKS = ("permitcheck", "permitcheckattempt", "overrideproposal")
MESSAGES = ("webhookendpoint", "mailsubscription", "delivery", "deliveryattempt")


def may(app: str, models: tuple[str, ...], *acts: str) -> tuple[str, ...]:
    """These acts on these models."""
    return tuple(f"{app}.{act}_{model}" for model in models for act in acts)


SEES_CASES = (
    *may("declarations", ("declaration", "submission"), "view"),
    *may("permits", CHECKS, "view"),
    "selection.view_selection",
)
DECIDES_PROPOSALS = ("singlewindow.view_proposal", "singlewindow.decide_proposal")
EXAMINES = (
    *SEES_CASES,
    "declarations.decide_declaration",
    *may("notifications", MESSAGES, "view"),
    *DECIDES_PROPOSALS,
)
WATCHES = ("declarations.watch_declaration", "declarations.verify_declaration", "declarations.view_look")
WEIGHS = (
    "selection.add_scoringpolicy",
)  # proposes what a learned model's word counts, and decides what another proposed
SERVICE = may("singlewindow", ("trouble", "replay", "heartbeat"), "view")
GROUPS = {
    "examiner": EXAMINES,
    "supervisor": (
        *EXAMINES,
        "declarations.direct_declaration",
        *WATCHES,
        *SERVICE,
        "singlewindow.replay_trouble",
        *WEIGHS,
        *may("permits", ("agency", *LAWS), "view"),
        "permits.change_agency",
        *may("traders", ("trader", "mandate"), "view"),
    ),
    "tariff clerk": (
        *may("tariff", TARIFF, "view", "add", "change"),
        *may("tariff", ("loadedschedule", "tariffedition"), "view"),
        *may("permits", ("agency", *LAWS), "view"),
        *DECIDES_PROPOSALS,
    ),
    "risk officer": (
        *SEES_CASES,
        "declarations.watch_declaration",
        *may("selection", ("riskprofile",), "view", "add", "change"),
        *WEIGHS,
        *DECIDES_PROPOSALS,
    ),
    "research reviewer": (),  # of what comes with the data asset's own desk
    "auditor": (
        *SEES_CASES,
        *WATCHES,
        *SERVICE,
        "singlewindow.view_proposal",
        *may("notifications", MESSAGES, "view"),
        *may("tariff", (*TARIFF, "loadedschedule", "tariffedition"), "view"),
        "selection.view_riskprofile",
        *may("permits", ("agency", *LAWS), "view"),
        *may("traders", ("trader", "mandate", "security"), "view"),
    ),
}
# Django names the permissions that it makes by itself so, after the migrations: here they are needed before.
NAMES = {
    "decide_declaration": "Can decide about goods, and take cases from the queue",
    "direct_declaration": "Can hand cases on, and act on many at once",
    "watch_declaration": "Can see the dashboard, and take reports",
    "verify_declaration": "Can have the whole store verified",
    "replay_trouble": "Can have failing work tried again",
    "decide_proposal": "Can decide what another person proposed",
}


def make(apps: Any, schema_editor: Any) -> None:
    """The groups with exactly these rights."""
    group = apps.get_model("auth", "Group")
    for name, rights in GROUPS.items():
        made, _ = group.objects.get_or_create(name=name)
        made.permissions.set([_right(apps, each) for each in rights])


def _right(apps: Any, right: str) -> Any:
    app, codename = right.split(".")
    act, model = codename.split("_", 1)
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)
    rights = apps.get_model("auth", "Permission").objects
    made, _ = rights.get_or_create(
        content_type=kind, codename=codename, defaults={"name": NAMES.get(codename, f"Can {act} {model}")}
    )
    return made


def appoint(apps: Any, schema_editor: Any) -> None:
    """The officers that there are go on with what they did."""
    group, user = apps.get_model("auth", "Group"), apps.get_model("traders", "User")
    for officer in user.objects.filter(role="OFFICER"):
        officer.groups.add(group.objects.get(name="examiner"))
        if officer.grade in {"SENIOR", "CHIEF"}:
            officer.groups.add(group.objects.get(name="supervisor"))


def unmake(apps: Any, schema_editor: Any) -> None:
    """Without them."""
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("singlewindow", "0005_rights_of_officers"),
        ("declarations", "0020_desk_walls"),
        ("traders", "0006_recovery_codes"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(make, unmake),
        migrations.RunPython(appoint, migrations.RunPython.noop),
    ]
