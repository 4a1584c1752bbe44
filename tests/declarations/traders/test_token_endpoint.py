"""POST /oauth/token, as RFC 6749 has it."""

import base64
from urllib.parse import quote_plus, urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from declarations.traders import tokens
from declarations.traders.demonstration import create_demonstration
from declarations.traders.models import ApiClient, PersonSession

pytestmark = [pytest.mark.django_db, pytest.mark.urls("declarations.traders.urls")]
FORM = "application/x-www-form-urlencoded"
REFUSED = {"error": "invalid_client", "error_description": "The client could not be authenticated."}
CHALLENGE = 'Basic realm="oauth/token", charset="UTF-8"'


def basic(name, secret):
    return "Basic " + base64.b64encode(f"{quote_plus(name)}:{quote_plus(secret)}".encode()).decode()


def ask(authorization=None, *, content_type=FORM, body=None, path="/oauth/token", **parameters):
    body = urlencode({"grant_type": "client_credentials", **parameters}) if body is None else body
    headers = {"Authorization": authorization} if authorization else {}
    return Client(enforce_csrf_checks=True).post(path, body, content_type=content_type, headers=headers)


def is_refused(response):
    return (response.status_code, response.json(), response["WWW-Authenticate"]) == (401, REFUSED, CHALLENGE)


def test_the_right_secret_gets_a_token_that_is_never_cached_nor_stored(program):
    client, secret = program
    response = ask(basic(client.client_id, secret))
    answer = response.json()
    assert response.status_code == 200
    assert (response["Cache-Control"], response["Content-Type"]) == ("no-store", "application/json")
    assert tokens.read(answer.pop("access_token"), at=timezone.now()) == client.as_declarant(
        scopes=("declarations:lodge", "declarations:read", "webhooks:manage")
    )
    scope = "declarations:lodge declarations:read webhooks:manage"
    assert answer == {"token_type": "Bearer", "expires_in": 600, "scope": scope}
    assert not PersonSession.objects.exists()


def test_tokens_are_not_given_without_measure(program, settings):
    settings.WRITES_A_MINUTE = 2
    right = basic(program[0].client_id, program[1])
    assert [ask(right).status_code, ask(basic("nobody", "x")).status_code] == [200, 401]
    refused = ask(right)
    assert (refused.status_code, refused.json()["error"]) == (429, "temporarily_unavailable")
    assert 1 <= int(refused["Retry-After"]) <= 60


def test_a_part_of_the_scopes_may_be_asked_for(program):
    answer = ask(basic(program[0].client_id, program[1]), scope="declarations:read").json()
    assert answer["scope"] == "declarations:read"
    assert tokens.read(answer["access_token"], at=timezone.now()).scopes == ("declarations:read",)


@pytest.mark.parametrize("scope", ["declarations:lodge", "declarations:read declarations:lodge", "admin", "*"])
def test_a_scope_above_the_grant_is_refused(program, scope):
    ApiClient.objects.update(scopes=["declarations:read"])
    response = ask(basic(program[0].client_id, program[1]), scope=scope)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_scope")
    assert response["Cache-Control"] == "no-store"


def test_unknown_client_wrong_secret_and_inactive_client_get_one_answer_for_the_same_work(program):
    client, secret = program
    work = []
    for name, shown in [(client.client_id, "wrong"), ("unknown", secret), (client.client_id, "")]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert is_refused(ask(basic(name, shown)))
        work.append(len(queries))
    ApiClient.objects.update(is_active=False)
    with CaptureQueriesContext(connection) as queries:
        assert is_refused(ask(basic(client.client_id, secret)))
    assert [*work, len(queries)] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    "authorization",
    [None, "Basic", "Basic ", "Basic !", "Basic /w==", "Basic YQ==", "Bearer a", basic("a\x00", "b"), basic("é", "b")],
)
def test_credentials_that_cannot_be_read_get_the_same_answer(program, authorization):
    assert is_refused(ask(authorization))


def test_a_secret_in_the_body_is_not_accepted(program):
    client, secret = program
    assert is_refused(ask(client_id=client.client_id, client_secret=secret))
    twice = ask(basic(client.client_id, secret), client_secret=secret)
    assert (twice.status_code, twice.json()["error"]) == (400, "invalid_request")


def test_parameters_in_the_address_are_not_read(program):
    response = ask(basic(*_shown(program)), body="", path="/oauth/token?grant_type=client_credentials")
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("grant_type", ["password", "authorization_code", "refresh_token", "<script>"])
def test_another_grant_is_refused_and_not_repeated(program, grant_type):
    response = ask(basic(*_shown(program)), grant_type=grant_type)
    assert (response.status_code, response["Cache-Control"]) == (400, "no-store")
    assert response.json() == {
        "error": "unsupported_grant_type",
        "error_description": "The only grant_type here is client_credentials.",
    }


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("", FORM),
        ("grant_type=", FORM),
        ("grant_type=client_credentials&grant_type=client_credentials", FORM),
        ("grant_type=client_credentials&scope=%00", FORM),
        ("grant_type=client_credentials&scope=%E3%81%82", FORM),
        ('{"grant_type": "client_credentials"}', "application/json"),
        ("grant_type=client_credentials", "text/plain"),
    ],
)
def test_a_malformed_request_is_refused(program, body, content_type):
    response = ask(basic(*_shown(program)), body=body, content_type=content_type)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


def test_the_endpoint_is_only_posted_to():
    response = Client().get("/oauth/token")
    assert (response.status_code, response["Allow"]) == (405, "POST")


def test_demonstration_clients_get_tokens_in_the_sandbox_alone(settings, quick_passwords):
    settings.SANDBOX = True
    login = create_demonstration().clients[0]
    assert ask(basic(login.name, login.secret)).status_code == 200
    settings.SANDBOX = False
    assert is_refused(ask(basic(login.name, login.secret)))


def _shown(program):
    return program[0].client_id, program[1]
