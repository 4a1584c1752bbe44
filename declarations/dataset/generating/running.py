"""A run: firms into the register, declarations into the store some hundred at a time, what examinations found put
right, and what was planted kept.

Chunks are shared out over processes. What a declaration says follows from its seed and number alone, so the same seed
gives the same declarations however many there are; only ids, and when the store received a row, are its own.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from functools import partial

import msgspec
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from msgspec import Struct

from declarations.clearance.standing import Editions
from declarations.dataset.errors import NoRoomToGenerate
from declarations.dataset.generating.copying import copy_together
from declarations.dataset.generating.correcting import put_right
from declarations.dataset.generating.declaring import Declaring, Plan, working_days
from declarations.dataset.generating.firms import Firm, Firms, firms_of
from declarations.dataset.generating.marketplace import market_of
from declarations.dataset.generating.storing import Storing
from declarations.dataset.generating.truth import Diversion, Misdeclared, Truth
from declarations.dataset.models import GeneratedRun, GeneratedTrader
from declarations.models import Declaration
from declarations.selection import in_force as selection_in_force
from declarations.selection.strata import shares_of
from declarations.status import Status
from declarations.tariff import in_force as tariff_in_force
from declarations.tariff.in_force import Reference
from declarations.traders.declarant import Officer
from declarations.traders.models import Grade, Role, Trader, User
from permits import requirements

AT_ONCE = 400
OFFICER = "generated-officer"
Watch = Callable[[int], None]
"""Told how many declarations are in the store, chunk by chunk."""


class _Written(Struct, frozen=True):
    """What a chunk brought: how many, what was planted, and how many the typhoon was felt by and diverted."""

    count: int
    planted: tuple[Misdeclared, ...]
    struck: int
    diverted: int


class _Work(Struct, frozen=True):
    """What every process needs to draw and write a chunk."""

    declaring: Declaring
    storing: Storing

    def write(self, numbers: range) -> _Written:
        """Draw these declarations and write them; go on with those that were selected and lie."""
        drawn = [self.declaring.draw(number) for number in numbers]
        rows = [self.storing.rows(each) for each in drawn]
        copy_together(rows)
        for each, [declaration] in zip(drawn, (some[Declaration] for some in rows), strict=True):
            if declaration["status"] != Status.RELEASED:
                put_right(each, by=self.storing.declarants[each.firm.code], officer=self.storing.officer)
        struck = [each for each in drawn if self.declaring.is_struck(each)]
        return _Written(
            len(drawn),
            tuple(hidden for each in drawn if (hidden := self.storing.misdeclared(each))),
            len(struck),
            sum(each.data.customs_office != each.jurisdiction for each in struck),
        )


def generate(plan: Plan, *, at: datetime, processes: int = 1, watch: Watch | None = None) -> Truth:
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
    run, traders, officer = _begin(plan, firms, at=at)
    declarants = {code: each.as_declarant(client=run.client, scopes=()) for code, each in traders.items()}
    share = Decimal(str(plan.drawn)) / 100
    promised = dict.fromkeys(working_days(plan.first, plan.last), shares_of(share, own={}))
    work = _Work(declaring, Storing(editions, declarants, officer, promised))
    chunks = [range(first, min(first + AT_ONCE, plan.count + 1)) for first in range(1, plan.count + 1, AT_ONCE)]
    written = []
    with _sharing_out(work, processes) as write_each:
        for some in write_each(chunks):
            written.append(some)
            if watch:
                watch(sum(each.count for each in written))
    return _end(run, plan, declaring.struck, written)


@contextmanager
def _sharing_out(work: _Work, processes: int) -> Iterator[Callable[[Sequence[range]], Iterator[_Written]]]:
    """Writes chunks by so many processes, in order; they have all that this one has read, and no connection of it."""
    if processes == 1:
        yield partial(map, work.write)
        return
    connection.close()  # a line to the store cannot be shared
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=fork, initializer=_remember, initargs=(work,)) as pool:
        yield partial(pool.map, _write)


_remembered: list[_Work] = []


def _remember(work: _Work) -> None:
    _remembered.append(work)


def _write(numbers: range) -> _Written:
    return _remembered[0].write(numbers)


def _begin(plan: Plan, firms: Firms, *, at: datetime) -> tuple[GeneratedRun, dict[str, Trader], Officer]:
    """The run, its firms in the register of traders, and who examines: an officer who cannot log in."""
    if GeneratedRun.objects.filter(seed=plan.seed).exists():
        raise NoRoomToGenerate(f"Seed {plan.seed} was used before: its declarations are in the store.")
    with transaction.atomic():
        run = GeneratedRun.objects.create(seed=plan.seed, count=plan.count, started_at=at, truth={})
        traders = Trader.objects.bulk_create(_trader(firm) for firm in firms.firms)
        GeneratedTrader.objects.bulk_create(GeneratedTrader(trader=trader, run=run) for trader in traders)
        officer = User.objects.filter(username=OFFICER).first() or User.objects.create_user(
            OFFICER, role=Role.OFFICER, grade=Grade.SENIOR, is_staff=True, is_active=False
        )
    seat = Officer(user_id=officer.id, name=officer.username, grade=officer.grade)
    return run, {trader.code: trader for trader in traders}, seat


def _trader(firm: Firm) -> Trader:
    return Trader(
        code=firm.code,
        name=firm.name,
        address="1-1-1 DEMONSTRATION, TOKYO",
        is_demonstration=True,
        aeo_importer=firm.is_aeo,
        aeo_exporter=firm.is_aeo,
    )


def _end(run: GeneratedRun, plan: Plan, office: str, written: Sequence[_Written]) -> Truth:
    struck, diverted = sum(each.struck for each in written), sum(each.diverted for each in written)
    truth = Truth(
        seed=plan.seed,
        count=plan.count,
        first=plan.first,
        last=plan.last,
        diversion=Diversion(office, plan.monday, plan.usual, plan.diversion, struck, diverted),
        misdeclared=tuple(hidden for each in written for hidden in each.planted),
    )
    run.truth, run.finished_at = msgspec.to_builtins(truth), timezone.now()
    run.save(update_fields=["truth", "finished_at"])
    return truth


def _yen(reference: Reference, currency: str) -> float:
    rate = reference.exchange_rate(currency)
    if rate is None:
        raise NoRoomToGenerate(f"No rate of exchange for {currency} on {reference.on} or before.")
    return float(rate.yen)
