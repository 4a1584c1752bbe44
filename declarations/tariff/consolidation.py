"""From invoice lines to goods items, as brokers consolidate them. Pure.

    lines   --merge-->    heaps     goods of one code, origin and preference together (and alike in what else is said)
    heaps   --arrange-->  items     those of small value grouped under X, a single one marked E; the rest by value

Nothing is lost and nothing invented: each line is in one item, and amounts, quantities and masses are summed exactly.
What brokers do is data (`data/consolidation_practice.csv`), for part of it is unconfirmed.
"""

import csv
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from declarations.tariff import small_value
from declarations.tariff.applied_rate import NoRate, applied_rate
from declarations.tariff.consumption_tax import other_excise
from declarations.tariff.units import QuantityMissing, quantity_in, without_note
from declarations.tariff.values import CommodityInForce, DutiableItem

GROUPED, SINGLE_SMALL = "X", "E"
MOST_LINES, MOST_ITEMS = 800, 98

_ZERO = Decimal(0)


class Mark(StrEnum):
    """What a goods item is."""

    ALIKE = "ALIKE"
    GROUPED = "GROUPED"
    SINGLE_SMALL = "SINGLE_SMALL"


class Practice(Struct, frozen=True):
    """How one direction is consolidated; `is_sure` is False where a part of it is unconfirmed."""

    item_limit_yen: int
    by_highest_duty: bool
    keep_origins_apart: bool
    is_sure: bool
    source: str


class Line(Struct, frozen=True, kw_only=True):
    """One invoice line: what it is, its price in the invoice's currency, and how much of it there is.

    `said` is whatever else keeps goods apart, such as their permits; such goods are not grouped either.
    """

    number: int
    commodity: CommodityInForce
    description: str
    origin: str
    origin_certificate: str
    amount: Decimal
    quantities: tuple[tuple[Decimal, str], ...] = ()
    net_mass: Decimal | None = None
    said: Hashable = None


class Heap(Struct, frozen=True, kw_only=True):
    """Lines that are alike. A quantity is None where a line does not state it in a unit that can be converted."""

    lines: tuple[int, ...]
    commodity: CommodityInForce
    description: str
    origin: str
    origin_certificate: str
    amount: Decimal
    quantities: tuple[tuple[Decimal | None, str], ...]
    net_mass: Decimal | None
    said: Hashable


class Item(Struct, frozen=True, kw_only=True):
    """A goods item: its heaps, greatest value first; the one whose code it stands under; its mark; its value in yen."""

    heaps: tuple[Heap, ...]
    head: Heap
    mark: Mark
    customs_value: int

    @property
    def lines(self) -> tuple[int, ...]:
        """The invoice lines in it, in their order."""
        return tuple(sorted(number for heap in self.heaps for number in heap.lines))

    @property
    def amount(self) -> Decimal:
        """The price of all of it, in the invoice's currency."""
        return sum((heap.amount for heap in self.heaps), _ZERO)

    @property
    def net_mass(self) -> Decimal | None:
        """The net mass of all of it; None where a part does not state it."""
        return _sum_of([heap.net_mass for heap in self.heaps])

    @property
    def commodity_code(self) -> str:
        """Nine digits, and the NACCS digit or the letter of the mark."""
        letters = {Mark.GROUPED: GROUPED, Mark.SINGLE_SMALL: SINGLE_SMALL}
        return self.head.commodity.code9 + letters.get(self.mark, str(self.head.commodity.naccs_digit))


def _practices() -> dict[str, Practice]:
    path = Path(__file__).parent / "data" / "consolidation_practice.csv"
    with path.open(encoding="utf-8", newline="") as rows:
        return {
            row["direction"]: Practice(
                item_limit_yen=int(row["item_limit_yen"]),
                by_highest_duty=row["grouped_code"] == "HIGHEST_DUTY",
                keep_origins_apart=row["keep_origins_apart"] == "true",
                is_sure=row["is_sure"] == "true",
                source=row["source"],
            )
            for row in csv.DictReader(rows)
        }


PRACTICES = _practices()


def merge(lines: Iterable[Line]) -> tuple[Heap, ...]:
    """Lines of one code, origin and preference together, in the order in which they first come."""
    alike: dict[Hashable, list[Line]] = defaultdict(list)
    for line in lines:
        alike[line.commodity.code9, line.origin, line.origin_certificate, line.said].append(line)
    return tuple(_heap(group) for group in alike.values())


