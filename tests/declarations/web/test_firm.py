"""The firm's own pages: people, mandates, programs, endpoints. Managers alone change them, of their own firm alone."""

import json
import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from joserfc.jwk import ECKey

from declarations.notifications.models import WebhookEndpoint
from declarations.traders.client_secrets import digest_of
from declarations.traders.models import ApiClient, ClientKey, Mandate, Trader, User
from declarations.traders.seat import WEB, Seat, sit, standing_up
from tests.declarations.web.conftest import signed_in, words
from tests.forms import export_form

FIRM = "/declarations/firm"
ENDPOINT = "http://localhost:9/told"


@pytest.fixture(autouse=True)
def loopback(settings):
    settings.WEBHOOK_LOOPBACK_HOSTS = frozenset({"localhost"})


def once(answer):
    """The secret that a page tells this once."""
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store"), words(answer)
    return re.search(r'id="secret">([^<]+)<', answer.content.decode())[1]


def stale(browser):
    """Ten minutes later."""
    session = browser.session
    session["confirmed_at"] -= 600
    session.save()


def test_a_person_is_invited_by_a_link_that_sets_a_password_once(broker_person, client):
    said = {"username": "hanako", "email": "hanako@example.com", "may_lodge": "true"}

    link = once(broker_person.post(f"{FIRM}/people/invite", said))

    new = User.objects.get(username="hanako")
    assert (new.trader.code, new.role, new.may_lodge, new.may_follow, new.manages_firm) == (
        "DEMOBROKER01",
        "BROKER",
        True,
        False,
        False,
    )
    page = client.get(link.partition("//")[2].partition("/")[2].join(("/", "")), follow=True)
    assert "Set your password" in words(page)
    assert "hanako" in words(broker_person.get(f"{FIRM}/people"))


@pytest.mark.parametrize("path", ["people/invite", "programs/register", "mandates/give", "webhooks/register"])
def test_a_form_is_shown_before_it_is_sent(broker_person, path):
    answer = broker_person.get(f"{FIRM}/{path}")

    assert answer.status_code == 200
    assert 'id="firm-form"' in answer.content.decode()
    assert 'id="secret"' not in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"username": ""}, "Fill this in"),
        ({"username": "demo-officer"}, "There is somebody of this user name already"),
        ({"username": "a b"}, "Use letters, digits and @ . + - _ only"),
        ({"username": "a" * 151}, "Shorten this to 150 characters or fewer"),
        ({"username": "x", "email": "nowhere"}, "Enter an email address"),
    ],
)
def test_an_invitation_that_cannot_be_is_told_why(broker_person, said, told):
    before = User.objects.count()

    answer = broker_person.post(f"{FIRM}/people/invite", said)

    assert (answer.status_code, User.objects.count()) == (422, before)
    assert told in words(answer)


def test_rights_are_narrowed_and_somebody_always_manages(broker_person):
    me = User.objects.get(username="demo-broker")
    address = f"{FIRM}/people/{me.id}"

    last = broker_person.post(address, {"may_lodge": "true", "is_active": "true"})
    done = broker_person.post(address, {"manages_firm": "true", "is_active": "true"})

    assert (last.status_code, done.status_code) == (422, 303)
    assert "Somebody has to manage the firm" in words(last)
    me.refresh_from_db()
    assert (me.may_lodge, me.may_follow, me.manages_firm, me.is_active) == (False, False, True, True)
    assert broker_person.get(f"{FIRM}/webhooks").status_code == 403


def test_who_does_not_manage_sees_no_such_page(world):
    User.objects.filter(username="demo-broker").update(manages_firm=False)
    browser = signed_in("demo-broker")

    pages = (
        "people",
        "people/invite",
        "programs",
        "programs/register",
        "programs/demo-broker",
        "mandates",
        "mandates/give",
    )
    assert [browser.get(f"{FIRM}/{page}").status_code for page in pages] == [403] * 7
    assert "managed by somebody else of your firm" in words(browser.get(FIRM))
    assert browser.get(f"{FIRM}/webhooks").status_code == 200


