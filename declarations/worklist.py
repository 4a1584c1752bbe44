"""The declarations of an organisation as a person looks for them: one page, with what holds each and who acts next.

Seven SQL statements a page, at any depth and whatever the number of its rows.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum, TextField
from django.db.models.functions import Cast
from msgspec import Struct

from declarations.holds import Hold, Turn, holds
from declarations.models import Condition, Declaration, Examination, LedgerEntry, Question, Version
from declarations.querysets import DeclarationQuerySet
from declarations.reading import facts_of
from declarations.status import Status
from permits import checking
from permits.models import PermitCheck
from permits.models import Status as PermitStatus

_THE_DECLARANTS = (PermitStatus.DOCUMENTS_REQUIRED, PermitStatus.PARTLY_CONFIRMED)


class Wanted(Struct, frozen=True, kw_only=True):
    """What is looked for; what is left out asks for nothing. Days are Japan's declared days, both included.

    `words` is the start of a number, of an own reference or of a trader's code, or words of a trader's name. `turn` is
    US for what waits for the organisation itself, OTHERS for what waits for somebody else.
    """

    words: str = ""
    status: str = ""
    direction: str = ""
    turn: str = ""
    since: date | None = None
    until: date | None = None


class Line(Struct, frozen=True):
    """One declaration of the list. `owed` is what is still to be paid, yen; the declarant's own holds come first."""

    number: str
    own_reference: str
    direction: str
    status: str
    trader_name: str
    lodged_at: datetime
    released_at: datetime | None
    holds: tuple[Hold, ...]
    owed: int


class Page(Struct, frozen=True):
    """A page, newest first, and after which row the next one begins; None where there is no more."""

    lines: Sequence[Line]
    after: UUID | None


def page(wanted: Wanted, *, of: UUID, after: UUID | None, limit: int) -> Page:
    """At most `limit` declarations of an organisation, those lodged last first, by keyset."""
    rows = _matching(Declaration.objects.of(of), wanted).select_related("trader").order_by("-id")
    if after:
        rows = rows.filter(id__lt=after)
    found: list[Declaration] = list(rows[: limit + 1])
    more = found[limit - 1].id if len(found) > limit else None
    return Page(lines=_lines(found[:limit]), after=more)


def waiting_for_us(*, of: UUID) -> int:
    """How many open declarations of an organisation wait for it."""
    return _waiting(Declaration.objects.of(of)).count()


def _matching(rows: DeclarationQuerySet, wanted: Wanted) -> DeclarationQuerySet:
    exact: dict[str, Any] = {
        "status": wanted.status,
        "direction": wanted.direction,
        "lodged_on__gte": wanted.since,
        "lodged_on__lte": wanted.until,
    }
    rows = rows.filter(**{column: value for column, value in exact.items() if value})
    if wanted.words:
        code = wanted.words.upper()
        rows = rows.filter(
            Q(number__startswith=code)
            | Q(own_reference__istartswith=wanted.words)
            | Q(trader__code__startswith=code)
            | Q(trader__name__icontains=wanted.words)
        )
    if wanted.turn == "US":
        return _waiting(rows)
    if wanted.turn == "OTHERS":
        return rows.open().exclude(pk__in=_waiting(rows).values("pk"))
    return rows


def _waiting(rows: DeclarationQuerySet) -> DeclarationQuerySet:
    """Those in which the declarant has something to do, whoever else has too: the holds that are theirs, as SQL."""
    here = OuterRef("pk")
    asked = Question.objects.filter(declaration=here, answer__isnull=True)
    wanted_by_an_agency = PermitCheck.objects.filter(
        subject=Cast(here, TextField()), superseded_in__isnull=True, status__in=_THE_DECLARANTS
    )
    uncomputed = Version.objects.filter(declaration=here, number=OuterRef("version"), duty_is_computed=False)
    owed = LedgerEntry.objects.filter(declaration=here).values("declaration").annotate(owed=Sum("owes")).values("owed")
    goods_awaited = Q(condition__in=Condition.preliminary(), arrived_at__isnull=True)
    theirs = Exists(asked) | Exists(wanted_by_an_agency) | goods_awaited | (Q(owed__gt=0) & ~Exists(uncomputed))
    return rows.filter(status__in=Status.open() - {Status.REGISTERED}).annotate(owed=Subquery(owed)).filter(theirs)


def _lines(found: Sequence[Declaration]) -> list[Line]:
    """With what holds each: five statements for all of them together."""
    ids = [row.id for row in found]
    versions = {
        row.declaration_id: row
        for row in Version.objects.filter(declaration__in=ids, number=F("declaration__version")).only(
            "declaration_id", "number", "examined_from", "duty_is_computed"
        )
    }
    checks: dict[str, list[PermitCheck]] = defaultdict(list)
    for check in checking.checks_of_each([str(each) for each in ids]):
        checks[check.subject].append(check)
    owed = dict(
        LedgerEntry.objects.filter(declaration__in=ids).order_by().values_list("declaration").annotate(owed=Sum("owes"))
    )
    asked = _asked(ids)
    examined = defaultdict(list)
    for each in Examination.objects.filter(declaration__in=ids, result=Examination.Result.IN_ORDER):
        examined[each.declaration_id].append(each)
    lines = []
    for row in found:
        version = versions[row.id]
        facts = facts_of(
            row,
            version,
            checks=checks[str(row.id)],
            owed=owed.get(row.id, 0),
            examined=any(
                each.version >= version.examined_from and each.category >= row.category for each in examined[row.id]
            ),
            asked_at=asked.get(row.id),
        )
        lines.append(_line(row, holds(facts) if row.status in Status.open() else (), owed=owed.get(row.id, 0)))
    return lines


def _asked(ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """Since when the oldest question of each is not answered."""
    rows = Question.objects.filter(declaration__in=ids, answer__isnull=True).order_by("-id")
    return {row.declaration_id: row.at for row in rows}


def _line(row: Declaration, held: tuple[Hold, ...], *, owed: int) -> Line:
    return Line(
        number=row.number,
        own_reference=row.own_reference,
        direction=row.direction,
        status=row.status,
        trader_name=row.trader.name,
        lodged_at=row.lodged_at,
        released_at=row.released_at,
        holds=tuple(sorted(held, key=lambda hold: hold.party is not Turn.DECLARANT)),
        owed=max(0, owed),
    )
