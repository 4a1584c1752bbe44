"""The simplified tariff for consignments of up to 200,000 yen, where the declarant asks for it. Pure.

Customs Tariff Act art. 3-3 and its table: seven kinds of goods in place of the schedule's thousands of lines. It is
not for goods that are free of duty, nor for those that the Enforcement Order excepts because of the domestic
industry; those keep their ordinary rate. Neither the Order nor the table was at hand in the original: the kinds and
rates follow official guidance, and the headings were put to them here. `is_sure` is False where a kind does not fill
its heading: such goods are an officer's task when the simplified tariff is asked for. Limits and rates of earlier
years are not kept; the present ones stand for every day.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from msgspec import Struct

from declarations.tariff.rates import AdValorem, Free, Rate, Specific

LIMIT = 200_000
"""Total customs value of the declaration, yen, up to and including which the simplified tariff may be asked for."""

LAW = "Customs Tariff Act art. 3-3 and annexed table"


class SimplifiedRate(Struct, frozen=True):
    """One kind of goods with its rate, by the start of the code."""

    prefixes: tuple[str, ...]
    goods: str
    rate: Rate
    notation: str
    is_sure: bool = True


class OrdinaryGoods(Struct, frozen=True):
    """Goods that keep their ordinary rate."""

    prefixes: tuple[str, ...]
    goods: str
    is_sure: bool = True


def _percent(percent: int, goods: str, *prefixes: str, is_sure: bool = True) -> SimplifiedRate:
    return SimplifiedRate(prefixes, goods, AdValorem(Decimal(percent)), f"{percent}%", is_sure)


def _litre(yen: int, goods: str, *prefixes: str, is_sure: bool = True) -> SimplifiedRate:
    return SimplifiedRate(prefixes, goods, Specific(Decimal(yen), "L"), f"{yen}yen/l", is_sure)


# The longest prefix that fits decides.
RATES: tuple[SimplifiedRate, ...] = (
    _litre(70, "wine", "2204"),
    _litre(20, "shochu and other distilled liquors", "2208"),
    _litre(30, "sake, cider and other fermented liquors", "2206", is_sure=False),
    _percent(20, "tomato sauce", "210320"),
    _percent(20, "ice cream and other edible ice", "2105"),
    _percent(20, "articles of fur", "4303"),
    _percent(15, "coffee", "0901"),
    _percent(15, "tea other than black tea", "090210", "090220"),
    _percent(10, "apparel that is not knitted", "62"),
    _percent(3, "articles of plastics", "3917", "3918", "3919", "392", is_sure=False),
    _percent(3, "articles of glass", "7010", "7013", is_sure=False),
    _percent(3, "articles of copper and aluminium", "7418", "7419", "7615", "7616", is_sure=False),
    _percent(3, "furniture", "9401", "9403"),
    _percent(3, "toys", "9503"),
    SimplifiedRate(("4016",), "articles of rubber", Free(), "Free"),
    SimplifiedRate(("48", "49"), "paper and articles of it", Free(), "Free"),
    SimplifiedRate(("6911", "6912", "6913"), "ceramics", Free(), "Free"),
    SimplifiedRate(("73",), "articles of iron and steel", Free(), "Free"),
    SimplifiedRate(("8007",), "articles of tin", Free(), "Free"),
)
OTHER_GOODS = SimplifiedRate(("",), "other goods", AdValorem(Decimal(5)), "5%")

ORDINARY: tuple[OrdinaryGoods, ...] = (
    OrdinaryGoods(("10", "11", "1901", "1902", "1904", "1905"), "rice and other cereals, preparations of them"),
    OrdinaryGoods(("0401", "0402", "0403", "0404", "0405", "0406"), "milk, cream and products of them"),
    OrdinaryGoods(("1601", "1602"), "preparations of meat"),
    OrdinaryGoods(("24", "2501"), "tobacco and refined salt"),
    OrdinaryGoods(("41", "4202", "4203", "4205"), "leather, travel goods and articles of leather"),
    OrdinaryGoods(("61",), "knitted apparel"),
    OrdinaryGoods(("64",), "footwear"),
    OrdinaryGoods(("7117",), "imitation jewellery (of base metal it has a simplified rate)", is_sure=False),
    # Not named by the guidance at hand, but goods of the kind that the Order protects.
    OrdinaryGoods(
        ("01", "02", "03", "04", "07", "08", "09", "12", "16", "17", "18", "19", "20", "21"),
        "food and farm products",
        is_sure=False,
    ),
    OrdinaryGoods(("4302", "6003", "6004", "5"), "furskins, fabrics and yarns", is_sure=False),
)


_Entry = TypeVar("_Entry", SimplifiedRate, OrdinaryGoods)


class Unsettled(Exception):
    """Whether and how the simplified tariff takes these goods is not settled here; the text says what is open."""


def is_within_limit(customs_values: Sequence[int]) -> bool:
    """Whether the whole declaration is worth no more than the limit."""
    return sum(customs_values) <= LIMIT


def simplified_rate(code9: str) -> SimplifiedRate | None:
    """The simplified rate of goods of a code; None where they keep their ordinary rate.

    Raises:
        Unsettled: an entry that fits is not sure.
    """
    taken, excepted = _longest(RATES, code9), _longest(ORDINARY, code9)
    if excepted is not None and (taken is None or taken[0] <= excepted[0]):
        if not excepted[1].is_sure:
            raise Unsettled(f"whether {excepted[1].goods} are outside the simplified tariff is not settled here")
        return None
    rate = OTHER_GOODS if taken is None else taken[1]
    if not rate.is_sure:
        raise Unsettled(f"whether these goods are {rate.goods} of the simplified tariff is not settled here")
    return rate


def _longest(entries: Sequence[_Entry], code9: str) -> tuple[int, _Entry] | None:
    """The entry with the longest prefix of the code, and how long it is."""
    fitting = [(len(prefix), entry) for entry in entries for prefix in entry.prefixes if code9.startswith(prefix)]
    return max(fitting, key=lambda found: found[0], default=None)
