"""Why it was selected: for officers only."""

from typing import Any

from msgspec import Struct

from declarations.console.wording import Badge, category_badge
from declarations.selection.models import RiskProfile


class Reason(Struct, frozen=True):
    """One reason of the selection: which profile and version, what it looks for, the values that fired."""

    code: str
    version: int
    category: Badge
    item: int | None
    title: str
    values: dict[str, str]


def reasons_of(reasons: list[dict[str, Any]]) -> list[Reason]:
    """The reasons with the titles of the profiles that fired."""
    profiles = RiskProfile.objects.filter(code__in=[reason["code"] for reason in reasons])
    titles = {(profile.code, profile.version): profile.title for profile in profiles}
    return [
        Reason(
            code=reason["code"],
            version=reason["version"],
            category=category_badge(reason["category"]),
            item=reason.get("item"),
            title=titles.get((reason["code"], reason["version"]), _CAUSES.get(reason["code"], "")),
            values=reason.get("values", {}),
        )
        for reason in reasons
    ]


_CAUSES = {
    "RANDOM": "Drawn at random.",
    "DUTY_NOT_COMPUTED": "An item's duty could not be computed.",
    "RELIEF_CLAIMED": "A relief of duty is claimed.",
    "INTERNAL_TAX_STATED": "An internal tax is stated that is not computed here.",
    "SANDBOX": "Scripted by the own reference, in the sandbox.",
}
