"""The dashboard: what its tables say of a day, and what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from declarations.console.tables import duration, share
from declarations.models import Declaration
from permits.models import Agency
from tests.declarations.console.conftest import does, page, signed_in
from tests.forms import balls, export_form, import_form

ASKED_BY_MACHINE = Agency.objects.exclude(adapter="manual").order_by("code").values_list("name", flat=True)
DASHBOARD = "/console/dashboard/"


def table(answer, name):
    """A table by its rows, as they are read."""
    (found,) = [each for each in answer.context["tables"] if each.name == name]
    return [[getattr(cell.text, "text", cell.text) for cell in row] for row in found.rows]


def test_the_dashboard_tells_what_came_in_today_and_where_it_stands(lodge, chief):
    lodge(export_form(script="V1"))
    lodge(export_form(script="V2"))
    lodge(import_form(script="V1", items=[balls()]))

    answer = chief.get(DASHBOARD)

    inflow = table(answer, "inflow")
    assert [sum(int(row[column]) for row in inflow) for column in (1, 2)] == [1, 2]
    assert len(inflow) == 24
    assert table(answer, "categories") == [
        ["1 simplified", "2", "66.7 %"],
        ["2 documents", "1", "33.3 %"],
        ["3 inspection", "0", "0.0 %"],
    ]
    assert [row[:2] for row in table(answer, "released")] == [["1 simplified", "1"]]
    assert [row[:3] for row in table(answer, "offices")] == [["1A", "1 simplified", "1"]]
    assert [row[0] for row in table(answer, "currencies-import")] == ["JPY"]
    assert {row[0] for row in table(answer, "agencies")} == set(ASKED_BY_MACHINE)


def test_what_is_open_is_told_by_its_age_and_whose_turn_it_is(lodge, chief):
    number = lodge(export_form(script="V2"))
    fresh = lodge(export_form(script="V3"))
    now = timezone.now()
    Declaration.objects.filter(number=number).update(
        lodged_at=now - timedelta(hours=30), next_action_at=now - timedelta(hours=22)
    )
    Declaration.objects.filter(number=fresh).update(lodged_at=now - timedelta(minutes=5), next_action_at=now)
    chief.post(page(number, "take"))

    answer = chief.get(DASHBOARD)

    rows = {row[0]: row[1:] for row in table(answer, "backlog")}
    assert rows["1 to 3 d"] == ["1", "0", "0", "1"]
    assert rows["under 1 h"][:3] == ["1", "0", "0"]
    assert table(answer, "desks") == [["demo-chief-officer", "1", "1", "0 min"]]


def test_the_hit_rate_counts_what_was_not_in_order(lodge, officer, chief):
    for result in ("IN_ORDER", "NOT_IN_ORDER", "IN_ORDER"):
        number = lodge(export_form(script="V2"))
        does(officer, page(number, "examine"), result=result, remarks="Looked at.")

    hits = table(chief.get(DASHBOARD, {"day": "2024-08-31"}), "hits")
    assert hits == [["SANDBOX", "", "3", "3", "1", "33.3 %"]]
    assert table(chief.get(DASHBOARD, {"day": "2024-09-04"}), "hits") == []


def test_another_day_has_its_own_figures_and_a_day_that_is_none_is_told(lodge, chief):
    lodge(export_form(script="V1"))

    before = chief.get(DASHBOARD, {"day": "2020-02-29"})

    assert table(before, "inflow") == []
    assert "Nothing in this span." in before.content.decode()
    assert "Enter a valid date." in chief.get(DASHBOARD, {"day": "2020-02-30"}).content.decode()


def test_each_chart_is_a_table_of_numbers_and_no_script_is_in_the_page(lodge, chief):
    lodge(export_form(script="V1"))

    page = chief.get(DASHBOARD).content.decode()

    assert page.count("<table data-chart=") >= 5
    assert 'data-value="33.' in page or 'data-value="100.0"' in page
    assert "<script>" not in page
    assert "style=" not in page


def test_the_dashboard_costs_the_same_for_2_declarations_and_for_20(lodge, chief):
    def cost() -> int:
        chief.get(DASHBOARD)
        with CaptureQueriesContext(connection) as captured:
            assert chief.get(DASHBOARD).status_code == 200
        return len(captured)

    for _ in range(2):
        lodge(export_form(script="V2"))
    few = cost()
    for script in ("V1", "V2", "V3") * 6:
        lodge(export_form(script=script))

    assert cost() == few
    assert few <= 14


@pytest.mark.parametrize("who", ["demo-officer", "demo-tariff-clerk", "demo-research-reviewer"])
def test_the_dashboard_is_not_everybodys(world, who):
    assert signed_in(who).get(DASHBOARD).status_code == 403


@pytest.mark.parametrize(
    ("seconds", "words", "hours"),
    [(None, "–", None), (0.04, "0.0 s", 0.0), (59.9, "59.9 s", 0.0166), (90, "2 min", 0.025), (5400, "1.5 h", 1.5)],
)
def test_a_time_is_told_in_its_unit_and_drawn_in_hours(seconds, words, hours):
    told = duration(seconds)
    assert (told.text, told.number) == (words, hours)


def test_a_share_of_nothing_is_none():
    assert (share(1, 3).text, share(1, 3).number) == ("33.3 %", 33.333)
    assert (share(0, 0).text, share(0, 0).number) == ("–", None)
