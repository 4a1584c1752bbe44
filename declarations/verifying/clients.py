"""What clients wrote down of their calls, held against itself and against the store: I1, I2, I7, I10 and I12.

A client writes a line before each call and one after it. A call without a second line is unknown: it may have been
done or not, and proves nothing. Whatever was answered, though, is a promise.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import BinaryIO, TypeVar

import msgspec
from django.db import connection
from msgspec import Struct

from declarations.verifying.invariants import SAYS
from declarations.verifying.verdicts import Offence, Verdict, verdict


class Act(StrEnum):
    """What was called."""

    LODGE = "LODGE"
    AMEND = "AMEND"
    LOOK = "LOOK"


class Happened(StrEnum):
    """What a line tells: the call begins; it was answered as wished; it was refused; nobody knows."""

    INVOKE = "INVOKE"
    OK = "OK"
    REFUSED = "REFUSED"
    UNKNOWN = "UNKNOWN"


class Line(Struct, frozen=True, omit_defaults=True):
    """One line of a client's log. `at` counts seconds by one clock; hashes are SHA-256, hexadecimal."""

    client: str
    call: int
    act: Act
    happened: Happened
    at: float
    key: str = ""
    body: str = ""
    number: str = ""
    version: int = 0
    status: int = 0
    reply: str = ""


class Call(Struct, frozen=True):
    """A call with its answer."""

    began_at: float
    end: Line


def lines_of(log: BinaryIO) -> Iterator[Line]:
    """The lines of a JSONL log. The last may be cut off: its client was killed. Raises msgspec.DecodeError."""
    for line in log:
        if line.endswith(b"\n"):
            yield msgspec.json.decode(line, type=Line)


def verify_clients(lines: Iterable[Line]) -> tuple[Verdict, ...]:
    """Whether what was promised to clients is so. In the caller's transaction; read only."""
    calls = list(_answered(lines))
    good = [call.end for call in calls if call.end.happened is Happened.OK]
    lodged = [line for line in good if line.act is Act.LODGE]
    offences: dict[str, list[Offence]] = {
        "I1": list(_lost(lodged)),
        "I2": [*_keys_with_two_answers(lodged), *_numbers_with_two_keys(lodged), *_not_as_kept(lodged)],
        "I7": [*_backwards(calls), *_forked(good), *_versions_lost(good)],
        "I10": list(_not_found(calls)),
        "I12": list(_of_another(good)),
    }
    about = {"I7": good, "I10": [call.end for call in calls if call.end.act is Act.LOOK], "I12": good}
    return tuple(
        verdict(code, SAYS[code], looked_at=len(about.get(code, lodged)), offences=found)
        for code, found in offences.items()
    )


def _answered(lines: Iterable[Line]) -> Iterator[Call]:
    begun: dict[tuple[str, int], float] = {}
    for line in lines:
        if line.happened is Happened.INVOKE:
            begun[line.client, line.call] = line.at
        elif line.happened is not Happened.UNKNOWN:
            yield Call(begun[line.client, line.call], line)


_Key = TypeVar("_Key")
_Each = TypeVar("_Each")


def _grouped(pairs: Iterable[tuple[_Key, _Each]]) -> Mapping[_Key, list[_Each]]:
    groups: dict[_Key, list[_Each]] = {}
    for key, each in pairs:
        groups.setdefault(key, []).append(each)
    return groups


def _keys_with_two_answers(lodged: list[Line]) -> Iterator[Offence]:
    for (_, key), same in _grouped(((line.client, line.key), line) for line in lodged).items():
        if len({(line.number, line.reply, line.body) for line in same}) > 1:
            yield Offence(same[0].number, f"key {key} has {len(same)} answers that are not the same")


def _numbers_with_two_keys(lodged: list[Line]) -> Iterator[Offence]:
    for number, same in _grouped((line.number, line) for line in lodged).items():
        if len(keys := {(line.client, line.key) for line in same}) > 1:
            yield Offence(number, f"the answer to {len(keys)} keys")


