"""The ledger: a new table is protected beside every earlier one that counts the same goods, and stays for ever."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, QuerySet
from msgspec import Struct

from declarations.dataset.disclosure.attacking import Published, Truth, attack, judged
from declarations.dataset.disclosure.joint import Figures, Sheet, Sums, amounts_of, linked_to
from declarations.dataset.disclosure.protecting import Protected, protect
from declarations.dataset.disclosure.rules import Rules
from declarations.dataset.disclosure.searching import CannotBeProtected
from declarations.dataset.disclosure.tables import Frame, Key, Tabulation
from declarations.dataset.errors import NotReleasable
from declarations.dataset.models import LedgerTable, Population
from declarations.dataset.releasing.counting import contributions_to, frame_of

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('dataset'), hashtext('release ledger'))"


class Assault(Struct, frozen=True):
    """What an attacker has of the ledger: hidden cells in all, recovered exactly, and known too closely."""

    tables: int
    hidden: int
    exact: int
    close: int


def rules_in_force() -> Rules:
    """The rules of disclosure, as configured."""
    return msgspec.convert(settings.DISCLOSURE_RULES, Rules)


def prepared(tabulation: Tabulation, *, name: str, population: Population, at: datetime) -> Protected:
    """The table as it could be released now. Raises NotReleasable where it would be empty or cannot be protected, and
    SolverMissing."""
    earlier = _linked(tabulation, population)
    frame = frame_of([tabulation, *(_tabulation(each) for each in earlier)])
    contributions = contributions_to(tabulation, frame, population=population, known_at=at)
    if not contributions:
        raise NotReleasable(f"{name} would be empty.")
    try:
        return protect(
            contributions,
            tabulation,
            frame=frame,
            rules=rules_in_force(),
            name=name,
            earlier=[sheet_of(each, frame) for each in earlier],
        )
    except CannotBeProtected as refused:
        raise NotReleasable(str(refused)) from refused


def release(tabulation: Tabulation, *, name: str, population: Population, by: str, at: datetime) -> LedgerTable:
    """Protect a table and release it. Raises NotReleasable, also where the name is taken, and SolverMissing.

    It is protected outside of any transaction, which may take long; where the ledger has grown meanwhile, once more.
    """
    while True:
        if LedgerTable.objects.filter(name=name).exists():
            raise NotReleasable(f"{name} is out already: a table is released once.")
        beside = last_in_ledger()
        told = written(prepared(tabulation, name=name, population=population, at=at))
        with transaction.atomic(durable=True):
            take_lock()
            if last_in_ledger() == beside:
                return LedgerTable.objects.create(
                    name=name,
                    tabulation=msgspec.to_builtins(tabulation),
                    population=population,
                    known_at=at,
                    rules=msgspec.to_builtins(rules_in_force()),
                    **told,
                    certificate_sha256=sha256(told["certificate"]).hexdigest(),
                    released_at=at,
                    released_by=by,
                )


def last_in_ledger() -> int:
    """The number of the ledger's last table; 0 where it is empty."""
    return LedgerTable.objects.aggregate(last=Max("id"))["last"] or 0


def take_lock() -> None:
    """Until the transaction's end nobody else writes into the ledger, nor looks whether it has grown."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)


def written(protected: Protected) -> dict[str, Any]:
    """A protected table as it is stored: figures, reasons, certificate."""
    return {
        "figures": [[list(key), figure] for key, figure in sorted(protected.figures.items())],
        "reasons": [[list(key), reason.value] for key, reason in sorted(protected.reasons.items())],
        "certificate": protected.certificate.encoded(),
    }


def figures_of(table: LedgerTable) -> Figures:
    """What is out of a table, cell by cell."""
    return {tuple(key): figure for key, figure in table.figures}


def sheet_of(table: LedgerTable, frame: Frame) -> Sheet:
    """A table that is out, with what was counted for it: counted anew, as it was known then."""
    tabulation = _tabulation(table)
    contributions = contributions_to(
        tabulation, frame, population=Population(table.population), known_at=table.known_at
    )
    amounts = amounts_of(contributions, frame, tabulation)
    return Sheet(name=table.name, tabulation=tabulation, amounts=amounts, figures=figures_of(table))


def assault() -> Assault:
    """Attack everything that is out, all tables that hang together at once. Raises SolverMissing."""
    found = Assault(0, 0, 0, 0)
    for group in _groups():
        frame = frame_of([_tabulation(each) for each in group])
        sheets = [sheet_of(each, frame) for each in group]
        tables = [Published(name=each.name, tabulation=each.tabulation, figures=each.figures) for each in sheets]
        hidden = sum(figure is None for each in sheets for figure in each.figures.values())
        exact, close = judged(attack(tables, frame), _truths(sheets, group, frame))
        found = Assault(found.tables + len(group), found.hidden + hidden, found.exact + exact, found.close + close)
    return found


def _truths(sheets: Sequence[Sheet], group: Sequence[LedgerTable], frame: Frame) -> dict[tuple[str, Key], Truth]:
    sums = Sums(sheets, frame)
    rules = [msgspec.convert(each.rules, Rules) for each in group]
    return {
        (sheets[number].name, key): Truth(amount, rules[number].need(sums.open_amount((number, key))))
        for (number, key), amount in sums.amounts.items()
    }


def _groups() -> list[list[LedgerTable]]:
    """The tables that are out, those together that can be looked at together."""
    groups = []
    for population in Population.values:
        waiting = {table.name: table for table in _out(Population(population))}
        while waiting:
            first = next(iter(waiting.values()))
            names = linked_to(_tabulation(first), {name: _tabulation(table) for name, table in waiting.items()})
            groups.append([waiting.pop(name) for name in names])
    return groups


def _linked(tabulation: Tabulation, population: Population) -> list[LedgerTable]:
    out = {table.name: table for table in _out(population)}
    return [out[name] for name in linked_to(tabulation, {name: _tabulation(table) for name, table in out.items()})]


def _out(population: Population) -> "QuerySet[LedgerTable]":
    return LedgerTable.objects.filter(population=population).defer("certificate").order_by("id")


def _tabulation(table: LedgerTable) -> Tabulation:
    return msgspec.convert(table.tabulation, Tabulation)
