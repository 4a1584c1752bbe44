"""What is traded: goods with their prices, countries with their currencies, places where goods lie. Pure.

The shares of currencies are ours, of the order of what Japan Customs publishes each half-year. Prices are made up.
"""

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random

from msgspec import Struct

from declarations.data import Money

Weights = Mapping[str, float]


class Goods(Struct, frozen=True):
    """A commodity (10 characters) in its statistical units, and the median yen for one of the first unit."""

    code: str
    description: str
    units: tuple[str, ...]
    median: float


class Country(Struct, frozen=True):
    """A country (ISO 3166), a place in it (UN/LOCODE), how often it is met, and its currencies in each direction."""

    code: str
    place: str
    weight: float
    imports: Weights
    exports: Weights


class Area(Struct, frozen=True):
    """A bonded area, the office with jurisdiction over it, and its share of the trade."""

    code: str
    office: str
    weight: float


class Market(Struct, frozen=True):
    """All of it."""

    goods: tuple[Goods, ...]
    countries: tuple[Country, ...]
    areas: tuple[Area, ...]


_DOLLAR = {"USD": 0.86, "JPY": 0.13, "EUR": 0.01}
_ASIAN = {"JPY": 0.46, "USD": 0.50, "EUR": 0.01}
COUNTRIES = (
    Country("CN", "CNSHA", 24, {**_ASIAN, "CNY": 0.03}, {**_ASIAN, "CNY": 0.08}),
    Country("US", "USLAX", 17, {"USD": 0.80, "JPY": 0.19, "EUR": 0.01}, _DOLLAR),
    Country("KR", "KRPUS", 8, {**_ASIAN, "KRW": 0.02}, {**_ASIAN, "KRW": 0.05}),
    Country("TW", "TWKEL", 7, _ASIAN, {**_ASIAN, "TWD": 0.03}),
    Country("TH", "THLCH", 6, {**_ASIAN, "THB": 0.04}, {**_ASIAN, "THB": 0.12}),
    Country("SG", "SGSIN", 4, _ASIAN, {**_ASIAN, "SGD": 0.02}),
    Country("DE", "DEHAM", 7, {"EUR": 0.60, "JPY": 0.32, "USD": 0.08}, {"EUR": 0.57, "JPY": 0.29, "USD": 0.14}),
    Country("FR", "FRLEH", 4, {"EUR": 0.63, "JPY": 0.30, "USD": 0.07}, {"EUR": 0.60, "JPY": 0.26, "USD": 0.14}),
    Country("IT", "ITGOA", 3, {"EUR": 0.66, "JPY": 0.28, "USD": 0.06}, {"EUR": 0.62, "JPY": 0.27, "USD": 0.11}),
    Country("SA", "SADMM", 5, {"USD": 0.97, "JPY": 0.03}, {"USD": 0.55, "JPY": 0.43, "EUR": 0.02}),
    Country("IN", "INNSA", 3, {"USD": 0.82, "JPY": 0.18}, {"USD": 0.66, "JPY": 0.32, "INR": 0.02}),
    Country("BR", "BRSSZ", 2, {"USD": 0.94, "JPY": 0.06}, {"USD": 0.74, "JPY": 0.26}),
)
_CHEAPEST, _DEAREST = math.log(150), math.log(30_000)


def price_of(code: str) -> float:
    """A median price of a commodity, yen a unit: made up, and always the same."""
    return math.exp(Random(f"price {code}").uniform(_CHEAPEST, _DEAREST))  # noqa: S311  (prices, not secrets)


def areas_of(offices: Mapping[str, str]) -> tuple[Area, ...]:
    """Areas by code with their offices; the first offices have most of the trade, as harbours do."""
    ranked = sorted(set(offices.values()))
    return tuple(
        Area(code, office, 1 / (1 + ranked.index(office)) / sum(each == office for each in offices.values()))
        for code, office in sorted(offices.items())
    )


def one_of(weights: Weights, chance: Random) -> str:
    """One of the keys, by their weights."""
    return chance.choices(list(weights), list(weights.values()))[0]


def pick(among: Sequence[Country] | Sequence[Area], chance: Random) -> int:
    """The place of one of them, by weight."""
    return chance.choices(range(len(among)), [each.weight for each in among])[0]


def cents(amount: float, currency: str) -> Money:
    """An amount as an invoice writes it: whole yen and won, else to the cent; never nothing."""
    places = Decimal(1) if currency in {"JPY", "KRW"} else Decimal("0.01")
    return Money(max(Decimal(amount).quantize(places), places))
