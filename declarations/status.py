"""The few states of a declaration, the acts, and the one table that says which act leads from which state where.

Waiting for permits, examination, payment or arrival are not states but holds (`holds.py`): they run in parallel.
"""

from django.db.models import TextChoices

from declarations.holds import Turn


class Status(TextChoices):
    """Where a declaration stands. Past participles, as each is the result of an act."""

    REGISTERED = "REGISTERED", "registered: kept under a number, declared when the office opens"
    LODGED = "LODGED", "lodged: declared to customs"
    RELEASED_EARLY = "RELEASED_EARLY", "released before permit (BP)"
    RELEASED = "RELEASED", "released: the import or export permit is given"
    REFUSED = "REFUSED", "refused by an officer"
    WITHDRAWN = "WITHDRAWN", "withdrawn by the declarant"

    @classmethod
    def open(cls) -> frozenset["Status"]:
        """Those in which somebody still has to act."""
        return frozenset({cls.REGISTERED, cls.LODGED, cls.RELEASED_EARLY})

    @classmethod
    def terminal(cls) -> frozenset["Status"]:
        """Those that end a declaration."""
        return frozenset({cls.RELEASED, cls.REFUSED, cls.WITHDRAWN})


class Act(TextChoices):
    """What is done to a declaration that exists. `by` is who does it."""

    AMEND = "AMEND", "amend: say it anew, before release or after"
    WITHDRAW = "WITHDRAW", "withdraw it before release"
    ARRIVE = "ARRIVE", "tell that the goods were carried in: the main declaration after a preliminary one"
    PAY = "PAY", "pay what is owed, or defer it against security"
    APPLY = "APPLY", "apply for release before permit (BP)"
    ANSWER = "ANSWER", "answer an officer's question"
    ATTACH = "ATTACH", "attach a document"
    ASK = "ASK", "ask the declarant a question"
    EXAMINE = "EXAMINE", "examine the documents or inspect the goods"
    RAISE = "RAISE", "raise the category"
    LOWER = "LOWER", "lower the category, by two officers"
    ASSESS = "ASSESS", "assess the duty by hand"
    OVERRIDE = "OVERRIDE", "override an agency's refusal, by two officers"
    TAKE_OVER = "TAKE_OVER", "take a permit check over: ask again, record a paper answer, close a contradiction"
    RELEASE_EARLY = "RELEASE_EARLY", "allow release before permit"
    RELEASE = "RELEASE", "release it where nothing holds it"
    REFUSE = "REFUSE", "refuse it on a legal ground"
    DECIDE = "DECIDE", "approve or decline a change of what was permitted"
    REFUND = "REFUND", "pay back what was paid too much"
    OPEN = "OPEN", "the office opens: what is queued is declared"
    ADVANCE = "ADVANCE", "nothing holds it any more"

    @property
    def by(self) -> Turn:
        """Whose act it is."""
        if self in _OF_THE_DECLARANT:
            return Turn.DECLARANT
        return Turn.SYSTEM if self in {Act.OPEN, Act.ADVANCE} else Turn.OFFICER


_OF_THE_DECLARANT = frozenset({Act.AMEND, Act.WITHDRAW, Act.ARRIVE, Act.PAY, Act.APPLY, Act.ANSWER, Act.ATTACH})


def _staying(status: Status, *acts: Act) -> dict[Act, Status]:
    return dict.fromkeys(acts, status)


# An act that is not named here is illegal in that state.
TRANSITIONS: dict[Status, dict[Act, Status]] = {
    Status.REGISTERED: {
        **_staying(Status.REGISTERED, Act.AMEND, Act.ATTACH),
        Act.WITHDRAW: Status.WITHDRAWN,
        Act.OPEN: Status.LODGED,
    },
    Status.LODGED: {
        **_staying(Status.LODGED, Act.AMEND, Act.ARRIVE, Act.PAY, Act.APPLY, Act.ANSWER, Act.ATTACH),
        **_staying(Status.LODGED, Act.ASK, Act.EXAMINE, Act.RAISE, Act.LOWER, Act.ASSESS, Act.OVERRIDE),
        **_staying(Status.LODGED, Act.TAKE_OVER, Act.REFUND),
        Act.WITHDRAW: Status.WITHDRAWN,
        Act.RELEASE_EARLY: Status.RELEASED_EARLY,
        Act.RELEASE: Status.RELEASED,
        Act.REFUSE: Status.REFUSED,
        Act.ADVANCE: Status.RELEASED,
    },
    Status.RELEASED_EARLY: {
        **_staying(Status.RELEASED_EARLY, Act.AMEND, Act.PAY, Act.ANSWER, Act.ATTACH),
        **_staying(Status.RELEASED_EARLY, Act.ASK, Act.EXAMINE, Act.RAISE, Act.LOWER, Act.ASSESS, Act.OVERRIDE),
        **_staying(Status.RELEASED_EARLY, Act.TAKE_OVER, Act.REFUND),
        Act.RELEASE: Status.RELEASED,
        Act.REFUSE: Status.REFUSED,
        Act.ADVANCE: Status.RELEASED,
    },
    # An agency may still contradict itself after the end: an officer looks at it.
    Status.RELEASED: _staying(Status.RELEASED, Act.AMEND, Act.PAY, Act.ATTACH, Act.DECIDE, Act.TAKE_OVER, Act.REFUND),
    Status.REFUSED: _staying(Status.REFUSED, Act.TAKE_OVER, Act.REFUND),
    Status.WITHDRAWN: _staying(Status.WITHDRAWN, Act.TAKE_OVER, Act.REFUND),
}


def is_legal(status: str, act: Act) -> bool:
    """Whether the table allows this act in this state."""
    return act in TRANSITIONS[Status(status)]


def allowed(status: str, *, by: Turn) -> list[str]:
    """The acts of one side that are legal in a state, for a refusal to say."""
    return sorted(act.value for act in TRANSITIONS[Status(status)] if act.by is by)


def may_move(status: str, to: str) -> bool:
    """Whether any act leads from one state to the other."""
    return Status(to) in TRANSITIONS[Status(status)].values()
