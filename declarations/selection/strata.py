"""Strata of the random draw: each may have a share of its own, so that few but weighty cases are not missed. Pure."""

from collections.abc import Mapping
from decimal import Decimal

SMALL_BELOW, LARGE_FROM = 200_000, 10_000_000
"""Customs value of the declaration, yen."""
DIRECTIONS, SIZES = ("IMPORT", "EXPORT"), ("SMALL", "MIDDLE", "LARGE")
STRATA = tuple(f"{direction}/{size}" for direction in DIRECTIONS for size in SIZES)


def stratum_of(direction: str, value: int) -> str:
    """The stratum of a declaration."""
    size = "SMALL" if value < SMALL_BELOW else "LARGE" if value >= LARGE_FROM else "MIDDLE"
    return f"{direction}/{size}"


def shares_of(share: Decimal, *, own: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The share of every stratum: its own, or the common one."""
    return {stratum: own.get(stratum, share) for stratum in STRATA}
