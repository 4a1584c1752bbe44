"""Four eyes: who may decide what somebody asked for. Never who asked; for some things, an officer of a higher grade."""

from declarations.clearance.acting import actor_of
from declarations.errors import FourEyes
from declarations.traders.declarant import Officer

_SENIOR = frozenset({"SENIOR", "CHIEF"})


def why_not(asked_by: str, *, by: Officer, senior: bool) -> FourEyes | None:
    """Why this officer may not decide what `asked_by` asked for; None where they may."""
    if asked_by == actor_of(by):
        return FourEyes()
    return FourEyes(grade="SENIOR") if senior and not is_senior(by) else None


def is_senior(officer: Officer) -> bool:
    """Whether this officer may decide what takes a higher grade."""
    return officer.grade in _SENIOR


def demand_another(asked_by: str, *, by: Officer, senior: bool) -> None:
    """Raises FourEyes where this officer may not decide it."""
    if refusal := why_not(asked_by, by=by, senior=senior):
        raise refusal
