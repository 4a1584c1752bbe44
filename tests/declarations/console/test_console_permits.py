"""Permit checks on the case: overridden by two, taken over from the machine, and never another declaration's."""

from uuid import uuid4

import pytest

from declarations.models import Declaration, Event
from declarations.shown import facts_for_trader
from permits import checking
from permits.models import Effect, PermitCheck
from permits.question import AnswerStatus, PermitAnswer, PermitNotice
from tests.declarations.console.conftest import LODGED_AT, does, page, state, told
from tests.forms import export_form, import_form

PAPER = {
    "status": "CONFIRMED",
    "reference": "FD-PAPER-1",
    "decided_by": "",
    "permit_number": "FD-1",
    "accepted_quantity": "",
    "reason_code": "",
    "reason_text": "",
    "reason": "Seen at the desk.",
}


@pytest.fixture
def number(lodge):
    """An import of soy sauce that only its food permit holds."""
    return lodge(import_form(script="P"), paid=True)


def check_of(number) -> PermitCheck:
    return PermitCheck.objects.get(subject=str(Declaration.objects.get(number=number).id))


def on(number, act, *, check=None):
    return page(number, f"permits/{check or check_of(number).id}/{act}")


def said_by_agency(number, status, *, message="m-1", reference="FD-1") -> Effect:
    """The agency sends an answer by itself."""
    check = check_of(number)
    reason = "NOT FOR FOOD USE" if status == "REFUSED" else ""
    answer = PermitAnswer(reference=reference, status=AnswerStatus(status), reason_text=reason)
    notice = PermitNotice(agency="FD", idempotency_key=str(check.id), subject_version=1, answer=answer)
    return checking.receive(notice, message_id=message)


def history(number) -> list[tuple[str, str]]:
    return list(Event.objects.filter(declaration__number=number).order_by("seq").values_list("name", "actor"))


def offered(client, number) -> list[str]:
    (_, (line,)) = client.get(page(number)).context["case"].permits[0]
    return [link.title for link in line.acts]


def decide(client, number, *, decision="APPROVE"):
    return does(client, on(number, "decide-override"), decision=decision, remarks="Agreed.")


def test_a_refused_permit_is_overridden_by_two_officers_and_the_goods_are_released(number, officer, senior):
    said_by_agency(number, "REFUSED")
    check = check_of(number)
    assert offered(officer, number) == ["Propose to override"]

    proposed = does(officer, on(number, "override"), reason="For a fair, not for sale.")

    assert told(proposed) == [f"{number}: the override is proposed. Another officer decides."]
    facts = {"kind": "OVERRIDE", "permit_check": str(check.id), "law": "FD", "item": "1"}
    applied = Event.objects.get(declaration__number=number, name="APPLIED")
    assert (applied.actor, applied.facts) == (
        "officer:demo-officer",
        {**facts, "reason": "For a fair, not for sale."},
    )
    assert facts_for_trader(applied.name, applied.facts) == {}
    assert Declaration.objects.get(number=number).status == "LODGED"
    assert told(decide(senior, number)) == [f"{number}: overridden. The check holds the goods no longer."]
    decided = Event.objects.get(declaration__number=number, name="APPLICATION_DECIDED")
    assert (decided.actor, decided.facts) == (
        "officer:demo-senior-officer",
        {**facts, "outcome": "APPROVED", "remarks": "Agreed."},
    )
    assert history(number)[-3:] == [
        ("APPLICATION_DECIDED", "officer:demo-senior-officer"),
        ("PERMIT_CHECK_SETTLED", "officer:demo-senior-officer"),
        ("RELEASED", "system"),
    ]
    check.refresh_from_db()
    assert (check.status, check.decided_by) == ("OVERRIDDEN", "officer:demo-senior-officer")
    assert check.announced_at is not None
    assert Declaration.objects.get(number=number).status == "RELEASED"


def test_an_override_takes_another_officer_of_a_higher_grade(number, officer, chief):
    said_by_agency(number, "REFUSED")
    does(chief, on(number, "override"), reason="For a fair.")
    before = state()

    own, low = decide(chief, number), decide(officer, number)
    declined_by_low = decide(officer, number, decision="DECLINE")

    assert told(own)[-1] == f"{number}: Another officer decides, not who asked for it. Nothing was changed."
    higher = "An officer of a higher grade decides: a senior or a chief examiner."
    for refused in (low, declined_by_low):
        assert told(refused)[-1] == f"{number}: {higher} Nothing was changed."
    assert state() == before
    assert offered(officer, number) == []
    assert offered(chief, number) == ["Take the proposal back"]
    assert told(decide(chief, number, decision="DECLINE")) == [
        f"{number}: the override is declined. The check stays as it is."
    ]
    assert check_of(number).status == "REFUSED"
    assert history(number)[-1] == ("APPLICATION_DECIDED", "officer:demo-chief-officer")


