"""The walls in the database: tried as the service's own role, which is no superuser."""

import pytest
from django.db import DatabaseError, connection, transaction

from declarations.models import Declaration, Entry, Event, LedgerEntry
from tests.forms import balls, import_form, parcel_form

pytestmark = pytest.mark.django_db

HISTORY = ("submission", "version", "goodsitem", "assessedduty", "permitclaim", "event", "ledgerentry")


def refused(statement, *parameters):
    """What the database says to a statement it must refuse."""
    with pytest.raises(DatabaseError) as answer, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
    return str(answer.value)


def test_the_role_is_no_superuser():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)


@pytest.fixture
def paid(broker):
    account = broker.lodged(import_form(items=[balls(permits=[])]))
    broker.pay(account)
    return account


@pytest.mark.parametrize("table", [name for name in HISTORY if name != "permitclaim"])
def test_what_was_said_and_done_is_only_appended(broker, paid, table):
    column = {"assessedduty": "goods_item_id"}.get(table, "id")
    before = rows(table)

    assert "only appended" in refused(f"UPDATE declarations_{table} SET {column} = {column}")
    assert "only appended" in refused(f"DELETE FROM declarations_{table}")
    assert rows(table) == before > 0


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM declarations_{table}")
        return cursor.fetchone()[0]


def test_history_is_not_truncated(world):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL singlewindow.may_truncate = 'off'")
    assert "only appended" in refused("TRUNCATE declarations_event")


RELEASE = (
    "UPDATE declarations_declaration SET status = 'RELEASED', released_at = now(), next_action_at = NULL"
    " WHERE number = %s"
)


@pytest.mark.parametrize(
    ("form", "why"),
    [
        (import_form(), "a permit check of version 1 is not confirmed"),
        (import_form(script="V2", items=[balls()]), "category 2 is not examined"),
        (import_form(script="V1", items=[balls()]), "neither paid nor deferred"),
    ],
)
def test_nothing_is_released_that_something_holds(broker, form, why):
    number = broker.lodged(form)["number"]

    assert why in refused(RELEASE, number)
    assert Declaration.objects.get(number=number).status == "LODGED"


def test_what_nothing_holds_is_released(broker):
    account = broker.lodged(import_form(items=[balls()]))
    broker.pay(account)

    assert Declaration.objects.get(number=account["number"]).status == "RELEASED"
    assert LedgerEntry.objects.get(kind=Entry.PAYMENT).amount == int(account["duty"]["total_to_pay"])


def test_events_are_numbered_without_gap_or_repeat(broker):
    declaration = Declaration.objects.get(number=broker.lodged(parcel_form())["number"])
    event = Event.objects.filter(declaration=declaration).last()
    event.pk, event._state.adding = None, True

    with pytest.raises(DatabaseError), transaction.atomic():
        event.save(force_insert=True)
    assert list(Event.objects.filter(declaration=declaration).values_list("seq", flat=True)) == [1, 2]
