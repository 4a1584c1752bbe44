"""Opening: the office opens, and what was queued under condition K is declared."""

from datetime import datetime

from declarations.clearance.acting import demand_legal, save
from declarations.clearance.history import Happened
from declarations.clearance.versioning import declare_anew
from declarations.errors import Refused
from declarations.models import Cause, Declaration
from declarations.models.history import EventName
from declarations.selection.criteria import DOCUMENT
from declarations.status import Act, Status


def open_office(declaration: Declaration, *, at: datetime) -> None:
    """Declare a queued and locked declaration as at the instant of opening, by the rates that are known now.

    What a rule refuses by now goes to an officer, who reads the documents: it was accepted once.
    """
    demand_legal(declaration, Act.OPEN)
    facts = {"number": declaration.number}
    try:
        declare_anew(declaration, cause=Cause.OPENED, at=declaration.lodged_at, made_at=at)
    except Refused as refused:
        declaration.category = max(declaration.category, DOCUMENT)
        facts["findings"] = ", ".join(sorted({finding.code for finding in refused.findings}))
    facts["category"] = str(declaration.category)
    save(declaration, Happened(EventName.LODGED, "system", facts), at=at, status=Status.LODGED)
