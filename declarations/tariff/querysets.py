"""What is asked of the tariff, by name."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that are valid from one day to another, both included."""

    def valid_on(self, on: date) -> Self:
        """Those valid on a declared day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)

    def overlapping(self, since: date, until: date | None) -> Self:
        """Those valid on some day from `since` to `until`, or for ever."""
        rows = self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=since))
        return rows if until is None else rows.filter(valid_from__lte=until)


class RecordedQuerySet(DatedQuerySet):
    """Rows that were believed from one instant to another."""

    def known(self, at: datetime | None = None) -> Self:
        """Those that were part of what was known at an instant; without one, those believed now."""
        if at is None:
            return self.filter(superseded_at__isnull=True)
        return self.filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=at), recorded_at__lte=at)


class CommodityQuerySet(RecordedQuerySet):
    """Lines of the schedule."""

    def in_force(self, on: date) -> Self:
        """Those believed now and valid on a declared day, in the season of that day."""
        day = f"{on:%m%d}"
        within_year = Q(season_from__lte=day, season_to__gte=day)
        over_new_year = Q(season_from__gt=F("season_to")) & (Q(season_from__lte=day) | Q(season_to__gte=day))
        return self.known().valid_on(on).filter(Q(season_from="") | within_year | over_new_year)


class BondedAreaQuerySet(DatedQuerySet):
    """Bonded areas."""

    def in_force(self, on: date) -> Self:
        """Those with a permission on that day."""
        return self.valid_on(on)
