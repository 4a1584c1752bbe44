"""The walls between readers: each role at the store has the rights it needs, and a web process sees the rows of the
organisation that asks. Tried as those roles, with SQL that our code would never write."""

import re
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from declarations.models import Declaration
from declarations.traders.models import Trader
from declarations.traders.seat import OFFICER, WEB, WORKER, Seat, sit, standing_up
from permits.models import InboxMessage
from tests.forms import import_form

pytestmark = pytest.mark.django_db

AUDIT = "singlewindow_audit"
ROLES = (WEB, OFFICER, WORKER, AUDIT)
# What belongs to no organisation: reference data, the register itself, people's sessions, what agencies send, what was
# published, what the console keeps of its own people, what the web process may not read at all.
COMMON = re.compile(
    r"tariff_|selection_(?!selection$)|permits_(agency|agencybreaker|law|requirement|permitsedition|inbox)"
    r"|declarations_(look|verification|longwork)|traders_(?!security)|web_usualtime|otp_|auth_|django_"
    r"|notifications_feedplace|singlewindow_"
    r"|dataset_(?!researchproject|researchdecision|outputrequest|outputreview|accesslog)"
)
MODELS = sorted(model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed)
OWNED = [table for table in MODELS if not COMMON.match(table)]


@contextmanager
def seated(role, organisation=None):
    """What follows runs as this role, for this organisation."""
    with standing_up():
        sit(Seat(role, organisation))
        yield


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def refused(statement):
    with pytest.raises(DatabaseError) as answer, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(answer.value)


@pytest.fixture
def lodged(broker):
    """A declaration with everything that hangs on one, by the broker for the importer."""
    return broker.lodged(import_form(script="V2"))["number"]


def of(number, column):
    """An organisation of a declaration: who declared it, or for whom."""
    return Declaration.objects.values_list(f"{column}_id", flat=True).get(number=number)


@pytest.mark.parametrize("role", ROLES)
def test_no_role_is_a_superuser_or_passes_the_walls(role, world):
    with seated(role), connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (role, False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("table", OWNED)
def test_what_belongs_to_an_organisation_is_walled_off_for_the_owner_too(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [table])
        assert cursor.fetchone() == (True, True)
        cursor.execute("SELECT policyname FROM pg_policies WHERE tablename = %s ORDER BY 1", [table])
        assert cursor.fetchall() == [("every_row",), ("maintenance",), ("own_rows",)]


@pytest.mark.parametrize("table", MODELS)
def test_every_table_says_what_each_role_may_do(table):
    """A new table that no migration opens is shut to all: this says so before a process does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.role_table_grants WHERE table_name = %s AND grantee = ANY(%s)",
            [table, list(ROLES)],
        )
        assert cursor.fetchone()[0] > 0


def test_a_web_process_sees_nothing_before_it_is_known_who_asks(lodged):
    with seated(WEB):
        assert {table: rows(table) for table in OWNED} == dict.fromkeys(OWNED, 0)


def test_a_stranger_sees_nothing_of_a_declaration(lodged, stranger):
    other = Trader.objects.get(api_clients__client_id="demo-unmandated")
    hanging = [table for table in OWNED if table.startswith(("declarations_", "selection_", "permits_"))]
    with seated(WEB, other.id):
        assert {table: rows(table) for table in hanging} == dict.fromkeys(hanging, 0)


FILLED = (
    "declarations_declaration",
    "declarations_version",
    "declarations_goodsitem",
    "declarations_assessedduty",
    "declarations_submission",
    "declarations_event",
    "declarations_ledgerentry",
    "permits_permitcheck",
    "selection_selection",
)


@pytest.mark.parametrize("who", ["declarant", "trader"])
def test_who_declared_and_for_whom_it_was_declared_see_it(lodged, who):
    with seated(WEB, of(lodged, who)):
        assert {table: rows(table) > 0 for table in FILLED} == dict.fromkeys(FILLED, True)


@pytest.mark.parametrize("role", [OFFICER, WORKER, AUDIT])
def test_officers_workers_and_auditors_see_every_organisation(lodged, role):
    with seated(role):
        assert {table: rows(table) > 0 for table in FILLED} == dict.fromkeys(FILLED, True)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("table", ["declarations_event", "declarations_submission", "declarations_ledgerentry"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_no_role_has_the_right_to_change_history(role, table, statement, lodged):
    with seated(role):
        assert "permission denied" in refused(statement.format(table))


def test_one_organisation_cannot_write_as_another(lodged, stranger):
    other = Trader.objects.get(api_clients__client_id="demo-unmandated")
    moved = f"UPDATE declarations_declaration SET declarant_id = '{other.id}' WHERE number = '{lodged}'"
    with seated(WEB, of(lodged, "declarant")):
        assert "row-level security" in refused(moved.replace("WHERE", ", trader_id = '" + str(other.id) + "' WHERE"))
    with seated(WEB, other.id), connection.cursor() as cursor:
        cursor.execute(moved)
        assert cursor.rowcount == 0


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        (WEB, "UPDATE tariff_dutyrate SET id = id"),
        (WEB, "INSERT INTO declarations_examination (id) VALUES (gen_random_uuid())"),
        (WEB, "SELECT * FROM permits_inboxmessage"),
        (WEB, "UPDATE traders_apiclient SET is_active = true"),
        (WEB, "UPDATE traders_user SET role = 'OFFICER'"),
        (WORKER, "UPDATE traders_trader SET name = name"),
        (AUDIT, "SELECT * FROM traders_user"),
        (AUDIT, "SELECT * FROM notifications_endpointsecret"),
        (AUDIT, "INSERT INTO declarations_event (id) VALUES (gen_random_uuid())"),
        (OFFICER, "SELECT * FROM notifications_endpointsecret"),
        (OFFICER, "CREATE TABLE mine (id int)"),
        (WEB, "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
    ],
)
def test_no_role_does_what_its_processes_never_do(role, statement, world):
    with seated(role):
        assert "permission denied" in refused(statement)


def test_a_release_that_something_holds_is_refused_to_the_web_process_too(lodged):
    released = "status = 'RELEASED', released_at = now(), next_action_at = NULL"
    with seated(WEB, of(lodged, "declarant")):
        assert "is held" in refused(f"UPDATE declarations_declaration SET {released} WHERE number = '{lodged}'")


def test_a_program_works_in_its_own_seat_and_leaves_it(broker, lodged):
    assert broker.account(lodged)["number"] == lodged

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('app.org', true)")
        user, organisation = cursor.fetchone()
    assert user not in ROLES
    assert organisation in (None, "")
    assert InboxMessage.objects.count() == 0
