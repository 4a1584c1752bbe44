"""What a declarant does to a declaration that exists: an act a route, one call of the process each."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.views import APIView

from declarations import clearance, reading
from declarations.account import Account
from declarations.api.edge import (
    document_of,
    inside,
    key_of,
    lodged_reply,
    parameters,
    reply,
    seen_by,
    seen_if_told,
)
from declarations.api.operation import CLOCK, KEY, SEEN, SEEN_IF_TOLD, operation
from declarations.api.views import MAY_LODGE
from declarations.clock import instant_of
from declarations.contract import read
from declarations.data import DeclarationData, Money
from declarations.data.words import BondedAreaCode, about, code, text
from declarations.errors import FormatError, NotAcceptable
from declarations.models import Form
from declarations.traders.authentication import declarant_of

Words = Annotated[str, text(1000), about("Why, in words.", example="THE INVOICE WAS CORRECTED BY THE SELLER")]


class _In(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A message in: named fields only."""


class AmendmentMessage(_In, frozen=True, kw_only=True):
    """The whole declaration as it shall be, and why."""

    reason: Words
    declaration: DeclarationData


class _AmendmentOutside(_In, frozen=True, kw_only=True):
    """An amendment before its declaration is looked into."""

    reason: Words
    declaration: dict[str, Any]


class WithdrawalMessage(_In, frozen=True, kw_only=True):
    """The declaration is taken back."""

    reason: Words


class ArrivalMessage(_In, frozen=True, kw_only=True):
    """The goods were carried in."""

    bonded_area: Annotated[BondedAreaCode, about("Where they lie, as declared.", example="1AW01", naccs="ST")]


class PaymentMessage(_In, frozen=True, kw_only=True):
    """The demand met: paid at once, deferred against security; or the oldest deferment paid."""

    method: Annotated[
        str, code("(PAY|DEFER|PAY_DEFERRED)"), about("PAY, DEFER or PAY_DEFERRED.", example="PAY", naccs="PAY")
    ]
    amount: Annotated[Money, about("The whole amount owed, yen.", example="39400")]
    reference: Annotated[str, text(35), about("Payer's reference; for DEFER the security's number.", example="BANK-1")]


class EarlyReleaseMessage(_In, frozen=True, kw_only=True):
    """Release before permit is applied for, against security (Customs Act art. 73)."""

    reason_code: Annotated[str, code("[0-9A-Z]{2}"), about("Reason code.", example="01", naccs="BPC")]
    reason: Words
    security: Annotated[str, text(35), about("Number of the security.", example="SEC-0001")]
    amount: Annotated[Money, about("Amount to be secured, yen, whole.", example="50000")]


class AnswerMessage(_In, frozen=True, kw_only=True):
    """The answer to an officer's question."""

    text: Annotated[str, text(2000), about("The answer.", example="THE GOODS ARE MADE OF STEEL")]
    documents: Annotated[
        tuple[str, ...], Meta(max_length=20), about("Ids of documents attached before.", example=[])
    ] = ()


def read_amendment(value: dict[str, Any]) -> AmendmentMessage:
    """The message, or every format error of it and of the declaration in it, each with its pointer."""
    try:
        return read(value, AmendmentMessage)
    except NotAcceptable:
        errors: list[FormatError] = []
        for look in (_look_outside, _look_inside):
            try:
                look(value)
            except NotAcceptable as refused:
                errors += refused.errors
        raise NotAcceptable(tuple(errors)) from None


def _look_outside(value: dict[str, Any]) -> None:
    read(value, _AmendmentOutside)


def _look_inside(value: dict[str, Any]) -> None:
    if isinstance(said := value.get("declaration"), dict):
        with inside("/declaration"):
            read(said, DeclarationData)


