"""What the recording of an audit refuses."""

from declarations.errors import Refusal


class AuditImpossible(Refusal):
    """An audit is of what was released, on a day from the declaration's own to today; in order, it lacks nothing."""

    code, status = "audit-impossible", 409


class NothingToCorrect(Refusal):
    """The declaration has no such result of an audit that stands."""

    code, status = "nothing-to-correct", 409
