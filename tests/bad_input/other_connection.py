"""A connection beside the test's own, which holds what it was told until the test ends."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection

_open: list[psycopg.Connection[Any]] = []


def held(statement: str, told: Sequence[Any]) -> str:
    """Execute it in a transaction that stays open; what it gave."""
    facts = connection.get_connection_params()
    names = {"dbname": "dbname", "user": "user", "password": "password", "host": "host", "port": "port"}
    other = psycopg.connect(**{name: facts[key] for name, key in names.items() if facts.get(key)})
    _open.append(other)
    found = other.execute(statement, told).fetchone()
    return str(found[0] if found else "")


def let_go() -> None:
    """End them all."""
    while _open:
        _open.pop().close()
