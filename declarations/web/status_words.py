"""How what has become of a declaration is told to its declarant: codes in words, in the language of the page.

A tone goes with a word so that the style sheet can colour it; it is never told by colour alone.
"""

from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from declarations.holds import HoldCode, Turn

Words = str | Promise


class Badge(Struct, frozen=True):
    """A word with its tone: one of the tags' colours."""

    tone: str
    text: Words


STATUS: dict[str, Badge] = {
    "REGISTERED": Badge("grey", _("Registered")),
    "LODGED": Badge("blue", pgettext_lazy("status", "Lodged")),
    "RELEASED_EARLY": Badge("turquoise", _("Released before permit")),
    "RELEASED": Badge("green", _("Permit given")),
    "REFUSED": Badge("red", _("Refused")),
    "WITHDRAWN": Badge("grey", _("Withdrawn")),
}
DIRECTION: dict[str, Words] = {"IMPORT": _("Import"), "EXPORT": _("Export")}
CATEGORY: dict[int, Words] = {
    1: _("1, simplified examination"),
    2: _("2, documents are examined"),
    3: _("3, goods are inspected"),
}
TURN: dict[str, Words] = {
    Turn.SYSTEM: _("this service"),
    Turn.AGENCY: _("the agency"),
    Turn.OFFICER: _("a customs officer"),
    Turn.DECLARANT: _("you"),
}
HOLD: dict[str, Words] = {
    HoldCode.PERMIT_PENDING: _("The agency is asked"),
    HoldCode.PERMIT_DOCUMENTS: _("The agency wants documents"),
    HoldCode.PERMIT_INSPECTION: _("The agency inspects the goods"),
    HoldCode.PERMIT_PARTLY: _("The agency confirmed a part of the quantity only"),
    HoldCode.PERMIT_REFUSED: _("The agency did not confirm"),
    HoldCode.PERMIT_OVERDUE: _("The agency is overdue; an officer takes over"),
    HoldCode.OPENING: _("The customs office opens first"),
    HoldCode.ARRIVAL: _("The goods are not carried in yet"),
    HoldCode.QUESTION: _("A question waits for your answer"),
    HoldCode.DOCUMENT_EXAMINATION: _("The documents are examined"),
    HoldCode.GOODS_INSPECTION: _("The goods are inspected"),
    HoldCode.DUTY_NOT_COMPUTED: _("An officer assesses the duty"),
    HoldCode.PAYMENT: _("Duty and taxes are to be paid or deferred"),
}
PERMIT: dict[str, Badge] = {
    "DUE": Badge("blue", _("To be asked")),
    "ASKED": Badge("blue", _("Asked")),
    "DOCUMENTS_REQUIRED": Badge("yellow", _("Documents wanted")),
    "INSPECTION_ORDERED": Badge("yellow", _("Inspection ordered")),
    "OVERDUE": Badge("orange", _("Overdue")),
    "CONFIRMED": Badge("green", _("Confirmed")),
    "PARTLY_CONFIRMED": Badge("orange", _("Confirmed in part")),
    "REFUSED": Badge("red", _("Not confirmed")),
    "OVERRIDDEN": Badge("green", _("Decided by officers")),
    "CANCELLED": Badge("grey", _("No longer asked")),
}
EVENT: dict[str, Words] = {
    "REGISTERED": _("Registered until the customs office opens"),
    "LODGED": pgettext_lazy("status", "Lodged"),
    "SELECTED": _("Category of examination set"),
    "AMENDED": _("Amended"),
    "ARRIVED": _("Goods carried in: declared"),
    "WITHDRAWN": _("Withdrawn"),
    "PERMIT_CHECK_SETTLED": _("An agency answered"),
    "PERMIT_CHECK_TAKEN_OVER": _("An officer attends to a permit"),
    "QUESTION_ASKED": _("An officer asked a question"),
    "QUESTION_ANSWERED": _("The question was answered"),
    "EXAMINED": _("Examined"),
    "ASSESSED": _("An officer assessed the duty"),
    "PAID": _("Paid"),
    "DEFERRED": _("Payment deferred"),
    "REFUNDED": _("Refunded"),
    "APPLIED": _("Applied for"),
    "APPLICATION_DECIDED": _("An application was decided"),
    "RELEASED_EARLY": _("Goods released before the permit"),
    "RELEASED": _("Permit given: the goods are released"),
    "DUTY_DECLARATION_DUE": _("The duty declaration is due soon"),
    "DUTY_DECLARATION_OVERDUE": _("The duty declaration is overdue"),
    "DUTY_DECLARED": _("Duty declared"),
    "REFUSED": _("Refused"),
    "DOCUMENT_ATTACHED": _("Document attached"),
    "DOCUMENT_INFECTED": _("A document is infected and given to nobody"),
}
ACTOR: dict[str, Words] = {
    "program": _("your program"),
    "person": _("a person of your firm"),
    "officer": _("customs"),
    "agency": _("the agency"),
    "system": _("this service"),
}
FACT: dict[str, Words] = {
    "category": _("Category"),
    "version": _("Version"),
    "reason": _("Reason"),
    "bonded_area": _("Bonded area"),
    "law": _("Law"),
    "item": _("Goods item"),
    "status": _("Answer"),
    "reason_text": _("In words"),
    "reason_code": _("Reason code"),
    "text": _("Text"),
    "result": _("Result"),
    "amount": _("Amount"),
    "reference": _("Reference"),
    "kind": _("What"),
    "security": _("Security"),
    "total_before": _("Total before"),
    "total_after": _("Total after"),
    "outcome": _("Decision"),
    "remarks": _("Remarks"),
    "due_on": _("Until"),
    "duty_declaration": _("Duty declaration"),
    "ground": _("Legal ground"),
    "name": _("File"),
    "opens_at": _("Office opens"),
}
APPLICATION: dict[str, Words] = {
    "EARLY_RELEASE": _("Release before permit (BP)"),
    "CHANGE": _("Change of what was permitted"),
    "REASSESSMENT": _("Less duty than was declared"),
}
OUTCOME: dict[str, Badge] = {
    "": Badge("blue", _("Not decided yet")),
    "APPROVED": Badge("green", _("Approved")),
    "DECLINED": Badge("red", _("Declined")),
    "VOID": Badge("grey", _("Void")),
}
RESULT: dict[str, Words] = {"IN_ORDER": _("in order"), "NOT_IN_ORDER": _("not in order")}
DOCUMENT: dict[str, Words] = {
    "INVOICE": _("Invoice"),
    "PACKING_LIST": _("Packing list"),
    "BILL_OF_LADING": _("Bill of lading or air waybill"),
    "CERTIFICATE_OF_ORIGIN": _("Certificate of origin"),
    "PERMIT": _("Permit under another law"),
    "PHOTOGRAPH": _("Photograph of the goods"),
    "OTHER": _("Other document"),
}
SCAN: dict[str, Badge] = {
    "PENDING": Badge("blue", _("Being scanned")),
    "CLEAN": Badge("green", _("Clean")),
    "INFECTED": Badge("red", _("Infected: given to nobody")),
}
PAYMENT: dict[str, Words] = {
    "NOTHING_OWED": _("Nothing is owed"),
    "OWED": _("To be paid or deferred"),
    "PAYMENT": _("Paid"),
    "DEFERMENT": _("Deferred against security"),
}
# The acts of a declarant, as links and as titles.
ACT: dict[str, Words] = {
    "answer": _("Answer the question"),
    "pay": _("Pay or defer"),
    "arrive": _("Tell that the goods were carried in"),
    "attach": _("Attach a document"),
    "amend": _("Amend"),
    "release-before-permit": _("Apply for release before permit"),
    "withdraw": _("Withdraw"),
}


def law_name(name: str) -> str:
    """A law's name in the language of the page; the English one of the register where no other is known."""
    return gettext(name) if name else ""


def yen(amount: int) -> str:
    """An amount of money."""
    return gettext("%(amount)s yen") % {"amount": f"{amount:,}"}


def span(time: timedelta) -> str:
    """How long, in its largest whole unit."""
    minutes = max(1, round(time.total_seconds() / 60))
    if minutes < 60:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        hours = round(minutes / 60)
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = round(minutes / (24 * 60))
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
