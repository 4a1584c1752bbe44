"""Reading the store: one declaration, a page of them, its versions, its events. A fixed number of statements each."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Q
from msgspec import Struct
from msgspec.structs import replace

from declarations.account import Account, Applied, Asked, account_of
from declarations.changes import Change, changes_between
from declarations.errors import UnknownDeclaration
from declarations.holds import Facts, Hold, PermitState, holds
from declarations.models import (
    Application,
    AssessedDuty,
    Condition,
    Declaration,
    DutyDeclaration,
    Entry,
    Event,
    Examination,
    GoodsItem,
    Question,
    Submission,
    Version,
)
from declarations.rules import Finding
from declarations.said import document_said
from declarations.shown import actor_kind, facts_for_trader
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
    """One event of the timeline, with its link in the chain. A trader is told the kind of actor, never a person."""

    seq: int
    version: int
    name: str
    at: datetime
    recorded_at: datetime
    actor: str
    facts: dict[str, str]
    hash: str


class VersionSummary(Struct, frozen=True, omit_defaults=True):
    """One version: why and when it was made, by the law of which day, and what it came to."""

    version: int
    cause: str
    made_at: datetime
    assessed_on: date
    received_at: datetime
    body_sha256: str
    customs_value: str
    total_to_pay: str
    advisories: list[dict[str, Any]]
    reason: str = ""


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
    """What holds a declaration now, and the rows that say so. `balance` is what it still owes, yen; less than 0 is
    what customs owes back."""

    holds: tuple[Hold, ...]
    checks: Sequence[PermitCheck]
    balance: int
    paid_by: str
    questions: Sequence[Question]


def standing_now(declaration: Declaration, version: Version) -> Standing:
    """What holds the current version: four SQL statements."""
    checks = list(checking.checks_of(str(declaration.id), version=version.number))
    ledger = list(declaration.ledger.order_by("id").values_list("kind", "owes"))
    balance = sum(owes for _, owes in ledger)
    settled_by = [kind for kind, _ in ledger if kind in {Entry.PAYMENT, Entry.DEFERMENT}]
    questions = list(declaration.questions.select_related("answer", "officer").order_by("id"))
    facts = facts_of(
        declaration,
        version,
        checks=checks,
        owed=balance,
        examined=_examined(declaration, version),
        asked_at=next((question.at for question in questions if not hasattr(question, "answer")), None),
    )
    return Standing(
        holds=holds(facts) if declaration.status in Status.open() else (),
        checks=checks,
        balance=balance,
        paid_by=settled_by[-1] if settled_by else "",
        questions=questions,
    )


def facts_of(
    declaration: Declaration,
    version: Version,
    *,
    checks: Sequence[PermitCheck],
    owed: int,
    examined: bool,
    asked_at: datetime | None,
) -> Facts:
    """What is true of the current version, from the rows that say so; `asked_at` of a question not yet answered."""
    return Facts(
        lodged_at=declaration.lodged_at,
        category=declaration.category,
        examined=examined,
        owed=owed,
        computed=version.duty_is_computed,
        permits=[_permit_state(check) for check in checks],
        opens_at=declaration.lodged_at if declaration.status == Status.REGISTERED else None,
        awaits_goods=declaration.condition in Condition.preliminary() and declaration.arrived_at is None,
        asked_at=asked_at,
    )


def _examined(declaration: Declaration, version: Version) -> bool:
    """Whether an examination of this version, or of one that said the same, found it in order."""
    return Examination.objects.filter(
        declaration=declaration,
        version__gte=version.examined_from,
        category__gte=declaration.category,
        result="IN_ORDER",
    ).exists()


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
    """The account of a declaration: eight SQL statements, whatever the number of its goods items."""
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
        balance=standing.balance,
        paid_by=standing.paid_by,
        questions=tuple(asked_of(question) for question in standing.questions),
        applications=tuple(_application(row) for row in declaration.applications.exclude(kind="LOWER_CATEGORY")),
    )


def asked_of(question: Question) -> Asked:
    """A question with its answer; the declarant is not told which officer asks."""
    answer = getattr(question, "answer", None)
    return Asked(
        id=str(question.id),
        asked_at=question.at,
        text=question.text,
        answered_at=answer.at if answer else None,
        answer=answer.text if answer else "",
        documents=tuple(answer.documents) if answer else (),
    )


def _application(row: Application) -> Applied:
    return Applied(
        kind=row.kind,
        asked_at=row.asked_at,
        version=row.version,
        reason=row.reason,
        reason_code=row.reason_code,
        outcome=row.outcome,
        decided_at=row.decided_at,
        remarks=row.remarks,
    )


def timeline(declaration: Declaration) -> list[Happening]:
    """Its events with all that is known of them, oldest first: for officers."""
    fields = Happening.__struct_fields__
    return [Happening(**row) for row in Event.objects.filter(declaration=declaration).order_by("seq").values(*fields)]


def timeline_for_trader(declaration: Declaration) -> list[Happening]:
    """Its events as its trader may see them, oldest first."""
    return [
        replace(event, actor=actor_kind(event.actor), facts=facts_for_trader(event.name, event.facts))
        for event in timeline(declaration)
    ]


def versions(declaration: Declaration) -> list[VersionSummary]:
    """Its versions, oldest first."""
    rows = Version.objects.filter(declaration=declaration).select_related("submission").order_by("number")
    return [
        VersionSummary(
            version=row.number,
            cause=row.cause,
            made_at=row.made_at,
            assessed_on=row.assessed_on,
            reason=row.reason,
            received_at=row.submission.received_at,
            body_sha256=row.submission.body_sha256,
            customs_value=str(row.customs_value),
            total_to_pay=str(row.total_to_pay),
            advisories=row.submission.findings,
        )
        for row in rows
    ]


def version_body(declaration: Declaration, number: int) -> str:
    """What a version said, as a declaration in JSON, whatever the form of the message that it came in."""
    return msgspec.json.encode(document_said(_version(declaration, number).submission)).decode()


def changes(declaration: Declaration, *, since: int, to: int) -> tuple[Change, ...]:
    """What changed from one version to another, place by place."""
    before, after = _version(declaration, since), _version(declaration, to)
    return changes_between(document_said(before.submission), document_said(after.submission))


def _version(declaration: Declaration, number: int) -> Version:
    try:
        return Version.objects.select_related("submission").get(declaration=declaration, number=number)
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


class DutyDeclarationAccount(Struct, frozen=True):
    """A duty declaration: its releases, and what they owe in all, yen."""

    number: str
    own_reference: str
    month: date
    due_on: date
    declared_at: datetime
    total_to_pay: str
    releases: tuple[str, ...]


class DutyDue(Struct, frozen=True):
    """A release whose duty is still to be declared. `is_overdue` by the day that was asked about."""

    number: str
    own_reference: str
    importer: str
    released_at: datetime
    due_on: date
    is_overdue: bool


def duty_declaration_account(duty: DutyDeclaration) -> DutyDeclarationAccount:
    """What a duty declaration declared."""
    return DutyDeclarationAccount(
        number=duty.number,
        own_reference=duty.own_reference,
        month=duty.month,
        due_on=duty.due_on,
        declared_at=duty.declared_at,
        total_to_pay=str(duty.total_to_pay),
        releases=tuple(duty.releases.order_by("number").values_list("number", flat=True)),
    )


def duty_declaration(number: str, *, of: UUID) -> DutyDeclarationAccount:
    """An organisation's duty declaration. Raises UnknownDeclaration."""
    found = DutyDeclaration.objects.filter(Q(declarant=of) | Q(trader=of), number=number).first()
    if found is None:
        raise UnknownDeclaration()
    return duty_declaration_account(found)


def duties_due(*, of: UUID, on: date, limit: int) -> list[DutyDue]:
    """The releases of an organisation whose duty is still to be declared, the most urgent first."""
    waiting = Declaration.objects.of(of).filter(duty_due_on__isnull=False, duty_declaration__isnull=True)
    rows = waiting.select_related("trader").order_by("duty_due_on", "id")[:limit]
    return [
        DutyDue(
            number=row.number,
            own_reference=row.own_reference,
            importer=row.trader.code,
            released_at=row.released_at,
            due_on=row.duty_due_on,
            is_overdue=row.duty_due_on < on,
        )
        for row in rows
    ]
