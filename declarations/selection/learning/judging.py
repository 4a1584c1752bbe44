"""How good an order of cases is: what is found among its first, by a model and by sorts that need none. Pure."""

import hashlib
from collections.abc import Callable, Sequence
from itertools import groupby

from msgspec import Struct

from declarations.selection.learning.declared import Declared, Seen
from declarations.selection.learning.features import Encoding, past_of, rate

SHARES = (0.01, 0.05, 0.10)
POLICIES = (0.0, 0.1, 0.25, 0.5, 1.0)
"""Exponents g that are shown: 0 looks at how likely, 1 at how much is expected."""
LEAST_IN_A_SLICE = 100
MOST_ITEMS = 3
"""So many goods items of a declaration are scored: one of 98 must not wait for all."""
_BINS = 10


class Found(Struct, frozen=True):
    """Among the first rows of an order: which part was wrong, which part of all that is wrong, and of its revenue."""

    precision: float
    recall: float
    revenue: float


class Judged(Struct, frozen=True):
    """An order by its name, at each of SHARES."""

    name: str
    at: tuple[Found, ...]


class Bin(Struct, frozen=True):
    """A tenth of the rows by score: what the model said on average and what was found."""

    rows: int
    said: float
    found: float


class Calibration(Struct, frozen=True):
    """Whether a probability means what it says. `error` is the mean distance over the bins, by their rows."""

    bins: tuple[Bin, ...]
    brier: float
    error: float


class Slice(Struct, frozen=True):
    """Some of the rows: their number, the rate found in them, and the precision among their own first 10 percent."""

    name: str
    rows: int
    found: float
    precision: float


def score(likely: float, duty: float, *, g: float) -> float:
    """p x duty^g: how likely something is wrong, times what is at stake. Duty of 0 counts as 1 unit of money."""
    return likely * (1 + duty) ** g


def weightiest(items: Sequence[Declared]) -> list[tuple[int, Declared]]:
    """The goods items that are scored, with their numbers: those with the most duty at stake, MOST_ITEMS at most."""
    return sorted(enumerate(items, 1), key=lambda each: -each[1].duty)[:MOST_ITEMS]


def taken(count: int, share: float) -> int:
    """How many rows a share is: at least 1."""
    return max(1, int(count * share))


def precision(scores: Sequence[float], found: Sequence[bool], *, share: float) -> float:
    """Which part of the first rows was found wrong; equal scores in the rows' order."""
    first = _order(scores)[: taken(len(found), share)]
    return sum(found[place] for place in first) / len(first)


def judge(name: str, scores: Sequence[float], rows: Sequence[Seen]) -> Judged:
    """An order of rows that were all looked at, at each of SHARES."""
    order = _order(scores)
    return Judged(name, tuple(_found(order[: taken(len(rows), share)], rows) for share in SHARES))


def naive(rows: Sequence[Seen], known: Encoding) -> list[Judged]:
    """The sorts that need no model. At random is by the SHA-256 of the number; history is that of the learned file."""
    sorts: dict[str, Callable[[Seen], float]] = {
        "random": lambda row: int.from_bytes(hashlib.sha256(row.declared.number.encode()).digest()[:6], "big"),
        "price": lambda row: row.declared.price,
        "duty at stake": lambda row: row.declared.duty,
        "importer history": lambda row: rate(past_of(row.declared, "importer", known.history), prior=known.prior),
    }
    return [judge(name, [sort(row) for row in rows], rows) for name, sort in sorts.items()]


def calibration(likely: Sequence[float], rows: Sequence[Seen]) -> Calibration:
    """Ten bins of as many rows each, from the lowest score to the highest."""
    order, bins = _order(likely)[::-1], []
    for place in range(_BINS):
        part = order[place * len(order) // _BINS : (place + 1) * len(order) // _BINS]
        if part:
            said = sum(likely[each] for each in part) / len(part)
            bins.append(Bin(len(part), said, sum(bool(rows[each].found) for each in part) / len(part)))
    brier = sum((said - bool(row.found)) ** 2 for said, row in zip(likely, rows, strict=True)) / len(rows)
    return Calibration(tuple(bins), brier, sum(each.rows * abs(each.said - each.found) for each in bins) / len(rows))


def slices(likely: Sequence[float], rows: Sequence[Seen], known: Encoding) -> list[Slice]:
    """Where a model is good and where it is not; slices of fewer than LEAST_IN_A_SLICE rows prove nothing."""
    cuts: dict[str, Callable[[Seen], str]] = {
        "month": lambda row: f"{row.declared.on:%Y-%m}",
        "importer": lambda row: "known" if past_of(row.declared, "importer", known.history).seen else "new",
        "seller": lambda row: "named" if row.declared.seller else "not named",
        "duty": lambda row: "some" if row.declared.duty else "none",
        "process": lambda row: row.declared.process,
        "import type": lambda row: row.declared.import_type,
        "transport": lambda row: row.declared.transport,
    }
    told = []
    for name, cut in cuts.items():
        places = sorted(range(len(rows)), key=lambda place: cut(rows[place]))
        for value, group in groupby(places, key=lambda place: cut(rows[place])):
            part = list(group)
            if len(part) >= LEAST_IN_A_SLICE:
                found = [bool(rows[place].found) for place in part]
                best = precision([likely[place] for place in part], found, share=0.10)
                told.append(Slice(f"{name} {value}", len(part), sum(found) / len(found), best))
    return told


def largest_share(rows: Sequence[Seen], *, count: int = 10) -> float:
    """Which part of all revenue the largest few wrong rows hold: how far a figure of revenue can be trusted."""
    revenues = sorted((row.revenue for row in rows), reverse=True)
    return sum(revenues[:count]) / sum(revenues) if sum(revenues) else 0.0


def _order(scores: Sequence[float]) -> list[int]:
    return sorted(range(len(scores)), key=lambda place: -scores[place])


def _found(first: Sequence[int], rows: Sequence[Seen]) -> Found:
    wrong = [rows[place] for place in first if rows[place].found]
    every = [row for row in rows if row.found]
    stake = sum(row.revenue for row in every)
    return Found(
        precision=len(wrong) / len(first),
        recall=len(wrong) / len(every) if every else 0.0,
        revenue=sum(row.revenue for row in wrong) / stake if stake else 0.0,
    )
