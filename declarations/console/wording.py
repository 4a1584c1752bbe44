"""How codes are told to an officer: in words, with a tone that the style sheet colours. Never by colour alone."""

from datetime import datetime, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from msgspec import Struct

from declarations.errors import Refusal
from declarations.holds import HoldCode, Turn
from declarations.status import Status
from permits.models import Status as PermitStatus

# Tones: go (done well), wait (somebody else's turn), act (an officer's turn), stop (ended badly), plain.
_STATUS = {
    Status.REGISTERED: ("plain", "Registered"),
    Status.LODGED: ("wait", "Lodged"),
    Status.RELEASED_EARLY: ("wait", "Released early (BP)"),
    Status.RELEASED: ("go", "Released"),
    Status.REFUSED: ("stop", "Refused"),
    Status.WITHDRAWN: ("plain", "Withdrawn"),
}
_PERMIT = {
    PermitStatus.DUE: ("wait", "To be asked"),
    PermitStatus.ASKED: ("wait", "Asked"),
    PermitStatus.DOCUMENTS_REQUIRED: ("wait", "Documents required"),
    PermitStatus.INSPECTION_ORDERED: ("wait", "Inspection ordered"),
    PermitStatus.OVERDUE: ("act", "Overdue"),
    PermitStatus.CONFIRMED: ("go", "Confirmed"),
    PermitStatus.PARTLY_CONFIRMED: ("stop", "Confirmed in part"),
    PermitStatus.REFUSED: ("stop", "Refused"),
    PermitStatus.OVERRIDDEN: ("go", "Overridden by officers"),
    PermitStatus.CANCELLED: ("plain", "Cancelled"),
}
_CATEGORY = {1: ("plain", "1 simplified"), 2: ("wait", "2 documents"), 3: ("act", "3 inspection")}
_PARTY = {
    Turn.SYSTEM: ("wait", "System"),
    Turn.AGENCY: ("wait", "Agency"),
    Turn.OFFICER: ("act", "Officer"),
    Turn.DECLARANT: ("wait", "Declarant"),
}
_HOLD = {
    HoldCode.PERMIT_PENDING: "Permit awaited",
    HoldCode.PERMIT_DOCUMENTS: "Permit: papers wanted",
    HoldCode.PERMIT_REFUSED: "Permit refused",
    HoldCode.DOCUMENT_EXAMINATION: "Documents not examined",
    HoldCode.GOODS_INSPECTION: "Goods not inspected",
    HoldCode.DUTY_NOT_COMPUTED: "Duty not computed",
    HoldCode.PAYMENT: "Duty and tax not paid",
}
_REFUSAL = {
    "still-held": "It is not released: something still holds it.",
    "illegal-transition": "The act is not possible in its state.",
    "not-found": "There is no such declaration.",
    "too-many-replays": "So much failing work is tried again at once only with a second person.",
}


class Badge(Struct, frozen=True):
    """A word with its tone."""

    tone: str
    text: str

    def __html__(self) -> SafeString:
        return format_html('<span class="badge {}">{}</span>', self.tone, self.text)

    def __str__(self) -> str:
        return self.__html__()


def status_badge(status: str) -> Badge:
    """Where a declaration stands."""
    return Badge(*_STATUS[Status(status)])


def permit_badge(status: str) -> Badge:
    """Where a permit check stands."""
    return Badge(*_PERMIT[PermitStatus(status)])


def category_badge(category: int) -> Badge:
    """The category of examination."""
    return Badge(*_CATEGORY[category])


def party_badge(party: str) -> Badge | None:
    """Whose turn it is; None where it is nobody's any more."""
    return Badge(*_PARTY[Turn(party)]) if party else None


def hold_words(code: HoldCode) -> str:
    """What kind of hold it is."""
    return _HOLD[code]


def moment(at: datetime) -> str:
    """An instant, to the minute, in Japan's time."""
    return f"{localtime(at):%Y-%m-%d %H:%M}"


def span(delta: timedelta) -> str:
    """How long, in its largest whole unit: 40 min, 5 h, 3 d. Less than nothing is nothing."""
    minutes = max(0, int(delta.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"


def refusal_words(refusal: Refusal) -> str:
    """A domain refusal as one paragraph: what was refused, and every fact that explains it."""
    title = _REFUSAL.get(refusal.code, refusal.code.replace("-", " ").capitalize() + ".")
    facts = [f"{name.replace('_', ' ')}: {_listed(value)}" for name, value in refusal.facts.items()]
    return " ".join([title, "; ".join(facts) + "." if facts else "", "Nothing was changed."]).replace("  ", " ")


def _listed(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value) or "none"
    return str(value)
