"""The filters of the tariff's tables."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q


class CommodityQuerySet(models.QuerySet):
    """Commodities, by day."""

    def in_force(self, on: date) -> Self:
        """Those valid on a declared day, in the season of that day."""
        day = f"{on:%m%d}"
        within_year = Q(season_from__lte=day, season_to__gte=day)
        over_new_year = Q(season_from__gt=F("season_to")) & (Q(season_from__lte=day) | Q(season_to__gte=day))
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            Q(season_from="") | within_year | over_new_year,
            valid_from__lte=on,
        )


class BondedAreaQuerySet(models.QuerySet):
    """Bonded areas, by day."""

    def in_force(self, on: date) -> Self:
        """Those with a permission on that day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
