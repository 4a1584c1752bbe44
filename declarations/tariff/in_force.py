"""The tariff as at a day, from a snapshot that a process reads once an edition.

    reference = tariff(edition()).as_at(declared_on)
    reference.commodity("2103100005").notation(Regime.WTO)

`edition()` is one small query a declaration (or rides along with another one); everything after it is memory.
Rates are read from their notation when the snapshot is made, so nothing is parsed or queried per goods item.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from threading import Lock
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import TextField, Value
from django.db.models.functions import Concat

from declarations.tariff.models import BondedArea, Commodity, CustomsOffice, DeclarationType, ExchangeRate
from declarations.tariff.notation import Notation, read
from declarations.tariff.regimes import Regime
from declarations.tariff.values import (
    BondedAreaInForce,
    CommodityInForce,
    ConsumptionTaxClass,
    Office,
    RateOfExchange,
    TypeOfDeclaration,
)

_MOST_DAYS_KEPT = 400


class Reference:
    """What the tariff says on one day. Immutable to its users; made by `Tariff.as_at`."""

    def __init__(self, tariff: "Tariff", on: date) -> None:
        """Bind a snapshot to a day."""
        self.on = on
        self.edition = tariff.edition
        self._tariff = tariff
        self._commodities: dict[str, CommodityInForce | None] = {}

    def commodity(self, code: str) -> CommodityInForce | None:
        """The line of a code of 9 or 10 characters, in the day's season; None if no such line is valid.

        A tenth character is not looked at: whether it is the right one is a rule's question.
        """
        code9 = code[:9]
        if code9 not in self._commodities:
            versions = self._tariff.commodities.get(code9)
            if versions is None:  # not remembered: codes that do not exist come from outside, without number
                return None
            self._commodities[code9] = next((each for each in versions if each.covers(self.on)), None)
        return self._commodities[code9]

    def commodity_ever(self, code: str) -> CommodityInForce | None:
        """The latest line that the code ever had: tells an expired code from an unknown one."""
        versions = self._tariff.commodities.get(code[:9])
        return versions[0] if versions else None

    def exchange_rate(self, currency: str) -> RateOfExchange | None:
        """Yen for one unit in the day's week; else the nearest earlier week's, marked not exact; else None."""
        if currency == "JPY":
            return RateOfExchange(
                currency="JPY", yen=Decimal(1), valid_from=self.on, valid_to=self.on, exact=True, source="JPY"
            )
        weeks = self._tariff.exchange_rates.get(currency, ())
        position = bisect_right(weeks, self.on, key=lambda week: week.valid_from) - 1
        if position < 0:
            return None
        week = weeks[position]
        if self.on <= week.valid_to:
            return week
        return RateOfExchange(
            currency=currency,
            yen=week.yen,
            valid_from=week.valid_from,
            valid_to=week.valid_to,
            exact=False,
            source=week.source,
        )

    def office(self, code: str) -> Office | None:
        """The customs office of a code."""
        return self._tariff.offices.get(code)

    def bonded_area(self, code: str) -> BondedAreaInForce | None:
        """The bonded area of a code, if it has a permission on the day."""
        for area in self._tariff.bonded_areas.get(code, ()):
            if area.valid_from <= self.on and (area.valid_to is None or self.on <= area.valid_to):
                return area
        return None

    def declaration_type(self, code: str) -> TypeOfDeclaration | None:
        """The import declaration type of a letter."""
        return self._tariff.declaration_types.get(code)


class Tariff:
    """All tables of one edition, in memory. Five queries; not changed after it is made."""

    def __init__(self, edition: int, *, known_at: datetime | None = None) -> None:
        """Read the tables: what is believed now, or what was known of lines and rates of exchange at an instant."""
        self.edition = edition
        self.commodities = _commodities(known_at)
        self.exchange_rates = _exchange_rates(known_at)
        self.offices = _offices()
        self.bonded_areas = _bonded_areas()
        self.declaration_types = _declaration_types()
        self._days: dict[date, Reference] = {}

    def as_at(self, on: date) -> Reference:
        """The tariff on one day; kept, so that asking again costs nothing."""
        reference = self._days.get(on)
        if reference is None:
            if len(self._days) >= _MOST_DAYS_KEPT:
                self._days.clear()
            reference = self._days.setdefault(on, Reference(self, on))
        return reference


def _commodities(known_at: datetime | None) -> dict[str, tuple[CommodityInForce, ...]]:
    """Code -> its lines, latest first. A line and its rates come in one row, so that no line is without them.

    Most lines share their cells with others: each text, and each line's whole list of cells, is made once.
    """
    columns = (
        *("code9", "naccs_digit", "season_from", "season_to", "unit1", "unit2"),
        *("valid_from", "valid_to", "is_demonstration"),
    )
    cell = Concat("duty_rates__regime", Value("="), "duty_rates__notation", output_field=TextField())
    cells = ArrayAgg(cell, order_by="duty_rates__regime")
    rows = (
        Commodity.objects.known(known_at)
        .order_by("code9", "-valid_from", "season_from")
        .values("description_en", "description_ja", "consumption_tax_class", *columns, cells=cells)
    )
    read_once = cache(read)
    rates_of = cache(lambda printed: tuple(_cell(each, read_once) for each in printed if each != "="))
    lines: dict[str, list[CommodityInForce]] = defaultdict(list)
    for row in rows:
        line = CommodityInForce(
            description=row["description_en"] or row["description_ja"],
            consumption_tax_class=ConsumptionTaxClass(row["consumption_tax_class"]),
            rates=rates_of(tuple(row["cells"])),
            **{column: row[column] for column in columns},
        )
        lines[line.code9].append(line)
    return {code9: tuple(versions) for code9, versions in lines.items()}


def _cell(printed: str, read_cell: Callable[[str], Notation]) -> tuple[Regime, Notation]:
    regime, _, text = printed.partition("=")
    return Regime(regime), read_cell(text)


def _exchange_rates(known_at: datetime | None) -> dict[str, tuple[RateOfExchange, ...]]:
    """Currency -> its weeks, earliest first."""
    weeks: dict[str, list[RateOfExchange]] = defaultdict(list)
    for rate in ExchangeRate.objects.known(known_at).order_by("valid_from"):
        weeks[rate.currency].append(
            RateOfExchange(
                currency=rate.currency,
                yen=rate.yen / rate.units_quoted,
                valid_from=rate.valid_from,
                valid_to=rate.valid_to,
                exact=True,
                source=rate.source,
            )
        )
    return {currency: tuple(each) for currency, each in weeks.items()}


def _offices() -> dict[str, Office]:
    return {
        office.code: Office(
            code=office.code,
            name=office.name_en,
            customs_digit=office.customs_digit,
            statistical_code=office.statistical_code,
            is_verified=office.is_verified,
        )
        for office in CustomsOffice.objects.all()
    }


def _bonded_areas() -> dict[str, tuple[BondedAreaInForce, ...]]:
    """Code -> its permissions, latest first."""
    areas: dict[str, list[BondedAreaInForce]] = defaultdict(list)
    columns = ("code", "name", "valid_from", "valid_to", "is_demonstration")
    for row in BondedArea.objects.order_by("-valid_from").values("office__code", *columns):
        office_code = row.pop("office__code")
        areas[row["code"]].append(BondedAreaInForce(office_code=office_code, **row))
    return {code: tuple(each) for code, each in areas.items()}


def _declaration_types() -> dict[str, TypeOfDeclaration]:
    columns = ("code", "meaning", "is_aeo", "is_air_only", "allows_release_before_permit")
    rows: list[dict[str, Any]] = list(DeclarationType.objects.values(*columns))
    return {row["code"]: TypeOfDeclaration(**row) for row in rows}


_lock = Lock()
_loaded: Tariff | None = None


def edition() -> int:
    """The number of the present state of the tariff: one query. 0 while nothing was ever loaded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM tariff_tariffedition")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def tariff(edition: int) -> Tariff:
    """The snapshot of that edition, read from the database when it is not the one at hand. Safe between threads.

    Reading happens under the lock: threads that need the new edition wait for one to read it. A change that
    is committed meanwhile has a new number, and the next declaration reads again.
    """
    global _loaded
    loaded = _loaded
    if loaded is not None and loaded.edition == edition:
        return loaded
    with _lock:
        if _loaded is None or _loaded.edition != edition:
            _loaded = Tariff(edition)
        return _loaded
