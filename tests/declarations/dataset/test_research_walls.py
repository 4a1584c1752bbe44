"""Attacks with SQL, as a researcher's own login over a connection of its own: each is refused by PostgreSQL."""

from datetime import date

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from declarations.dataset.generating.declaring import Plan
from declarations.dataset.generating.running import generate
from declarations.dataset.models import SecrecyRequest
from declarations.dataset.research import extracts
from declarations.models import GoodsItem
from declarations.traders.models import Trader
from tests.declarations.dataset.store import as_login
from tests.declarations.dataset.test_research import no_logins_left, opened  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db(transaction=True)
LEAK = """
CREATE FUNCTION public.leak(seen text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$
BEGIN RAISE NOTICE '%', seen; RETURN true; END $$
"""


@pytest.fixture
def secret(world):
    """A commodity that a trader asked to be masked; its rows are stored, and no view shows them."""
    generate(Plan(count=300, seed=31, first=date(2024, 4, 1), last=date(2024, 5, 31)), at=timezone.now())
    code = GoodsItem.objects.filter(version__declaration__direction="IMPORT").first().commodity_code[:9]
    SecrecyRequest.objects.create(
        commodity=code,
        direction="IMPORT",
        trader=Trader.objects.first(),
        valid_from=date(2024, 1, 1),
        received_on=date(2024, 1, 1),
        reason="ONE SUPPLIER",
    )
    return code


@pytest.fixture
def researcher(secret):
    """An extract with rows that are withheld, and the login that reads it."""
    return opened(columns=("month", "hs6", "country", "value", "firm"))


def owner(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def refused(let_in, *statements):
    """What PostgreSQL says to the last of them."""
    *before, last = statements
    with as_login(let_in) as cursor:
        for statement in before:
            cursor.execute(statement)
        with pytest.raises(psycopg.Error) as answer:
            cursor.execute(last)
    return str(answer.value)


def test_the_view_shows_what_was_approved_and_nothing_withheld(researcher, secret):
    project, let_in = researcher
    with as_login(let_in) as cursor:
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE hs6 = %s) FROM extract", [secret[:6]])
        shown, of_the_heading = cursor.fetchone()
        cursor.execute("SELECT * FROM extract LIMIT 1")
        assert [column.name for column in cursor.description] == ["month", "hs6", "country", "value", "firm"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), count(*) FILTER (WHERE withheld) FROM research_store.{project.schema}")
        stored, withheld = cursor.fetchone()
    assert withheld > 0
    assert shown == stored - withheld
    assert of_the_heading < stored


@pytest.mark.parametrize(
    ("statements", "answer"),
    [
        (["SELECT * FROM public.declarations_version"], "permission denied for table declarations_version"),
        (["SELECT sealed FROM public.dataset_researchkey"], "permission denied for table dataset_researchkey"),
        (["SELECT * FROM research_store.{schema}"], "permission denied for schema research_store"),
        (["CREATE FUNCTION leak(x text) RETURNS text LANGUAGE sql AS 'SELECT x'"], "read-only transaction"),
        (
            [
                "SET default_transaction_read_only = off",
                "COMMIT",
                "CREATE FUNCTION f() RETURNS int AS 'SELECT 1' LANGUAGE sql",
            ],
            "permission denied for schema",
        ),
        (["SET default_transaction_read_only = off", "COMMIT", "CREATE TEMP TABLE t (x int)"], "permission denied"),
        (["COPY (SELECT * FROM extract) TO PROGRAM 'cat'"], "permission denied to COPY to or from an external program"),
        (["COPY (SELECT * FROM extract) TO '/tmp/extract'"], "permission denied to COPY to a file"),
        (["SET ROLE singlewindow_worker"], "permission denied to set role"),
        (["SET ROLE singlewindow_research"], "permission denied to set role"),
        (["SET SESSION AUTHORIZATION singlewindow"], "permission denied to set session authorization"),
        (
            [
                "SET singlewindow.maintenance = 'on'",
                "SET app.org = '00000000-0000-0000-0000-000000000000'",
                "SELECT * FROM public.declarations_declaration",
            ],
            "permission denied for table declarations_declaration",
        ),
        (["SELECT pg_read_file('/etc/passwd')"], "permission denied for function pg_read_file"),
        (["SELECT rolpassword FROM pg_authid"], "permission denied for table pg_authid"),
    ],
)
def test_an_attack_is_refused(researcher, statements, answer):
    project, let_in = researcher
    assert answer in refused(let_in, *(each.format(schema=project.schema) for each in statements))


def test_another_projects_extract_is_out_of_reach(researcher):
    _, let_in = researcher
    other, _ = opened(columns=("office", "currency"))
    assert "permission denied for schema" in refused(let_in, f"SELECT * FROM {other.schema}.extract")


def test_a_function_that_costs_nothing_sees_only_what_the_view_shows(researcher, secret):
    """The positive control: through an ordinary view on the same rows it sees what is withheld."""
    project, let_in = researcher
    owner(LEAK)
    try:
        for name, barrier in (("ordinary", "false"), ("barred", "true")):
            view = f"{project.schema}.{name}"
            owner(
                f"CREATE VIEW {view} WITH (security_barrier = {barrier}) AS SELECT hs6, country"
                f" FROM research_store.{project.schema} WHERE withheld::text = 'false'"
            )
            owner(f"ALTER VIEW {view} OWNER TO singlewindow_research; GRANT SELECT ON {view} TO {project.schema}")
        heard = {
            name: leaked(let_in, f"SELECT * FROM {project.schema}.{name} WHERE public.leak(hs6 || country)")
            for name in ("ordinary", "barred", "extract")
        }
        shown = counted(let_in, "extract")
        assert heard == {"ordinary": let_in.rows, "barred": shown, "extract": shown}
        assert shown < let_in.rows
    finally:
        owner("DROP FUNCTION public.leak(text)")


def leaked(let_in, query):
    """How many rows the function saw."""
    heard = []
    with as_login(let_in) as cursor:
        cursor.connection.add_notice_handler(lambda notice: heard.append(notice.message_primary))
        cursor.execute(query)
    return len(heard)


def counted(let_in, view):
    with as_login(let_in) as cursor:
        cursor.execute(f"SELECT count(*) FROM {view}")
        return cursor.fetchone()[0]


def test_the_statistics_of_the_stored_rows_are_not_seen(researcher):
    project, let_in = researcher
    owner(f"ANALYZE research_store.{project.schema}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stats WHERE schemaname = 'research_store'")
        assert cursor.fetchone()[0] > 0
    with as_login(let_in) as cursor:
        cursor.execute("SELECT count(*) FROM pg_stats WHERE schemaname LIKE 'research%'")
        assert cursor.fetchone() == (0,)


def test_a_loop_that_measures_time_is_ended(secret, monkeypatch):
    monkeypatch.setattr(extracts, "STATEMENT_TIMEOUT", "200ms")
    _, let_in = opened()
    loop = "DO $$ BEGIN LOOP PERFORM count(*) FROM extract WHERE value > 0; END LOOP; END $$"
    assert "canceling statement due to statement timeout" in refused(let_in, loop)
