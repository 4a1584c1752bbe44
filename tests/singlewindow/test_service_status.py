"""How the service stands: one picture for programs, people and Prometheus, at a fixed price."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from declarations import clearance
from declarations.models import Declaration
from permits.models import AgencyBreaker, PermitCheck
from singlewindow import service_status, troubles
from singlewindow.heartbeat import Heart
from singlewindow.models import Heartbeat
from singlewindow.service_status import Remembered
from tests.forms import import_form

pytestmark = pytest.mark.django_db
STATEMENTS = 10


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    """Nothing is remembered from the test before."""
    monkeypatch.setattr(service_status.current, "_known", None)


@pytest.fixture
def dispatcher(world):
    Heart().beat(broker_away=False)


def status_of(client):
    answer = client.get("/service-status")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    return answer.json()


def test_all_is_well(client, dispatcher):
    told = status_of(client)

    assert (told["status"], told["attention"]) == ("ok", [])
    assert told["dispatcher"]["alive"] is True
    assert told["dispatcher"]["broker_reachable"] is True
    assert told["declarations"] == {"open": 0, "stuck": 0, "officers_late": 0, "declarants_late": 0}
    assert [(agency["code"], agency["breaker"]) for agency in told["agencies"]] == [
        ("AN", "CLOSED"),
        ("FD", "CLOSED"),
        ("PL", "CLOSED"),
    ]
    assert {work["kind"]: work["waiting"] for work in told["work"]} == dict.fromkeys(
        ["ask", "announce", "mark_overdue", "advance", "lodge_chunk", "scan", "walk", "deliver"], 0
    )


def test_what_needs_a_look_is_named(client, broker):
    broker.lodged(import_form())  # as at 2024: its next look is long past, and no dispatcher is there
    Heart().beat(broker_away=True)
    AgencyBreaker.objects.filter(agency="FD").update(opened_at=timezone.now(), retry_at=timezone.now())
    for _ in range(12):
        troubles.note("scan", "1", ValueError("no"))
    PermitCheck.objects.update(needs_person_at=timezone.now())

    told = status_of(client)

    assert told["status"] == "attention"
    assert set(told["attention"]) == {
        "broker-away",
        "declarations-stuck",
        "dead-work:scan",
        "work-late:advance",
        "breaker-open:FD",
        "needs-person:FD",
    }
    assert (told["declarations"]["open"], told["declarations"]["stuck"]) == (1, 1)


def test_a_dispatcher_that_is_silent_is_missed(client, dispatcher):
    Heartbeat.objects.update(beat_at=timezone.now() - timedelta(seconds=31))

    assert status_of(client)["attention"] == ["dispatcher-silent"]


def test_stuck_is_none_once_the_service_has_looked(client, broker, dispatcher):
    number = broker.lodged(import_form())["number"]
    assert status_of(client)["declarations"]["stuck"] == 1

    clearance.advance(Declaration.objects.get(number=number).id, at=timezone.now())

    service_status.current._known = None
    assert status_of(client)["declarations"]["stuck"] == 0


def test_it_costs_the_same_however_much_there_is_and_nothing_when_asked_again(
    client, broker, dispatcher, django_assert_num_queries
):
    with django_assert_num_queries(STATEMENTS):
        client.get("/service-status")
    for _ in range(5):
        broker.lodged(import_form())
    service_status.current._known = None
    with django_assert_num_queries(STATEMENTS):
        client.get("/metrics")
    with django_assert_num_queries(0):
        client.get("/service-status")


def test_it_is_read_anew_after_some_seconds():
    now, reads = [0.0], []
    remembered = Remembered(lambda: reads.append(1) or len(reads), seconds=5, clock=lambda: now[0])

    assert [remembered(), remembered()] == [1, 1]
    now[0] = 4.9
    assert remembered() == 1
    now[0] = 5.0
    assert remembered() == 2


def test_people_get_a_page(client, dispatcher):
    answer = client.get("/service-status", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    page = answer.content.decode()

    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert (answer["Vary"], answer["Cache-Control"]) == ("Accept, Cookie", "no-store")  # it tells who is signed in
    assert "All is well." in page
    assert "Quarantine stations (MHLW)" in page


def test_prometheus_reads_the_same(client, broker, dispatcher):
    broker.lodged(import_form())
    answer = client.get("/metrics")
    text = answer.content.decode()

    assert answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert "\nsinglewindow_declarations_stuck 1\n" in text
    assert '\nsinglewindow_work_waiting{kind="ask"} 1\n' in text
    assert '\nsinglewindow_agency_breaker{agency="FD"} 0\n' in text
    line = re.compile(r'(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"\\]+"(,\w+="[^"\\]+")*\})? [0-9.e+-]+)')
    assert [each for each in text.splitlines() if not line.fullmatch(each)] == []
    helped = re.findall(r"^# HELP (\w+)", text, re.MULTILINE)
    assert len(helped) == len(set(helped)) > 15


@pytest.mark.parametrize("path", ["/service-status", "/metrics"])
def test_nothing_is_changed_here(client, path):
    assert client.post(path).status_code == 405
