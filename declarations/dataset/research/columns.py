"""What an extract for research can hold: columns that are coarse enough, and firms under pseudonyms.

The source is SQL over `item`, the goods items that were released by an instant (releasing/counting.py).
"""

from collections.abc import Callable, Sequence
from random import Random

from msgspec import Struct


class ExtractColumn(Struct, frozen=True, kw_only=True):
    """One column that a project can apply for. `made_up` gives a cell of the synthetic sample, from nobody's data."""

    name: str
    meaning: str
    source: str
    made_up: Callable[[Random], str]
    type: str = "text"
    is_pseudonym: bool = False


def _digits(count: int) -> Callable[[Random], str]:
    return lambda chance: "".join(str(chance.randrange(10)) for _ in range(count))


def _amount(chance: Random) -> str:
    return str(round(chance.lognormvariate(13.2, 1.25), -4))


def _one_of(text: str) -> Callable[[Random], str]:
    words = text.split()
    return lambda chance: chance.choice(words)


def _name(chance: Random) -> str:
    return f"{chance.getrandbits(64):016x}"


_ROUNDED = "round(item.{0}::numeric, 1 - floor(log(greatest(item.{0}, 1)))::int)"  # to two figures that mean something

_ALL = (
    ExtractColumn(
        name="month",
        meaning="Month of the permit; of exports, of the departure.",
        source="to_char(item.dated_on, 'YYYY-MM')",
        made_up=lambda chance: f"2024-{chance.randint(1, 12):02}",
    ),
    ExtractColumn(
        name="quarter",
        meaning="Quarter of the same.",
        source="to_char(item.dated_on, 'YYYY-\"Q\"Q')",
        made_up=lambda chance: f"2024-Q{chance.randint(1, 4)}",
    ),
    ExtractColumn(
        name="hs2",
        meaning="Chapter of the commodity.",
        source="left(item.commodity_code, 2)",
        made_up=_digits(2),
    ),
    ExtractColumn(
        name="hs4",
        meaning="Heading of the commodity.",
        source="left(item.commodity_code, 4)",
        made_up=_digits(4),
    ),
    ExtractColumn(
        name="hs6",
        meaning="Subheading of the commodity.",
        source="left(item.commodity_code, 6)",
        made_up=_digits(6),
    ),
    ExtractColumn(
        name="country",
        meaning="Origin of imports, destination of exports, ISO 3166.",
        source="item.country",
        made_up=_one_of("CN US DE TH FR SG"),
    ),
    ExtractColumn(
        name="office",
        meaning="Customs office declared to.",
        source="item.office",
        made_up=_one_of("1A 2A 29 1M"),
    ),
    ExtractColumn(
        name="currency",
        meaning="Currency of the invoice, ISO 4217.",
        source="item.currency",
        made_up=_one_of("USD JPY EUR"),
    ),
    ExtractColumn(
        name="value",
        meaning="Customs value in yen, to two figures.",
        source=_ROUNDED.format("customs_value") + "::bigint",
        made_up=_amount,
        type="bigint",
    ),
    ExtractColumn(
        name="quantity",
        meaning="Quantity in the first unit, to two figures.",
        source=_ROUNDED.format("quantity"),
        made_up=_amount,
        type="numeric",
    ),
    ExtractColumn(
        name="unit",
        meaning="The first unit.",
        source="item.quantity_unit",
        made_up=_one_of("KG NO MT"),
    ),
    ExtractColumn(
        name="is_aeo",
        meaning="Whether the firm is an authorised operator.",
        source="item.is_aeo",
        made_up=_one_of("true false"),
        type="boolean",
    ),
    ExtractColumn(
        name="firm",
        meaning="Pseudonym of the importer or exporter; the same one throughout the project.",
        source="item.firm",
        made_up=_name,
        is_pseudonym=True,
    ),
    ExtractColumn(
        name="partner",
        meaning="Pseudonym of the party abroad; the same one throughout the project.",
        source="item.counterparty",
        made_up=_name,
        is_pseudonym=True,
    ),
)
COLUMNS = {column.name: column for column in _ALL}


def chosen(names: Sequence[str]) -> list[ExtractColumn]:
    """The columns of these names, in the order of the list above."""
    return [column for name, column in COLUMNS.items() if name in names]


def sample_of(names: Sequence[str], *, rows: int = 1000) -> list[list[str]]:
    """Made-up rows of an extract's shape, with a heading: each cell drawn by itself, from no data at all."""
    columns, chance = chosen(names), Random("sample")  # noqa: S311  (made-up data, not secrets)
    return [
        [column.name for column in columns],
        *([column.made_up(chance) for column in columns] for _ in range(rows)),
    ]
