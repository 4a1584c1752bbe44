"""Examine, release, refuse: one domain call each, told in words, and nothing else changes anything."""

import pytest
from django.utils import timezone

from declarations.console.acts import ACTS
from declarations.models import Declaration, Event, Examination
from permits.models import PermitCheck
from tests.declarations.console.conftest import DESK, does, page, state, told
from tests.forms import export_form, import_form


def history(number: str) -> list[tuple[str, str]]:
    return list(Event.objects.filter(declaration__number=number).order_by("seq").values_list("name", "actor"))


def test_an_officer_finds_the_documents_in_order_and_the_export_is_released(lodge, officer):
    number = lodge(export_form(script="V2"))

    answer = does(officer, page(number, "examine"), result="IN_ORDER", remarks="Invoice agrees.")

    assert (answer.status_code, answer.url) == (302, page(number))
    assert told(answer) == [f"{number}: examined, in order. Nothing holds it any more: it is released."]
    assert Declaration.objects.get(number=number).status == "RELEASED"
    examination = Examination.objects.get(declaration__number=number)
    assert (examination.result, examination.remarks, examination.officer.username) == (
        "IN_ORDER",
        "Invoice agrees.",
        "demo-officer",
    )
    assert [name for name, _ in history(number)] == ["LODGED", "EXAMINED", "RELEASED"]
    assert history(number)[1] == ("EXAMINED", "officer:demo-officer")


def test_an_examination_that_is_not_in_order_leaves_the_hold(lodge, officer):
    number = lodge(export_form(script="V2"))

    answer = does(officer, page(number, "examine"), result="NOT_IN_ORDER", remarks="Quantity differs.")

    assert told(answer) == [f"{number}: examined, not in order. What still holds it stands below."]
    assert Declaration.objects.get(number=number).status == "LODGED"


def test_an_officer_releases_what_nothing_holds_any_more(lodge, officer):
    """The agency's answer is stored and its announcement is late: the officer need not wait for it."""
    number = lodge(import_form(script="A-V2"), paid=True)
    does(officer, page(number, "examine"), result="IN_ORDER", remarks="Agrees.")
    PermitCheck.objects.update(status="CONFIRMED", settled_at=timezone.now(), due_at=None)

    answer = does(officer, page(number, "release"))

    assert told(answer)[-1] == f"{number}: released."
    assert Declaration.objects.get(number=number).status == "RELEASED"


def test_release_while_held_names_every_hold_and_changes_nothing(lodge, officer):
    number = lodge(import_form(script="A-V2"))
    before = state()

    answer = does(officer, page(number, "release"), follow=True)

    assert state() == before
    (message,) = [str(one) for one in answer.context["messages"]]
    assert "It is not released" in message
    assert "FD: the agency is being asked" in message
    assert "documents are examined" in message
    assert "yen are to be paid or deferred" in message
    assert message.endswith("Nothing was changed.")


def test_a_refusal_keeps_its_legal_ground_and_cancels_what_is_asked(lodge, officer):
    number = lodge(import_form(script="A-V3"))

    ground = "Customs Act Art. 70 (other law not complied with)"
    answer = does(officer, page(number, "refuse"), ground=ground, explanation="No food notification.")

    assert told(answer) == [f"{number}: refused."]
    assert Declaration.objects.get(number=number).status == "REFUSED"
    event = Event.objects.get(declaration__number=number, name="REFUSED")
    assert (event.actor, event.facts) == ("officer:demo-officer", {"ground": f"{ground}: No food notification."})
    assert set(PermitCheck.objects.values_list("status", flat=True)) == {"CANCELLED"}


