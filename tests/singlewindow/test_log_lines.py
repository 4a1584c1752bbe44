"""The log tells no secret: canaries are planted in requests of every kind, and none of them sings."""

import io
import json
import logging
import re
from base64 import b64encode
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from declarations import clearance
from declarations.clearance import lodging
from declarations.models import BatchChunk, BatchRow
from declarations.tasks import lodge_chunk
from declarations.traders.declarant import ALL_SCOPES
from declarations.traders.models import ApiClient, Trader, User
from declarations.traders.registration import register_client
from permits.agencies import secret_of
from singlewindow.log_lines import JsonLine
from tests.declarations.wco.documents import MEDIA_TYPE, import_pair
from tests.doors import CLOCK
from tests.forms import changed, goods_item, import_form

pytestmark = pytest.mark.django_db
PRICE, SUPPLIER, PASSWORD = "7654321", "CANARY SUPPLIES LTD", "canary-of-a-password"
FORM_DATA = "application/x-www-form-urlencoded"


@pytest.fixture
def log():
    """Everything that this process writes to its log, as the product's own settings have it."""
    handler = next(each for each in logging.getLogger().handlers if each.name == "console")
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.fixture
def form():
    """A declaration with a price and a supplier that are nobody's business."""
    form = import_form(items=[goods_item(invoice_amount=PRICE)])
    return changed(form, "/consignor/name", SUPPLIER)


@pytest.fixture
def browser(world):
    """Answers with a 500 as a server does, instead of raising into the test."""
    return Client(raise_request_exception=False)


def basic(name, secret):
    return {"Authorization": f"Basic {b64encode(f'{name}:{secret}'.encode()).decode()}"}


def silent(log, *canaries):
    assert [canary for canary in canaries if canary in log.getvalue()] == []


def test_a_clients_secret_and_token(log, browser):
    trader = ApiClient.objects.get(client_id="demo-broker").trader
    _, secret = register_client(trader, client_id="canary", name="a program", scopes=ALL_SCOPES)
    grant = "grant_type=client_credentials"
    answer = browser.post("/oauth/token", grant, content_type=FORM_DATA, headers=basic("canary", secret))
    token = answer.json()["access_token"]
    for headers in (basic("canary", secret + "x"), basic(secret, secret), {"Authorization": f"Bearer {secret}"}):
        assert browser.post("/oauth/token", grant, content_type=FORM_DATA, headers=headers).status_code == 401
    told = f"{grant}&client_id=canary&client_secret={secret}"
    assert browser.post("/oauth/token", told, content_type=FORM_DATA).status_code == 401
    assert browser.post("/oauth/token", told, content_type="text/plain").status_code == 400
    for bearer, status in ((token, 200), (f"{token}x", 401), (token[:-5], 401)):
        assert browser.get("/api/v1/declarations", headers={"Authorization": f"Bearer {bearer}"}).status_code == status
    silent(log, secret, token, token[:60], token[-40:])


def test_a_password(log, browser):
    User.objects.create_user(
        "canary", password=PASSWORD, role="BROKER", grade="", trader=Trader.objects.get(code="DEMOBROKER01")
    )
    for told in ({"username": "canary"}, {"username": PASSWORD}, {"username": "nobody"}, {"username": "\0"}):
        browser.post("/login", {**told, "password": PASSWORD})
    for _ in range(6):
        browser.post("/login", {"username": "canary", "password": PASSWORD + "x"})
    Client(enforce_csrf_checks=True).post("/login", {"username": "canary", "password": PASSWORD})
    browser.post("/login", {f"f{number}": PASSWORD for number in range(2_000)})
    silent(log, PASSWORD)


def test_what_a_trader_declares(log, broker, form, browser):
    assert broker.lodge(form).status_code == 201
    assert broker.lodge(form).status_code == 409
    refused = changed(changed(form, "/customs_office", "ZZ"), "/own_reference", "CANARY-2")
    assert broker.lodge(refused).status_code == 422
    assert broker.lodge(changed(form, "/invoice/currency", SUPPLIER)).status_code == 422
    assert broker.lodge(json.dumps(form).encode()[:-1]).status_code == 400
    assert broker.post("/drafts", form).status_code == 201
    xml, _ = import_pair(**{"SOY SAUCE INTERNATIONAL LTD": SUPPLIER})
    for body in (xml, xml[:-9]):
        headers = {**broker.headers, "Idempotency-Key": f"xml-{len(body)}", "Sandbox-Clock": CLOCK}
        broker.http.post("/api/v1/declarations", body, content_type=MEDIA_TYPE, headers=headers)
    for path in (f"/api/v1/declarations?importer={PRICE}%00", f"/api/v1/{PRICE}%00"):
        browser.get(path, headers=broker.headers)
    silent(log, PRICE, SUPPLIER)


class Bug(Exception):
    """What is wrong with us, and repeats what it was given."""


@pytest.mark.parametrize("kind", ["ours", "the store's", "of one inside the other"])
def test_what_breaks_while_a_declaration_is_lodged(log, broker, form, monkeypatch, kind):
    def broken(message, **_):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                if kind != "ours":
                    cursor.execute("SELECT %s::text::int", [f"{SUPPLIER} {PRICE}"])
        except Exception as inner:
            if kind == "the store's":
                raise
            raise Bug(message.data) from inner
        raise Bug(f"{SUPPLIER} {PRICE}")

    monkeypatch.setattr(clearance, "lodge", broken)
    broker.http.raise_request_exception = False
    answer = broker.lodge(form)

    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (500, "internal-error")
    assert "Internal Server Error: /api/v1/declarations" in log.getvalue()
    assert "tests/singlewindow/test_log_lines.py" in log.getvalue()
    silent(log, PRICE, SUPPLIER)


