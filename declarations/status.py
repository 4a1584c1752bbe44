"""The few states of a declaration and the acts that lead from one to another.

Waiting for permits, examination or payment are not states but holds (`holds.py`): they run in parallel.
"""

from django.db.models import TextChoices


class Status(TextChoices):
    """Where a declaration stands. Past participles, as each is the result of an act."""

    REGISTERED = "REGISTERED", "registered: kept under a number, not yet declared"
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


TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.REGISTERED: frozenset({Status.LODGED, Status.WITHDRAWN}),
    Status.LODGED: frozenset({Status.RELEASED_EARLY, Status.RELEASED, Status.REFUSED, Status.WITHDRAWN}),
    Status.RELEASED_EARLY: frozenset({Status.RELEASED, Status.REFUSED}),
    Status.RELEASED: frozenset(),
    Status.REFUSED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}


def may_move(status: str, to: Status) -> bool:
    """Whether the table allows it."""
    return to in TRANSITIONS[Status(status)]
