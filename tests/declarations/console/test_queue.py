"""The work queue: what it tells, what is done from it, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from declarations.models import Declaration, Taking
from declarations.traders.models import Trader, User
from tests.declarations.console.conftest import page, signed_in, told
from tests.forms import balls, export_form, import_form

QUEUE = "/console/queue/"


def numbers(answer) -> list[str]:
    return [case.row.number for case in answer.context["queue"].cases]


def due(number: str, **after: int) -> None:
    Declaration.objects.filter(number=number).update(next_action_at=timezone.now() + timedelta(**after))


def test_the_queue_tells_what_is_due_in_words_the_earliest_first(lodge, officer):
    soon, late, over = (lodge(export_form(script="V2")) for _ in range(3))
    lodge(import_form(script="V1", items=[balls()]))
    due(soon, minutes=30, seconds=30)
    due(late, hours=6, minutes=1)
    due(over, hours=-3)

    answer = officer.get(QUEUE)

    assert [(case.row.number, case.due.tone, case.due.text) for case in answer.context["queue"].cases] == [
        (over, "stop", "Overdue 3 h"),
        (soon, "act", "Due in 30 min"),
        (late, "wait", "Due in 6 h"),
    ]
    assert "Overdue 3 h" in answer.content.decode()


def test_the_queue_is_narrowed_by_category_due_time_grade_office_and_who_has_it(lodge, officer, senior):
    papers, goods, taken = (
        lodge(export_form(script="V2")),
        lodge(export_form(script="V3")),
        lodge(export_form(script="V2")),
    )
    due(papers, hours=-1)
    due(goods, hours=1)
    due(taken, hours=5)
    Declaration.objects.filter(number=goods).update(customs_office="2A")
    Trader.objects.filter(code="DEMOEXPORT01").update(aeo_exporter=True)
    senior.post(page(taken, "take"))

    assert numbers(officer.get(QUEUE, {"category": "3"})) == [goods]
    assert numbers(officer.get(QUEUE, {"due": "over"})) == [papers]
    assert numbers(officer.get(QUEUE, {"due": "soon"})) == [papers, goods]
    assert numbers(officer.get(QUEUE, {"customs_office": "2A"})) == [goods]
    assert numbers(officer.get(QUEUE, {"free": "on"})) == [papers, goods]
    assert numbers(officer.get(QUEUE, {"grade": "aeo"})) == [papers, goods, taken]
    assert numbers(officer.get(QUEUE, {"grade": "other"})) == []
    assert "AEO exporter" in officer.get(QUEUE).content.decode()
    assert numbers(officer.get(QUEUE, {"category": "nonsense", "due": "x"})) == [papers, goods, taken]


def test_the_next_case_is_taken_opened_and_told_as_ones_own(lodge, officer, senior):
    number = lodge(export_form(script="V2"))

    answer = officer.post(f"{QUEUE}next/", follow=True)

    assert answer.redirect_chain == [(page(number), 302)]
    assert told(answer) == [f"{number}: it is on your desk."]
    assert "On your desk" in answer.content.decode()
    assert [case.row.number for case in officer.get(QUEUE).context["mine"]] == [number]
    assert "On the desk of <strong>demo-officer</strong>" in senior.get(page(number)).content.decode()
    assert told(senior.post(f"{QUEUE}next/", {"category": "2"})) == ["Nothing of the kind waits that nobody has."]


def test_what_another_officer_has_is_refused_in_words(lodge, officer, senior):
    number = lodge(export_form(script="V2"))
    officer.post(page(number, "take"))

    (why,) = told(senior.post(page(number, "take"), follow=True))

    assert why.startswith(f"{number}: Another officer has the case on the desk. officer: demo-officer; until: ")
    assert told(senior.post(page(number, "give-back"), follow=True)) == [
        f"{number}: The case is not on your desk, or its time was over. Nothing was changed."
    ]
    assert Taking.objects.get().officer.username == "demo-officer"


def test_a_supervisor_hands_a_case_on_to_an_officer_who_decides(lodge, officer, chief):
    number = lodge(export_form(script="V2"))
    officer.post(page(number, "take"))
    other = User.objects.get(username="demo-senior-officer")
    auditor = User.objects.get(username="demo-auditor")

    assert chief.post(page(number, "hand-on"), {"officer": auditor.pk}).context["form"].errors
    assert told(chief.post(page(number, "hand-on"), {"officer": other.pk})) == [
        f"{number}: it is on the desk of demo-senior-officer."
    ]
    assert Taking.objects.get(ended="").officer == other


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("demo-auditor", "", 200),
        ("demo-risk-officer", "", 200),
        ("demo-tariff-clerk", "", 403),
        ("demo-research-reviewer", "", 403),
    ],
)
def test_who_sees_the_queue(world, who, path, status):
    assert signed_in(who).get(QUEUE).status_code == status


@pytest.mark.parametrize("who", ["demo-auditor", "demo-risk-officer", "demo-administrator"])
def test_who_does_not_decide_takes_nothing(lodge, who):
    number = lodge(export_form(script="V2"))

    assert signed_in(who).post(f"{QUEUE}next/").status_code == 403
    assert signed_in(who).post(page(number, "take")).status_code == 403
    assert not Taking.objects.exists()


def test_an_examiner_hands_nothing_on(lodge, officer):
    number = lodge(export_form(script="V2"))

    assert officer.get(page(number, "hand-on")).status_code == 403


def test_the_queue_costs_the_same_for_3_cases_and_for_30(lodge, officer):
    def cost() -> int:
        officer.get(QUEUE)
        with CaptureQueriesContext(connection) as captured:
            assert officer.get(QUEUE).status_code == 200
        return len(captured)

    for _ in range(3):
        officer.post(page(lodge(export_form(script="V2")), "take"))
    few = cost()
    for _ in range(27):
        officer.post(page(lodge(export_form(script="V3")), "take"))

    assert cost() == few
    assert few <= 16