def _backwards(calls: list[Call]) -> Iterator[Offence]:
    """Who looks after another has seen a version sees that version or a later one."""
    seen = [call for call in calls if call.end.happened is Happened.OK and call.end.version]
    for number, same in _grouped((call.end.number, call) for call in seen).items():
        highest, at = 0, float("-inf")
        for call in sorted(same, key=lambda call: call.end.at):
            if call.end.version < highest and call.began_at > at:
                yield Offence(number, f"version {call.end.version} was told after version {highest}")
            if call.end.version > highest:
                highest, at = call.end.version, call.end.at


def _forked(good: list[Line]) -> Iterator[Offence]:
    amended = [line for line in good if line.act is Act.AMEND]
    for (number, version), same in _grouped(((line.number, line.version), line) for line in amended).items():
        if len({(line.client, line.key) for line in same}) > 1:
            yield Offence(number, f"version {version} is the answer to {len(same)} amendments")


def _not_found(calls: list[Call]) -> Iterator[Offence]:
    told: dict[tuple[str, str], float] = {}
    for call in calls:
        if call.end.act is Act.LODGE and call.end.happened is Happened.OK:
            told.setdefault((call.end.client, call.end.number), call.end.at)
    for call in calls:
        accepted_at = told.get((call.end.client, call.end.number))
        if call.end.act is Act.LOOK and call.end.status == 404 and accepted_at and accepted_at < call.began_at:
            yield Offence(call.end.number, "accepted, and then not found")


_LOST = """
SELECT l.number, 'accepted under key ' || l.key || ' of ' || l.client || CASE WHEN s.id IS NULL
         THEN ', and not kept' ELSE ', and kept as ' || coalesce(nullif(s.declaration_number, ''), 'refused') END
  FROM json_to_recordset(%s) AS l (client text, key text, number text)
  LEFT JOIN declarations_submission s ON s.client = l.client AND s.idempotency_key = l.key
  LEFT JOIN declarations_declaration d ON d.number = l.number
 WHERE s.declaration_number IS DISTINCT FROM l.number OR d.id IS NULL
"""
_NOT_AS_KEPT = """
SELECT l.number, 'the answer that is kept for a retry under key ' || l.key || ' is not the one that was given'
  FROM json_to_recordset(%s) AS l (client text, key text, number text, reply text)
  JOIN declarations_submission s ON s.client = l.client AND s.idempotency_key = l.key
 WHERE s.declaration_number = l.number AND encode(sha256(convert_to(s.reply, 'UTF8')), 'hex') <> l.reply
"""
_VERSIONS_LOST = """
SELECT l.number, 'version ' || max(l.version) || ' was told, and is not kept'
  FROM json_to_recordset(%s) AS l (number text, version int) JOIN declarations_declaration d ON d.number = l.number
 WHERE NOT EXISTS (SELECT FROM declarations_version v WHERE v.declaration_id = d.id AND v.number = l.version)
 GROUP BY l.number
"""
_OF_ANOTHER = """
SELECT DISTINCT l.number, l.client || ' was told of another organisation''s declaration'
  FROM json_to_recordset(%s) AS l (client text, number text)
  JOIN declarations_declaration d ON d.number = l.number
  JOIN traders_apiclient a ON 'api:' || a.client_id = l.client
 WHERE a.trader_id <> d.declarant_id
"""


def _lost(lodged: list[Line]) -> Iterator[Offence]:
    return _offences(_LOST, lodged)


def _not_as_kept(lodged: list[Line]) -> Iterator[Offence]:
    return _offences(_NOT_AS_KEPT, lodged)


def _versions_lost(good: list[Line]) -> Iterator[Offence]:
    return _offences(_VERSIONS_LOST, [line for line in good if line.version])


def _of_another(good: list[Line]) -> Iterator[Offence]:
    return _offences(_OF_ANOTHER, good)


def _offences(statement: str, lines: list[Line]) -> Iterator[Offence]:
    """What a statement finds of these lines, all given to it at once."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [msgspec.json.encode(lines).decode()])
        yield from (Offence(*row) for row in cursor.fetchall())
