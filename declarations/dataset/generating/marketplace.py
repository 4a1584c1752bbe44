"""The market as the reference data make it: what can be traded all the time without a permit and without an officer."""

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec.structs import replace

from declarations.data import Direction
from declarations.dataset.errors import NoRoomToGenerate
from declarations.dataset.generating.market import COUNTRIES, Country, Goods, Market, Weights, areas_of, price_of
from declarations.tariff.in_force import Reference, Tariff
from declarations.tariff.rates import AdValorem, Free
from declarations.tariff.regimes import Regime
from declarations.tariff.values import BondedAreaInForce, CommodityInForce
from permits.requirements import Requirements

_STATUTORY = frozenset({Regime.GENERAL, Regime.TEMPORARY, Regime.WTO})
_UNITS = frozenset({("KG",), ("NO",), ("MT",), ("NO", "KG")})
# Liquor, tobacco and oil owe taxes that the declarant states; arms know no free choice of office.
_OTHER_CHAPTERS = ("22", "24", "27", "93")


def market_of(tariff: Tariff, known: Requirements, *, first: date, last: date) -> Market:
    """What can be traded from the first day to the last. Raises NoRoomToGenerate where there is nothing, or nowhere."""
    days = [tariff.as_at(first), tariff.as_at(last)]
    goods = tuple(_goods(line) for line in _lines(tariff, days) if not _is_bound(line, known, days))
    areas = {code: area.office_code for code in tariff.bonded_areas if (area := _area(code, days))}
    if not goods or not areas:
        raise NoRoomToGenerate("No bonded area, or no commodity without permit and officer, is in force all the time.")
    return Market(goods, tuple(_with_rates(country, days[0]) for country in COUNTRIES), areas_of(areas))


def _lines(tariff: Tariff, days: list[Reference]) -> Iterable[CommodityInForce]:
    for code9 in sorted(tariff.commodities):
        line = days[0].commodity(code9)
        if line and line == days[1].commodity(code9) and _is_simple(line):
            yield line


def _is_simple(line: CommodityInForce) -> bool:
    """Whether its duty is a share of the value, or nothing; its units are common ones."""
    if line.season_from or line.units not in _UNITS or line.code9.startswith(_OTHER_CHAPTERS):
        return False
    cells = [cell for regime, cell in line.rates if regime in _STATUTORY]
    return bool(cells) and all(isinstance(cell.rate_for(""), AdValorem | Free) for cell in cells)


def _is_bound(line: CommodityInForce, known: Requirements, days: list[Reference]) -> bool:
    origins = {"JP", *(country.code for country in COUNTRIES)}
    return any(
        known.laws_binding(line.code10, direction=direction.value, origin=origin, on=day.on)
        for direction in Direction
        for origin in origins
        for day in days
    )


def _goods(line: CommodityInForce) -> Goods:
    description = line.description.encode("ascii", "ignore").decode()[:40].strip().upper()
    return Goods(line.code10, description or "GOODS", line.units, price_of(line.code9))


def _area(code: str, days: list[Reference]) -> BondedAreaInForce | None:
    areas = [day.bonded_area(code) for day in days]
    return areas[0] if areas[0] == areas[1] else None


def _with_rates(country: Country, day: Reference) -> Country:
    """The country without the currencies that have no rate of exchange."""
    return replace(country, imports=_known(country.imports, day), exports=_known(country.exports, day))


def _known(weights: Weights, day: Reference) -> Mapping[str, float]:
    return {currency: weight for currency, weight in weights.items() if day.exchange_rate(currency)}
