"""Lodging and reading over HTTP: the answer, the safe retry, the refusal that is kept, and whose is whose."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from declarations.models import Declaration, Event, GoodsItem, PermitClaim, Submission, Version
from permits.models import PermitCheck
from tests.doors import CLOCK
from tests.forms import balls, changed, export_form, goods_item, import_form, parcel_form

pytestmark = pytest.mark.django_db


def test_an_import_is_answered_with_number_holds_duty_and_permit_checks(broker):
    """250,000 yen CIF: base 250,000, duty 7.2 % = 18,000; tax base 268,000 x 6.24 % = 16,723 and its 22/78."""
    answer = broker.lodge(import_form(), clock="2024-08-05T10:00:00+09:00")
    account = answer.json()

    assert answer.status_code == 201
    assert answer["Location"] == f"/api/v1/declarations/{account['number']}"
    assert (account["status"], account["category"], account["version"]) == ("LODGED", 1, 1)
    assert (account["lodged_at"], account["lodged_on"]) == ("2024-08-05T01:00:00Z", "2024-08-05")
    assert account["duty"] == {
        "customs_value": "250000",
        "duty": "18000",
        "consumption_tax": "16700",
        "local_consumption_tax": "4700",
        "total_to_pay": "39400",
        "payment": "OWED",
        "owed": "39400",
    }
    assert [(hold["code"], hold["party"]) for hold in account["holds"]] == [
        ("PERMIT_PENDING", "SYSTEM"),
        ("PAYMENT", "DECLARANT"),
    ]
    [check] = account["goods_items"][0]["permit_checks"]
    assert (check["law"], check["agency"], check["status"]) == ("FD", "FD", "DUE")
    assert (check["next_action_by"], check["next_action"]) == ("SYSTEM", "ASK")
    assert check["rule"] == "FD/210310000/IMPORT/2014-01-01"
    assert {"monitored", "accepted_quantity", "decided_by"}.isdisjoint(check)


def test_the_agency_may_be_asked_to_decide(broker):
    account = broker.lodged(import_form(items=[goods_item(permits=[{"law": "FD", "ask_agency": True}])]))

    claim, check = PermitClaim.objects.get(), PermitCheck.objects.get()
    assert (claim.permit_number, claim.not_subject_reason, claim.asks_agency) == ("", "", True)
    assert (check.question["permit_number"], check.question["ask_agency"]) == ("", True)
    assert check.rule.startswith("FD/")
    assert check.overdue_at - timezone.now() > timedelta(hours=71)  # by the real clock, whatever the sandbox's says
    assert account["goods_items"][0]["permit_checks"][0]["status"] == "DUE"


def test_a_claim_that_says_nothing_is_refused_and_the_store_has_no_place_for_it(broker):
    refused = broker.lodge(import_form(items=[goods_item(permits=[{"law": "FD", "ask_agency": False}])]))

    assert refused.status_code == 422
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [
        ("/goods_items/0/permits/0", "OL-803")
    ]
    assert not PermitClaim.objects.exists()
    item = GoodsItem.objects.get(version__declaration__number=broker.lodged(import_form(items=[balls()]))["number"])
    for number, reason, asks in (("", "", False), ("1", "no", False), ("1", "", True), ("", "no", True)):
        with pytest.raises(IntegrityError), transaction.atomic():
            PermitClaim.objects.create(
                goods_item=item, law_id="FD", permit_number=number, not_subject_reason=reason, asks_agency=asks
            )


def test_a_dry_run_tells_by_which_requirement_a_law_binds(broker):
    answer = broker.post("/declarations?dry_run=true", import_form(), **{"Sandbox-Clock": CLOCK}).json()

    [need] = answer["requirements"]
    assert (need["law"], need["rule"].split("/")[2]) == ("FD", "IMPORT")
    assert not PermitCheck.objects.exists()


def test_what_owes_nothing_is_released_in_the_reply(broker):
    account = broker.lodged(parcel_form())

    assert account["status"] == "RELEASED"
    assert account["duty"]["payment"] == "NOTHING_OWED"
    assert [event["name"] for event in broker.get(f"/declarations/{account['number']}/events").json()["items"]] == [
        "LODGED",
        "RELEASED",
    ]


def test_an_export_is_valued_fob_and_owes_nothing(broker):
    account = broker.lodged(export_form())

    assert (account["direction"], account["status"]) == ("EXPORT", "RELEASED")
    assert (account["duty"]["customs_value"], account["duty"]["total_to_pay"]) == ("200000", "0")


def test_the_look_up_tells_what_the_reply_told_and_every_step(broker):
    lodged = broker.lodged(import_form())
    seen = broker.account(lodged["number"])

    steps = [item["duty"].pop("steps") for item in seen["goods_items"]]
    lodged.pop("advisories", None)
    assert seen == lodged
    assert steps[0][0].keys() == {"name", "law", "base", "rate", "amount", "rounding"}


@pytest.mark.parametrize("count", [1, 98])
def test_lodging_takes_the_same_three_statements_for_1_and_98_items(broker, count):
    form = import_form(items=[goods_item(invoice_amount="1000", description=f"LOT {i}") for i in range(count)])
    broker.lodge(import_form())  # the snapshots are read

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = broker.lodge(form)

    assert answer.status_code == 201, answer.content
    assert len(queries) == 3, [query["sql"][:80] for query in queries]


@pytest.mark.parametrize("count", [1, 50])
def test_looking_up_takes_the_same_statements_for_1_and_50_items(broker, count, django_assert_num_queries):
    account = broker.lodged(import_form(items=[goods_item(invoice_amount="1000")] * count))

    with django_assert_num_queries(9):
        broker.account(account["number"])


def test_a_retry_gets_the_same_bytes_and_makes_nothing_new(broker):
    form = import_form()
    first = broker.lodge(form, key="retry")
    again = broker.lodge(form, key="retry")

    assert again.status_code == 201
    assert again.content == first.content
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert Declaration.objects.count() == 1


def test_a_key_used_for_another_body_is_refused(broker):
    broker.lodge(import_form(), key="once")
    answer = broker.lodge(import_form(), key="once")

    assert answer.status_code == 422
    assert answer.json()["type"].endswith("/idempotency-key-reused")
    assert Declaration.objects.count() == 1


def test_an_own_reference_is_used_once(broker):
    form = import_form()
    first = broker.lodged(form)
    answer = broker.lodge(form)

    assert answer.status_code == 409
    assert answer.json()["type"].endswith("/duplicate-reference")
    assert answer.json()["existing"].endswith(f"/declarations/{first['number']}")


def test_two_clients_may_use_the_same_key_and_two_declarants_the_same_reference(broker, aeo_importer):
    form = import_form(importer={"party_code": "DEMOAEOIMP01", "name": "DEMONSTRATION AEO IMPORTER CO., LTD"})

    assert broker.lodge(form, key="same").status_code == 201
    assert aeo_importer.lodge(form, key="same").status_code == 201
    assert Declaration.objects.count() == 2


def test_a_refusal_tells_every_finding_and_keeps_the_submission_alone(broker):
    form = changed(changed(import_form(), "/invoice/amount", "1"), "/customs_office", "ZZ")
    answer = broker.lodge(form, key="refused")
    problem = answer.json()

    assert answer.status_code == 422
    assert problem["type"].endswith("/declaration-refused")
    assert {"/invoice/amount", "/customs_office"} <= {error["pointer"] for error in problem["errors"]}
    assert all(error["law"] and error["message_ja"] and error["remedy"] for error in problem["errors"])
    submission = Submission.objects.get()
    assert (submission.outcome, submission.declaration_number) == ("REFUSED", "")
    assert json.loads(submission.body) == form
    assert not Declaration.objects.exists()
    assert not PermitCheck.objects.exists()

    again = broker.lodge(form, key="refused")
    assert again["Idempotency-Replayed"] == "true"
    assert again.json()["errors"] == problem["errors"]
    assert broker.get("/receipts/refused").json()["outcome"] == "REFUSED"


def test_a_broker_without_a_mandate_is_refused(broker):
    form = import_form(importer={"party_code": "DEMONOMAND01", "name": "DEMONSTRATION TRADER WITHOUT MANDATE LLC"})
    answer = broker.lodge(form)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/importer/party_code"]


def test_a_dry_run_tells_everything_and_keeps_nothing(broker):
    good = broker.post("/declarations?dry_run=true", import_form())
    bad = broker.post("/declarations?dry_run=true", changed(import_form(), "/invoice/amount", "1"))

    assert good.status_code == bad.status_code == 200
    assert (good.json()["outcome"], good.json()["estimate"]["total_to_pay"]) == ("ACCEPTED", "39400")
    assert [need["law"] for need in good.json()["requirements"]] == ["FD"]
    assert good.json()["estimate"]["goods_items"][0]["duty"]["steps"]
    assert bad.json()["outcome"] == "REFUSED"
    assert not Submission.objects.exists()


def test_another_organisations_declaration_is_not_found(broker, stranger):
    number = broker.lodged(import_form())["number"]
    unknown = stranger.get("/declarations/" + "0" * 11)

    for path in ("", "/versions", "/versions/1", "/events"):
        answer = stranger.get(f"/declarations/{number}{path}")
        assert answer.status_code == 404
        assert answer.json().keys() == unknown.json().keys()
    assert stranger.pay({"number": number, "duty": {"owed": "39400"}}).status_code == 404
    assert stranger.get("/declarations").json()["items"] == []


def test_the_importer_sees_what_its_broker_declared(broker, aeo_importer):
    form = import_form(importer={"party_code": "DEMOAEOIMP01", "name": "DEMONSTRATION AEO IMPORTER CO., LTD"})
    number = broker.lodged(form)["number"]

    assert aeo_importer.account(number)["number"] == number


def test_an_account_has_an_etag_until_it_changes(broker):
    number = broker.lodged(import_form(items=[balls()]))["number"]
    first = broker.get(f"/declarations/{number}")
    same = broker.get(f"/declarations/{number}", **{"If-None-Match": first["ETag"]})
    broker.pay(first.json())
    after = broker.get(f"/declarations/{number}", **{"If-None-Match": first["ETag"]})

    assert (first.status_code, same.status_code, after.status_code) == (200, 304, 200)
    assert same.content == b""
    assert after.json()["status"] == "RELEASED"


def test_pages_follow_one_another_without_gap_or_repeat(broker):
    numbers = [broker.lodged(parcel_form())["number"] for _ in range(5)]

    seen, path = [], "/declarations?limit=2"
    while path:
        page = broker.get(path).json()
        seen += [row["number"] for row in page["items"]]
        path = page["next"].split("/api/v1")[1] if "next" in page else None

    assert seen == numbers[::-1]


def test_filters_choose(broker):
    export = broker.lodged(export_form())["number"]
    broker.lodged(import_form())

    assert [row["number"] for row in broker.get("/declarations?direction=EXPORT").json()["items"]] == [export]
    assert [row["number"] for row in broker.get("/declarations?commodity=9506").json()["items"]] == [export]
    assert len(broker.get("/declarations?importer=12345678901239000&status=LODGED").json()["items"]) == 1


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=0", "invalid-cursor"),
        ("limit=201", "invalid-cursor"),
        ("limit=abc", "invalid-cursor"),
        ("cursor=forged", "invalid-cursor"),
        ("lodged_on=2026-02-30", "invalid-parameter"),
        ("lodged_on=20260228", "invalid-parameter"),
        ("status=SOMETHING", "invalid-parameter"),
        ("own_reference=%00", "invalid-parameter"),
        ("nonsense=1", "unknown-parameter"),
        ("status=LODGED&status=RELEASED", "invalid-parameter"),
    ],
)
def test_bad_query_parameters_are_refused(broker, query, code):
    answer = broker.get(f"/declarations?{query}")

    assert answer.status_code == 400
    assert answer.json()["type"].endswith(f"/{code}")


def test_a_cursor_is_of_no_use_to_another_organisation(broker, stranger):
    broker.lodged(parcel_form())
    broker.lodged(parcel_form())
    path = broker.get("/declarations?limit=1").json()["next"].split("/api/v1")[1]

    assert stranger.get(path).status_code == 400


def test_a_version_says_what_was_received(broker):
    form = import_form()
    number = broker.lodged(form)["number"]

    assert broker.get(f"/declarations/{number}/versions/1").json() == form
    assert broker.get(f"/declarations/{number}/versions/2").status_code == 404
    [version] = broker.get(f"/declarations/{number}/versions").json()["items"]
    assert (version["version"], version["total_to_pay"]) == (1, "39400")


def test_a_receipt_tells_whether_it_was_filed(broker):
    number = broker.lodged(import_form(), key="filed")["number"]
    receipt = broker.get("/receipts/filed").json()

    assert (receipt["outcome"], receipt["number"]) == ("ACCEPTED", number)
    assert broker.get("/receipts/never-sent").status_code == 404


def test_the_rows_of_a_lodging_are_the_declaration(broker):
    account = broker.lodged(import_form(items=[goods_item(), balls()]))

    declaration = Declaration.objects.get(number=account["number"])
    version = Version.objects.get(declaration=declaration)
    items = GoodsItem.objects.filter(version=version)
    assert [(item.number, item.commodity_code, item.quantity_unit) for item in items] == [
        (1, "2103100005", "KG"),
        (2, "9506320003", "NO"),
    ]
    assert sum(item.customs_value for item in items) == version.customs_value == 450_000
    assert sum(item.charges_amount for item in items) == 50_000
    assert Event.objects.get(declaration=declaration).facts == {"number": account["number"], "category": "1"}


def test_nobody_is_let_in_without_a_token(broker, client):
    answer = client.post("/api/v1/declarations", b"{}", content_type="application/json")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["type"].endswith("/unauthenticated")


def test_the_clock_of_the_sandbox_is_refused_outside_it(broker, settings):
    settings.SANDBOX = False
    answer = broker.lodge(import_form(), clock="2024-08-05T10:00:00+09:00")

    assert answer.status_code == 400
    assert answer.json()["type"].endswith("/sandbox-only")


@pytest.mark.parametrize("clock", ["2024-08-05", "2024-08-05T10:00:00", "2024-13-05T10:00:00Z", "now", ""])
def test_a_clock_is_an_instant_with_a_zone(broker, clock):
    answer = broker.post("/declarations", import_form(), **{"Idempotency-Key": "c", "Sandbox-Clock": clock})

    assert answer.status_code == 400
    assert answer.json()["type"].endswith("/invalid-clock")
