"""Features: declared values, and history known at the declared day, as numbers that trees can be grown over. Pure.

Nothing of a day or a later one tells of that day: the history of a row to learn from is that of the days before its
own, so that it never holds the row's own result. What is scored later has the history of the day the learning ended.
"""

import hashlib
import struct
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from math import log, nan

from msgspec import Struct

from declarations.selection.learning.csv_file import days
from declarations.selection.learning.declared import Declared, Seen

WEIGHT_OF_PRIOR = 10.0
"""So many rows of the whole file's rate stand behind a key's own rate, so that a single row proves little."""


class Kind(StrEnum):
    """Which features a model sees."""

    DECLARED = "declared"  # declared values alone
    HISTORY = "history"  # and how often the keys were seen before, and at what price their goods
    RATES = "rates"  # and at which rate they were found wrong before


class Reason(StrEnum):
    """Why a score is high: the closed list of what an officer is told."""

    PRICE = "PRICE"
    MASS = "MASS"
    UNIT_PRICE = "UNIT_PRICE"
    DUTY_AT_STAKE = "DUTY_AT_STAKE"
    TAX_RATE = "TAX_RATE"
    COMMODITY = "COMMODITY"
    ORIGIN = "ORIGIN"
    ROUTE = "ROUTE"
    OFFICE = "OFFICE"
    PROCEDURE = "PROCEDURE"
    TRANSPORT = "TRANSPORT"
    IMPORTER_HISTORY = "IMPORTER_HISTORY"
    DECLARANT_HISTORY = "DECLARANT_HISTORY"
    SELLER_HISTORY = "SELLER_HISTORY"
    COMMODITY_HISTORY = "COMMODITY_HISTORY"


class Feature(Struct, frozen=True):
    """A column of what the trees see, and what it is called when it speaks."""

    name: str
    reason: Reason


class Past(Struct, frozen=True, array_like=True):
    """What is known of a key: rows declared, of them looked at, of them found wrong; and of those with a mass, how many
    there are and the sum of the logarithms of their price for a kilogram."""

    seen: int = 0
    inspected: int = 0
    found: int = 0
    weighed: int = 0
    price_logs: float = 0.0


History = Mapping[str, Mapping[str, Past]]
"""By kind of key, by key."""

NOTHING: History = {}
_NEVER = Past()
_ENOUGH = 5
"""Fewer rows with a mass tell no usual price."""
_UNKNOWN = -1.0

_WORDS: dict[str, tuple[Callable[[Declared], str], Reason]] = {
    "office": (lambda row: row.office, Reason.OFFICE),
    "process": (lambda row: row.process, Reason.PROCEDURE),
    "import_type": (lambda row: row.import_type, Reason.PROCEDURE),
    "import_use": (lambda row: row.import_use, Reason.PROCEDURE),
    "payment": (lambda row: row.payment, Reason.PROCEDURE),
    "transport": (lambda row: row.transport, Reason.TRANSPORT),
    "tax_type": (lambda row: row.tax_type, Reason.ORIGIN),
    "origin_indicator": (lambda row: row.origin_indicator, Reason.ORIGIN),
    "departure": (lambda row: row.departure, Reason.ROUTE),
    "origin": (lambda row: row.origin, Reason.ORIGIN),
    "chapter": (lambda row: row.commodity[:2], Reason.COMMODITY),
}
_NUMBERS: dict[str, tuple[Callable[[Declared], float], Reason]] = {
    "price": (lambda row: row.price, Reason.PRICE),
    "net_mass": (lambda row: nan if row.net_mass is None else row.net_mass, Reason.MASS),
    "price_per_kg": (lambda row: row.price / row.net_mass if row.net_mass else nan, Reason.UNIT_PRICE),
    "duty": (lambda row: row.duty, Reason.DUTY_AT_STAKE),
    "tax_rate": (lambda row: row.tax_rate, Reason.TAX_RATE),
    "heading": (lambda row: _whole(row.commodity[:4]), Reason.COMMODITY),
    "commodity": (lambda row: _whole(row.commodity), Reason.COMMODITY),
    "is_transit": (lambda row: float(row.departure != row.origin), Reason.ROUTE),
}
_CODES = frozenset({"heading", "commodity"})
"""Numbers that are only names: their distances mean nothing."""
KEYS: dict[str, tuple[Callable[[Declared], str], Reason]] = {
    "importer": (lambda row: row.importer, Reason.IMPORTER_HISTORY),
    "declarant": (lambda row: row.declarant, Reason.DECLARANT_HISTORY),
    "seller": (lambda row: row.seller, Reason.SELLER_HISTORY),
    "commodity": (lambda row: row.commodity, Reason.COMMODITY_HISTORY),
}
_COMMODITY = list(KEYS).index("commodity")
WORDS = len(_WORDS)
"""So many features, the first ones, are codes without an order."""


