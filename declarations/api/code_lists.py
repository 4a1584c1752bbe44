"""`/code-lists` and `/exchange-rates`: the codes and rates that declarations are made of, and what changed."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from msgspec import Struct
from rest_framework.request import Request
from rest_framework.views import APIView

from declarations.api.edge import a_day, a_limit, matching, page_of, parameters, reply
from declarations.api.operation import A_DAY, CURSOR, LIMIT, operation, query
from declarations.api.serializers import Page
from declarations.clearance.assessing import JAPAN
from declarations.code_lists import LISTS, START, CodeList, CodeListEntry, Key
from declarations.cursors import opened, sealed
from declarations.data import plain
from declarations.errors import UnknownCodeList
from declarations.tariff.models import ExchangeRate

_AS_MANY = 50
_SALT = "declarations.code-lists"


class CodeListAnswer(Struct, frozen=True):
    """A list: its name in the route, what it is of, where its codes come from."""

    name: str
    title: str
    source: str


class ExchangeRateAnswer(Struct, frozen=True):
    """Yen for `units` of a currency in one week. `recorded_at`: since when it was known here."""

    currency: str
    units: int
    yen: str
    valid_from: date
    valid_to: date
    source: str
    is_demonstration: bool
    recorded_at: datetime

    @property
    def key(self) -> Key:
        """Its place in the list."""
        return self.currency, str(self.valid_from)


class CodeLists(APIView):
    """`/code-lists`."""

    chapter = "code lists"

    @operation(gives=[CodeListAnswer])
    def get(self, request: Request) -> HttpResponse:
        """Which code lists there are."""
        parameters(request)
        return reply(Page(items=[CodeListAnswer(each.name, each.title, each.source) for each in LISTS.values()]))


class CodeListEntries(APIView):
    """`/code-lists/{name}`."""

    chapter = "code lists"

    @operation(
        gives=[CodeListEntry],
        parameters=(
            query(
                "changed_since",
                "A day, YYYY-MM-DD: entries that begin or end on it or later. Entries without days are always given.",
                A_DAY,
            ),
            LIMIT,
            CURSOR,
        ),
    )
    def get(self, request: Request, name: str) -> HttpResponse:
        """The entries of a code list in the order of their codes."""
        known = _list(name)
        asked = parameters(request, changed_since=a_day, limit=a_limit, cursor=_place_in(name))
        limit = asked.get("limit", _AS_MANY)
        found = known.entries(after=tuple(asked.get("cursor", START)), since=asked.get("changed_since"), most=limit + 1)
        return _page(request, found, limit=limit, of=name)


class ExchangeRates(APIView):
    """`/exchange-rates`."""

    chapter = "code lists"

    @operation(
        gives=[ExchangeRateAnswer],
        parameters=(
            query("currency", "A currency, ISO 4217."),
            query("on", "The week of a day, YYYY-MM-DD.", A_DAY),
            query("changed_since", "A day in Japan, YYYY-MM-DD: rates that were recorded on it or later.", A_DAY),
            LIMIT,
            CURSOR,
        ),
    )
    def get(self, request: Request) -> HttpResponse:
        """Weekly rates of exchange, by currency and week."""
        asked = parameters(
            request,
            currency=matching("[A-Z]{3}"),
            on=a_day,
            changed_since=a_day,
            limit=a_limit,
            cursor=_place_in("exchange-rates"),
        )
        limit = asked.pop("limit", _AS_MANY)
        found = [_rate(row) for row in _rates(**asked)[: limit + 1]]
        return _page(request, found, limit=limit, of="exchange-rates")


def _list(name: str) -> CodeList:
    if name not in LISTS:
        raise UnknownCodeList()
    return LISTS[name]


def _rates(
    *,
    currency: str | None = None,
    on: date | None = None,
    changed_since: date | None = None,
    cursor: Key | None = None,
) -> QuerySet[ExchangeRate]:
    rows = ExchangeRate.objects.known().order_by("currency", "valid_from")
    if currency:
        rows = rows.filter(currency=currency)
    if on:
        rows = rows.valid_on(on)
    if changed_since:
        rows = rows.filter(recorded_at__gte=datetime.combine(changed_since, time(), tzinfo=JAPAN))
    if cursor:
        rows = rows.filter(Q(currency__gt=cursor[0]) | Q(currency=cursor[0], valid_from__gt=cursor[1]))
    return rows


def _rate(row: ExchangeRate) -> ExchangeRateAnswer:
    return ExchangeRateAnswer(
        currency=row.currency,
        units=row.units_quoted,
        yen=plain(row.yen),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
        is_demonstration=row.source == ExchangeRate.Source.DEMONSTRATION,
        recorded_at=row.recorded_at,
    )


def _place_in(name: str) -> Callable[[str], Key]:
    """A reader for a cursor of ours into that list; it is of no use in another."""

    def place(cursor: str) -> Key:
        code, first_day = opened(cursor, owner=name, salt=_SALT)
        return code, first_day

    return place


def _page(
    request: Request, found: Sequence[CodeListEntry | ExchangeRateAnswer], *, limit: int, of: str
) -> HttpResponse:
    cursor = sealed(found[limit - 1].key, owner=of, salt=_SALT) if len(found) > limit else None
    return page_of(request, found[:limit], cursor=cursor)
