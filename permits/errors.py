"""The refusals a caller can cause, each with a stable code and the facts that explain it."""

from typing import Any


class PermitsRefusal(Exception):
    """The base of them all. `status` is the family of the refusal, as an HTTP status."""

    code = "refused"
    status = 409
    retry_after: int | None = None

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts


class UnknownPermitCheck(PermitsRefusal):
    """There is no such check, or it is not this agency's."""

    code, status = "unknown-permit-check", 404


class WrongVersion(PermitsRefusal):
    """The check belongs to another version; `version` is the right one."""

    code, status = "wrong-version", 409


class AlreadySettled(PermitsRefusal):
    """The check is settled in a way that this act cannot change; `settled` is how."""

    code, status = "permit-check-settled", 409


class ReasonMissing(PermitsRefusal):
    """An officer's act needs a reason."""

    code, status = "reason-missing", 422


class TooManyDocuments(PermitsRefusal):
    """A question carries at most `most` documents."""

    code, status = "too-many-documents", 422


class UnknownProposal(PermitsRefusal):
    """There is no such proposal of an override."""

    code, status = "unknown-override-proposal", 404


class AlreadyProposed(PermitsRefusal):
    """An override of the check is proposed already: `proposal` waits for another officer."""

    code, status = "override-proposed", 409


class ProposalDecided(PermitsRefusal):
    """The proposal was decided before; `outcome` is how."""

    code, status = "override-proposal-decided", 409


class NoConflict(PermitsRefusal):
    """Nothing contradicts the check, or an officer has looked at it."""

    code, status = "no-conflict", 409


class SamePerson(PermitsRefusal):
    """Four eyes: who proposed it cannot approve it."""

    code, status = "four-eyes", 409
