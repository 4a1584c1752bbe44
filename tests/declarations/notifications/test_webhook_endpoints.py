"""Webhook endpoints over HTTP: registered, changed, deleted; whose is whose; the secret that is told once."""

import uuid

import pytest

from declarations.notifications.models import Delivery, EndpointSecret, WebhookEndpoint
from declarations.traders.models import ApiClient
from tests.doors import Program

pytestmark = pytest.mark.django_db

URL = "https://hooks.example.com/customs"


@pytest.fixture
def endpoint(broker):
    answer = broker.post("/webhook-endpoints", {"url": URL})
    assert answer.status_code == 201, answer.content
    return answer.json()["endpoint"]["id"]


def send(program: Program, method: str, path: str, body: bytes = b""):
    call = getattr(program.http, method)
    return call(f"/api/v1{path}", body, content_type="application/json", headers=program.headers)


def code(answer) -> str:
    return answer.json()["type"].rpartition("/")[2]


def test_an_endpoint_is_registered_and_its_secret_told_once(broker):
    answer = broker.post("/webhook-endpoints", {"url": URL, "event_names": ["RELEASED", "LODGED", "RELEASED"]})
    told, secret = answer.json()["endpoint"], answer.json()["secret"]

    assert answer.status_code == 201
    assert answer["Location"] == f"/api/v1/webhook-endpoints/{told['id']}"
    assert answer["Cache-Control"] == "no-store"
    assert secret.startswith("whsec_")
    assert told | {"id": 0, "created_at": 0} == {
        "id": 0,
        "created_at": 0,
        "url": URL,
        "description": "",
        "event_names": ["LODGED", "RELEASED"],
        "enabled": True,
    }
    assert broker.get(f"/webhook-endpoints/{told['id']}").json() == told
    assert broker.get("/webhook-endpoints").json() == {"items": [told]}
    assert secret.encode() not in broker.get("/webhook-endpoints").content


def test_the_store_alone_does_not_tell_the_secret(broker, endpoint):
    secret = broker.post(f"/webhook-endpoints/{endpoint}/secret", {}).json()["secret"]

    assert all(secret.removeprefix("whsec_") not in each.sealed for each in EndpointSecret.objects.all())


def test_an_endpoint_is_said_anew(broker, endpoint):
    off = send(broker, "put", f"/webhook-endpoints/{endpoint}", b'{"url": "https://b.example.com/", "enabled": false}')
    assert off.status_code == 200
    assert (off.json()["url"], off.json()["enabled"], off.json()["disabled_because"]) == (
        "https://b.example.com/",
        False,
        "BY_CLIENT",
    )
    assert code(broker.post(f"/webhook-endpoints/{endpoint}/ping", {})) == "endpoint-disabled"
    assert code(broker.post(f"/webhook-endpoints/{endpoint}/replay", {"since": "2020-01-01T00:00:00Z"})) in {
        "endpoint-disabled",
        "cursor-expired",
    }
    on = send(broker, "put", f"/webhook-endpoints/{endpoint}", b'{"url": "https://b.example.com/"}')
    assert on.json()["enabled"]
    assert "disabled_at" not in on.json()


def test_a_deleted_endpoint_is_gone_and_its_row_is_kept(broker, endpoint):
    assert send(broker, "delete", f"/webhook-endpoints/{endpoint}").status_code == 204

    assert broker.get(f"/webhook-endpoints/{endpoint}").status_code == 404
    assert send(broker, "delete", f"/webhook-endpoints/{endpoint}").status_code == 404
    assert broker.get("/webhook-endpoints").json() == {"items": []}
    assert WebhookEndpoint.objects.count() == 1


ROUTES = [
    ("get", "", b""),
    ("put", "", b'{"url": "https://evil.example.com/"}'),
    ("delete", "", b""),
    ("post", "/ping", b"{}"),
    ("post", "/secret", b"{}"),
    ("post", "/replay", b'{"since": "2099-01-01T00:00:00Z"}'),
    ("get", "/deliveries", b""),
]


