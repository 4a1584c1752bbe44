"""The model's case: a declaration as far as the model looks, what holds it, and whose turn it is. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

OPEN = frozenset({"REGISTERED", "LODGED", "RELEASED_EARLY"})
TERMINAL = frozenset({"RELEASED", "REFUSED", "WITHDRAWN"})
DECISIONS = frozenset({"CONFIRMED", "REFUSED"})
UNSETTLED = frozenset({"DUE", "ASKED", "DOCUMENTS_REQUIRED", "INSPECTION_ORDERED", "OVERDUE"})
MOST_FAILURES = 12

# In which states each act is legal.
_ACTIVE = frozenset({"LODGED", "RELEASED_EARLY"})
LEGAL = {
    "AMEND": OPEN | {"RELEASED"},
    "WITHDRAW": frozenset({"REGISTERED", "LODGED"}),
    "ARRIVE": frozenset({"LODGED"}),
    "PAY": _ACTIVE | {"RELEASED"},
    "APPLY": frozenset({"LODGED"}),
    "ATTACH": OPEN | {"RELEASED"},
    "REFUND": _ACTIVE | TERMINAL,
    "DECIDE_EARLY_RELEASE": frozenset({"LODGED"}),
    "DECIDE_LOWER_CATEGORY": _ACTIVE,
    "DECIDE_CHANGE": frozenset({"RELEASED"}),
    "DECIDE_REASSESSMENT": frozenset({"RELEASED"}),
    **dict.fromkeys(("ANSWER", "ASK", "EXAMINE", "RAISE", "LOWER", "OVERRIDE", "RELEASE", "REFUSE"), _ACTIVE),
    "TAKE_OVER": _ACTIVE | TERMINAL,
}
_HOLD_OF = {
    "REFUSED": ("PERMIT_REFUSED", "OFFICER"),
    "PARTLY_CONFIRMED": ("PERMIT_PARTLY", "DECLARANT"),
    "DOCUMENTS_REQUIRED": ("PERMIT_DOCUMENTS", "DECLARANT"),
    "INSPECTION_ORDERED": ("PERMIT_INSPECTION", "SYSTEM"),
    "OVERDUE": ("PERMIT_OVERDUE", "OFFICER"),
    "ASKED": ("PERMIT_PENDING", "SYSTEM"),
    "DUE": ("PERMIT_PENDING", "SYSTEM"),
}


class Refused(Exception):
    """The caller is told no, under this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Said:
    """What the declaration says, as far as the model looks: the price, the bill of lading, the goods' names."""

    price: int
    names: tuple[str, ...]
    bill: int = 1
    note: str = ""


@dataclass(frozen=True)
class Check:
    """One question to an agency, asked for the version `version` and standing until it is superseded."""

    item: int
    version: int = 1
    status: str = "DUE"
    reference: str = ""
    failures: int = 0
    superseded: bool = False
    person: bool = False  # only an officer can bring it further
    told: bool = False  # the history tells of its settlement
    unannounced: bool = False  # it settled, and whoever should hear of it died
    lease: int = 0  # which worker asks right now
    proposed: str = ""  # where it stood when an override was proposed; empty where none is open

    @property
    def settled(self) -> bool:
        return self.status not in UNSETTLED

    @property
    def waits_for(self) -> str:
        waiting = {"DOCUMENTS_REQUIRED", "INSPECTION_ORDERED", "OVERDUE"}
        return "PERSON" if self.person else self.status if self.status in waiting else ""


@dataclass(frozen=True)
class Case:
    """One declaration. `worth` gives what a price comes to, yen; `day` counts days."""

    said: Said
    worth: Mapping[int, int]
    scripted: int
    direction: str = "IMPORT"
    condition: str = ""
    status: str = "LODGED"
    owner: str = ""
    version: int = 1
    category: int = 0
    examined_from: int = 1
    examinations: tuple[tuple[int, int], ...] = ()
    assessed_on: int = 0
    arrived: bool = False
    questions: int = 0
    checks: tuple[Check, ...] = ()
    demanded: int = 0
    met: int = 0
    deferred: tuple[int, ...] = ()
    reserved: int = 0
    applications: Mapping[str, object] = field(default_factory=dict)
    events: tuple[str, ...] = ()
    unheard: bool = False  # something settled or waits, and whoever should hear of it died

    @property
    def owed(self) -> int:
        return self.demanded - self.met

    @property
    def standing(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.superseded)


def lodged(case: Case, *, items_asked: int) -> Case:
    """A new declaration; its first items are bound by another law."""
    case = replace(
        case,
        category=case.scripted,
        demanded=case.worth[case.said.price],
        checks=tuple(Check(item) for item in range(1, items_asked + 1)),
    )
    if case.condition == "K":
        return replace(case, status="REGISTERED", owner="SYSTEM", events=("REGISTERED",))
    return advanced(case, "LODGED")


def holds(case: Case) -> list[tuple[str, int | None, str]]:
    """Every reason not to release: what, of which item, whose turn."""
    if case.status not in OPEN:
        return []
    if case.status == "REGISTERED":
        return [("OPENING", None, "SYSTEM")]
    found: list[tuple[str, int | None, str]] = []
    for check in case.standing:
        if check.status not in {"CONFIRMED", "OVERRIDDEN"}:
            code, party = _HOLD_OF[check.status]
            found.append((code, check.item, "OFFICER" if check.person else party))
    if case.condition == "Z" and not case.arrived:
        found.append(("ARRIVAL", None, "DECLARANT"))
    if case.questions:
        found.append(("QUESTION", None, "DECLARANT"))
    if case.category > 1 and not _examined(case):
        found.append(("DOCUMENT_EXAMINATION" if case.category == 2 else "GOODS_INSPECTION", None, "OFFICER"))
    if case.owed > 0:
        found.append(("PAYMENT", None, "DECLARANT"))
    return found


def _examined(case: Case) -> bool:
    return any(version >= case.examined_from and category >= case.category for version, category in case.examinations)


def turn(case: Case) -> str:
    """Whose turn it is by what holds it: a machine before an officer, an officer before the declarant."""
    parties = {party for _, _, party in holds(case)}
    return next((party for party in ("SYSTEM", "OFFICER") if party in parties), "DECLARANT")


def advanced(case: Case, *events: str) -> Case:
    """Look at what is true: tell what settled, release what nothing holds."""
    if case.status not in OPEN:
        return replace(case, events=case.events + events)
    news = tuple("PERMIT_CHECK_SETTLED" for check in case.standing if check.settled and not check.told)
    checks = tuple(
        replace(check, told=True) if check.settled and not check.superseded else check for check in case.checks
    )
    case = replace(case, checks=checks, events=case.events + events + news, unheard=False)
    if not holds(case):
        released = (*case.events, "RELEASED")
        return replace(case, status="RELEASED", owner="", reserved=0, applications={}, events=released)
    return replace(case, owner=turn(case))


def looked_at(case: Case) -> Case:
    """The system looks at it, by a clock on which every office has opened long ago."""
    if case.status == "REGISTERED":
        case = replace(case, status="LODGED", events=(*case.events, "LODGED"))
    return advanced(case)


def demand(case: Case, act: str) -> None:
    """Refuse an act that is not legal in the state."""
    if case.status not in LEGAL[act]:
        raise Refused("illegal-transition")
