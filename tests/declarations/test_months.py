"""Goods items and events are kept by month: where each goes, what a month refuses, and how months are made."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from declarations import months
from declarations.models import Event, GoodsItem, Version
from declarations.traders.seat import OFFICER, WEB, WORKER, Seat, sit, standing_up
from singlewindow.chores import CHORES
from singlewindow.service_status import read as service_status
from tests.forms import balls, import_form

pytestmark = pytest.mark.django_db


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else None


def refused(statement, *parameters):
    with pytest.raises(DatabaseError) as answer, transaction.atomic():
        sql(statement, *parameters)
    return str(answer.value)


def months_of(table):
    """The months of a table, in order."""
    found = sql(
        "SELECT right(inhrelid::regclass::text, 7) FROM pg_inherits WHERE inhparent = %s::regclass"
        " AND inhrelid::regclass::text NOT LIKE '%%later' ORDER BY 1",
        table,
    )
    return [name for (name,) in found]


OF_A_DECLARATION = {
    "declarations_event": "declaration_id = d.id",
    "declarations_goodsitem": "version_id IN (SELECT v.id FROM declarations_version v WHERE v.declaration_id = d.id)",
}


def kept_in(table, number):
    """In which tables the rows of a declaration are."""
    found = sql(
        f"SELECT DISTINCT row.tableoid::regclass::text FROM {table} row, declarations_declaration d"
        f" WHERE row.{OF_A_DECLARATION[table]} AND d.number = %s",
        number,
    )
    return [name for (name,) in found]


def this_month(ahead=0):
    return f"{timezone.now() + relativedelta(months=ahead):%Y_%m}"


@pytest.fixture
def lodged(broker):
    return broker.lodged(import_form(script="V2", items=[balls(), balls()]))["number"]


@pytest.mark.parametrize("table", ["declarations_goodsitem", "declarations_event"])
def test_what_is_lodged_is_kept_in_its_month(lodged, table):
    assert kept_in(table, lodged) == [f"{table}_{this_month()}"]


def test_events_are_looked_for_in_the_month_of_their_declaration_alone(lodged):
    declaration = sql("SELECT id FROM declarations_declaration WHERE number = %s", lodged)[0][0]
    plan = Event.objects.filter(declaration=declaration).explain()

    assert f"declarations_event_{this_month()}" in plan
    assert f"declarations_event_{this_month(1)}" not in plan


COPY_ITEM = """
INSERT INTO declarations_goodsitem
SELECT (json_populate_record(item, json_build_object('id', %s::uuid, 'number', %s::int))).*
  FROM declarations_goodsitem item JOIN declarations_version v ON v.id = version_id
  JOIN declarations_declaration d ON d.id = declaration_id WHERE d.number = %s AND item.number = 1
"""


def new_id(ahead=0):
    """The least id of a month."""
    month = f"{timezone.now() + relativedelta(months=ahead):%Y-%m-01}"
    return sql("SELECT declarations_first_id(%s)", month)[0][0]


def test_no_version_has_a_number_twice(lodged):
    assert "number_once" in refused(COPY_ITEM, new_id(), 2, lodged)


def test_an_item_is_of_the_month_of_its_version(lodged):
    assert "month_of_version" in refused(COPY_ITEM, new_id(ahead=1), 3, lodged)


def test_an_event_has_its_seq_once(lodged):
    again = (
        'INSERT INTO declarations_event SELECT (json_populate_record(e, \'{"id": "%s"}\')).* FROM declarations_event e'
    )
    assert "declaration_id_seq_key" in refused(again % new_id())


def test_months_are_made_ahead_by_the_dispatcher_once(world):
    [chore] = [chore for chore in CHORES if chore.do is months.make_ahead]
    later = timezone.now() + timedelta(days=70)
    before = months_of("declarations_event")

    with standing_up():
        sit(Seat(WORKER))
        made = chore.do(later)
        assert chore.do(later) == 0

    after = months_of("declarations_event")
    assert after == months_of("declarations_goodsitem")
    assert before == after[: len(before)]
    assert made == 2 * (len(after) - len(before)) > 0
    assert after[-1] == f"{later + months.AHEAD:%Y_%m}"


@pytest.mark.parametrize("role", [WEB, OFFICER])
def test_nobody_else_makes_months(role, world):
    with standing_up():
        sit(Seat(role))
        assert "permission denied" in refused("SELECT declarations_make_months('2099-01-01')")


@pytest.mark.parametrize("role", [WEB, OFFICER, WORKER])
def test_nobody_goes_to_a_month_past_the_walls_of_the_whole(role, lodged):
    with standing_up():
        sit(Seat(role))
        assert "permission denied" in refused(f"SELECT FROM declarations_event_{this_month()}")


def test_a_month_is_not_emptied(world):
    sql("SET LOCAL singlewindow.may_truncate = 'off'")
    assert "only appended" in refused(f"TRUNCATE declarations_event_{this_month()} CASCADE")


def test_what_comes_after_the_last_month_is_kept_all_the_same_and_stays(lodged):
    """As if nobody had made a month for years: its goods items go into the table of what is later."""
    far = new_id(ahead=40)
    Version(**{**Version.objects.filter(declaration__number=lodged).values().get(), "id": far, "number": 2}).save()
    item = GoodsItem.objects.filter(version__declaration__number=lodged).values().first()
    GoodsItem(**{**item, "id": far, "version_id": far}).save()

    months.make_ahead(timezone.now() + relativedelta(months=41) - months.AHEAD)

    assert set(kept_in("declarations_goodsitem", lodged)) == {
        f"declarations_goodsitem_{this_month()}",
        "declarations_goodsitem_later",
    }
    assert this_month(40) not in months_of("declarations_goodsitem")
    assert this_month(41) in months_of("declarations_goodsitem")
    assert this_month(40) in months_of("declarations_event")


def test_the_service_tells_that_months_run_out(world):
    assert "months-run-out" not in service_status().attention
    assert months.are_running_out(timezone.now() + relativedelta(months=3))