def _heap(lines: Sequence[Line]) -> Heap:
    first = lines[0]
    units = [without_note(unit) for unit in first.commodity.units]
    return Heap(
        lines=tuple(line.number for line in lines),
        commodity=first.commodity,
        description=max(lines, key=lambda line: line.amount).description,
        origin=first.origin,
        origin_certificate=first.origin_certificate,
        amount=sum((line.amount for line in lines), _ZERO),
        quantities=tuple((_sum_of([_quantity(line, unit) for line in lines]), unit) for unit in units),
        net_mass=_sum_of([line.net_mass for line in lines]),
        said=first.said,
    )


def _quantity(line: Line, unit: str) -> Decimal | None:
    """The line's quantity in a unit of the schedule; its net mass counts as kilograms."""
    mass = ((line.net_mass, "KG"),) if line.net_mass is not None else ()
    try:
        return quantity_in(unit, (*line.quantities, *mass))
    except QuantityMissing:
        return None


def _sum_of(amounts: Sequence[Decimal | None]) -> Decimal | None:
    """All together; None where one is not known."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, _ZERO) if len(known) == len(amounts) else None


def arrange(heaps: Sequence[Heap], values: Sequence[int], *, direction: str, on: date) -> tuple[Item, ...]:
    """The goods items of heaps with these customs values (yen): by value, those of small value last.

    Heaps of small value are grouped where nothing but the code differs and one rate by value can be put to all.
    """
    practice = PRACTICES[direction]
    free = direction == "IMPORT" and small_value.is_within_limit(values)
    large, small = [], defaultdict(list)
    for heap, value in zip(heaps, values, strict=True):
        duty = _share_of_duty(heap, value, direction=direction, on=on)
        if value > practice.item_limit_yen or duty is None:
            large.append(Item(heaps=(heap,), head=heap, mark=Mark.ALIKE, customs_value=value))
        else:
            small[_group(heap, practice, direction=direction, free=free)].append((heap, value, duty))
    grouped = [_grouped(members, by_highest_duty=practice.by_highest_duty) for members in small.values()]
    by_value = sorted(large, key=lambda item: -item.customs_value)
    return (*by_value, *sorted(grouped, key=lambda item: (item.mark is Mark.GROUPED, -item.customs_value)))


def _group(heap: Heap, practice: Practice, *, direction: str, free: bool) -> Hashable:
    """What goods must have in common to stand in one grouped item.

    On an import duty and tax depend on all of it; on an export nothing does.
    """
    if direction != "IMPORT":
        return ()
    origin = (heap.origin, heap.origin_certificate) if practice.keep_origins_apart else ()
    return (origin, heap.commodity.consumption_tax_class, free and small_value.is_exempt(heap.commodity.code9))


def _share_of_duty(heap: Heap, value: int, *, direction: str, on: date) -> Decimal | None:
    """The duty that the heap bears alone, as a share of its value; None where it cannot stand in a grouped item."""
    if heap.said is not None:
        return None
    if direction != "IMPORT":
        return _ZERO
    if other_excise(heap.commodity.code9):
        return None
    try:
        applied = applied_rate(
            DutiableItem(
                number=1,
                commodity=heap.commodity,
                customs_value=value,
                quantities=tuple((quantity, unit) for quantity, unit in heap.quantities if quantity is not None),
                origin=heap.origin,
                origin_certificate=heap.origin_certificate,
            ),
            on=on,
        )
    except NoRate:
        return None
    if applied.rate.units():
        return None
    return applied.rate.duty(value) / value if value else _ZERO


def _grouped(members: Sequence[tuple[Heap, int, Decimal]], *, by_highest_duty: bool) -> Item:
    by_value = sorted(members, key=lambda member: -member[1])
    if len(by_value) == 1:
        ((heap, value, _),) = by_value
        return Item(heaps=(heap,), head=heap, mark=Mark.SINGLE_SMALL, customs_value=value)
    head = max(by_value, key=lambda member: member[2])[0] if by_highest_duty else by_value[0][0]
    total = sum(value for _, value, _ in by_value)
    return Item(heaps=tuple(heap for heap, _, _ in by_value), head=head, mark=Mark.GROUPED, customs_value=total)


def split(items: Sequence[Item], *, most: int = MOST_ITEMS) -> tuple[tuple[Item, ...], ...]:
    """The items in as many declarations as they need, in their order."""
    return tuple(tuple(items[start : start + most]) for start in range(0, len(items), most))