def test_what_breaks_while_a_batch_is_lodged(log, broker, form, monkeypatch):
    def broken(*_, **__):
        raise Bug(f"{SUPPLIER} {PRICE}")

    monkeypatch.setattr(lodging, "judge", broken)
    headers = {**broker.headers, "Idempotency-Key": "batch", "Sandbox-Clock": CLOCK}
    body = json.dumps(form).encode() + b"\n"
    answer = broker.http.post("/api/v1/batches", body, content_type="application/x-ndjson", headers=headers)
    assert answer.status_code == 202, answer.content
    for _ in range(10):
        for chunk in clearance.claim_chunks(limit=10):
            with suppress(Bug):
                lodge_chunk(str(chunk))
        BatchChunk.objects.update(lease_until=timezone.now() - timedelta(seconds=1), published_until=None)
    assert BatchRow.objects.get().status == "REFUSED"
    assert "row 1: given up" in log.getvalue()
    silent(log, PRICE, SUPPLIER)


def test_the_secrets_of_webhooks_and_agencies(log, broker, browser):
    answer = broker.post("/webhook-endpoints", {"url": "https://hooks.example.com/"})
    secret = answer.json()["secret"]
    place = answer["Location"].removeprefix("/api/v1")
    newer = broker.post(f"{place}/secret", {}).json()["secret"]
    broker.post("/webhook-endpoints", {"url": f"https://{secret}@hooks.example.com/"})
    agencys = secret_of("FD")
    signed = {"webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": f"v1,{agencys}"}
    assert (
        browser.post("/agency/v1/answers", agencys, content_type="application/json", headers=signed).status_code == 401
    )
    silent(log, secret, newer, agencys, agencys.removeprefix("whsec_"))


def lines(log):
    return log.getvalue().splitlines()


def test_who_comes_in_and_who_does_not_is_written_with_the_requests_id(log, browser):
    trace = {"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
    browser.post("/login", {"username": "demo-officer", "password": "wrong"}, headers=trace)
    browser.post("/login", {"username": "no\nbody", "password": "wrong"}, headers=trace)
    browser.post("/login", {"username": "demo-officer", "password": "demo-officer-password"}, headers=trace)
    browser.post("/logout", headers=trace)
    for _ in range(6):
        browser.post("/login", {"username": "demo-broker", "password": "wrong"}, headers=trace)

    told = [line.split(" ", 3) for line in lines(log) if "declarations.traders.journal" in line]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line[0]) for line in told)
    assert [line[3] for line in told] == [
        f"[{'a' * 32}] {words} from 127.0.0.1"
        for words in (
            "wrong password: demo-officer",
            "wrong password: an unknown name",
            "signed in by password: demo-officer",
            "signed out: demo-officer",
            *["wrong password: demo-broker"] * 5,
            "locked out: demo-broker",
        )
    ]


def test_a_refusal_is_written_with_its_caller_and_without_its_query(log, broker, stranger, browser):
    number = broker.lodged(import_form())["number"]
    assert stranger.get(f"/declarations/{number}").status_code == 404
    assert browser.get("/api/v1/declarations?importer=CANARY").status_code == 401

    refused = [line.partition("] ")[2] for line in lines(log) if "singlewindow.refusals" in line]
    assert refused == [
        f"refused 404: GET api/v1/declarations/<declaration_number:number> ({number})"
        " to api:demo-unmandated from 127.0.0.1",
        "refused 401: GET api/v1/declarations () to somebody from 127.0.0.1",
    ]
    silent(log, "CANARY")


def test_a_line_break_inside_a_value_makes_no_line(log):
    logging.getLogger("singlewindow.x").warning("said %s", "a\n2026-01-01 INFO forged\r\x1b[31m\u2028b")

    assert len(lines(log)) == 1
    assert lines(log)[0].endswith(r"said a\n2026-01-01 INFO forged\r\x1b[31m\u2028b")


def test_a_line_for_machines_is_one_object():
    record = logging.LogRecord("a.b", logging.ERROR, "f", 1, "said %s", ("x\ny",), None)
    try:
        raise Bug(SUPPLIER)
    except Bug as bug:
        record.exc_info = (Bug, bug, bug.__traceback__)
    text = JsonLine().format(record)
    told = json.loads(text)

    assert "\n" not in text
    assert (told["level"], told["logger"], told["message"]) == ("ERROR", "a.b", "said x\ny")
    assert told["time"].endswith("Z")
    assert told["stack"].endswith("test_log_lines.Bug")
    assert SUPPLIER not in text


def test_a_task_that_broke_is_told_without_what_it_was_given(log):
    told = {"name": "a.task", "id": "1", "exc": repr(Bug(SUPPLIER)), "args": [PRICE], "description": "raised"}
    logging.getLogger("celery.app.trace").error("Task %(name)s[%(id)s] %(description)s: %(exc)s %(args)s", told)

    assert "a.task[1] raised: see the stack" in log.getvalue()
    silent(log, PRICE, SUPPLIER)
