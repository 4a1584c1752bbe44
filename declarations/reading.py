"""Reading the store: one declaration, a page of them, its versions, its events. A fixed number of statements each."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from declarations.account import Account, account_of
from declarations.errors import UnknownDeclaration
from declarations.holds import Facts, Hold, PermitState, holds
from declarations.models import AssessedDuty, Declaration, Event, Examination, GoodsItem, Payment, Submission, Version
from declarations.rules import Finding
from declarations.status import Status
from permits import checking
from permits.models import PermitCheck
from permits.models import Status as PermitStatus


class Summary(Struct, frozen=True, omit_defaults=True):
    """One line of a list."""

    number: str
    direction: str
    own_reference: str
    status: str
    version: int
    category: int
    customs_office: str
    lodged_at: datetime
    lodged_on: date
    released_at: datetime | None = None
    next_action_by: str = ""


class Happening(Struct, frozen=True):
    """One event of the timeline, with its link in the chain."""

    seq: int
    version: int
    name: str
    at: datetime
    recorded_at: datetime
    actor: str
    facts: dict[str, str]
    hash: str


class VersionSummary(Struct, frozen=True):
    """One version, with what it said."""

    version: int
    received_at: datetime
    body_sha256: str
    customs_value: str
    total_to_pay: str
    advisories: list[dict[str, Any]]


class Receipt(Struct, frozen=True, omit_defaults=True):
    """What came of a message that was sent under a key."""

    idempotency_key: str
    outcome: str
    received_at: datetime
    body_sha256: str
    own_reference: str
    number: str = ""
    findings: tuple[Finding, ...] = ()


def find(number: str, *, of: UUID | None) -> Declaration:
    """The declaration, where the organisation may see it (None: an officer, who may see all)."""
    seen = Declaration.objects.all() if of is None else Declaration.objects.of(of)
    try:
        return seen.get(number=number)
    except Declaration.DoesNotExist:
        raise UnknownDeclaration() from None


class Standing(Struct, frozen=True):
    """What holds a declaration now, and the rows that say so."""

    holds: tuple[Hold, ...]
    checks: Sequence[PermitCheck]
    paid_by: str | None


def standing_now(declaration: Declaration, version: Version) -> Standing:
    """What holds the current version: three SQL statements."""
    checks = list(checking.checks_of(str(declaration.id)).filter(subject_version=version.number))
    payment = Payment.objects.filter(declaration=declaration, version=version.number).first()
    examined = Examination.objects.filter(
        declaration=declaration, version=version.number, category__gte=declaration.category, result="IN_ORDER"
    ).exists()
    facts = Facts(
        lodged_at=declaration.lodged_at,
        category=declaration.category,
        examined=examined,
        owed=version.total_to_pay,
        settled=payment is not None,
        computed=version.duty_is_computed,
        permits=[_permit_state(check) for check in checks],
    )
    held = holds(facts) if declaration.status in Status.open() else ()
    return Standing(holds=held, checks=checks, paid_by=payment.method if payment else None)


def _permit_state(check: PermitCheck) -> PermitState:
    return PermitState(
        item=check.item_number,
        law=check.law_id,
        status=check.status,
        since=check.status_since,
        satisfied=check.status in PermitStatus.satisfied(),
        needs_person=check.needs_person_at is not None,
    )


def account(declaration: Declaration) -> Account:
    """The account of a declaration: six SQL statements, whatever the number of its goods items."""
    version = declaration.versions.get(number=declaration.version)
    standing = standing_now(declaration, version)
    items = list(GoodsItem.objects.filter(version=version).values())
    duties = AssessedDuty.objects.filter(goods_item__version=version).values()
    return account_of(
        declaration=vars(declaration),
        version=vars(version),
        goods_items=items,
        duties={row["goods_item_id"]: row for row in duties},
        permit_checks=[vars(check) for check in standing.checks],
        holds=standing.holds,
        paid_by=standing.paid_by,
    )


def timeline(declaration: Declaration) -> list[Happening]:
    """Its events, oldest first."""
    fields = Happening.__struct_fields__
    return [Happening(**row) for row in Event.objects.filter(declaration=declaration).order_by("seq").values(*fields)]


def versions(declaration: Declaration) -> list[VersionSummary]:
    """Its versions, oldest first."""
    rows = Version.objects.filter(declaration=declaration).select_related("submission").order_by("number")
    return [
        VersionSummary(
            version=row.number,
            received_at=row.submission.received_at,
            body_sha256=row.submission.body_sha256,
            customs_value=str(row.customs_value),
            total_to_pay=str(row.total_to_pay),
            advisories=row.submission.findings,
        )
        for row in rows
    ]


def version_body(declaration: Declaration, number: int) -> str:
    """What a version said: the message as received."""
    try:
        return Version.objects.select_related("submission").get(declaration=declaration, number=number).submission.body
    except Version.DoesNotExist:
        raise UnknownDeclaration() from None


def receipt(client: str, key: str) -> Receipt:
    """Was it filed? What came of the message that this client sent under this key."""
    try:
        row = Submission.objects.get(client=client, idempotency_key=key)
    except Submission.DoesNotExist:
        raise UnknownDeclaration() from None
    return Receipt(
        idempotency_key=row.idempotency_key,
        outcome=row.outcome,
        received_at=row.received_at,
        body_sha256=row.body_sha256,
        own_reference=row.own_reference,
        number=row.declaration_number,
        findings=tuple(Finding(**finding) for finding in row.findings),
    )


def page(*, of: UUID, filters: dict[str, Any], after: UUID | None, limit: int) -> tuple[list[Summary], UUID | None]:
    """A page of an organisation's declarations, newest first, by keyset: one SQL statement at any depth."""
    rows = Declaration.objects.of(of).matching(**filters).order_by("-id")
    if after:
        rows = rows.filter(id__lt=after)
    fields = Summary.__struct_fields__
    found = list(rows.values("id", *fields)[: limit + 1])
    more = found[limit - 1]["id"] if len(found) > limit else None
    return [Summary(**{name: row[name] for name in fields}) for row in found[:limit]], more
