"""A version and its goods items as the bytes that are hashed. What is empty is left out, so that a column that is
added later, and is empty for what was declared before, changes no leaf.

A salt of its own stands before each: whoever has the hash cannot try out what it might be the hash of.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connection, transaction

SALT_BYTES = 16

_SAID = "(SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb({0})) WHERE value NOT IN ('null', '\"\"'))"
_DATA = f"""
SELECT v.id, d.number, v.number,
       jsonb_build_object(
           'body_sha256', s.body_sha256,
           'version', {_SAID.format("v")},
           'items', (SELECT jsonb_agg(jsonb_build_object('item', {_SAID.format("g")}, 'duty', {_SAID.format("a")})
                                      ORDER BY g.number)
                       FROM declarations_goodsitem g LEFT JOIN declarations_assessedduty a ON a.goods_item_id = g.id
                      WHERE g.version_id = v.id))::text
  FROM declarations_version v
  JOIN declarations_declaration d ON d.id = v.declaration_id
  JOIN declarations_submission s ON s.id = v.submission_id
"""  # noqa: S608  (our own constants)
_AT_ONCE = 2000


def data_of(versions: Sequence[UUID]) -> dict[UUID, tuple[str, int, bytes]]:
    """For each of these versions the declaration's number, the version's, and what is hashed after the salt."""
    return {version: (number, its, text.encode()) for version, number, its, text in _rows(list(versions))}


def _rows(versions: list[UUID]) -> Iterator[tuple[UUID, str, int, str]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")  # in which instants are written out
        for first in range(0, len(versions), _AT_ONCE):
            cursor.execute(f"{_DATA} WHERE v.id = ANY (%s)", [versions[first : first + _AT_ONCE]])
            yield from cursor.fetchall()