@pytest.mark.parametrize(
    ("act", "said", "wrong"),
    [
        ("examine", {"result": "IN_ORDER", "remarks": " "}, {"remarks"}),
        ("examine", {"result": "PERHAPS", "remarks": "Read."}, {"result"}),
        ("examine", {"seen": None, "confirmed": None}, {"seen", "result", "remarks", "confirmed"}),
        ("release", {"seen": "x", "confirmed": None}, {"seen", "confirmed"}),
        ("refuse", {"explanation": "Because."}, {"ground"}),
        ("refuse", {"ground": "Customs Act Art. 72 (duty not paid)"}, {"explanation"}),
        ("ask", {"text": "x" * 1001, "confirmed": None}, {"text", "confirmed"}),
        ("raise", {"category": "2", "confirmed": None}, {"category", "reason", "confirmed"}),
        ("lower", {"category": "2"}, {"category", "reason"}),
        ("refund", {"reference": "x" * 36}, {"reference"}),
        ("applications/lower-category/decide", {"decision": "PERHAPS"}, {"decision", "remarks"}),
    ],
)
def test_an_act_without_reason_or_confirmation_is_not_done(lodge, officer, act, said, wrong):
    number = lodge(import_form(script="A-V2"))
    before = state()

    answer = does(officer, page(number, act), **said)

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == wrong
    assert state() == before


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("examine", {"result": "IN_ORDER", "remarks": "Read."}),
        ("release", {}),
        ("refuse", {"ground": "Other ground", "explanation": "Art. 67."}),
        ("ask", {"text": "Of which material?"}),
        ("raise", {"category": "2", "reason": "Look closer."}),
    ],
)
def test_a_decided_case_is_not_decided_again(lodge, officer, act, said):
    number = lodge(export_form(script="V1"))
    before = state()

    answer = does(officer, page(number, act), **said)

    (message,) = told(answer)
    assert "The act is not possible in its state." in message
    assert f"act: {act.upper()}; declaration status: RELEASED; allowed: DECIDE, REFUND, TAKE_OVER." in message
    assert state() == before


def test_looking_changes_nothing(lodge, officer):
    number = lodge(import_form(script="A-V2"))
    declaration = Declaration.objects.get(number=number)
    before = state()

    check = PermitCheck.objects.get()
    acts = ["examine", "release", "refuse", "ask", "raise", "lower", "assess", "refund"]
    acts += [f"applications/{kind}/decide" for kind in ("early-release", "lower-category", "change", "reassessment")]
    on_a_check = ("override", "decide-override", "paper-answer", "ask-again", "close-contradiction")
    acts += [f"permits/{check.id}/{act}" for act in on_a_check]
    assert len(acts) - 3 == len(ACTS)  # every act there is; a page of four kinds is one
    pages = ["/console/", DESK, page(number), *(page(number, act) for act in acts)]
    assert [officer.get(path).status_code for path in pages] == [200] * len(pages)
    assert officer.get(f"{DESK}{declaration.id}/change/").url == page(number)
    assert state() == before


def test_no_row_is_added_changed_or_deleted_by_hand(lodge, officer):
    number = lodge(import_form(script="A-V2"))
    row = Declaration.objects.get(number=number).id
    before = state()

    assert officer.post(f"{DESK}add/", {"status": "RELEASED"}).status_code == 403
    assert officer.post(f"{DESK}{row}/delete/", {"post": "yes"}).status_code == 403
    assert officer.post(f"{DESK}{row}/change/", {"status": "RELEASED"}).url == page(number)
    assert officer.post(page(number), {"status": "RELEASED"}).status_code == 405
    assert state() == before


def test_a_form_without_its_token_is_refused(lodge, careful_officer):
    number = lodge(import_form(script="A-V2"))
    before = state()

    assert careful_officer.post(page(number, "release"), {"confirmed": "on"}).status_code == 403
    assert state() == before


def test_brokers_and_traders_do_not_get_in(lodge, outsider):
    number = lodge(import_form(script="A-V2"))
    before = state()

    for path in ("/console/", DESK, page(number), page(number, "release")):
        answer = outsider.get(path)
        assert (answer.status_code, answer.url) == (302, f"/console/login/?next={path}")
    answer = outsider.post(page(number, "release"), {"confirmed": "on"})
    assert (answer.status_code, answer.url) == (302, f"/console/login/?next={page(number, 'release')}")
    assert state() == before


def test_an_administrator_looks_and_does_not_decide(lodge, administrator):
    number = lodge(import_form(script="A-V2"))
    before = state()

    shown = administrator.get(page(number))

    assert (shown.status_code, shown.context["case"].acts) == (200, ())
    assert administrator.get(page(number, "release")).status_code == 403
    assert administrator.post(page(number, "release"), {"confirmed": "on"}).status_code == 403
    assert state() == before


def test_an_unknown_number_is_not_found(officer):
    assert [officer.get(page("00000000000", act)).status_code for act in ("", "examine")] == [404, 404]