def test_a_check_that_changed_since_is_not_overridden(number, officer, senior):
    does(officer, on(number, "override"), reason="The agency is closed.")
    said_by_agency(number, "RECEIVED")

    answer = decide(senior, number)

    void = "not overridden: the check has changed since that was proposed. Propose it anew."
    assert told(answer) == [f"{number}: {void}"]
    assert check_of(number).status == "ASKED"
    assert Declaration.objects.get(number=number).status == "LODGED"


def test_an_override_is_proposed_once_and_of_what_can_be_overridden(number, officer):
    assert told(decide(officer, number))[-1] == (
        f"{number}: No override of this permit check waits for a decision. Nothing was changed."
    )
    does(officer, on(number, "override"), reason="The agency is closed.")
    before = state()

    twice = does(officer, on(number, "override"), reason="The agency is closed.")

    assert told(twice)[-1].startswith(f"{number}: An override of this permit check is proposed already.")
    assert state() == before


def test_a_paper_answer_settles_the_check_and_releases_the_goods(number, officer):
    answer = does(officer, on(number, "paper-answer"), **PAPER)

    assert told(answer) == [f"{number}: the agency's answer is recorded."]
    check = check_of(number)
    assert (check.status, check.permit_number, check.agency_reference) == ("CONFIRMED", "FD-1", "FD-PAPER-1")
    assert (check.announced_at is not None, Declaration.objects.get(number=number).status) == (True, "RELEASED")
    tried = check.tries.get(act="ANSWERED_ON_PAPER")
    assert (tried.by, tried.note) == ("officer:demo-officer", "Seen at the desk.")
    assert history(number)[-3:] == [
        ("PERMIT_CHECK_TAKEN_OVER", "officer:demo-officer"),
        ("PERMIT_CHECK_SETTLED", "agency:FD"),
        ("RELEASED", "system"),
    ]


def test_a_paper_answer_for_a_part_or_against_it_holds_the_goods(number, lodge, officer):
    other = lodge(import_form(script="P"), paid=True)

    does(officer, on(number, "paper-answer"), **{**PAPER, "accepted_quantity": "1999.5"})
    refusal = {"status": "REFUSED", "permit_number": "", "reason_text": "Too much\r\nsalt.", "reason_code": "S1"}
    does(officer, on(other, "paper-answer"), **{**PAPER, **refusal})

    part, refused = check_of(number), check_of(other)
    assert (part.status, str(part.accepted_quantity)) == ("PARTLY_CONFIRMED", "1999.500000")
    assert (refused.status, refused.reason_code, refused.reason_text) == ("REFUSED", "S1", "Too much salt.")
    assert set(Declaration.objects.values_list("status", flat=True)) == {"LODGED"}


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"status": "PERHAPS", "reference": "two words", "reason": " "}, {"status", "reference", "reason"}),
        ({"status": "REFUSED"}, {"permit_number", "reason_text"}),
        ({"status": "REFUSED", "accepted_quantity": "1"}, {"permit_number", "reason_text", "accepted_quantity"}),
        ({"accepted_quantity": "0"}, {"accepted_quantity"}),
        ({"accepted_quantity": "2000.1"}, {"accepted_quantity"}),
        ({"accepted_quantity": "1e2", "reason_code": "ä"}, {"accepted_quantity", "reason_code"}),
        ({"permit_number": "x" * 201, "reference": "x" * 65}, {"permit_number", "reference"}),
        ({"reason_text": "a\x07b", "decided_by": "a\x07b"}, {"reason_text", "decided_by"}),
        (dict.fromkeys(PAPER, "") | {"confirmed": None}, {"status", "reference", "reason", "confirmed"}),
    ],
)
def test_a_paper_answer_is_told_all_its_errors_at_once(number, officer, said, wrong):
    before = state()

    answer = does(officer, on(number, "paper-answer"), **{**PAPER, **said})

    assert (answer.status_code, set(answer.context["form"].errors)) == (200, wrong)
    assert state() == before


