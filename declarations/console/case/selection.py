"""Why it was selected: for officers only, and until a result is recorded only as far as chance is not given away."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from declarations.console.wording import Badge, category_badge
from declarations.models import Declaration, Examination, Version
from declarations.selection.criteria import INSPECTION, RANDOM
from declarations.selection.models import RiskProfile
from declarations.status import Status


class Reason(Struct, frozen=True):
    """One reason of the selection: which profile and version, what it looks for, the values that fired."""

    code: str
    version: int
    category: Badge
    item: int | None
    title: str
    values: dict[str, str]


def result_is_recorded(declaration: Declaration, version: Version, examinations: Sequence[Examination]) -> bool:
    """Whether the examination that was asked for has a result, or the declaration has ended."""
    is_examined = any(examination.version >= version.examined_from for examination in examinations)
    return is_examined or declaration.status in Status.terminal()


def shown_before_a_result(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The reasons that do not tell, by themselves or by their absence, which cases chance selected.

    Chance asks for documents. So what asks for documents is told only where it stands in the declaration itself; what
    asks for an inspection never is chance.
    """
    return [
        reason
        for reason in reasons
        if reason["code"] in _IN_THE_DECLARATION or (reason["category"] == INSPECTION and reason["code"] != RANDOM)
    ]


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


_IN_THE_DECLARATION = frozenset({"DUTY_NOT_COMPUTED", "RELIEF_CLAIMED", "INTERNAL_TAX_STATED", "SANDBOX"})
_CAUSES = {
    "RANDOM": "Drawn at random.",
    "MODEL": "The score of the model in use.",
    "DUTY_NOT_COMPUTED": "An item's duty could not be computed.",
    "RELIEF_CLAIMED": "A relief of duty is claimed.",
    "INTERNAL_TAX_STATED": "An internal tax is stated that is not computed here.",
    "SANDBOX": "Scripted by the own reference, in the sandbox.",
}
