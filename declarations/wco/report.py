"""What became of every leaf of a WCO document, and of every field that the form requires."""

from enum import StrEnum
from typing import Any

from msgspec import Struct


class Outcome(StrEnum):
    """What became of one leaf of the document (the first four) or of one field of the form (the last two)."""

    MAPPED = "MAPPED"
    MISFIT = "MISFIT"
    USED = "USED"
    NO_PLACE = "NO_PLACE"
    DEFAULTED = "DEFAULTED"
    MISSING = "MISSING"


class Function(StrEnum):
    """What a message asks for. Only DECLARE is turned into the form."""

    DECLARE = "DECLARE"
    AMEND = "AMEND"
    CANCEL = "CANCEL"
    PRESENT = "PRESENT"
    OTHER = "OTHER"


class Line(Struct, frozen=True, omit_defaults=True):
    """One leaf or one field: the path of the element, the JSON pointer of the field, and why it is so."""

    outcome: Outcome
    element: str = ""
    pointer: str = ""
    why: str = ""
    value: str = ""


class Report(Struct, frozen=True):
    """Every leaf of the document exactly once, then every required field that is missing or defaulted."""

    function: Function
    counts: dict[Outcome, int]
    lines: tuple[Line, ...]

    def of(self, outcome: Outcome) -> list[Line]:
        """The lines of one outcome."""
        return [line for line in self.lines if line.outcome == outcome]


class Translated(Struct, frozen=True):
    """A document as the form's JSON object, which `contract.read` takes; None where it is not a new declaration.

    `elements` tells from which element each JSON pointer came.
    """

    value: dict[str, Any] | None
    report: Report
    elements: dict[str, str]

    def element_of(self, pointer: str) -> str:
        """The element that a place in the form came from: its own, or that of the nearest place around it."""
        while pointer and pointer not in self.elements:
            pointer = pointer.rpartition("/")[0]
        return self.elements[pointer]


def report_of(function: Function, lines: list[Line]) -> Report:
    """The report with its counts; outcomes that did not come about count nought."""
    counts = {outcome: sum(line.outcome == outcome for line in lines) for outcome in Outcome}
    return Report(function=function, counts=counts, lines=tuple(lines))