def test_a_paper_answer_under_another_reference_is_kept_and_changes_nothing(number, officer):
    said_by_agency(number, "RECEIVED")
    shown = officer.get(on(number, "paper-answer"))
    assert shown.context["form"].initial["reference"] == "FD-1"

    answer = does(officer, on(number, "paper-answer"), **PAPER)

    kept = "the answer is kept, and changes nothing: it contradicts what was known; an officer looks."
    assert told(answer) == [f"{number}: {kept}"]
    assert check_of(number).status == "ASKED"


def test_the_agency_is_asked_again_at_once(number, officer):
    PermitCheck.objects.update(needs_person_at=LODGED_AT, failures=12)

    answer = does(officer, on(number, "ask-again"), reason="It is open again.")

    assert told(answer) == [f"{number}: the agency is asked again."]
    check = check_of(number)
    assert (check.failures, check.needs_person_at) == (0, None)
    event = Event.objects.get(declaration__number=number, name="PERMIT_CHECK_TAKEN_OVER")
    facts = {"permit_check": str(check.id), "law": "FD", "item": "1", "act": "RETRIED", "reason": "It is open again."}
    assert event.facts == facts
    assert facts_for_trader(event.name, event.facts) == {"law": "FD", "item": "1"}


def test_a_contradiction_is_closed_on_a_released_declaration(number, officer):
    said_by_agency(number, "CONFIRMED")
    assert said_by_agency(number, "REFUSED", message="m-2") is Effect.CONFLICT
    assert Declaration.objects.get(number=number).status == "RELEASED"
    assert offered(officer, number) == ["Close the contradiction"]

    answer = does(officer, on(number, "close-contradiction"), reason="Sent by mistake, says the agency.")

    assert told(answer) == [f"{number}: the contradiction is closed. The settlement stands."]
    assert (check_of(number).status, check_of(number).needs_person_at) == ("CONFIRMED", None)
    before = state()
    again = does(officer, on(number, "close-contradiction"), reason="Once more.")
    assert told(again)[-1] == f"{number}: Nothing contradicts this permit check any more. Nothing was changed."
    assert state() == before


ACTS = {
    "override": {"reason": "So."},
    "paper-answer": PAPER,
    "ask-again": {"reason": "So."},
    "close-contradiction": {"reason": "So."},
    "decide-override": {"decision": "APPROVE", "remarks": "So."},
}


@pytest.mark.parametrize("act", ["paper-answer", "ask-again", "override"])
def test_a_settled_check_is_not_taken_over(number, officer, act):
    said_by_agency(number, "CONFIRMED")
    before = state()

    answer = does(officer, on(number, act), **ACTS[act])

    (message,) = told(answer)
    expected = "The act is not possible in its state." if act == "override" else "The permit check is settled already."
    assert message.startswith(f"{number}: {expected}")
    assert state() == before


@pytest.mark.parametrize("act", ACTS)
def test_a_check_of_another_declaration_is_not_found(number, lodge, officer, act):
    other = lodge(export_form(script="V2"))
    before = state()

    for check in (check_of(number).id, uuid4()):
        address = on(other, act, check=check)
        assert officer.get(address).status_code == 404
        assert officer.post(address, {"seen": 1, "confirmed": "on", **ACTS[act]}).status_code == 404
    assert officer.get(page(number, f"permits/{'-' * 36}/{act}")).status_code == 404
    assert state() == before


@pytest.mark.parametrize("act", ACTS)
def test_a_check_is_not_acted_on_where_the_case_has_changed(number, officer, chief, act):
    seen = officer.get(on(number, act)).context["form"].initial["seen"]
    does(chief, page(number, "ask"), text="Of which maker?")
    before = state()

    answer = does(officer, on(number, act), seen=seen, **ACTS[act])

    assert "The case has changed since you looked: look again." in told(answer)[-1]
    assert state() == before


@pytest.mark.parametrize("act", ACTS)
def test_administrators_and_outsiders_do_not_act_on_checks(number, administrator, outsider, act):
    before = state()

    assert administrator.get(on(number, act)).status_code == 403
    assert administrator.post(on(number, act), {"confirmed": "on", **ACTS[act]}).status_code == 403
    assert outsider.post(on(number, act), {"confirmed": "on", **ACTS[act]}).status_code == 302
    assert state() == before