def test_another_firms_person_program_key_mandate_and_endpoint_are_none(broker_person, importer_person):
    other = User.objects.get(username="demo-importer")
    mandate = Mandate.objects.filter(trader__users=other).get()
    once(broker_person.post(f"{FIRM}/webhooks/register", {"url": ENDPOINT, "enabled": "true"}))
    endpoint = WebhookEndpoint.objects.get()

    for path in (f"people/{other.id}", f"people/{other.id}/link", "programs/demo-aeo-importer"):
        assert broker_person.post(f"{FIRM}/{path}", {"name": "x", "scopes": ["declarations:read"]}).status_code == 404
    assert broker_person.post(f"{FIRM}/mandates/{mandate.id}/revoke").status_code == 404
    for path in ("", "/ping", "/secret", "/replay", "/delete"):
        said = {"url": ENDPOINT, "since": "2024-01-01"}
        assert importer_person.post(f"{FIRM}/webhooks/{endpoint.id}{path}", said).status_code == 404
    mandate.refresh_from_db()
    assert mandate.revoked_at is None


def test_a_program_is_registered_and_its_secret_told_once(broker_person):
    said = {"client_id": "night-batch", "name": "Batches of the night", "scopes": ["declarations:read"]}

    secret = once(broker_person.post(f"{FIRM}/programs/register", said))

    program = ApiClient.objects.get(client_id="night-batch")
    assert (program.secret_sha256, program.scopes, program.trader.code) == (
        digest_of(secret),
        ["declarations:read"],
        "DEMOBROKER01",
    )
    assert secret not in words(broker_person.get(f"{FIRM}/programs/night-batch"))


def test_a_programs_secret_is_replaced_its_scopes_narrowed_and_it_is_deactivated(broker_person):
    before = ApiClient.objects.get(client_id="demo-broker")

    secret = once(broker_person.post(f"{FIRM}/programs/demo-broker/secret"))
    changed = broker_person.post(f"{FIRM}/programs/demo-broker", {"name": "System", "scopes": ["declarations:read"]})

    after = ApiClient.objects.get(client_id="demo-broker")
    assert (changed.status_code, after.secret_sha256) == (303, digest_of(secret))
    assert (after.name, after.scopes, after.is_active) == ("System", ["declarations:read"], False)
    assert after.credentials_changed_at > before.credentials_changed_at


def test_keys_are_added_and_revoked_and_every_fault_is_told(broker_person):
    key = ECKey.generate_key("P-256").as_dict(private=False) | {"kid": "2026-a"}

    bad = broker_person.post(
        f"{FIRM}/programs/demo-broker/keys", {"jwks": '{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}'}
    )
    good = broker_person.post(f"{FIRM}/programs/demo-broker/keys", {"jwks": json.dumps(key)})
    row = ClientKey.objects.get()
    broker_person.post(f"{FIRM}/programs/demo-broker/keys/{row.id}/revoke")

    assert (bad.status_code, good.status_code) == (422, 303)
    assert "is private: it must never leave its owner" in words(bad)
    row.refresh_from_db()
    assert row.revoked_at is not None


def test_what_changes_credentials_wants_a_fresh_proof(broker_person):
    stale(broker_person)
    me = User.objects.get(username="demo-broker")

    for path in (
        "people/invite",
        f"people/{me.id}",
        "programs/register",
        "programs/demo-broker",
        "programs/demo-broker/keys",
        "mandates/give",
    ):
        assert broker_person.get(f"{FIRM}/{path}")["Location"].startswith("/login/confirm?next="), path
    secret = ApiClient.objects.get(client_id="demo-broker").secret_sha256
    assert broker_person.post(f"{FIRM}/programs/demo-broker/secret")["Location"].startswith("/login/confirm?next=")
    assert ApiClient.objects.get(client_id="demo-broker").secret_sha256 == secret


