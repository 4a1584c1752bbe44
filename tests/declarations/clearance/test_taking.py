"""Taking cases from the queue: nobody is given what another officer has, and what is over is over."""

from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from declarations import clearance
from declarations.clearance.taking import GOODS, PAPERS
from declarations.errors import CaseNotTaken, CaseTaken, NotWithOfficers, UnknownDeclaration
from declarations.models import Declaration, Taking
from declarations.traders.models import User
from tests.forms import balls, export_form, import_form
from tests.threads import together

AT = datetime(2024, 8, 5, 1, 0, tzinfo=UTC)  # the day that the forms are lodged on
CASES = 100


def officer(username="demo-officer"):
    return User.objects.get(username=username).as_officer()


@pytest.fixture
def examiner(world):
    return officer()


@pytest.fixture
def senior(world):
    return officer("demo-senior-officer")


@pytest.fixture
def lodged(broker):
    """Lodges an export whose documents, or goods, are to be examined; its number."""
    return lambda script="V2": broker.lodged(export_form(script=script))["number"]


def due(number, at):
    Declaration.objects.filter(number=number).update(next_action_at=at)


def takings(number):
    rows = Taking.objects.filter(declaration__number=number).order_by("id")
    return list(rows.values_list("officer__username", "ended"))


def test_the_earliest_due_is_taken_first_and_each_once(lodged, examiner, senior):
    late, early = lodged(), lodged()
    due(late, AT + timedelta(hours=9))
    due(early, AT + timedelta(hours=8))

    assert clearance.take_next(by=examiner, at=AT).number == early
    assert clearance.take_next(by=senior, at=AT).number == late
    assert clearance.take_next(by=examiner, at=AT) is None
    assert (takings(early), takings(late)) == ([("demo-officer", "")], [("demo-senior-officer", "")])


def test_only_the_category_and_office_that_are_asked_for_are_taken(lodged, examiner):
    papers, goods = lodged("V2"), lodged("V3")
    Declaration.objects.filter(number=papers).update(customs_office="2B")

    assert clearance.take_next(by=examiner, at=AT, category=2, customs_office="1A") is None
    assert clearance.take_next(by=examiner, at=AT, category=2, customs_office="2B").number == papers
    assert clearance.take_next(by=examiner, at=AT, category=3).number == goods


@pytest.mark.parametrize(("script", "length"), [("V2", PAPERS), ("V3", GOODS)])
def test_a_case_is_anybodys_again_when_its_time_is_over(lodged, examiner, senior, script, length):
    number = lodged(script)
    clearance.take(number, by=examiner, at=AT)

    assert clearance.take_next(by=senior, at=AT + length - timedelta(seconds=1)) is None
    assert clearance.take_next(by=senior, at=AT + length).number == number
    assert takings(number) == [("demo-officer", "TIME_OVER"), ("demo-senior-officer", "")]


def test_what_another_has_is_not_taken_and_ones_own_goes_on_for_longer(lodged, examiner, senior):
    number = lodged()
    clearance.take(number, by=examiner, at=AT)

    with pytest.raises(CaseTaken) as refusal:
        clearance.take(number, by=senior, at=AT + timedelta(minutes=1))
    assert refusal.value.facts == {"officer": "demo-officer", "until": AT + PAPERS}
    clearance.take(number, by=examiner, at=AT + timedelta(hours=1))

    taking = Taking.objects.get()
    assert (taking.since, taking.until) == (AT, AT + timedelta(hours=1) + PAPERS)


def test_what_is_given_back_is_anybodys_and_only_its_officer_gives_it_back(lodged, examiner, senior):
    number = lodged()
    clearance.take(number, by=examiner, at=AT)

    with pytest.raises(CaseNotTaken):
        clearance.give_back(number, by=senior, at=AT)
    assert takings(number) == [("demo-officer", "")]
    clearance.give_back(number, by=examiner, at=AT)

    assert takings(number) == [("demo-officer", "GIVEN_BACK")]
    assert clearance.take_next(by=senior, at=AT).number == number


def test_a_case_is_handed_on_whoever_has_it(lodged, examiner, senior):
    number, chief = lodged(), officer("demo-chief-officer")
    clearance.take(number, by=examiner, at=AT)

    clearance.hand_on(number, to=senior.user_id, by=chief, at=AT)

    assert takings(number) == [("demo-officer", "HANDED_ON"), ("demo-senior-officer", "")]
    assert Taking.objects.get(ended="").given_by == "officer:demo-chief-officer"


def test_an_act_that_ends_the_officers_turn_ends_the_taking(lodged, examiner):
    decided, raised = lodged(), lodged()
    clearance.take(decided, by=examiner, at=AT)
    clearance.take(raised, by=examiner, at=AT)

    clearance.raise_category(raised, by=examiner, category=3, reason="Unknown maker.", at=AT)
    clearance.examine(decided, by=examiner, in_order=True, remarks="In order.", at=AT)

    assert takings(decided) == [("demo-officer", "ACTED")]
    assert takings(raised) == [("demo-officer", "")]


def test_a_traders_withdrawal_ends_the_taking_in_the_traders_own_seat(broker, examiner):
    account = broker.lodged(import_form(script="V2", items=[balls()]))
    clearance.take(account["number"], by=examiner, at=timezone.now())

    headers = {"If-Match": broker.get(f"/declarations/{account['number']}")["ETag"]}
    answer = broker.post(f"/declarations/{account['number']}/withdrawal", {"reason": "SENT TWICE"}, **headers)

    assert answer.status_code == 200, answer.content
    assert takings(account["number"]) == [("demo-officer", "ACTED")]


def test_what_is_no_officers_turn_is_not_taken_nor_handed_on(broker, examiner, senior):
    number = broker.lodged(import_form(script="V1", items=[balls()]))["number"]

    with pytest.raises(NotWithOfficers):
        clearance.take(number, by=examiner, at=AT)
    with pytest.raises(NotWithOfficers):
        clearance.hand_on(number, to=senior.user_id, by=examiner, at=AT)
    with pytest.raises(UnknownDeclaration):
        clearance.take("00000000000", by=examiner, at=AT)
    assert not Taking.objects.exists()


def test_the_store_keeps_what_was_taken(lodged, examiner, senior):
    number = lodged()
    clearance.take(number, by=examiner, at=AT)

    for change in ({"officer_id": senior.user_id}, {"since": AT + timedelta(hours=1)}):
        with pytest.raises(DatabaseError, match="a taking is kept"), transaction.atomic():
            Taking.objects.update(**change)
    with pytest.raises(DatabaseError, match="a taking is kept"), transaction.atomic():
        Taking.objects.all().delete()
    assert takings(number) == [("demo-officer", "")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("many connections")
def test_two_officers_never_take_the_same_case_of_a_hundred(lodged):
    numbers = {lodged() for _ in range(CASES)}
    start = Barrier(2)

    def take_all(by):
        start.wait()
        found = []
        while (taken := clearance.take_next(by=by, at=AT)) is not None:
            found.append(taken.number)
        return found

    first, second = together([lambda by=by: take_all(by) for by in (officer(), officer("demo-senior-officer"))])

    assert len(first) + len(second) == CASES
    assert {*first, *second} == numbers
    assert first
    assert second
    assert Taking.objects.filter(ended="").count() == CASES
