"""A run: firms into the register, declarations into the store some hundred at a time, and what was planted kept."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime

import msgspec
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from declarations.clearance.recording import Rows, record_together
from declarations.clearance.standing import Editions
from declarations.dataset.errors import NoRoomToGenerate
from declarations.dataset.generating.declaring import Declaring, Plan
from declarations.dataset.generating.firms import Firm, Firms, firms_of
from declarations.dataset.generating.marketplace import market_of
from declarations.dataset.generating.storing import Storing
from declarations.dataset.generating.truth import Diversion, Misdeclared, Truth
from declarations.dataset.models import GeneratedRun, GeneratedTrader
from declarations.selection import in_force as selection_in_force
from declarations.tariff import in_force as tariff_in_force
from declarations.tariff.in_force import Reference
from declarations.traders.models import Trader
from permits import requirements

AT_ONCE = 400
Watch = Callable[[int], None]
"""Told how many declarations are on their way into the store, chunk by chunk."""


def generate(plan: Plan, *, at: datetime, watch: Watch | None = None) -> Truth:
    """Generate a plan's declarations. Raises NoRoomToGenerate outside the sandbox, or where the seed was used.

    Each chunk is a transaction; a run that broke off is one without `finished_at`, and its seed stays used.
    """
    if not settings.SANDBOX:
        raise NoRoomToGenerate("Declarations are generated only where SANDBOX is on.")
    editions = Editions(tariff_in_force.edition(), requirements.edition(), selection_in_force.edition())
    tariff = tariff_in_force.tariff(editions.tariff)
    market = market_of(tariff, requirements.in_force(editions.permits), first=plan.first, last=plan.last)
    firms = firms_of(market, count=plan.firms, seed=plan.seed)
    declaring = Declaring(plan, market, firms, yen_per=lambda currency, on: _yen(tariff.as_at(on), currency))
    run, traders = _begin(plan, firms, at=at)
    storing = Storing(
        editions, {code: each.as_declarant(client=run.client, scopes=()) for code, each in traders.items()}
    )
    planted: list[Misdeclared] = []
    diverted = [0, 0]
    with _writing() as write:
        for first in range(1, plan.count + 1, AT_ONCE):
            drawn = [declaring.draw(number) for number in range(first, min(first + AT_ONCE, plan.count + 1))]
            write([storing.rows(each) for each in drawn])
            planted += [hidden for each in drawn if (hidden := storing.misdeclared(each))]
            for each in filter(declaring.is_struck, drawn):
                diverted[0] += 1
                diverted[1] += each.data.customs_office != each.jurisdiction
            if watch:
                watch(first + len(drawn) - 1)
    return _end(run, plan, declaring.struck, diverted, planted)


@contextmanager
def _writing() -> Iterator[Callable[[Sequence[Rows]], None]]:
    """Writes a chunk while the next is drawn: the store works on another core. What fails is raised at the next one."""
    with ThreadPoolExecutor(max_workers=1) as writer:
        under_way: list[Future[None]] = []

        def write(chunk: Sequence[Rows]) -> None:
            while under_way:
                under_way.pop().result()
            under_way.append(writer.submit(_write, chunk))

        try:
            yield write
            write(())  # so that the last chunk is waited for
        finally:
            writer.submit(connection.close)


def _write(chunk: Sequence[Rows]) -> None:
    if chunk and not record_together(chunk):
        raise NoRoomToGenerate("An own reference or a number among them is taken.")


def _begin(plan: Plan, firms: Firms, *, at: datetime) -> tuple[GeneratedRun, dict[str, Trader]]:
    """The run, and its firms in the register of traders."""
    if GeneratedRun.objects.filter(seed=plan.seed).exists():
        raise NoRoomToGenerate(f"Seed {plan.seed} was used before: its declarations are in the store.")
    with transaction.atomic():
        run = GeneratedRun.objects.create(seed=plan.seed, count=plan.count, started_at=at, truth={})
        traders = Trader.objects.bulk_create(_trader(firm) for firm in firms.firms)
        GeneratedTrader.objects.bulk_create(GeneratedTrader(trader=trader, run=run) for trader in traders)
    return run, {trader.code: trader for trader in traders}


def _trader(firm: Firm) -> Trader:
    return Trader(
        code=firm.code,
        name=firm.name,
        address="1-1-1 DEMONSTRATION, TOKYO",
        is_demonstration=True,
        aeo_importer=firm.is_aeo,
        aeo_exporter=firm.is_aeo,
    )


def _end(run: GeneratedRun, plan: Plan, office: str, diverted: list[int], planted: list[Misdeclared]) -> Truth:
    truth = Truth(
        seed=plan.seed,
        count=plan.count,
        first=plan.first,
        last=plan.last,
        diversion=Diversion(office, plan.monday, plan.usual, plan.diversion, *diverted),
        misdeclared=tuple(planted),
    )
    run.truth, run.finished_at = msgspec.to_builtins(truth), timezone.now()
    run.save(update_fields=["truth", "finished_at"])
    return truth


def _yen(reference: Reference, currency: str) -> float:
    rate = reference.exchange_rate(currency)
    if rate is None:
        raise NoRoomToGenerate(f"No rate of exchange for {currency} on {reference.on} or before.")
    return float(rate.yen)
