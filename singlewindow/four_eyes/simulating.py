"""What a proposed risk profile would have done, beside the version that is in force: for whoever decides it."""

from datetime import datetime

import msgspec
from django.db.models import Max
from msgspec import Struct

from declarations.audits.simulating import Simulated, simulate
from declarations.selection.in_force import profile_of
from declarations.selection.models import RiskProfile, Selection
from singlewindow.four_eyes.rows import RowChange, columns
from singlewindow.models import Proposal

_ABOUT = RiskProfile._meta.label_lower


class Simulation(Struct, frozen=True):
    """A version of a profile by its name, and what it would have done."""

    name: str
    told: Simulated


def simulations(proposal: Proposal, *, at: datetime) -> list[Simulation]:
    """Of the version in force and of the one proposed, over the last days that have declarations.

    None for a proposal about something else, or one that is decided: what was known then is not what is known now.
    """
    until = Selection.objects.aggregate(last=Max("drawn_on"))["last"]
    if proposal.about != _ABOUT or proposal.outcome or until is None:
        return []
    change = msgspec.convert(proposal.changes, list[RowChange])[0]
    said = {"As it is": change.before, "As proposed": change.after}
    named = {name: profile_of(_row(each)) for name, each in said.items() if each}
    told = simulate(list(named.values()), at=at, until=until)
    return [Simulation(name, each) for name, each in zip(named, told, strict=True)]


def _row(said: dict[str, object]) -> RiskProfile:
    known = columns(RiskProfile)
    return RiskProfile(**{name: known[name].to_python(value) for name, value in said.items()})
