"""The store as a researcher's own login reaches it."""

from contextlib import contextmanager

import psycopg
from django.db import connection


@contextmanager
def as_login(opened):
    """A cursor of the login that was told when the extract was made."""
    told = connection.settings_dict
    with psycopg.connect(
        host=told["HOST"], port=told["PORT"], dbname=told["NAME"], user=opened.login, password=opened.password
    ) as session:
        yield session.cursor()


def login_of(opened):
    """The login, as the cluster knows it; None where it does not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = %s", [opened.login])
        return cursor.fetchone()
