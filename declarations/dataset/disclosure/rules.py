"""Which cells tell too much by themselves. Rules are configuration: `Rules` says how strict. Pure.

Firms are counted, never rows: fifty lines of one importer are one firm. The rules are the usual ones of official
statistics (Hundepool et al., Statistical Disclosure Control, 2012, ch. 4): threshold, (n,k) dominance, p percent.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from declarations.dataset.disclosure.tables import Tallies, largest_of


class Reason(StrEnum):
    """Why a cell is not shown."""

    FEW_FIRMS = "FEW_FIRMS"
    DOMINATED = "DOMINATED"
    ESTIMABLE = "ESTIMABLE"
    COMPLEMENT = "COMPLEMENT"

    @property
    def meaning(self) -> str:
        """In words."""
        return _MEANINGS[self]


_MEANINGS = {
    Reason.FEW_FIRMS: "too few firms",
    Reason.DOMINATED: "the largest firms have nearly all of it",
    Reason.ESTIMABLE: "the second largest firm could estimate the largest too closely",
    Reason.COMPLEMENT: "safe itself: kept back so that another cell cannot be worked out",
}


class Rules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How strict. `percent` is p: of the p percent rule, and by how much every hidden cell must be able to differ."""

    fewest_firms: Annotated[int, Meta(ge=1)] = 3
    dominating: Annotated[int, Meta(ge=1)] = 2
    dominance_percent: Annotated[int, Meta(ge=1, le=100)] = 85
    percent: Annotated[int, Meta(ge=0, le=100)] = 10
    degrees_of_freedom: Annotated[int, Meta(ge=1)] = 10

    def reason(self, tally: Tallies) -> Reason | None:
        """Why what these firms contributed together must not be shown; None where it may."""
        largest = largest_of(tally, max(2, self.dominating))
        return self.reason_of(sum(tally.values()), largest, firms=len(tally))

    def reason_of(self, amount: int, largest: Sequence[int], *, firms: int) -> Reason | None:
        """The same from a total, its largest contributions in falling order, and how many firms there are."""
        if firms < self.fewest_firms:
            return Reason.FEW_FIRMS
        if sum(largest[: self.dominating]) * 100 > amount * self.dominance_percent:
            return Reason.DOMINATED
        rest = amount - sum(largest[:2])
        return Reason.ESTIMABLE if rest * 100 < largest[0] * self.percent else None

    def need(self, amount: int) -> int:
        """By how much a hidden amount must be able to be more, and less: p percent of it, at least 1."""
        return max(1, -(-amount * self.percent // 100))


def unit_price_is_safe(value: Reason | None, quantity: Reason | None) -> bool:
    """Whether value / quantity may be shown: only where both may, since with the one the price tells the other."""
    return value is None and quantity is None


class Regression(Struct, frozen=True, kw_only=True):
    """What an estimated equation says of itself. `largest_groups` are the firms behind each indicator variable."""

    observations: int
    parameters: int
    firms: int
    smallest_group: int


def regression_is_safe(told: Regression, rules: Rules) -> bool:
    """Whether its coefficients may be shown: enough degrees of freedom, enough firms, in each indicator too."""
    free = told.observations - told.parameters >= rules.degrees_of_freedom
    return free and min(told.firms, told.smallest_group) >= rules.fewest_firms


NEVER_SHOWN = frozenset({"min", "max", "minimum", "maximum", "first", "last", "mode"})
"""Statistics that are one firm's own figure."""
