"""The agency simulator as a process: every scripted outcome from the asker's side, over HTTP in both directions."""

from decimal import Decimal

import pytest
import urllib3
from uuid_utils.compat import uuid7

from permits import checking
from permits.models import InboxMessage, PermitCheck, Status
from permits.question import AnswerStatus, DocumentShown, to_wire
from permits.simulator.script import script_of
from tests.permits.conftest import eventually, question


def status(check):
    return PermitCheck.objects.get(id=check.id).status


def settles(check):
    return eventually(lambda: PermitCheck.objects.filter(id=check.id, settled_at__isnull=False).first())


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("SBX-A-1", "CONFIRMED"),
        ("SBX-R-V2-1", "REFUSED"),
        ("SBX-D-1", "DOCUMENTS_REQUIRED"),
        ("SBX-I-L60-1", "INSPECTION_ORDERED"),
        ("SBX-M-1", "CONFIRMED"),
        ("SBX-Q-1", "PARTLY_CONFIRMED"),
        ("SBX-P-1", "ASKED"),
    ],
)
def test_an_outcome_at_once(open_check, simulator, reference, expected):
    simulator()
    check = open_check(asker_reference=reference)

    checking.ask(check.id)

    assert status(check) == expected


@pytest.mark.parametrize("claim", [{"not_subject_reason": "not food"}, {"ask_agency": True}], ids=str)
@pytest.mark.parametrize("reference", ["REF-1", "SBX-V2-1", "SBX-L1-1"])
def test_a_claim_is_confirmed_by_a_notice_after_a_while(open_check, simulator, reference, claim, told):
    simulator()
    check = open_check(asker_reference=reference, permit_number="", **claim)

    checking.ask(check.id)

    assert settles(check).status == Status.CONFIRMED
    assert eventually(lambda: told) == [{"subject": "case-1", "subject_version": 1, "check_id": check.id}]


def test_without_a_claim_it_is_refused(open_check, simulator):
    simulator()
    check = open_check(permit_number="")

    checking.ask(check.id)

    settled = settles(check)
    assert (settled.status, settled.reason_code) == (Status.REFUSED, "FD-R02")


def test_an_inspection_is_ordered_and_then_confirmed_by_a_notice(open_check, simulator):
    simulator()
    check = open_check(asker_reference="SBX-I-M-1", permit_number="")

    checking.ask(check.id)

    assert (settles(check).status, settles(check).monitored) == (Status.CONFIRMED, True)


def test_half_the_quantity_is_confirmed(open_check, simulator):
    simulator()
    check, bare = (
        open_check(asker_reference="SBX-Q-1"),
        open_check(item_number=2, quantity=None, asker_reference="SBX-Q"),
    )

    checking.ask(check.id)
    checking.ask(bare.id)

    assert (status(check), settles(check).accepted_quantity) == (Status.PARTLY_CONFIRMED, Decimal("1000.25"))
    assert status(bare) == Status.CONFIRMED


def test_more_documents_are_still_the_same_request_and_it_is_remembered(simulator):
    fd, key = simulator(), uuid7()
    paper = DocumentShown(name="c.pdf", sha256="0" * 64, media_type="application/pdf", size=1)

    def ask(**said):
        body = to_wire(question(key, asker_reference="SBX-D-1", **said))
        told = urllib3.request(
            "POST", f"{fd.url}/v1/requests", body=body, headers={"Idempotency-Key": str(key)}, timeout=5
        )
        return told.status, told.json().get("status")

    assert ask() == (200, "DOCUMENTS_REQUIRED")
    assert ask(documents=(paper,)) == (200, "CONFIRMED")
    assert ask(documents=(paper,), quantity="1") == (422, None)
    assert ask() == (200, "CONFIRMED")
    assert urllib3.request("GET", f"{fd.url}/v1/requests/FD-00000001", timeout=5).json()["status"] == "CONFIRMED"


def test_duplicate_notices_settle_once(open_check, simulator, told):
    fd, check = simulator(), open_check(asker_reference="SBX-X-1")

    checking.ask(check.id)

    eventually(lambda: fd.counts()["notices"] == {"TAKEN": 3})
    assert sorted(InboxMessage.objects.values_list("outcome", flat=True)) == ["APPLIED", "REPEATED"]
    assert len(told) == 1


