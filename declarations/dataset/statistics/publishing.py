"""Publishing a month: its aggregates as known now, kept once by vintage, and the files of them."""

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256

import msgspec
from django.db import transaction
from django.db.models import Model, Q

from declarations.clearance.assessing import declared_day
from declarations.dataset.errors import NotPublishable
from declarations.dataset.models import (
    CurrencyCell,
    MaskedCommodity,
    OfficeChoice,
    Population,
    Release,
    SecrecyRequest,
    TradeCell,
    Vintage,
)
from declarations.dataset.statistics import counting
from declarations.dataset.statistics.cells import Choice, Invoiced, Trade
from declarations.dataset.statistics.counting import Scope
from declarations.dataset.statistics.masking import Masked, masked, place_of
from declarations.dataset.statistics.writing import plain_csv, sdmx_csv

_AT_ONCE = 5000
_ORDER = list(Vintage)


@transaction.atomic(durable=True)
def publish(month: date, *, vintage: Vintage, population: Population, at: datetime) -> Release:
    """Publish a month as known at an instant. Raises NotPublishable where this vintage, or a later one, is out, or the
    month is not over."""
    _demand_next(month, vintage=vintage, population=population)
    scope = Scope(month, population, at)
    if declared_day(at) < scope.end:
        raise NotPublishable(f"{month:%Y-%m} is not over.")
    secret = masked_in(month)
    cells = masked(counting.trade(scope), secret)
    release = Release.objects.create(
        month=month,
        vintage=vintage,
        population=population,
        published_on=declared_day(at),
        known_at=at,
        sha256=sha256(plain_csv(cells, month=month)).hexdigest(),
    )
    _keep(TradeCell, cells, release)
    _keep(CurrencyCell, counting.invoiced(scope), release)
    _keep(OfficeChoice, counting.choice(scope), release)
    MaskedCommodity.objects.bulk_create(
        MaskedCommodity(release=release, direction=direction, commodity=commodity) for direction, commodity in secret
    )
    return release


def masked_in(month: date) -> list[Masked]:
    """What is masked in a month, by the register of requests."""
    live = SecrecyRequest.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=month), valid_from__lte=month)
    return sorted(set(live.values_list("direction", "commodity")))


def files_of(release: Release) -> dict[str, bytes]:
    """The release as files by their names: the same bytes whenever they are asked for."""
    name = f"trade-{release.month:%Y-%m}-{release.vintage.lower()}"
    name += "-generated" if release.population == Population.GENERATED else ""
    cells = trade_of(release)
    hidden = release.masked.order_by("direction", "commodity").values_list("direction", "commodity")
    return {
        f"{name}.csv": plain_csv(cells, month=release.month),
        f"{name}-sdmx.csv": sdmx_csv(
            cells,
            hidden,
            month=release.month,
            vintage=release.vintage,
            population=release.population,
            published_on=release.published_on,
        ),
    }


def rebuilt(release: Release) -> bytes:
    """The plain CSV of a release, counted anew from the declarations as they were known then: the same bytes."""
    scope = Scope(release.month, Population(release.population), release.known_at)
    secret = list(release.masked.values_list("direction", "commodity"))
    return plain_csv(masked(counting.trade(scope), secret), month=release.month)


def trade_of(release: Release) -> list[Trade]:
    """Its trade cells in order: ours, since servers order texts differently."""
    cells = [Trade(*row) for row in release.trade.values_list(*Trade.__struct_fields__)]
    return sorted(cells, key=place_of)


def invoiced_in(releases: Iterable[Release]) -> list[Invoiced]:
    """What was invoiced in the months of some releases."""
    columns = Invoiced.__struct_fields__
    return [Invoiced(*row) for row in CurrencyCell.objects.filter(release__in=list(releases)).values_list(*columns)]


def choices_in(releases: Iterable[Release]) -> list[Choice]:
    """Where authorised operators declared in the months of some releases."""
    columns = Choice.__struct_fields__
    return [Choice(*row) for row in OfficeChoice.objects.filter(release__in=list(releases)).values_list(*columns)]


def latest(population: Population, *, months: Iterable[date] | None = None) -> list[Release]:
    """The latest release of each month, the youngest month first."""
    releases = Release.objects.filter(population=population)
    if months is not None:
        releases = releases.filter(month__in=list(months))
    return list(releases.order_by("-month", "-id").distinct("month"))


def _demand_next(month: date, *, vintage: Vintage, population: Population) -> None:
    out = list(Release.objects.filter(month=month, population=population).values_list("vintage", flat=True))
    for each in out:
        if _ORDER.index(Vintage(each)) >= _ORDER.index(vintage):
            raise NotPublishable(f"{month:%Y-%m} is out as {Vintage(each).label}: {vintage.label} cannot follow.")


def _keep(model: type[Model], cells: Iterable[Trade | Invoiced | Choice], release: Release) -> None:
    rows = [model(release=release, **msgspec.structs.asdict(cell)) for cell in cells]
    model._default_manager.bulk_create(rows, batch_size=_AT_ONCE)
