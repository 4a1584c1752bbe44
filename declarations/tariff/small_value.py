"""Consignments of 10,000 yen and less are free of duty and consumption tax, with exceptions. Pure.

Customs Tariff Act art. 14 item 18; Act on Collection of Internal Consumption Taxes on Imports art. 13 (1).
The exceptions are those of the Enforcement Order of the Customs Tariff Act art. 16-3. Its full text was not
at hand: `is_sure` tells which entries official guidance names and which are an approximation by heading.
"""

from collections.abc import Sequence

from msgspec import Struct

LIMIT = 10_000
"""Total customs value of the declaration, yen, up to and including which the exemption holds."""

LAW = "Customs Tariff Act art. 14 item 18"


class DutiableGoods(Struct, frozen=True):
    """Goods that stay dutiable, by the start of their code."""

    prefix: str
    goods: str
    is_sure: bool


EXCEPTIONS = (
    DutiableGoods("420211", "trunks and cases of leather", is_sure=False),
    DutiableGoods("420221", "handbags of leather", is_sure=True),
    DutiableGoods("420231", "pocket articles of leather", is_sure=False),
    DutiableGoods("420291", "other bags of leather", is_sure=True),
    DutiableGoods("4203", "apparel and gloves of leather (gloves are sure)", is_sure=False),
    DutiableGoods("61", "knitted apparel", is_sure=True),
    DutiableGoods("640212", "ski boots", is_sure=True),
    DutiableGoods("640312", "ski boots", is_sure=True),
    DutiableGoods("64", "footwear (of leather is sure)", is_sure=False),
)
_PREFIXES = tuple(exception.prefix for exception in EXCEPTIONS)


def is_within_limit(customs_values: Sequence[int]) -> bool:
    """Whether the whole declaration is worth no more than the limit."""
    return sum(customs_values) <= LIMIT


def is_exempt(code9: str) -> bool:
    """Whether goods of this code are free when the declaration is within the limit."""
    return not code9.startswith(_PREFIXES)
