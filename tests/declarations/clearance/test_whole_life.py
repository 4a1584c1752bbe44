"""The whole life of a declaration by the API: amend, withdraw, arrive, queue, defer, questions, early release, AEO."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from declarations import clearance
from declarations.errors import FourEyes
from declarations.models import Application, Declaration, Version
from declarations.traders.models import User
from permits.models import PermitCheck
from permits.models import Status as PermitStatus
from tests import papers
from tests.doors import CLOCK
from tests.forms import aeo_release_form, balls, changed, export_form, goods_item, import_form

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 8, 5, 3, tzinfo=UTC)
NUMBERS = iter(range(1, 1000))


@pytest.fixture
def officer(world):
    return User.objects.get(username="demo-officer").as_officer()


@pytest.fixture
def chief(world):
    return User.objects.get(username="demo-chief-officer").as_officer()


def amend(broker, number, form, *, key=None, seen=None, reason="CORRECTED INVOICE"):
    tag = seen or broker.get(f"/declarations/{number}")["ETag"]
    headers = {"Idempotency-Key": key or f"amend-{next(NUMBERS)}", "If-Match": tag, "Sandbox-Clock": CLOCK}
    return broker.post(f"/declarations/{number}/amendments", {"reason": reason, "declaration": form}, **headers)


def act(broker, number, route, body, **headers):
    return broker.post(f"/declarations/{number}/{route}", body, **{"Sandbox-Clock": CLOCK, **headers})


def names(broker, number):
    return [event["name"] for event in broker.get(f"/declarations/{number}/events").json()["items"]]


def confirm(number):
    subject = str(Declaration.objects.get(number=number).id)
    PermitCheck.objects.filter(subject=subject, settled_at=None).update(
        status=PermitStatus.CONFIRMED, settled_at=timezone.now(), due_at=None
    )
    clearance.advance(Declaration.objects.get(number=number).id, at=NOON)


def test_an_amendment_is_a_new_version_whose_unchanged_items_keep_their_permits(broker):
    form = import_form(items=[goods_item(), goods_item(description="SOY SAUCE, DARK")])
    number = broker.lodged(form)["number"]
    confirm(number)

    answer = amend(broker, number, changed(form, "/goods_items/1/description", "SOY SAUCE, LIGHT"))

    assert answer.status_code == 201, answer.content.decode()
    account = answer.json()
    assert (account["version"], account["status"]) == (2, "LODGED")
    checks = [[c["status"] for c in item["permit_checks"]] for item in account["goods_items"]]
    assert checks == [["CONFIRMED"], ["DUE"]]
    told = broker.get(f"/declarations/{number}/versions/2/changes").json()["items"]
    assert told == [{"pointer": "/goods_items/1/description", "before": "SOY SAUCE, DARK", "after": "SOY SAUCE, LIGHT"}]
    assert names(broker, number)[-1] == "AMENDED"


def test_another_bill_of_lading_reopens_every_permit(broker):
    form = import_form()
    number = broker.lodged(form)["number"]
    confirm(number)

    account = amend(broker, number, changed(form, "/transport/documents", ["SGTYO2600002"])).json()

    assert [check["status"] for check in account["goods_items"][0]["permit_checks"]] == ["DUE"]


def test_an_amendment_changes_the_demand_by_the_difference_and_is_safe_to_send_again(broker):
    form = import_form(items=[balls()])
    account = broker.lodged(form)
    more = changed(changed(form, "/goods_items/0/invoice_amount", "300000"), "/invoice/amount", "300000")
    tag = broker.get(f"/declarations/{account['number']}")["ETag"]

    first = amend(broker, account["number"], more, key="again", seen=tag)
    second = amend(broker, account["number"], more, key="again", seen=tag)

    assert (first.status_code, second.status_code, second["Idempotency-Replayed"]) == (201, 201, "true")
    assert first.content == second.content
    assert Version.objects.count() == 2
    declaration = Declaration.objects.get()
    demands = list(declaration.ledger.order_by("id").values_list("kind", "amount"))
    difference = int(first.json()["duty"]["total_to_pay"]) - int(account["duty"]["total_to_pay"])
    assert demands == [("DEMAND", int(account["duty"]["total_to_pay"])), ("DEMAND", difference)]


def test_a_change_needs_what_was_seen_last(broker):
    form = import_form(items=[balls()])
    number = broker.lodged(form)["number"]
    tag = broker.get(f"/declarations/{number}")["ETag"]
    amend(broker, number, form)

    stale = amend(broker, number, form, seen=tag)
    missing = broker.post(f"/declarations/{number}/withdrawal", {"reason": "NO MORE"})

    assert (stale.status_code, missing.status_code) == (412, 428)
    assert Version.objects.count() == 2


def test_the_checks_that_an_amendment_opens_travel_under_its_correlation_id(broker):
    form = import_form()
    number = broker.lodged(form)["number"]
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    tag = broker.get(f"/declarations/{number}")["ETag"]
    headers = {"Idempotency-Key": "traced", "If-Match": tag, "traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    other = changed(form, "/goods_items/0/description", "SOY SAUCE, DARK")

    answer = broker.post(
        f"/declarations/{number}/amendments",
        {"reason": "ANOTHER SAUCE", "declaration": other},
        **headers,
        **{"Sandbox-Clock": CLOCK},
    )

    assert answer.status_code == 201, answer.content.decode()
    opened = PermitCheck.objects.get(subject_version=2)
    assert (opened.status, opened.question["correlation_id"]) == ("DUE", trace)


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("arrival", {"bonded_area": "1AW01"}),
        ("payment", {"method": "PAY", "amount": "25000", "reference": "BANK-1"}),
        ("questions/{question}/answer", {"text": "RUBBER"}),
        (
            "release-before-permit",
            {"reason_code": "01", "reason": "PERISHABLE", "security": "DEMO-SECURITY", "amount": "60000"},
        ),
    ],
)
def test_an_act_that_need_not_say_what_it_saw_is_held_to_it_when_it_does(broker, officer, route, body):
    arrives = {"condition": "Z"} if route == "arrival" else {}
    number = broker.lodged(import_form(items=[balls()], **arrives))["number"]
    seen = broker.get(f"/declarations/{number}")["ETag"]
    clearance.ask(number, by=officer, text="Of which material?", at=NOON)
    now = broker.get(f"/declarations/{number}")
    route = route.format(question=now.json()["questions"][0]["id"])
    if route == "payment":
        body = {**body, "amount": now.json()["duty"]["owed"]}

    stale = act(broker, number, route, body, **{"If-Match": seen})
    foreign = act(broker, number, route, body, **{"If-Match": '"of-another"'})
    weak, malformed = (act(broker, number, route, body, **{"If-Match": tag}) for tag in (f"W/{now['ETag']}", "*"))

    assert [answer.status_code for answer in (stale, foreign, weak, malformed)] == [412, 412, 412, 400]
    assert broker.get(f"/declarations/{number}").content == now.content
    fresh = act(broker, number, route, body, **{"If-Match": now["ETag"]})
    assert fresh.status_code == 200, fresh.content.decode()


def test_an_amendment_that_a_rule_refuses_changes_nothing_and_points_into_the_declaration(broker):
    form = import_form(items=[balls()])
    number = broker.lodged(form)["number"]

    answer = amend(broker, number, changed(form, "/customs_office", "9Z"))
    wrong = amend(broker, number, changed(form, "/own_reference", "ANOTHER-1"))
    shapeless = amend(broker, number, changed(form, "/gross_mass", "1e2"), reason=" ")

    assert answer.status_code == 422
    assert "/declaration/customs_office" in {error["pointer"] for error in answer.json()["errors"]}
    assert [(e["code"], e["pointer"]) for e in wrong.json()["errors"]] == [
        ("cannot-be-amended", "/declaration/own_reference")
    ]
    assert {e["pointer"] for e in shapeless.json()["errors"]} == {"/reason", "/declaration/gross_mass"}
    assert broker.account(number)["version"] == 1


def test_a_withdrawal_ends_it_and_what_was_paid_is_owed_back(broker, officer):
    account = broker.lodged(import_form(script="V2", items=[balls()]))
    broker.pay(account)
    tag = broker.get(f"/declarations/{account['number']}")["ETag"]

    gone = act(broker, account["number"], "withdrawal", {"reason": "SOLD AT SEA"}, **{"If-Match": tag}).json()

    assert (gone["status"], gone["duty"]["refundable"]) == ("WITHDRAWN", account["duty"]["total_to_pay"])
    clearance.refund(account["number"], by=officer, reference="BANK-9", at=NOON)
    assert "refundable" not in broker.account(account["number"])["duty"]
    tag = broker.get(f"/declarations/{account['number']}")["ETag"]
    again = act(broker, account["number"], "withdrawal", {"reason": "AGAIN"}, **{"If-Match": tag})
    assert (again.status_code, again.json()["allowed"]) == (409, [])


def test_a_preliminary_declaration_waits_for_its_goods_and_is_declared_by_their_arrival(broker):
    account = broker.lodged(import_form(items=[balls()], condition="Z"))
    paid = broker.pay(account).json()
    assert [hold["code"] for hold in paid["holds"]] == ["ARRIVAL"]

    elsewhere = act(broker, account["number"], "arrival", {"bonded_area": "2BW01"})
    arrived = act(broker, account["number"], "arrival", {"bonded_area": "1AW01"})

    assert elsewhere.status_code == 422
    assert (arrived.status_code, arrived.json()["status"]) == (200, "RELEASED"), arrived.content.decode()
    assert act(broker, account["number"], "arrival", {"bonded_area": "1AW01"}).status_code == 409


def test_what_is_queued_is_declared_when_the_office_opens(broker):
    sunday = "2024-08-04T10:00:00+09:00"
    account = broker.lodged(import_form(items=[balls()], condition="K"), clock=sunday)
    assert (account["status"], account["lodged_at"]) == ("REGISTERED", "2024-08-04T23:30:00Z")
    declaration = Declaration.objects.get(number=account["number"])

    clearance.advance(declaration.id, at=datetime(2024, 8, 4, 23, 29, tzinfo=UTC))
    assert broker.account(account["number"])["status"] == "REGISTERED"
    clearance.advance(declaration.id, at=datetime(2024, 8, 4, 23, 30, tzinfo=UTC))

    assert broker.account(account["number"])["status"] == "LODGED"
    assert names(broker, account["number"]) == ["REGISTERED", "LODGED"]


def test_a_question_is_answered_and_its_answer_read(broker, officer):
    account = broker.lodged(import_form(items=[balls()]))
    number = account["number"]
    clearance.ask(number, by=officer, text="Of which material?", at=NOON)
    broker.pay(account)
    asked = broker.account(number)
    assert [hold["code"] for hold in asked["holds"]] == ["QUESTION", "DOCUMENT_EXAMINATION"]

    route = f"questions/{asked['questions'][0]['id']}/answer"
    answered = act(broker, number, route, {"text": "RUBBER"}).json()

    assert [hold["code"] for hold in answered["holds"]] == ["DOCUMENT_EXAMINATION"]
    assert act(broker, number, route, {"text": "STEEL"}).status_code == 404
    clearance.examine(number, by=officer, in_order=True, remarks="Read.", at=NOON)
    assert broker.account(number)["status"] == "RELEASED"


def test_an_answer_takes_documents_of_its_own_declaration_alone(broker, officer):
    number = broker.lodged(import_form(items=[balls()]))["number"]
    elsewhere = broker.lodged(import_form(items=[balls()]))["number"]
    here, there = (attached(broker, each)["id"] for each in (number, elsewhere))
    clearance.ask(number, by=officer, text="Of which material?", at=NOON)
    before = broker.get(f"/declarations/{number}").content
    route = f"questions/{broker.account(number)['questions'][0]['id']}/answer"

    refused = act(broker, number, route, {"text": "RUBBER", "documents": [here, there, "no-id"]})

    assert refused.status_code == 422
    told = [(error["pointer"], error["code"]) for error in refused.json()["errors"]]
    assert told == [("/documents/1", "unknown-document"), ("/documents/2", "unknown-document")]
    assert broker.get(f"/declarations/{number}").content == before
    answered = act(broker, number, route, {"text": "RUBBER", "documents": [here]}).json()
    assert answered["questions"][0]["documents"] == [here]


def attached(broker, number, **headers):
    path = f"/api/v1/declarations/{number}/documents?name=a.pdf"
    return broker.http.post(
        path, papers.pdf(), content_type="application/pdf", headers={**broker.headers, **headers}
    ).json()


def test_goods_leave_before_the_permit_against_security(broker, officer):
    account = broker.lodged(import_form(script="V2", items=[balls()]))
    asked = {"reason_code": "01", "reason": "PERISHABLE", "security": "DEMO-SECURITY", "amount": "60000"}
    applied = act(broker, account["number"], "release-before-permit", asked)
    assert applied.status_code == 200, applied.content.decode()

    kind = Application.Kind.EARLY_RELEASE
    clearance.decide(account["number"], kind, by=officer, approves=True, remarks="Agreed.", at=NOON)
    early = broker.account(account["number"])
    assert early["status"] == "RELEASED_EARLY"
    clearance.examine(account["number"], by=officer, in_order=True, remarks="Read.", at=NOON)
    assert broker.pay(account).json()["status"] == "RELEASED"
    kinds = list(Declaration.objects.get().ledger.order_by("id").values_list("kind", flat=True))
    assert kinds == ["DEMAND", "RESERVATION", "PAYMENT", "RESERVATION_ENDED"]


@pytest.mark.parametrize("ending", ["RELEASED", "REFUSED", "WITHDRAWN"])
def test_what_is_applied_for_is_void_once_the_declaration_has_ended(broker, officer, ending):
    account = broker.lodged(import_form(items=[balls()]))
    number = account["number"]
    asked = {"reason_code": "01", "reason": "PERISHABLE", "security": "DEMO-SECURITY", "amount": "60000"}
    assert act(broker, number, "release-before-permit", asked).status_code == 200

    if ending == "RELEASED":
        broker.pay(account)
    elif ending == "REFUSED":
        clearance.refuse(number, by=officer, ground="Art. 70", at=NOON)
    else:
        act(
            broker,
            number,
            "withdrawal",
            {"reason": "GONE"},
            **{"If-Match": broker.get(f"/declarations/{number}")["ETag"]},
        )

    ended = broker.account(number)
    assert ended["status"] == ending
    assert [(each["outcome"], each["remarks"]) for each in ended["applications"]] == [("VOID", ending.lower())]


def test_a_lower_category_takes_another_officer_of_a_higher_grade(broker, officer, chief):
    account = broker.lodged(import_form(script="V3", items=[balls()]))
    clearance.propose_lower_category(account["number"], by=officer, category=1, reason="Known goods.", at=NOON)
    kind = Application.Kind.LOWER_CATEGORY

    with pytest.raises(FourEyes):
        clearance.decide(account["number"], kind, by=officer, approves=True, remarks="Mine.", at=NOON)
    clearance.decide(account["number"], kind, by=chief, approves=True, remarks="Agreed.", at=NOON)

    assert broker.account(account["number"])["category"] == 1


def test_a_deferment_takes_a_security_that_covers_it(broker):
    account = broker.lodged(import_form(items=[balls(invoice_amount="2000000")]))
    demand = {"method": "DEFER", "amount": account["duty"]["owed"]}

    unknown = act(broker, account["number"], "payment", {**demand, "reference": "NONE"})
    small = act(broker, account["number"], "payment", {**demand, "reference": "DEMO-SECURITY-SMALL"})
    done = act(broker, account["number"], "payment", {**demand, "reference": "DEMO-SECURITY"})
    paid = act(broker, account["number"], "payment", {**demand, "method": "PAY_DEFERRED", "reference": "BANK-2"})

    assert (unknown.status_code, small.status_code) == (422, 422)
    assert (done.json()["status"], paid.status_code) == ("RELEASED", 200)
    assert small.json()["remaining"] == "50000"


def test_less_duty_after_the_release_is_asked_for_and_an_officer_decides(broker, officer):
    form = import_form(items=[balls()])
    account = broker.lodged(form)
    broker.pay(account)
    less = changed(changed(form, "/goods_items/0/invoice_amount", "100000"), "/invoice/amount", "100000")

    asked = amend(broker, account["number"], less).json()
    assert (asked["version"], asked["applications"][0]["kind"]) == (1, "REASSESSMENT")
    kind = Application.Kind.REASSESSMENT
    clearance.decide(account["number"], kind, by=officer, approves=True, remarks="Shown.", at=NOON)

    now = broker.account(account["number"])
    assert (now["status"], now["version"]) == ("RELEASED", 2)
    assert int(now["duty"]["refundable"]) > 0


def test_a_change_of_a_permitted_export_waits_for_an_officer(broker, officer):
    form = export_form()
    number = broker.lodged(form)["number"]
    amend(broker, number, changed(form, "/gross_mass", "4200"))
    assert broker.account(number)["version"] == 1

    clearance.decide(number, Application.Kind.CHANGE, by=officer, approves=True, remarks="Agreed.", at=NOON)

    assert (broker.account(number)["version"], broker.account(number)["status"]) == (2, "RELEASED")


def test_aeo_goods_are_released_now_and_their_duty_declared_together_by_the_end_of_the_next_month(aeo_importer):
    numbers = []
    for _ in range(2):
        headers = {"Idempotency-Key": f"aeo-{next(NUMBERS)}", "Sandbox-Clock": CLOCK}
        answer = aeo_importer.post("/release-declarations", aeo_release_form(), **headers)
        assert answer.status_code == 201, answer.content.decode()
        numbers.append(answer.json()["number"])
    for number in numbers:
        account = aeo_importer.account(number)
        assert (account["status"], account["duty_due_on"]) == ("RELEASED", "2024-09-30")
    due = aeo_importer.get("/duty-declarations/due?on=2024-10-01").json()["items"]
    assert [(row["due_on"], row["is_overdue"]) for row in due] == [("2024-09-30", True)] * 2

    body = {"own_reference": "DUTY-1", "releases": numbers}
    headers = {"Idempotency-Key": "duty-1", "Sandbox-Clock": CLOCK}
    first = aeo_importer.post("/duty-declarations", body, **headers)
    again = aeo_importer.post("/duty-declarations", body, **headers)

    assert (first.status_code, again.content) == (201, first.content), first.content.decode()
    assert aeo_importer.get("/duty-declarations/due").json()["items"] == []
    owed = [int(aeo_importer.account(number)["duty"]["owed"]) for number in numbers]
    assert sum(owed) == int(first.json()["total_to_pay"]) > 0
    other = aeo_importer.post(
        "/duty-declarations", {**body, "own_reference": "DUTY-2"}, **{"Idempotency-Key": "duty-2"}
    )
    assert (other.status_code, set(other.json()["releases"].values())) == (422, {"declared already"})


def test_a_release_is_reminded_of_its_duty_declaration_once(aeo_importer):
    headers = {"Idempotency-Key": "aeo-remind", "Sandbox-Clock": CLOCK}
    number = aeo_importer.post("/release-declarations", aeo_release_form(), **headers).json()["number"]

    assert clearance.remind_of_duty(datetime(2024, 9, 22, tzinfo=UTC)) == 0
    assert clearance.remind_of_duty(datetime(2024, 9, 23, tzinfo=UTC)) == 1
    assert clearance.remind_of_duty(datetime(2024, 9, 24, tzinfo=UTC)) == 0
    assert clearance.remind_of_duty(datetime(2024, 10, 1, tzinfo=UTC)) == 1
    assert names(aeo_importer, number)[-2:] == ["DUTY_DECLARATION_DUE", "DUTY_DECLARATION_OVERDUE"]
