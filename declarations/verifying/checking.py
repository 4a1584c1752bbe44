"""All invariants over one snapshot of the store."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain as chained
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from msgspec import Struct

from declarations import chain
from declarations.verifying.invariants import INVARIANTS, SAYS, Invariant
from declarations.verifying.verdicts import MOST_SHOWN, Offence, Verdict, together, verdict

_EVENTS = """
SELECT d.number, d.last_hash, e.hash, e.declaration_id, e.seq, e.version, e.name, e.at, e.actor, e.facts::text
  FROM declarations_event e JOIN declarations_declaration d ON d.id = e.declaration_id
"""
_IN_ORDER = "ORDER BY e.declaration_id, e.seq"
_ROWS_AT_ONCE = 5000


def verify_store() -> tuple[Verdict, ...]:
    """What holds in the store and what does not, one verdict an invariant. In the caller's transaction; read only."""
    found = [_verdict(invariant) for invariant in INVARIANTS]
    return together([*found, _chains()])


def _verdict(invariant: Invariant) -> Verdict:
    broken, first = 0, list[Offence]()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {invariant.about}")  # noqa: S608  (our own constants)
        looked_at = int(cursor.fetchone()[0])
        for statement in invariant.broken:
            cursor.execute(statement)
            broken += cursor.rowcount
            first += [Offence(*row) for row in cursor.fetchmany(MOST_SHOWN)]
    return Verdict(invariant.code, invariant.says, looked_at, broken, tuple(first[:MOST_SHOWN]))


def _chains() -> Verdict:
    """I8: the hash chains. The one part that is not SQL: the hash has one definition, and this is not its place."""
    return verdict("I8", SAYS["I8"], looked_at=0, offences=_broken_chains())


def _broken_chains() -> Iterator[Offence]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"{_EVENTS} {_IN_ORDER}")
        events = chained.from_iterable(iter(lambda: cursor.fetchmany(_ROWS_AT_ONCE), []))
        yield from _offences(events)


def _offences(events: Iterable[tuple[Any, ...]]) -> Iterator[Offence]:
    """The chains that are not whole, of events in the order of their declarations and numbers."""
    for (number, last_hash, declaration_id), rows in groupby(events, key=lambda row: (row[0], row[1], row[3])):
        links = [(_link(row), row[2]) for row in rows]
        if (seq := chain.first_break(UUID(str(declaration_id)), links)) is not None:
            yield Offence(number, f"its chain breaks at event {seq}")
        elif links[-1][1] != last_hash:
            yield Offence(number, "the head of its chain is not its last event")


class Chains(Struct, frozen=True):
    """The chains of some declarations: how many events, and what is not whole."""

    events: int
    offences: tuple[Offence, ...]


def chains_of(numbers: Mapping[UUID, str]) -> Chains:
    """Of these declarations, by their ids: one SQL statement. One without any event is not whole either."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_EVENTS} WHERE e.declaration_id = ANY(%s) {_IN_ORDER}", [list(numbers)])
        events = cursor.fetchall()
    silent = set(numbers) - {row[3] for row in events}
    without = tuple(Offence(numbers[each], "it has no history") for each in sorted(silent))
    return Chains(len(events), (*_offences(events), *without))


def _link(row: tuple[Any, ...]) -> chain.Link:
    declaration_id, seq, version, name, at, actor, facts = row[3:]
    return chain.Link(
        declaration_id=declaration_id,
        seq=seq,
        version=version,
        name=name,
        at=at,
        actor=actor,
        facts=msgspec.json.decode(facts),
    )
