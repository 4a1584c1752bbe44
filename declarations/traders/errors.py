"""The refusals of this register that a caller can cause, each with a stable code."""


class TraderRefusal(Exception):
    """The base of them all."""

    code = "refused"


class TokenRefused(TraderRefusal):
    """The access token does not show who is calling; `reason` says why in a few words."""

    code = "unauthenticated"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AssertionRefused(TraderRefusal):
    """The assertion does not show which program asks. `proven`: it was signed by a key of that program."""

    code = "unauthenticated"

    def __init__(self, reason: str, *, proven: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.proven = reason, proven


class TooManyTries(TraderRefusal):
    """Too many wrong tries for this name or from this address; `retry_after` in seconds."""

    code = "rate-limited"

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class KeysUnacceptable(TraderRefusal):
    """The pasted keys are not taken; `faults` are sentences, all at once."""

    code = "keys-unacceptable"

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(*faults)
        self.faults = faults


class DemonstrationRefused(TraderRefusal):
    """Demonstration logins are known to everyone; they exist only where SANDBOX is on."""

    code = "demonstration-refused"


class UnknownOfFirm(TraderRefusal):
    """The firm has no such person, program, key or mandate; another firm's is none."""

    code = "not-found"


class LastManager(TraderRefusal):
    """Nobody would be left to manage the firm."""

    code = "last-manager"
