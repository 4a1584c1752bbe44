"""PostgreSQL is away, or has no line left: 503 with Retry-After everywhere, and never a 500."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from declarations.traders.models import User
from tests.doors import Program
from tests.forms import import_form

pytestmark = pytest.mark.django_db(transaction=True)
FILLED = {"number": "97X8CR5FFWU", "pk": "1", "list_name": "offices", "code": "offices"}
AN_ID = "0199b6f0-0000-7000-8000-000000000001"


@pytest.fixture
def program(world):
    program = Program("demo-broker")
    program.http.raise_request_exception = False
    return program


@pytest.fixture
def officer(world):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username="demo-officer"))
    return client


@pytest.fixture
def away(monkeypatch):
    """From now on nobody listens where PostgreSQL was."""

    def go():
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "PORT", "1")

    yield go
    monkeypatch.undo()
    connection.close()


def told(answer):
    assert answer["Content-Type"].startswith("application/problem+json"), answer["Content-Type"]
    assert int(answer["Retry-After"]) > 0
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def api_paths():
    """Every route of the API, with something in its places."""
    for _, entries in get_resolver("declarations.api.urls").reverse_dict.lists():
        for possibilities, *_ in entries:
            for template, places in possibilities:
                yield template % {place: FILLED.get(place, AN_ID) for place in places}


def test_lodging_is_told_to_come_again_and_is_lodged_then(program, away, monkeypatch):
    form = import_form()
    away()
    assert told(program.lodge(form, key="once")) == (503, "unavailable")

    monkeypatch.undo()
    connection.close()
    assert program.lodge(form, key="once").status_code == 201


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_no_route_of_the_api_answers_500(program, away, method):
    away()
    answers = {}
    for path in sorted(set(api_paths())):
        headers = {**program.headers, "Idempotency-Key": "k-1"}
        answer = program.http.generic(
            method, f"/api/v1/{path}", b"{}", content_type="application/json", headers=headers
        )
        answers[path] = answer.status_code
        if answer.status_code >= 500:
            assert told(answer) == (503, "unavailable")

    assert len(answers) > 30
    assert 503 in answers.values()


@pytest.mark.parametrize("path", ["/readyz", "/service-status", "/metrics"])
def test_those_who_watch_are_told(client, away, path):
    away()
    client.raise_request_exception = False

    assert client.get(path).status_code == 503
    assert client.get("/healthz").status_code == 200


def test_the_token_endpoint_and_the_agencies_door_say_so_too(program, away):
    away()
    basic = {"Authorization": "Basic ZGVtby1icm9rZXI6ZGVtby1icm9rZXItc2VjcmV0LW9mLXRoZS1zYW5kYm94"}
    form = "application/x-www-form-urlencoded"

    token = program.http.post("/oauth/token", "grant_type=client_credentials", content_type=form, headers=basic)
    assert told(token) == (503, "unavailable")
    assert told(program.http.post("/agency/v1/answers", b"{}", content_type="application/json")) == (503, "unavailable")


@pytest.mark.parametrize("path", ["/console/", "/console/declarations/declaration/", "/"])
def test_a_person_gets_a_plain_page(officer, away, path):
    away()
    answer = officer.get(path, headers={"Accept": "text/html,application/xhtml+xml"})

    assert (answer.status_code, answer["Content-Type"], answer["Retry-After"]) == (503, "text/html; charset=utf-8", "5")
    assert "Back in a moment" in answer.content.decode()


def test_a_store_without_a_line_left_says_capacity(program):
    limit = "ALTER DATABASE {} CONNECTION LIMIT {}"
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(limit.format(name, 0))
    try:
        connection.close()
        assert told(program.lodge(import_form())) == (503, "capacity")
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(limit.format(name, -1))
    assert program.lodge(import_form()).status_code == 201
