"""The published language: what an agency is asked of one goods item, and what it says. Free of Django.

Both sides of the wire read these definitions; on the wire they are JSON objects with the same names. What comes
in from an agency is bounded in length and free of control characters, so that it can be stored and shown as it is.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

_PLAIN = r"\A[^\x00-\x1f\x7f-\x9f]*\Z"
Word = Annotated[str, Meta(max_length=64, pattern=r"\A[!-~]*\Z")]
Line = Annotated[str, Meta(max_length=200, pattern=_PLAIN)]
Words = Annotated[str, Meta(max_length=2000, pattern=_PLAIN)]
# Decimal text: as many digits as a customs quantity can have, and a few more.
Amount = Annotated[str, Meta(pattern=r"\A[0-9]{1,12}(\.[0-9]{1,6})?\Z")]
MOST_DOCUMENTS = 50
Given = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"\A[!-~]+\Z")]


class AnswerStatus(StrEnum):
    """What an agency can say. Only CONFIRMED and REFUSED are decisions."""

    RECEIVED = "RECEIVED"
    CONFIRMED = "CONFIRMED"
    REFUSED = "REFUSED"
    DOCUMENTS_REQUIRED = "DOCUMENTS_REQUIRED"
    INSPECTION_ORDERED = "INSPECTION_ORDERED"

    @property
    def is_decision(self) -> bool:
        """Whether the agency has made up its mind."""
        return self in (AnswerStatus.CONFIRMED, AnswerStatus.REFUSED)


class DocumentShown(Struct, frozen=True, kw_only=True):
    """A document that the declarant shows: what it is, so that the agency can ask for it and know it again."""

    name: Annotated[str, Meta(min_length=1, max_length=200, pattern=_PLAIN)]
    sha256: Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
    media_type: Annotated[str, Meta(min_length=1, max_length=100, pattern=r"\A[!-~]+\Z")]
    size: Annotated[int, Meta(ge=0, le=2**40)]
    """In bytes."""


class PermitQuestion(Struct, frozen=True, kw_only=True):
    """Does this law allow this goods item in or out? Asked again with the same key, it is the same question."""

    idempotency_key: Given
    """The check's id. The agency keeps one request, with one reference, for each key."""
    law: Word
    agency: Word
    direction: Annotated[str, Meta(pattern=r"\A(IMPORT|EXPORT)\Z")]
    commodity: Word
    """Statistical code, 10 characters."""
    description: str
    origin: Word
    """Country, ISO 3166 alpha-2."""
    quantity: Annotated[str, Meta(pattern=r"\A[0-9]+(\.[0-9]+)?\Z")] | None = None
    """Decimal text in `quantity_unit`; None where the line has no unit."""
    quantity_unit: str = ""
    trader_code: str
    trader_name: str
    counterparty_name: str
    """Consignor of an import, consignee of an export."""
    permit_number: str = ""
    not_subject_reason: str = ""
    ask_agency: bool = False
    """The declarant claims neither: the agency is asked to decide on the goods."""
    common_control_number: str = ""
    transport_documents: tuple[str, ...] = ()
    arrival_on: date | None = None
    documents: Annotated[tuple[DocumentShown, ...], Meta(max_length=MOST_DOCUMENTS)] = ()
    """Supplied since it was first asked: more of them are still the same question."""
    asker_reference: str
    """The declarant's own reference; in the sandbox it scripts the outcome."""
    subject: str
    """Whose question it is: opaque to the agency and to this app."""
    subject_version: Annotated[int, Meta(ge=1)]
    item_number: Annotated[int, Meta(ge=1)]
    correlation_id: str = ""


class PermitAnswer(Struct, frozen=True, kw_only=True):
    """What the agency says now. A decision is final."""

    reference: Given
    """The agency's own reference of the request."""
    status: AnswerStatus
    reason_code: Word = ""
    reason_text: Words = ""
    permit_number: Line = ""
    decided_at: Annotated[datetime, Meta(tz=True)] | None = None
    decided_by: Line = ""
    """The rule, with its version, or the role that decided."""
    monitored: bool = False
    """Confirmed, and a monitoring inspection goes on that does not hold the goods."""
    accepted_quantity: Amount | None = None
    """Confirmed for so much only, in the unit of the question; None for all of it."""


class PermitNotice(Struct, frozen=True, kw_only=True):
    """An answer that the agency sends by itself: which agency, to which question, about which version."""

    agency: Given
    idempotency_key: Given
    subject_version: Annotated[int, Meta(ge=1, le=32767)]
    answer: PermitAnswer


_encoder = msgspec.json.Encoder()
_question = msgspec.json.Decoder(PermitQuestion)
_answer = msgspec.json.Decoder(PermitAnswer)
_notice = msgspec.json.Decoder(PermitNotice)


def to_wire(said: PermitQuestion | PermitAnswer | PermitNotice) -> bytes:
    """Its JSON."""
    return _encoder.encode(said)


def question_from_wire(body: bytes) -> PermitQuestion:
    """Raises msgspec.DecodeError (no JSON) or its kind ValidationError (other shape)."""
    return _question.decode(body)


def answer_from_wire(body: bytes) -> PermitAnswer:
    """Raises msgspec.DecodeError (no JSON) or its kind ValidationError (other shape)."""
    return _answer.decode(body)


def notice_from_wire(body: bytes) -> PermitNotice:
    """Raises msgspec.DecodeError (no JSON) or its kind ValidationError (other shape)."""
    return _notice.decode(body)
