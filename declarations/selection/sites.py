"""Which importers to visit next: what an audit may be expected to find there, by the hours that it takes. Pure."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

HOURS_OF_A_VISIT, HOURS_OF_A_DECLARATION, MOST_HOURS = 16.0, 0.25, 120.0
"""Going there and writing the report; looking at one declaration's papers; where an audit goes over to samples."""


class Site(Struct, frozen=True, kw_only=True):
    """An importer, by what is not audited of it yet.

    `expected` is the sum over its declarations of likelihood x duty and taxes at stake, yen; `unscored` are those that
    no model has looked at, of which nothing is expected.
    """

    code: str
    name: str
    declarations: int
    unscored: int
    stake: int
    expected: float
    audited_on: date | None

    @property
    def hours(self) -> float:
        """How long an audit takes."""
        return min(MOST_HOURS, HOURS_OF_A_VISIT + HOURS_OF_A_DECLARATION * self.declarations)

    @property
    def by_hour(self) -> float:
        """What an hour of it may be expected to find, yen."""
        return self.expected / self.hours

    @property
    def stake_text(self) -> str:
        """What is at stake, its thousands parted."""
        return f"{self.stake:,}"

    @property
    def expected_text(self) -> str:
        """What is expected, likewise."""
        return f"{self.expected:,.0f}"

    @property
    def by_hour_text(self) -> str:
        """What an hour is expected to find, likewise."""
        return f"{self.by_hour:,.0f}"


def ranked(sites: Iterable[Site]) -> list[Site]:
    """The most by the hour first; equal ones by their code."""
    return sorted(sites, key=lambda site: (-site.by_hour, site.code))
