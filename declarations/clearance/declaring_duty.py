"""Declaring duty: what an AEO importer owes on goods that were released on a short declaration.

Customs Act art. 7-2 (1), (2): the special declaration is due by the end of the month following the month of the permit.
It may be made for one release, or collectively for the releases of a month. The law of the day of the release
declaration applies (art. 5).
"""

from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import Q
from msgspec import Struct
from uuid_utils.compat import uuid7

from declarations import numbering
from declarations.clearance.acting import locked, save
from declarations.clearance.assessing import declared_day
from declarations.clearance.history import Happened
from declarations.clearance.lodging import Lodged
from declarations.clearance.recording import MOST_TRIES, NeverFirst
from declarations.clearance.versioning import declare_anew
from declarations.errors import DutyDeclarationImpossible, KeyReused, ReferenceUsed
from declarations.models import Cause, Declaration, DutyDeclaration, Event, Form, Submission, Version
from declarations.models.history import EventName
from declarations.models.submission import Outcome
from declarations.reading import duty_declaration_account
from declarations.status import Status
from declarations.traders.declarant import Declarant

REMINDED_BEFORE = timedelta(days=7)
_RACES = {
    "submission_one_per_client_and_key",
    "duty_declaration_reference_once",
    "declarations_dutydeclaration_number_key",
}


class DutyMessage(Struct, frozen=True):
    """A duty declaration as received: its bytes, its key, its own reference, and the releases that it is for."""

    body: bytes
    key: str
    own_reference: str
    releases: tuple[str, ...]


def declare_duty(message: DutyMessage, *, by: Declarant, at: datetime) -> Lodged:
    """Declare the duty on these releases: of one importer, released in one month, not declared yet.

    Raises KeyReused, ReferenceUsed, DutyDeclarationImpossible with a reason for each release, Refused.
    """
    for _ in range(MOST_TRIES):
        try:
            with transaction.atomic():
                return _declare(message, by=by, at=at)
        except IntegrityError as clash:  # another with this key, reference or number was first: look again
            if clash.__cause__.diag.constraint_name not in _RACES:  # type: ignore[union-attr]
                raise
    raise NeverFirst


def _declare(message: DutyMessage, *, by: Declarant, at: datetime) -> Lodged:
    fingerprint = sha256(message.body).hexdigest()
    if earlier := Submission.objects.filter(client=by.client, idempotency_key=message.key).first():
        if earlier.body_sha256 != fingerprint:
            raise KeyReused()
        return Lodged(number=earlier.declaration_number, reply=earlier.reply.encode(), replayed=True)
    if used := DutyDeclaration.objects.filter(declarant=by.trader_id, own_reference=message.own_reference).first():
        raise ReferenceUsed(duty_declaration=used.number)
    releases = _locked_releases(message.releases, by=by)
    for release in releases:
        declare_anew(release, cause=Cause.DUTY_DECLARED, at=release.lodged_at, made_at=at, duty_is_declared=True)
    duty = _duty_declaration(message, releases, by=by, at=at)
    for release in releases:
        told = Happened(EventName.DUTY_DECLARED, by.client, {"duty_declaration": duty.number})
        save(release, told, at=at, duty_declaration_id=duty.id)
    reply = msgspec.json.encode(duty_declaration_account(duty))
    Submission.objects.create(
        id=duty.submission_id,
        client=by.client,
        idempotency_key=message.key,
        declarant_id=by.trader_id,
        direction="IMPORT",
        own_reference=message.own_reference,
        form=Form.DUTY_DECLARATION,
        body=message.body.decode(),
        body_sha256=fingerprint,
        as_at=at,
        outcome=Outcome.ACCEPTED,
        reply=reply.decode(),
        declaration_number=duty.number,
    )
    return Lodged(number=duty.number, reply=reply)


def _locked_releases(numbers: tuple[str, ...], *, by: Declarant) -> list[Declaration]:
    """The releases, locked in the order of their ids; what is wrong with any of them is told of all at once."""
    mine = Declaration.objects.of(by.trader_id).filter(number__in=numbers).order_by("id")
    found = {release.number: release for release in [locked(row) for row in mine.values_list("id", flat=True)]}
    wrong = {number: _why_not(found.get(number)) for number in numbers}
    releases = [release for release in found.values() if not wrong[release.number]]
    if len({(release.trader_id, release.duty_due_on) for release in releases}) > 1:
        wrong |= {release.number: "not of one importer and one month with the others" for release in releases}
    if reasons := {number: why for number, why in wrong.items() if why}:
        raise DutyDeclarationImpossible(releases=reasons)
    return releases


def _why_not(release: Declaration | None) -> str:
    if release is None:
        return "not found"
    if release.status != Status.RELEASED or release.duty_due_on is None:
        return "not an AEO release whose goods were released"
    return "declared already" if release.duty_declaration_id else ""


def _duty_declaration(
    message: DutyMessage, releases: list[Declaration], *, by: Declarant, at: datetime
) -> DutyDeclaration:
    due_on = releases[0].duty_due_on or declared_day(at)
    newest = (
        Version.objects.filter(declaration__in=releases)
        .order_by("declaration_id", "-number")
        .distinct("declaration_id")
    )
    return DutyDeclaration.objects.create(
        id=uuid7(),
        number=numbering.allot(declared_day(at)),
        declarant_id=by.trader_id,
        trader_id=releases[0].trader_id,
        own_reference=message.own_reference,
        submission_id=uuid7(),
        month=(due_on.replace(day=1) - timedelta(days=1)).replace(day=1),
        due_on=due_on,
        declared_at=at,
        declared_on=declared_day(at),
        total_to_pay=sum(newest.values_list("total_to_pay", flat=True)),
    )


def remind_of_duty(at: datetime, *, limit: int = 500) -> int:
    """Tell the history of releases whose duty declaration is due within a week, or overdue; once each. How many."""
    today, told = declared_day(at), 0
    steps = (
        (EventName.DUTY_DECLARATION_DUE, Q(duty_due_on__lte=today + REMINDED_BEFORE, duty_due_on__gte=today)),
        (EventName.DUTY_DECLARATION_OVERDUE, Q(duty_due_on__lt=today)),
    )
    for name, is_due in steps:
        reminded = Event.objects.filter(name=name).values("declaration_id")
        waiting = Declaration.objects.filter(is_due, duty_declaration__isnull=True).exclude(id__in=reminded)
        for declaration_id in waiting.order_by("duty_due_on").values_list("id", flat=True)[:limit]:
            told += _remind(declaration_id, name, at=at)
    return told


def _remind(declaration_id: UUID, name: EventName, *, at: datetime) -> bool:
    with transaction.atomic():
        release = locked(declaration_id)
        if release.duty_declaration_id or release.events.filter(name=name).exists():
            return False
        due_on: date = release.duty_due_on  # type: ignore[assignment]  # it was chosen by it
        save(release, Happened(name, "system", {"due_on": due_on.isoformat()}), at=at)
    return True
