"""Tests that are one transaction from beginning to end, told across test processes by a lock of PostgreSQL.

Test processes share a PostgreSQL, and an event is told only once every transaction below its own is over: a test of the
feed has to wait for those of its neighbours. It waits for this lock, which is granted in the order of asking.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import psycopg
import pytest
from django.conf import settings

_LOCK = 7_001  # any number: in the maintenance database nobody else takes one


def is_one_transaction(item: pytest.Item) -> bool:
    """Whether pytest-django rolls the test back at its end."""
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    if "transactional_db" in fixtures or (marker is not None and marker.kwargs.get("transaction", False)):
        return False
    return marker is not None or "db" in fixtures


@contextmanager
def kept_open() -> Iterator[None]:
    """While a test that is one transaction runs."""
    _line().execute("SELECT pg_advisory_lock_shared(%s)", [_LOCK])
    try:
        yield
    finally:
        _line().execute("SELECT pg_advisory_unlock_shared(%s)", [_LOCK])


def wait_for_others() -> None:
    """Until every test in another process that is one transaction, and has begun, is over."""
    _line().execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    _line().execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@cache
def _line() -> psycopg.Connection:
    told = settings.DATABASES["default"]
    return psycopg.connect(
        host=told["HOST"],
        port=told["PORT"],
        user=told["USER"],
        password=told["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    )
