"""The whole store as one value, to be compared before and after."""

from django.apps import apps
from django.db import connection

from declarations.models import Submission

# What the doors count, who is signed in and who looked: written by a refusal as well, and no part of what the store is
# about.
_OF_THE_DOORS = {"django_session", "traders_tally", "declarations_look"}


def store() -> dict[str, tuple[int, str]]:
    """Of each table the number of its rows, and a digest of all that is in them (of the large tariff the number)."""
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)} - _OF_THE_DOORS)
    asked = [f"SELECT '{table}', count(*), {_digest(table)} FROM {table} t" for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return {table: (rows, digest) for table, rows, digest in cursor.fetchall()}


def _digest(table: str) -> str:
    if table.startswith("tariff_"):
        return "''"
    return "coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '')"


def differences(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> dict[str, int]:
    """How many rows more each table has that is not as it was."""
    return {table: after[table][0] - before[table][0] for table in before if before[table] != after[table]}


def kept_submissions(count: int) -> dict[str, int]:
    """The one difference that a refusal may make."""
    return {Submission._meta.db_table: count} if count else {}
