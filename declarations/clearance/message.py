"""The message as received, and the row that keeps it."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from msgspec import Struct
from uuid_utils.compat import uuid7

from declarations.data import DeclarationData
from declarations.models.submission import Form, Outcome
from declarations.rules import Finding
from declarations.traders.declarant import Declarant


class Message(Struct, frozen=True):
    """A message as received: its bytes, its key, what it says, and the correlation id it travels under.

    `number` is the declaration number where one was allotted before: a draft's.
    """

    body: bytes
    key: str
    data: DeclarationData
    correlation_id: str = ""
    form: Form = Form.DECLARATION
    number: str = ""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the body, hexadecimal."""
        return sha256(self.body).hexdigest()


def submission_row(message: Message, findings: tuple[Finding, ...], *, by: Declarant, at: datetime) -> dict[str, Any]:
    """The row of a submission: refused, until its declaration is numbered."""
    return {
        "id": uuid7(),
        "client": by.client,
        "idempotency_key": message.key,
        "declarant_id": by.trader_id,
        "direction": message.data.direction,
        "own_reference": message.data.own_reference,
        "form": message.form,
        "body": message.body.decode(),
        "body_sha256": message.fingerprint,
        "as_at": at,
        "outcome": Outcome.REFUSED,
        "findings": findings,
        "reply": "",
        "declaration_number": "",
    }