def test_an_importer_gives_a_mandate_and_revokes_it(world, broker):
    Mandate.objects.all().delete()
    importer = signed_in("demo-importer")

    unknown = importer.post(f"{FIRM}/mandates/give", {"broker": "NOSUCHBROKER", "valid_from": "2024-01-01"})
    backwards = importer.post(
        f"{FIRM}/mandates/give", {"broker": "DEMOBROKER01", "valid_from": "2024-02-01", "valid_to": "2024-01-01"}
    )
    given = importer.post(f"{FIRM}/mandates/give", {"broker": "DEMOBROKER01", "valid_from": "2024-01-01"})
    again = importer.post(f"{FIRM}/mandates/give", {"broker": "DEMOBROKER01", "valid_from": "2024-01-01"})
    mandate = Mandate.objects.get()
    importer.post(f"{FIRM}/mandates/{mandate.id}/revoke")

    assert [answer.status_code for answer in (unknown, backwards, given, again)] == [422, 422, 303, 422]
    assert "There is no customs broker of this code" in words(unknown)
    assert "The last day is not before the first" in words(backwards)
    assert (mandate.broker.code, mandate.trader.code) == ("DEMOBROKER01", "12345678901239000")
    mandate.refresh_from_db()
    assert mandate.revoked_at is not None


def test_an_endpoint_is_registered_pinged_changed_and_deleted(broker_person, broker):
    secret = once(broker_person.post(f"{FIRM}/webhooks/register", {"url": ENDPOINT, "enabled": "true"}))
    endpoint = WebhookEndpoint.objects.get()
    address = f"{FIRM}/webhooks/{endpoint.id}"

    broker_person.post(f"{address}/ping")
    page = words(broker_person.get(address))
    changed = broker_person.post(address, {"url": ENDPOINT, "description": "Test", "event_names": ["RELEASED"]})
    other = once(broker_person.post(f"{address}/secret"))
    refused = broker_person.post(f"{address}/ping", follow=True)
    broker_person.post(f"{address}/delete")

    assert "Test message" in page
    assert "To be sent" in page
    endpoint.refresh_from_db()
    assert (changed.status_code, endpoint.description, endpoint.event_names) == (303, "Test", ["RELEASED"])
    assert secret != other
    assert "The endpoint is disabled: enable it first." in words(refused)
    assert endpoint.deleted_at is not None


@pytest.mark.parametrize("url", ["", "ftp://example.com", "https://10.0.0.1/", "https://example.com:8443/", "x" * 2001])
def test_an_address_that_we_would_not_send_to_is_told(broker_person, url):
    answer = broker_person.post(f"{FIRM}/webhooks/register", {"url": url, "enabled": "true"})

    assert (answer.status_code, WebhookEndpoint.objects.count()) == (422, 0)
    assert 'href="#url"' in answer.content.decode()


def test_messages_are_sent_again_since_a_day(broker_person, broker):
    broker.lodged(export_form(script="V1"))
    once(broker_person.post(f"{FIRM}/webhooks/register", {"url": ENDPOINT, "enabled": "true"}))
    address = f"{FIRM}/webhooks/{WebhookEndpoint.objects.get().id}/replay"
    yesterday = (timezone.localtime() - timedelta(days=1)).date().isoformat()

    old = broker_person.post(address, {"since": "2010-01-01"})
    wrong = broker_person.post(address, {"since": "then"})
    done = broker_person.post(address, {"since": yesterday})

    assert (old.status_code, wrong.status_code, done.status_code) == (410, 422, 303)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE traders_user SET is_active = false WHERE username = 'demo-importer'",
        "UPDATE traders_apiclient SET is_active = false WHERE client_id = 'demo-aeo-importer'",
        "UPDATE traders_mandate SET revoked_at = now()",
        "INSERT INTO traders_clientkey (id, client_id, kid, jwk, thumbprint, added_at)"
        " SELECT gen_random_uuid(), id, 'k', '{}', 't', now() FROM traders_apiclient"
        " WHERE client_id = 'demo-aeo-importer'",
        "UPDATE traders_user SET role = 'OFFICER'",
        "UPDATE traders_user SET is_superuser = true",
        "INSERT INTO traders_user (id, username, password, is_superuser, is_staff, is_active, role, grade, email,"
        " date_joined, is_demonstration, may_lodge, may_follow, manages_firm)"
        " VALUES (gen_random_uuid(), 'x', '', true, true, true, 'ADMINISTRATOR', '', '', now(), false,"
        " true, true, false)",
    ],
)
def test_a_web_process_writes_no_row_of_another_firm(world, statement):
    firm = Trader.objects.get(code="DEMOBROKER01")
    with standing_up():
        sit(Seat(WEB, firm.id))
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
