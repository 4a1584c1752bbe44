"""Who trades: many small firms, a few very large. A firm keeps to its goods, its countries and its currencies. Pure."""

from collections.abc import Sequence
from itertools import accumulate
from random import Random

from msgspec import Struct

from declarations.dataset.generating.market import Market, one_of, pick

TAIL = 1.15
"""Exponent of the sizes (Pareto): of a thousand firms the largest ten have about half of the trade."""

_LARGEST = 5000.0
_AEO_FROM, _AEO_SHARE = 2.5, 0.8


class Firm(Struct, frozen=True):
    """A firm: its size (1 is the smallest), whether it is an authorised operator, where its goods lie, what it trades.

    `goods` and `countries` are places in the market; `currencies` its habit with each country, by direction.
    """

    code: str
    name: str
    size: float
    is_aeo: bool
    area: int
    goods: tuple[int, ...]
    countries: tuple[int, ...]
    currencies: dict[str, tuple[str, ...]]


class Firms(Struct, frozen=True):
    """All firms, and how their sizes add up, so that one can be drawn by size."""

    firms: tuple[Firm, ...]
    cumulative: tuple[float, ...]

    def draw(self, chance: Random) -> Firm:
        """One firm, by size."""
        return chance.choices(self.firms, cum_weights=self.cumulative)[0]


def firms_of(market: Market, *, count: int, seed: int) -> Firms:
    """So many firms of a market. The same seed gives the same firms."""
    chance = Random(f"firms {seed}")  # noqa: S311  (made-up data, not secrets)
    firms = tuple(_firm(number, market, chance, seed=seed) for number in range(1, count + 1))
    return Firms(firms, tuple(accumulate(firm.size for firm in firms)))


def _firm(number: int, market: Market, chance: Random, *, seed: int) -> Firm:
    size = min(chance.paretovariate(TAIL), _LARGEST)
    countries = tuple(sorted({pick(market.countries, chance) for _ in range(chance.randint(1, 4))}))
    return Firm(
        code=f"G{seed:05}{number:06}",  # 12 characters that no real trader has
        name=f"GENERATED TRADER {number}",
        size=size,
        is_aeo=size > _AEO_FROM and chance.random() < _AEO_SHARE,
        area=pick(market.areas, chance),
        goods=_some(range(len(market.goods)), chance),
        countries=countries,
        currencies={
            "IMPORT": tuple(one_of(market.countries[place].imports, chance) for place in countries),
            "EXPORT": tuple(one_of(market.countries[place].exports, chance) for place in countries),
        },
    )


def _some(places: Sequence[int], chance: Random) -> tuple[int, ...]:
    return tuple(chance.sample(places, min(len(places), chance.randint(1, 5))))
