"""What agencies send by themselves: once, twice, too early, too late, in the wrong order, contradicting."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from permits import checking
from permits.checking.asking import record, take_lease
from permits.models import Effect, InboxMessage, PermitCheck, Status
from permits.question import to_wire
from tests.permits.conftest import AT, answer, notice, problem_of, says
from tests.threads import together


def again(check):
    return PermitCheck.objects.get(id=check.id)


def outcomes():
    return list(InboxMessage.objects.order_by("id").values_list("message_id", "outcome"))


def test_a_signed_answer_settles_the_check(open_check, send, told):
    check = open_check()

    response = send(to_wire(notice(check, permit_number="FD-2026-9")))

    assert (response.status_code, response.json()) == (200, {"effect": "APPLIED"})
    assert (again(check).status, again(check).permit_number) == (Status.CONFIRMED, "FD-2026-9")
    assert again(check).decided_by == "rule 7 of 2026"
    assert told == [{"subject": "case-1", "subject_version": 1, "check_id": check.id}]


def test_the_same_message_and_the_same_answer_again_change_nothing(open_check, send, told):
    check = open_check()
    body = to_wire(notice(check))

    answers = [send(body, message_id=each).json()["effect"] for each in ("m-1", "m-1", "m-2")]

    assert answers == ["APPLIED", "REPEATED", "REPEATED"]
    assert outcomes() == [("m-1", "APPLIED"), ("m-2", "REPEATED")]
    assert len(told) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("many connections")
def test_fifty_at_once_settle_it_once(open_check, told):
    check = open_check()
    sent = notice(check)
    ids = ["same"] * 25 + [f"m-{number}" for number in range(25)]

    effects = together([lambda name=name: checking.receive(sent, message_id=name) for name in ids])

    assert sorted(effects) == [Effect.APPLIED] + [Effect.REPEATED] * 49
    assert len(told) == 1
    assert InboxMessage.objects.count() == 26
    assert InboxMessage.objects.filter(outcome=Effect.APPLIED).count() == 1


def test_received_after_confirmed_undoes_nothing(open_check, send):
    check = open_check()

    send(to_wire(notice(check, "CONFIRMED")), message_id="m-1")
    late = send(to_wire(notice(check, "RECEIVED")), message_id="m-2")

    assert late.json() == {"effect": "LATE"}
    assert again(check).status == Status.CONFIRMED
    assert again(check).needs_person_at is None


@pytest.mark.parametrize(("first", "then"), [("CONFIRMED", "REFUSED"), ("REFUSED", "CONFIRMED")])
def test_the_first_decision_stands_and_a_contrary_one_calls_an_officer(open_check, send, first, then):
    check = open_check()

    send(to_wire(notice(check, first)), message_id="m-1")
    contrary = send(to_wire(notice(check, then)), message_id="m-2")

    assert (contrary.status_code, contrary.json()) == (200, {"effect": "CONFLICT"})
    assert again(check).status == first
    assert again(check).needs_person_at is not None
    assert outcomes()[-1] == ("m-2", "CONFLICT")

    checking.close_conflict(check.id, by="officer 7", note="the agency took it back", at=AT)
    assert again(check).needs_person_at is None


def test_another_reference_for_one_question_is_not_believed(open_check, send):
    check = open_check()
    send(to_wire(notice(check, "RECEIVED", reference="FD-1")), message_id="m-1")

    other = send(to_wire(notice(check, "CONFIRMED", reference="FD-2")), message_id="m-2")

    assert other.json() == {"effect": "CONFLICT"}
    assert (again(check).status, again(check).agency_reference) == (Status.ASKED, "FD-1")
    assert again(check).needs_person_at is not None


def test_an_answer_that_overtakes_the_response_to_our_call_is_applied(open_check, agency_that, told):
    check = open_check()

    def overtaken(asked):
        checking.receive(notice(check, "CONFIRMED"), message_id="m-1")
        return says("RECEIVED")

    agency_that(overtaken)

    assert checking.ask(check.id) is Effect.LATE
    assert again(check).status == Status.CONFIRMED
    assert again(check).lease_id is None
    assert [each["check_id"] for each in told] == [check.id]


def test_a_response_that_contradicts_the_answer_which_overtook_it_calls_an_officer(open_check):
    check = open_check()
    lease = take_lease(check.id)
    checking.receive(notice(check, "CONFIRMED"), message_id="m-1")

    assert record(lease, answer("REFUSED")) is Effect.CONFLICT

    assert again(check).status == Status.CONFIRMED
    assert again(check).needs_person_at is not None


def test_a_late_answer_for_an_old_version_is_kept_and_the_new_one_still_waits(open_check, send, told):
    old = open_check()
    assert checking.cancel("case-1", 1, at=AT) == 1
    new = open_check(subject_version=2)

    late = send(to_wire(notice(old)))

    assert late.json() == {"effect": "EVIDENCE"}
    assert (again(old).status, again(new).status) == (Status.CANCELLED, Status.DUE)
    assert old.tries.last().answer["status"] == "CONFIRMED"
    assert told == []


def test_an_answer_that_names_another_version_is_refused_and_kept(open_check, send):
    check = open_check(subject_version=2)

    refused = send(to_wire(notice(check, version=1)))

    assert problem_of(refused) == (409, "wrong-version")
    assert refused.json()["version"] == 2
    assert again(check).status == Status.DUE
    assert outcomes() == [("m-1", "WRONG_VERSION")]
    corrected = send(to_wire(notice(check, version=2)))
    assert corrected.json() == {"effect": "APPLIED"}


def test_an_answer_to_a_question_that_was_never_asked_is_refused_and_kept(open_check, send):
    check = open_check()
    stranger = notice(check)
    for key in (str(uuid4()), "no-uuid"):
        body = to_wire(type(stranger)(**{**_fields(stranger), "idempotency_key": key}))
        assert problem_of(send(body, message_id=key)) == (404, "unknown-permit-check")

    assert [outcome for _, outcome in outcomes()] == ["UNKNOWN_CHECK"] * 2
    assert again(check).status == Status.DUE


@pytest.mark.parametrize("agency", ["PL", "NOBODY"])
def test_an_agency_cannot_answer_for_another(open_check, send, agency):
    check = open_check()
    body = to_wire(type(notice(check))(**{**_fields(notice(check)), "agency": agency}))

    assert problem_of(send(body)) == (404, "unknown-permit-check")
    assert again(check).status == Status.DUE


def _fields(message):
    return {name: getattr(message, name) for name in message.__struct_fields__}


def test_what_is_not_authentic_leaves_no_trace(open_check, send):
    check = open_check()
    body, now = to_wire(notice(check)), datetime.now(UTC)

    refused = [
        problem_of(send(body, **{"webhook-signature": "v1,AAAA"})),
        problem_of(send(body, **{"webhook-signature": ""})),
        problem_of(send(body, **{"webhook-id": "m-2"})),
        problem_of(send(body, at=now - timedelta(minutes=6))),
        problem_of(send(body, at=now + timedelta(minutes=6))),
    ]

    assert refused == [
        (401, "signature-wrong"),
        (401, "signature-missing"),
        (401, "signature-wrong"),
        (401, "timestamp-stale"),
        (401, "timestamp-stale"),
    ]
    assert again(check).status == Status.DUE
    assert InboxMessage.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"x" * 65_537, (413, "body-too-large")),
        (b"x" * 65_536, (400, "malformed-json")),
        (b"\xff\xfe", (400, "malformed-json")),
        (b"", (400, "malformed-json")),
        (b'{"x": ' + b"[" * 60_000, (400, "malformed-json")),
        (b"[]", (422, "invalid-format")),
        (b'{"agency": 7}', (422, "invalid-format")),
    ],
)
def test_what_cannot_be_understood_is_refused(laws, send, body, refusal):
    assert problem_of(send(body)) == refusal
    assert InboxMessage.objects.count() == 0


def test_a_status_that_does_not_exist_is_refused(open_check, send):
    body = json.loads(to_wire(notice(open_check())))
    body["answer"]["status"] = "PERHAPS"

    assert problem_of(send(json.dumps(body).encode())) == (422, "invalid-format")


def test_the_door_takes_nothing_but_post(client):
    refused = client.get("/agency/v1/answers")

    assert problem_of(refused) == (405, "method-not-allowed")
    assert refused["Allow"] == "POST"


def test_the_door_needs_no_csrf_token(laws, settings):
    assert problem_of(Client(enforce_csrf_checks=True).post("/agency/v1/answers")) == (401, "signature-missing")
