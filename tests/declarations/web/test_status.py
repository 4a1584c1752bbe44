"""The page of a declaration: what holds it, who acts next, what may be done, what happened; and its live part."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from declarations import clearance
from declarations.holds import HoldCode, Turn
from declarations.models import Application, Declaration, Examination
from declarations.models.document import DocumentKind, ScanState
from declarations.models.history import EventName
from declarations.shown import TOLD
from declarations.status import Status
from declarations.traders.models import User
from declarations.web import status_words, usual_times
from declarations.web.models import UsualTime
from permits.models import PermitCheck
from permits.models import Status as PermitStatus
from tests.declarations.web.conftest import signed_in, words
from tests.forms import balls, export_form, goods_item, import_form

CLOCK = datetime(2024, 8, 5, 1, 0, tzinfo=UTC)
COST = 32  # SQL statements of the page, the session's and the person's among them


def page(browser, number, part=""):
    return browser.get(f"/declarations/{number}{part}")


def officer(username="demo-officer"):
    return User.objects.get(username=username).as_officer()


def test_the_page_tells_law_item_agency_since_when_and_who_acts_next(broker, broker_person):
    number = broker.lodged(import_form(script="A-V2"))["number"]

    said = words(page(broker_person, number))

    assert "Food Sanitation Act MHLW (quarantine stations) 1 SOY SAUCE 2024-08-05 10:00" in said
    assert "The documents are examined a customs officer Customs all 2024-08-05 10:00 not measured yet" in said
    assert (
        "Duty and taxes are to be paid or deferred you Pay or defer Customs all 2024-08-05 10:00 not measured yet"
        in said
    )
    assert "3 things stand between these goods and their release." in said


def test_the_page_offers_what_the_state_allows_and_the_facts_call_for(broker, broker_person):
    owing = broker.lodged(import_form(script="A-V1"))["number"]
    free = broker.lodged(export_form(script="V1"))["number"]

    def offered(number):
        return [act.name for act in page(broker_person, number).context["page"].acts]

    assert offered(owing) == ["pay", "attach", "amend", "withdraw"]
    assert offered(free) == ["attach", "amend"]


def test_a_question_of_an_officer_is_shown_with_the_way_to_answer_it(broker, broker_person):
    number = broker.lodged(export_form(script="V2"))["number"]
    clearance.ask(number, by=officer(), text="Of what is it made?", at=CLOCK)

    answer = page(broker_person, number)

    assert "Of what is it made?" in words(answer)
    assert answer.context["page"].acts[0].name == "answer"


def test_the_live_part_answers_nothing_while_nothing_has_changed(broker, broker_person):
    number = broker.lodged(export_form(script="V2"))["number"]
    digest = page(broker_person, number).context["page"].digest

    same = page(broker_person, number, f"/progress?seen={digest}")
    clearance.ask(number, by=officer(), text="Of what is it made?", at=CLOCK)
    other = page(broker_person, number, f"/progress?seen={digest}")

    assert (same.status_code, same.content) == (204, b"")
    assert other.status_code == 200
    assert "Of what is it made?" in words(other)
    assert "<html" not in other.content.decode()


def test_the_live_part_leads_to_the_door_once_the_session_is_over(broker, world):
    number = broker.lodged(export_form(script="V2"))["number"]

    answer = Client().get(f"/declarations/{number}/progress")

    assert (answer.status_code, answer["HX-Refresh"], answer.content) == (200, "true", b"")


def test_a_page_that_looks_by_itself_keeps_no_session_alive(broker, broker_person):
    number = broker.lodged(export_form(script="V2"))["number"]
    session = broker_person.session
    session["seen_at"] -= 600
    session.save()

    broker_person.get(f"/declarations/{number}/progress", headers={"Looks-By-Itself": "true"})
    unseen = broker_person.session["seen_at"]
    page(broker_person, number)

    assert unseen == session["seen_at"]
    assert broker_person.session["seen_at"] > unseen


def test_a_released_declaration_is_not_looked_at_again(broker, broker_person):
    number = broker.lodged(export_form(script="V1"))["number"]

    answer = page(broker_person, number)

    assert "hx-get" not in answer.content.decode()
    assert "The permit was given on" in words(answer)


def test_another_firms_declaration_is_not_found(broker, world):
    number = broker.lodged(export_form(script="V1"))["number"]
    stranger = User.objects.get(username="demo-importer")
    browser = Client(headers={"Accept": "text/html"})
    browser.force_login(stranger)

    assert [page(browser, number, part).status_code for part in ("", "/progress", "/receipt", "/pay", "/amend")] == [
        404
    ] * 5
    assert browser.get("/declarations/00000000000").status_code == 404


@pytest.mark.parametrize("version", ["0", "2", "99999999999999999999"])
def test_a_version_that_is_not_there_is_not_found(broker, broker_person, version):
    number = broker.lodged(export_form(script="V1"))["number"]

    assert page(broker_person, number, f"/versions/{version}").status_code == 404


def test_the_page_costs_the_same_for_one_item_and_for_twelve(broker, broker_person):
    def cost(items):
        number = broker.lodged(import_form(script="A-V2", items=items))["number"]
        page(broker_person, number)
        with CaptureQueriesContext(connection) as captured:
            page(broker_person, number)
        return len(captured)

    few = cost([goods_item()])

    assert cost([goods_item() for _ in range(12)]) == few
    assert few <= COST


def test_the_usual_time_is_the_median_of_what_ended_lately(broker, broker_person):
    number = broker.lodged(import_form(script="A-V1", items=[goods_item() for _ in range(11)]))["number"]
    at = timezone.now()
    for minutes, check in enumerate(PermitCheck.objects.order_by("item_number"), start=1):
        PermitCheck.objects.filter(id=check.id).update(
            status="CONFIRMED",
            decided_by="FD-1",
            opened_at=at - timedelta(hours=5),
            settled_at=at - timedelta(hours=5) + timedelta(minutes=10 * minutes),
            due_at=None,
            lease_id=None,
            lease_until=None,
        )

    assert usual_times.measure(at) == 1
    assert UsualTime.objects.values_list("what", "law", "median", "measured").get() == (
        "PERMIT",
        "FD",
        timedelta(minutes=60),
        11,
    )
    other = broker.lodged(import_form(script="A-V1"))["number"]
    assert "2024-08-05 10:00 1 hour" in words(page(broker_person, other))
    assert number


def test_a_median_of_few_is_not_kept(broker):
    declaration = Declaration.objects.get(number=broker.lodged(export_form(script="V2"))["number"])
    at = timezone.now()
    Declaration.objects.update(lodged_at=at - timedelta(hours=2))
    for _ in range(usual_times.FEWEST - 1):
        Examination.objects.create(
            declaration=declaration,
            version=1,
            category=2,
            officer=User.objects.get(username="demo-officer"),
            result="IN_ORDER",
            remarks="READ",
            at=at,
        )

    assert usual_times.measure(at) == 0


def test_the_page_is_wholly_in_japanese(broker):
    number = broker.lodged(import_form(script="A-V2"))["number"]
    browser = signed_in("demo-broker")
    browser.post(f"/declarations/{number}", {"language": "ja"})

    said = words(page(browser, number))

    assert "食品衛生法 厚生労働省（検疫所）" in said
    assert "書類審査中" in said
    assert "関税・消費税等の納付又は延納" in said


def test_a_preliminary_declaration_offers_to_tell_of_the_arrival(broker, broker_person):
    number = broker.lodged(import_form(script="A-V1", condition="Z", items=[balls()]))["number"]

    assert "arrive" in [act.name for act in page(broker_person, number).context["page"].acts]


@pytest.mark.parametrize(
    ("words_of", "codes"),
    [
        (status_words.STATUS, Status.values),
        (status_words.HOLD, list(HoldCode)),
        (status_words.TURN, list(Turn)),
        (status_words.PERMIT, PermitStatus.values),
        (status_words.EVENT, EventName.values),
        (status_words.DOCUMENT, DocumentKind.values),
        (status_words.SCAN, ScanState.values),
        (status_words.OUTCOME, ["", *Application.Outcome.values]),
        (status_words.RESULT, Examination.Result.values),
    ],
)
def test_every_code_has_its_words(words_of, codes):
    assert sorted(words_of) == sorted(codes)


def test_every_fact_that_a_declarant_is_told_has_a_name():
    nameless = {"number", "findings", "question", "document", "documents", "sha256", "replaces"}

    assert {fact for facts in TOLD.values() for fact in facts} - set(status_words.FACT) == nameless