@pytest.mark.parametrize(("method", "route", "body"), ROUTES)
def test_another_organisations_endpoint_is_not_found(broker, stranger, endpoint, method, route, body):
    def asked(of):
        if method == "get":
            return stranger.get(f"/webhook-endpoints/{of}{route}")
        return send(stranger, method, f"/webhook-endpoints/{of}{route}", body)

    theirs, unknown = asked(endpoint), asked(uuid.uuid4())
    assert theirs.status_code == unknown.status_code == 404
    assert {**theirs.json(), "instance": "", "correlation_id": ""} == {
        **unknown.json(),
        "instance": "",
        "correlation_id": "",
    }
    assert WebhookEndpoint.objects.get().url == URL
    assert WebhookEndpoint.objects.get().deleted_at is None
    assert not Delivery.objects.exists()
    assert EndpointSecret.objects.count() == 1


@pytest.mark.parametrize(("method", "route", "body"), [*ROUTES, ("get", "/../webhook-endpoints", b"")])
def test_a_program_without_the_scope_manages_nothing(world, endpoint, method, route, body):
    reader = Program("demo-reader")
    if method == "get":
        answer = reader.get(f"/webhook-endpoints/{endpoint}{route}")
    else:
        answer = send(reader, method, f"/webhook-endpoints/{endpoint}{route}", body)
    assert answer.status_code in {403, 404}
    assert WebhookEndpoint.objects.filter(deleted_at=None).count() == 1


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://hooks.example.com/", "scheme"),
        ("https://127.0.0.1/", "ip-literal"),
        ("https://localhost/", "inside-name"),
        ("https://hooks.example.com:8443/", "port"),
        ("https://a:b@hooks.example.com/", "user-info"),
        ("https://[::1]/", "ip-literal"),
    ],
)
def test_an_address_that_may_lead_inside_is_refused(broker, settings, url, why):
    settings.WEBHOOK_LOOPBACK_HOSTS = frozenset()
    answer = broker.post("/webhook-endpoints", {"url": url})

    assert (answer.status_code, code(answer)) == (422, "webhook-url")
    [error] = answer.json()["errors"]
    assert (error["pointer"], error["facts"]) == ("/url", {"why": why})
    assert not WebhookEndpoint.objects.exists()


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/url"]),
        ({"url": 1, "enabled": "yes", "secret": "x"}, ["/enabled", "/secret", "/url"]),
        ({"url": URL, "event_names": ["RELEASED", "NONSENSE", "NONE"]}, ["/event_names/1", "/event_names/2"]),
        ({"url": "https://hooks.example.com/\r\nX: y"}, ["/url"]),
        ({"url": URL, "description": "a" * 201}, ["/description"]),
        ({"url": "", "description": ""}, ["/description", "/url"]),
    ],
)
def test_a_message_of_the_wrong_form_is_refused_with_every_error(broker, body, pointers):
    answer = broker.post("/webhook-endpoints", body)

    assert answer.status_code == 422
    assert sorted({error["pointer"] for error in answer.json()["errors"]}) == pointers
    assert not WebhookEndpoint.objects.exists()


@pytest.mark.parametrize("body", [{}, {"since": "2026-01-01"}, {"after": "forged"}, {"since": None, "after": None}])
def test_a_replay_says_from_where(broker, endpoint, body):
    answer = broker.post(f"/webhook-endpoints/{endpoint}/replay", body)

    assert answer.status_code == 422
    assert not Delivery.objects.exists()


def test_a_replay_does_not_reach_further_back_than_the_feed(broker, endpoint):
    answer = broker.post(f"/webhook-endpoints/{endpoint}/replay", {"since": "2020-01-01T00:00:00+09:00"})

    assert (answer.status_code, code(answer)) == (410, "cursor-expired")


def test_an_organisation_has_so_many_endpoints_and_an_endpoint_so_many_secrets(broker, endpoint):
    for _ in range(19):
        assert broker.post("/webhook-endpoints", {"url": URL}).status_code == 201
    assert code(broker.post("/webhook-endpoints", {"url": URL})) == "too-many-endpoints"
    assert WebhookEndpoint.objects.count() == 20

    for _ in range(4):
        assert broker.post(f"/webhook-endpoints/{endpoint}/secret", {}).status_code == 201
    assert code(broker.post(f"/webhook-endpoints/{endpoint}/secret", {})) == "too-many-secrets"
    assert EndpointSecret.objects.filter(endpoint=endpoint).count() == 5


def test_the_reader_of_the_demonstration_has_no_scope_for_webhooks(world):
    assert ApiClient.objects.get(client_id="demo-reader").scopes == ["declarations:read"]


def test_mail_is_for_people(broker):
    assert code(broker.get("/mail-subscription")) == "people-only"
