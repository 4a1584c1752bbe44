"""How codes are told to an officer: in words, with a tone that the style sheet colours. Never by colour alone."""

from datetime import datetime, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from msgspec import Struct

from declarations.errors import Refusal, Refused
from declarations.holds import HoldCode, Turn
from declarations.models.document import ScanState
from declarations.status import Status
from permits.errors import PermitsRefusal
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
    HoldCode.PERMIT_INSPECTION: "Permit: the agency inspects",
    HoldCode.PERMIT_PARTLY: "Permit for a part only",
    HoldCode.PERMIT_REFUSED: "Permit refused",
    HoldCode.PERMIT_OVERDUE: "Permit overdue",
    HoldCode.OPENING: "Office not open yet",
    HoldCode.ARRIVAL: "Goods not carried in",
    HoldCode.QUESTION: "Question not answered",
    HoldCode.DOCUMENT_EXAMINATION: "Documents not examined",
    HoldCode.GOODS_INSPECTION: "Goods not inspected",
    HoldCode.DUTY_NOT_COMPUTED: "Duty not computed",
    HoldCode.PAYMENT: "Duty and tax not paid",
}
_SCAN = {
    ScanState.PENDING: ("wait", "Not scanned yet"),
    ScanState.CLEAN: ("go", "Clean"),
    ScanState.INFECTED: ("stop", "Infected: withheld"),
}
_OUTCOME = {
    "": ("act", "Open"),
    "APPROVED": ("go", "Approved"),
    "DECLINED": ("stop", "Declined"),
    "VOID": ("plain", "Void"),
    "WITHDRAWN": ("plain", "Taken back"),
}
_KIND = {
    "EARLY_RELEASE": "Release before permit (BP)",
    "LOWER_CATEGORY": "A lower category",
    "CHANGE": "Change of a permitted export",
    "REASSESSMENT": "Less duty after the release",
    "OVERRIDE": "Override of a permit check",
}
REFUSALS = {
    "audit-impossible": "Such a result of an audit is not possible.",
    "application-open": "The same is proposed already and not decided yet.",
    "case-not-taken": "The case is not on your desk, or its time was over.",
    "case-taken": "Another officer has the case on the desk.",
    "category-not-changed": "It is in that category already, or beyond it.",
    "declaration-refused": "The rules do not accept what would be declared now.",
    "document-infected": "The document is infected: its bytes are given to nobody.",
    "document-not-scanned": "The document is not scanned yet: its bytes are given to nobody.",
    "early-release-impossible": "Something holds the goods that release before permit cannot bridge.",
    "four-eyes": "Another officer decides, not who asked for it.",
    "illegal-transition": "The act is not possible in its state.",
    "no-conflict": "Nothing contradicts this permit check any more.",
    "no-open-application": "Nothing of the kind waits for a decision.",
    "not-found": "There is no such thing.",
    "not-with-officers": "It is not an officer's turn: there is nothing to take.",
    "nothing-owed": "Nothing is owed back.",
    "nothing-to-correct": "No such result of an audit stands.",
    "override-proposal-decided": "The proposal is decided already.",
    "override-proposed": "An override of this permit check is proposed already.",
    "permit-check-settled": "The permit check is settled already.",
    "precondition-failed": "The case has changed since you looked: look again.",
    "proposal-decided": "The proposal is decided already.",
    "proposal-open": "A change of it is proposed already and not decided yet.",
    "reason-missing": "A reason is needed.",
    "security-insufficient": "The security does not cover the amount any more.",
    "still-held": "It is not released: something still holds it.",
    "unavailable": "The storage of the documents does not answer. Try again in a moment.",
    "unknown-override-proposal": "No override of this permit check waits for a decision.",
    "unknown-permit-check": "This declaration has no such permit check.",
    "unknown-proposal": "There is no such proposal, or it is not yours to take back.",
    "unknown-security": "The security is not known, or no longer valid.",
    "too-many-replays": "So much failing work is tried again at once only with a second person.",
    "wrong-items": "These are not the items that wait for an assessment.",
}
_GRADE_MISSING = "An officer of a higher grade decides: a senior or a chief examiner."


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


def due_badge(due_at: datetime, *, at: datetime, soon: timedelta) -> Badge:
    """When it is due: over, within `soon`, or later; in words, and in a tone."""
    if due_at <= at:
        return Badge("stop", f"Overdue {span(at - due_at)}")
    return Badge("act" if due_at - at < soon else "wait", f"Due in {span(due_at - at)}")


def scan_badge(state: str) -> Badge:
    """Whether the bytes of a document may be had."""
    return Badge(*_SCAN[ScanState(state)])


def outcome_badge(outcome: str) -> Badge:
    """What came of an application or a proposal; open while nothing did."""
    return Badge(*_OUTCOME[outcome])


def kind_words(kind: str) -> str:
    """What is applied for."""
    return _KIND[kind]


def refusal_words(refusal: Refusal | PermitsRefusal, *, done: bool = True) -> str:
    """A refusal as one paragraph: what was refused, every fact that explains it, and that nothing was changed.

    With `done` False it explains beforehand, and nothing was tried.
    """
    if refusal.code == "four-eyes" and refusal.facts:
        told = [_GRADE_MISSING]
    else:
        facts = [f"{name.replace('_', ' ')}: {_listed(value)}" for name, value in refusal.facts.items()]
        told = [REFUSALS.get(refusal.code, _named(refusal.code)), *(["; ".join(facts) + "."] if facts else [])]
    if isinstance(refusal, Refused):
        told += [f"{finding.code}: {finding.message}" for finding in refusal.findings]
    return " ".join([*told, *(["Nothing was changed."] if done else [])])


def _named(code: str) -> str:
    """A code that no act of the console raises, as it is."""
    return code.replace("-", " ").capitalize() + "."


def _listed(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value) or "none"
    return moment(value) if isinstance(value, datetime) else str(value)
