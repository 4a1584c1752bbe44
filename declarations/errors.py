"""The refusals a caller can cause, each with a stable code and the facts that explain it.

What HTTP makes of them is decided in `singlewindow/errors.py` alone. Anything else that rises is a bug.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from declarations.rules.book import Finding


class FormatError(Struct, frozen=True, omit_defaults=True):
    """One place in a message that has the wrong shape or format."""

    pointer: str
    code: str
    facts: dict[str, str] = {}


class Refusal(Exception):
    """The base of them all. `status` is the family of the refusal, as an HTTP status."""

    code = "refused"
    status = 409

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts


class BadMessage(Refusal):
    """The message cannot be read at all."""

    def __init__(self, code: str, *, status: int = 400, **facts: Any) -> None:
        super().__init__(**facts)
        self.code, self.status = code, status


class NotAcceptable(Refusal):
    """The message can be read, and these places in it have the wrong shape or format."""

    code, status = "invalid-format", 422

    def __init__(self, errors: tuple[FormatError, ...]) -> None:
        super().__init__()
        self.errors = errors


class NotANewDeclaration(Refusal):
    """The message can be read and asks for something else than to declare goods; `function` is what."""

    code, status = "not-a-declaration", 422


class Refused(Refusal):
    """The rules said no. The submission is kept; the findings say why, all of them."""

    code, status = "declaration-refused", 422

    def __init__(self, findings: tuple[Finding, ...], *, replayed: bool = False) -> None:
        super().__init__()
        self.findings, self.replayed = findings, replayed


class KeyReused(Refusal):
    """The same idempotency key came with another body."""

    code, status = "idempotency-key-reused", 422


class ReferenceUsed(Refusal):
    """The declarant has a declaration with this own reference already; `existing` is its number."""

    code, status = "duplicate-reference", 409


class UnknownDeclaration(Refusal):
    """There is no such declaration, or it is another organisation's: the answer is the same."""

    code, status = "not-found", 404


class IllegalTransition(Refusal):
    """The declaration's state does not allow this; `allowed` lists what it does allow."""

    code, status = "illegal-transition", 409


class StillHeld(Refusal):
    """Something stands between the declaration and its release; `holds` lists it."""

    code, status = "still-held", 409


class WrongAmount(Refusal):
    """The payment is not what is owed; `owed` is, in yen."""

    code, status = "wrong-amount", 422


class ClientDeactivated(Refusal):
    """The program was deactivated after its token was issued."""

    code, status = "unauthenticated", 401