class Encoding(Struct, frozen=True, kw_only=True):
    """How rows become numbers: fixed when the learning ends, a part of the model's file."""

    kind: Kind
    codes: dict[str, dict[str, int]]
    prior: float
    history: dict[str, dict[str, Past]]


def features(kind: Kind) -> tuple[Feature, ...]:
    """The columns of a kind, in order."""
    declared = [Feature(name, reason) for name, (_, reason) in {**_WORDS, **_NUMBERS}.items()]
    counts = [Feature(f"{name}_seen", reason) for name, (_, reason) in KEYS.items()]
    counts.append(Feature("price_beside_usual", Reason.UNIT_PRICE))
    rates = [Feature(f"{name}_rate", reason) for name, (_, reason) in KEYS.items()]
    return tuple(
        {Kind.DECLARED: declared, Kind.HISTORY: declared + counts, Kind.RATES: declared + counts + rates}[kind]
    )


def spoken(row: Declared) -> dict[str, str | float]:
    """What a row says, by name: its codes as words, its amounts as numbers."""
    words: dict[str, str | float] = {name: word(row) for name, (word, _) in _WORDS.items()}
    return words | {name: number(row) for name, (number, _) in _NUMBERS.items() if name not in _CODES}


def encoding(rows: Iterable[Seen], *, kind: Kind) -> Encoding:
    """What the rows teach: the codes that occur, the rate of what was found wrong, the keys' histories."""
    rows = tuple(rows)
    codes = {
        name: {code: place for place, code in enumerate(sorted({word(row.declared) for row in rows}))}
        for name, (word, _) in _WORDS.items()
    }
    looked_at = [row.found for row in rows if row.found is not None]
    history: dict[str, dict[str, Past]] = {name: {} for name in KEYS}
    learn(history, rows)
    if kind is Kind.DECLARED:
        history = {"importer": history["importer"]}  # for the sort by history that stands beside the model
    return Encoding(kind=kind, codes=codes, prior=sum(looked_at) / max(1, len(looked_at)), history=history)


def vector(row: Declared, known: Encoding, *, history: History | None = None) -> list[float]:
    """A row as the trees see it, by the history that the encoding ends with or by another."""
    told = [float(known.codes[name].get(word(row), _UNKNOWN)) for name, (word, _) in _WORDS.items()]
    told += [number(row) for number, _ in _NUMBERS.values()]
    if known.kind is not Kind.DECLARED:
        past = [past_of(row, name, known.history if history is None else history) for name in KEYS]
        told += [float(each.seen) for each in past]
        told.append(beside_usual(row, past[_COMMODITY]))
        if known.kind is Kind.RATES:
            told += [rate(each, prior=known.prior) for each in past]
    return told


def vectors_to_learn_from(rows: tuple[Seen, ...], known: Encoding) -> list[list[float]]:
    """Each row by the history of the days before its own: rows of its day and of later ones say nothing of it."""
    history: dict[str, dict[str, Past]] = {name: {} for name in KEYS}
    vectors = []
    for day in days(rows):
        vectors += [vector(row.declared, known, history=history) for row in day]
        learn(history, day)
    return vectors


def learn(history: dict[str, dict[str, Past]], rows: Iterable[Seen]) -> None:
    """Add rows to a history."""
    for row in rows:
        for name, (key_of, _) in KEYS.items():
            key, past = key_of(row.declared), history[name]
            before = past.get(key, _NEVER)
            price = _log_price(row.declared)
            past[key] = Past(
                seen=before.seen + 1,
                inspected=before.inspected + (row.found is not None),
                found=before.found + (row.found is True),
                weighed=before.weighed + (price is not None),
                price_logs=before.price_logs + (price or 0.0),
            )


def past_of(row: Declared, name: str, history: History) -> Past:
    """What a history knows of a row's key."""
    return history.get(name, {}).get(KEYS[name][0](row), _NEVER)


def rate(past: Past, *, prior: float) -> float:
    """The rate at which a key was found wrong, drawn to the whole file's where little is known."""
    return (past.found + WEIGHT_OF_PRIOR * prior) / (past.inspected + WEIGHT_OF_PRIOR)


def beside_usual(row: Declared, past: Past) -> float:
    """The logarithm of its price for a kilogram beside what is usual for the commodity; nan where none is known."""
    price = _log_price(row)
    if price is None or past.weighed < _ENOUGH:
        return nan
    return price - past.price_logs / past.weighed


def _log_price(row: Declared) -> float | None:
    return log(row.price / row.net_mass) if row.net_mass and row.price > 0 else None


def digest(told: list[float]) -> str:
    """SHA-256 of a vector, hexadecimal: the proof of what was scored, without keeping it twice."""
    return hashlib.sha256(struct.pack(f"<{len(told)}d", *told)).hexdigest()


def _whole(code: str) -> float:
    return float(int(code)) if code.isascii() and code.isdigit() else _UNKNOWN
