"""The limits at the API's door: 600 writes a minute, ten looks for each, 50 numbers that are not there."""

import json
import logging
from datetime import UTC, datetime

import pytest

from declarations.traders.throttles import Misses, Reads, Writes
from tests.forms import import_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AT = datetime(2026, 4, 1, 3, 0, 10, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """Ten seconds into a minute, and it stays there."""
    for throttle in (Writes, Reads, Misses):
        monkeypatch.setattr(throttle, "clock", staticmethod(lambda: AT))


def kind_of(answer):
    return json.loads(answer.content)["type"].rsplit("/", 1)[1]


def test_the_601st_write_of_a_minute_is_refused_and_nothing_is_lodged(broker):
    answers = [broker.post("/declarations", b"") for _ in range(600)]
    assert {answer.status_code for answer in answers} == {400}
    assert [answers[0]["RateLimit"], answers[-1]["RateLimit"]] == ['"writes";r=599;t=50', '"writes";r=0;t=50']
    refused = broker.lodge(import_form())
    assert (refused.status_code, kind_of(refused), refused["Retry-After"]) == (429, "rate-limited", "50")
    assert (refused["RateLimit-Policy"], refused["RateLimit"]) == ('"writes";q=600;w=60', '"writes";r=0;t=50')
    found = broker.get("/declarations")
    assert (found.status_code, found.json()["items"], "RateLimit" in found) == (200, [], False)


def test_another_client_is_not_held_up(broker, stranger, settings):
    settings.WRITES_A_MINUTE = 1
    assert [broker.post("/declarations", b"").status_code for _ in range(2)] == [400, 429]
    assert stranger.post("/declarations", b"").status_code == 400


def test_looks_are_ten_for_each_write_and_cost_no_statement_more(broker, stranger, settings, django_assert_num_queries):
    settings.WRITES_A_MINUTE = 1
    assert broker.get("/declarations").status_code == 200
    with django_assert_num_queries(1):
        assert broker.get("/declarations").status_code == 200
    assert {broker.get("/declarations").status_code for _ in range(8)} == {200}
    refused = broker.get("/declarations")
    assert (refused.status_code, kind_of(refused), refused["Retry-After"]) == (429, "rate-limited", "50")
    assert (broker.post("/declarations", b"").status_code, stranger.get("/declarations").status_code) == (400, 200)


def test_who_guesses_numbers_gets_no_answer_to_any_and_an_alarm_is_raised_once(broker, stranger, caplog):
    own, foreign = broker.lodged(import_form())["number"], stranger
    with caplog.at_level(logging.ERROR):
        answers = [foreign.get(f"/declarations/{own}") for _ in range(50)]
        assert {(answer.status_code, kind_of(answer)) for answer in answers} == {(404, "not-found")}
        refused = [foreign.get(f"/declarations/{own}"), foreign.get("/drafts/" + own), foreign.get(f"/receipts/{own}")]
    assert {(answer.status_code, kind_of(answer), answer["Retry-After"]) for answer in refused} == {
        (429, "rate-limited", "50")
    }
    assert [record.getMessage() for record in caplog.records if "ALARM" in record.getMessage()] == [
        "ALARM: api:demo-unmandated asked for 50 numbers in a minute that are not there or not its own"
    ]
    assert (foreign.get("/declarations").status_code, broker.get(f"/declarations/{own}").status_code) == (200, 200)


def test_lodging_costs_no_statement_more(broker, django_assert_num_queries):
    broker.lodge(import_form())
    with django_assert_num_queries(3):
        assert broker.lodge(import_form()).status_code == 201
