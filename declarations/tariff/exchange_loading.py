"""Loading the weekly customs rates of exchange from a CSV file, and the weeks that are missing.

    iso4217, units_quoted, yen, valid_from, valid_to        further columns are not looked at

`yen` is for 1 or 100 units. A week is Sunday to Saturday (Customs Tariff Act art. 4-7; order of enforcement art. 1-2).
A rate that is already known is left alone; one that is known otherwise is superseded, and both stay to be asked for.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pycountry
from django.db import transaction
from msgspec import Struct

from declarations.tariff.csv_file import Fault, Row, a_day, a_positive_number, matching, records, refuse_if
from declarations.tariff.models import ExchangeRate

COLUMNS = ("iso4217", "units_quoted", "yen", "valid_from", "valid_to")
_SUNDAY = 6
_WEEK = timedelta(days=6)
_yen = a_positive_number(digits=8, places=4)
_units = matching("1|100", "1 or 100 units")


class WeeklyRate(Struct, frozen=True):
    """A rate as published: yen for so many units of the currency."""

    currency: str
    units_quoted: int
    yen: Decimal
    valid_from: date
    valid_to: date


class LoadedRates(Struct, frozen=True):
    """What loading did. `gaps` are currency, first and last day without a rate, up to the last week of the file."""

    added: int
    corrected: int
    same: int
    gaps: tuple[tuple[str, date, date], ...]


def read_exchange_rates(path: Path) -> list[WeeklyRate]:
    """The rates of a file.

    Raises:
        BrokenFile: with every fault by row and column.
    """
    faults: list[Fault] = []
    rates: dict[tuple[str, date], WeeklyRate] = {}
    for row in records(path, columns=COLUMNS, faults=faults):
        rate = _rate(row)
        if rate and rates.setdefault((rate.currency, rate.valid_from), rate) is not rate:
            row.fault("iso4217", f"{rate.currency} from {rate.valid_from} is already in the file")
    refuse_if(faults)
    return list(rates.values())


@transaction.atomic
def load_exchange_rates(rates: Iterable[WeeklyRate], *, at: datetime) -> LoadedRates:
    """Record the rates that are not known yet, as published by customs."""
    known = {(rate.currency, rate.valid_from): rate for rate in ExchangeRate.objects.known().select_for_update()}
    new, corrected, same = [], [], 0
    for rate in rates:
        earlier = known.get((rate.currency, rate.valid_from))
        if earlier and _says_the_same(earlier, rate):
            same += 1
            continue
        if earlier:
            corrected.append(earlier.pk)
        new.append(ExchangeRate(source=ExchangeRate.Source.CUSTOMS, recorded_at=at, **_columns(rate)))
    if corrected:
        ExchangeRate.objects.filter(pk__in=corrected).update(superseded_at=at)
    if new:
        ExchangeRate.objects.bulk_create(new)
    return LoadedRates(len(new) - len(corrected), len(corrected), same, _gaps(rates))


def _currency(cell: str) -> str:
    if pycountry.currencies.get(alpha_3=cell) is None or cell == "JPY":
        raise ValueError(f"{cell[:40]!r} is not a foreign currency of ISO 4217")
    return cell


def _rate(row: Row) -> WeeklyRate | None:
    currency = row.read("iso4217", _currency)
    units, yen = row.read("units_quoted", _units), row.read("yen", _yen)
    first, last = row.read("valid_from", a_day), row.read("valid_to", a_day)
    if first and first.weekday() != _SUNDAY:
        row.fault("valid_from", f"{first} is not a Sunday")
    if first and last and last - first != _WEEK:
        row.fault("valid_to", f"{last} is not the Saturday after {first}")
    if currency and units and yen and first and last:
        return WeeklyRate(currency, int(units), yen, first, last)
    return None


def _says_the_same(earlier: ExchangeRate, rate: WeeklyRate) -> bool:
    return earlier.source == ExchangeRate.Source.CUSTOMS and all(
        getattr(earlier, column) == said for column, said in _columns(rate).items()
    )


def _columns(rate: WeeklyRate) -> dict[str, object]:
    return {field: getattr(rate, field) for field in WeeklyRate.__struct_fields__}


def _gaps(rates: Iterable[WeeklyRate]) -> tuple[tuple[str, date, date], ...]:
    """Days without a rate between two known weeks, for the currencies and up to the last week of the file."""
    last = {rate.currency: rate.valid_to for rate in sorted(rates, key=lambda rate: rate.valid_to)}
    weeks: dict[str, list[ExchangeRate]] = defaultdict(list)
    for week in ExchangeRate.objects.known().filter(currency__in=last).order_by("valid_from"):
        weeks[week.currency].append(week)
    found = []
    for currency in sorted(weeks):
        for week, following in zip(weeks[currency], weeks[currency][1:], strict=False):
            first, end = week.valid_to + timedelta(days=1), following.valid_from - timedelta(days=1)
            if first <= end <= last[currency]:
                found.append((currency, first, end))
    return tuple(found)
