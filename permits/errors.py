"""The refusals a caller can cause, each with a stable code and the facts that explain it."""

from typing import Any


class PermitsRefusal(Exception):
    """The base of them all. `status` is the family of the refusal, as an HTTP status."""

    code = "refused"
    status = 409

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
