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


class DemonstrationRefused(TraderRefusal):
    """Demonstration logins are known to everyone; they exist only where SANDBOX is on."""

    code = "demonstration-refused"