class Amendments(APIView):
    """`/declarations/{number}/amendments`."""

    permission_classes = MAY_LODGE

    @operation(takes=AmendmentMessage, gives=Account, status=201, parameters=(KEY, SEEN, CLOCK))
    def post(self, request: Request, number: str) -> HttpResponse:
        """Say it anew, before the release or after it. After it, an officer may have to agree: see `applications`."""
        parameters(request)
        by, at, key, seen = declarant_of(request), instant_of(request), key_of(request), seen_by(request)
        document = document_of(request)
        said = read_amendment(document.value)
        message = clearance.Message(
            body=document.raw,
            key=key,
            data=said.declaration,
            correlation_id=request.META["CORRELATION_ID"],
            form=Form.AMENDMENT,
        )
        amendment = clearance.Amendment(message=message, reason=said.reason, seen=seen)
        with inside("/declaration"):
            amended = clearance.amend(number, amendment, by=by, at=at)
        return lodged_reply(amended)


class Withdrawal(APIView):
    """`/declarations/{number}/withdrawal`."""

    permission_classes = MAY_LODGE

    @operation(takes=WithdrawalMessage, gives=Account, parameters=(SEEN, CLOCK))
    def post(self, request: Request, number: str) -> HttpResponse:
        """Take the declaration back, before its release."""
        parameters(request)
        seen = seen_by(request)
        said: WithdrawalMessage = read(document_of(request).value, WithdrawalMessage)
        by, at = declarant_of(request), instant_of(request)
        return reply(reading.account(clearance.withdraw(number, by=by, reason=said.reason, seen=seen, at=at)))


class Arrival(APIView):
    """`/declarations/{number}/arrival`."""

    permission_classes = MAY_LODGE

    @operation(takes=ArrivalMessage, gives=Account, parameters=(SEEN_IF_TOLD, CLOCK))
    def post(self, request: Request, number: str) -> HttpResponse:
        """Tell that the goods of a preliminary declaration were carried in: the main declaration."""
        parameters(request)
        said: ArrivalMessage = read(document_of(request).value, ArrivalMessage)
        by, at, seen = declarant_of(request), instant_of(request), seen_if_told(request)
        return reply(reading.account(clearance.arrive(number, by=by, bonded_area=said.bonded_area, seen=seen, at=at)))


class Payments(APIView):
    """`/declarations/{number}/payment`."""

    permission_classes = MAY_LODGE

    @operation(takes=PaymentMessage, gives=Account, parameters=(SEEN_IF_TOLD, CLOCK))
    def post(self, request: Request, number: str) -> HttpResponse:
        """Meet the demand: pay it, or defer it against security; later, pay what was deferred."""
        parameters(request)
        said: PaymentMessage = read(document_of(request).value, PaymentMessage)
        paid = clearance.pay(
            number,
            by=declarant_of(request),
            method=clearance.Method(said.method),
            amount=said.amount,
            reference=said.reference,
            seen=seen_if_told(request),
            at=instant_of(request),
        )
        return reply(reading.account(paid))


class EarlyRelease(APIView):
    """`/declarations/{number}/release-before-permit`."""

    permission_classes = MAY_LODGE

    @operation(takes=EarlyReleaseMessage, gives=Account, parameters=(SEEN_IF_TOLD, CLOCK))
    def post(self, request: Request, number: str) -> HttpResponse:
        """Apply for release before permit; an officer decides."""
        parameters(request)
        said: EarlyReleaseMessage = read(document_of(request).value, EarlyReleaseMessage)
        applied = clearance.apply_for_early_release(
            number,
            by=declarant_of(request),
            reason_code=said.reason_code,
            reason=said.reason,
            security=said.security,
            amount=int(said.amount),
            seen=seen_if_told(request),
            at=instant_of(request),
        )
        return reply(reading.account(applied))


class Answers(APIView):
    """`/declarations/{number}/questions/{question}/answer`."""

    permission_classes = MAY_LODGE

    @operation(takes=AnswerMessage, gives=Account, parameters=(SEEN_IF_TOLD, CLOCK))
    def post(self, request: Request, number: str, question: UUID) -> HttpResponse:
        """Answer an officer's question, with documents that were attached before."""
        parameters(request)
        said: AnswerMessage = read(document_of(request).value, AnswerMessage)
        answered = clearance.answer(
            number,
            question,
            by=declarant_of(request),
            text=said.text,
            documents=said.documents,
            seen=seen_if_told(request),
            at=instant_of(request),
        )
        return reply(reading.account(answered))