def test_notices_out_of_order_leave_it_confirmed(open_check, simulator):
    fd, check = simulator(), open_check(asker_reference="SBX-O-1")

    checking.ask(check.id)

    eventually(lambda: fd.counts()["notices"] == {"TAKEN": 2})
    assert list(InboxMessage.objects.order_by("id").values_list("outcome", flat=True)) == ["APPLIED", "LATE"]
    assert status(check) == Status.CONFIRMED


def test_it_keeps_one_reference_for_a_key_over_a_restart(open_check, simulator, tmp_path):
    state = ("--state", str(tmp_path / "fd.sqlite3"))
    check, other = open_check(asker_reference="SBX-P-1"), open_check(asker_reference="SBX-P-1", item_number=2)
    first = simulator("FD", *state)
    checking.ask(check.id)
    first.process.kill()
    first.process.wait(10)

    second = simulator("FD", *state)
    checking.ask(other.id)
    wire = to_wire(question(check.id, asker_reference="SBX-P-1"))
    headers = {"Idempotency-Key": str(check.id)}
    repeated = urllib3.request("POST", f"{second.url}/v1/requests", body=wire, headers=headers, timeout=5)

    assert repeated.json()["reference"] == PermitCheck.objects.get(id=check.id).agency_reference == "FD-00000001"
    counts = second.counts()
    assert counts["calls"] == {str(check.id): 2, str(other.id): 1}
    assert counts["distinct_references"] == 2
    found = urllib3.request("GET", f"{second.url}/v1/requests/FD-00000001", timeout=5)
    assert found.json() == repeated.json()


def test_it_refuses_one_key_for_two_questions(simulator):
    fd, key = simulator(), uuid7()
    headers = {"Idempotency-Key": str(key)}
    bodies = [to_wire(question(key)), to_wire(question(key, item_number=2)), b"{}"]

    statuses = [
        urllib3.request("POST", f"{fd.url}/v1/requests", body=body, headers=headers, timeout=5).status
        for body in bodies
    ]

    assert statuses == [200, 422, 422]
    assert urllib3.request("GET", f"{fd.url}/v1/requests/FD-9", timeout=5).status == 404
    assert urllib3.request("GET", f"{fd.url}/healthz", timeout=5).json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("reference", "first", "decision", "seconds", "notices"),
    [
        ("SBX-A", "CONFIRMED", None, 0, 0),
        ("SBX-T-R", "REFUSED", None, 0, 0),
        ("SBX-F500", "CONFIRMED", None, 0, 0),
        ("SBX-F500-L30", "RECEIVED", "CONFIRMED", 30, 1),
        ("SBX-L3", "RECEIVED", "CONFIRMED", 3, 1),
        ("SBX-X", "RECEIVED", "CONFIRMED", 2, 3),
        ("SBX-O", "RECEIVED", "CONFIRMED", 2, 2),
        ("SBX-V3-7", "RECEIVED", "CONFIRMED", 2, 1),
        ("SBX-I", "INSPECTION_ORDERED", "CONFIRMED", 2, 1),
        ("SBX-I-L30-F500", "INSPECTION_ORDERED", "CONFIRMED", 30, 1),
        ("SBX-X-I-T", "INSPECTION_ORDERED", "CONFIRMED", 2, 3),
        ("SBX-M", "CONFIRMED", None, 0, 0),
        ("SBX-Q-F500", "CONFIRMED", None, 0, 0),
        ("SBX-M-L3", "RECEIVED", "CONFIRMED", 3, 1),
        ("SBX-Q-D", "DOCUMENTS_REQUIRED", None, 0, 0),
        ("A-SBX-R", "RECEIVED", "CONFIRMED", 2, 1),
    ],
)
def test_the_script_of_a_reference(reference, first, decision, seconds, notices):
    script = script_of(question(uuid7(), asker_reference=reference), think_seconds=2)

    assert script.first == first
    assert script.decision == (decision and AnswerStatus(decision))
    assert (script.after_seconds, len(script.notices)) == (seconds, notices)
    assert (script.failures, script.is_slow) == (2 if "F500" in reference else 0, "-T" in reference)
    assert (script.monitors, script.halves) == ("-M" in reference, "-Q" in reference)
