"""Questions, categories, applications: asked and decided on their pages, by two people where the law asks for two."""

import json
from itertools import count

import pytest

from declarations import clearance
from declarations.contract import read
from declarations.data import DeclarationData
from declarations.models import Application, Declaration, Event, Question
from declarations.traders.models import User
from tests.declarations.console.conftest import LODGED_AT, does, page, signed_in, state, told
from tests.forms import balls, changed, export_form, import_form

_keys = count(1)


def broker():
    return User.objects.get(username="demo-broker").as_declarant()


def amended(number, form, *, reason="CORRECTED INVOICE"):
    """The broker amends what was released: it is applied for."""
    key = f"console-amendment-{next(_keys)}"
    body = json.dumps({"reason": reason, "declaration": form}).encode()
    message = clearance.Message(body=body, key=key, data=read(form, DeclarationData), form="AMENDMENT")
    seen = Declaration.objects.get(number=number).last_seq
    amendment = clearance.Amendment(message=message, reason=reason, seen=seen)
    clearance.amend(number, amendment, by=broker(), at=LODGED_AT)


def applied_early(number):
    security = {"security": "DEMO-SECURITY", "amount": 60_000}
    clearance.apply_for_early_release(
        number, by=broker(), reason_code="01", reason="PERISHABLE", at=LODGED_AT, **security
    )


def decide(client, number, kind, *, decision="APPROVE", remarks="Agreed.", **options):
    return does(client, page(number, f"applications/{kind}/decide"), decision=decision, remarks=remarks, **options)


def last_event(number):
    event = Event.objects.filter(declaration__number=number).order_by("-seq").first()
    return event.name, event.actor, event.facts


def test_the_declarant_is_asked_and_the_answer_is_read_on_the_case(lodge, officer):
    number = lodge(import_form(script="V1", items=[balls()]), paid=False)

    answer = does(officer, page(number, "ask"), text="Of which material?")

    assert told(answer) == [f"{number}: the declarant is asked."]
    question = Question.objects.get(declaration__number=number)
    assert last_event(number) == (
        "QUESTION_ASKED",
        "officer:demo-officer",
        {"question": str(question.id), "text": "Of which material?"},
    )
    case = officer.get(page(number)).context["case"]
    assert case.head.holds[0].title == "Question not answered"
    assert (case.head.category.text, case.questions[0].answer) == ("2 documents", None)
    clearance.answer(number, question.id, by=broker(), text="RUBBER", documents=[], at=LODGED_AT)
    shown = officer.get(page(number))
    assert (shown.context["case"].questions[0].answer.text, shown.context["case"].questions[0].documents) == (
        "RUBBER",
        [],
    )
    assert "<blockquote>RUBBER</blockquote>" in shown.content.decode()


def test_the_category_is_raised_by_one_officer(lodge, officer):
    number = lodge(export_form(script="V2"))

    answer = does(officer, page(number, "raise"), category="3", reason="Heavy for balls.")

    assert told(answer) == [f"{number}: raised to category 3."]
    assert last_event(number) == (
        "SELECTED",
        "officer:demo-officer",
        {"category": "3", "reason": "Heavy for balls."},
    )


@pytest.mark.parametrize(("act", "category"), [("raise", "2"), ("raise", "1"), ("lower", "2"), ("lower", "3")])
def test_only_another_category_in_that_direction_is_offered(lodge, officer, act, category):
    number = lodge(export_form(script="V2"))
    before = state()

    answer = does(officer, page(number, act), category=category, reason="So.")

    assert (answer.status_code, set(answer.context["form"].errors)) == (200, {"category"})
    assert state() == before


def test_a_lower_category_takes_two_officers_and_a_grade(lodge, officer, senior, chief):
    number = lodge(export_form(script="V3"))
    proposed = does(chief, page(number, "lower"), category="1", reason="Known goods.")
    assert told(proposed) == [f"{number}: category 1 is proposed. Another officer decides."]
    before = state()

    own, low = decide(chief, number, "lower-category"), decide(officer, number, "lower-category")

    refused = f"{number}: Another officer decides, not who asked for it. Nothing was changed."
    assert told(own) == [refused]
    higher = "An officer of a higher grade decides: a senior or a chief examiner."
    assert told(low) == [f"{number}: {higher} Nothing was changed."]
    assert state() == before
    assert [len(who.get(page(number)).context["case"].applications[0].acts) for who in (chief, officer, senior)] == [
        0,
        0,
        1,
    ]
    assert told(decide(senior, number, "lower-category")) == [f"{number}: a lower category: approved."]
    declaration = Declaration.objects.get(number=number)
    assert (declaration.category, declaration.status) == (1, "RELEASED")
    (decided,) = senior.get(page(number)).context["case"].decided
    assert (decided.outcome.text, decided.row.remarks) == ("Approved", "Agreed.")


def test_a_lower_category_is_not_proposed_twice_and_may_be_declined(lodge, officer, senior):
    number = lodge(export_form(script="V3"))
    does(officer, page(number, "lower"), category="2", reason="Known goods.")
    before = state()

    again = does(officer, page(number, "lower"), category="1", reason="Known goods.")

    assert told(again)[-1] == (
        f"{number}: The same is proposed already and not decided yet. kind: LOWER_CATEGORY. Nothing was changed."
    )
    assert state() == before
    declined = decide(senior, number, "lower-category", decision="DECLINE", remarks="Not these.")
    assert told(declined) == [f"{number}: a lower category: declined."]
    assert (Declaration.objects.get(number=number).category, Application.objects.get().outcome) == (3, "DECLINED")


def test_release_before_permit_is_approved_and_told(lodge, officer):
    number = lodge(import_form(script="V2", items=[balls()]))
    applied_early(number)
    waiting = officer.get(page(number)).context["case"].applications[0]
    assert (waiting.title, waiting.facts) == (
        "Release before permit (BP)",
        (("amount", "60,000 yen"), ("security", "DEMO-SECURITY")),
    )

    answer = decide(officer, number, "early-release")

    assert told(answer) == [f"{number}: release before permit (BP): approved."]
    assert Declaration.objects.get(number=number).status == "RELEASED_EARLY"


def test_release_before_permit_does_not_bridge_an_inspection(lodge, officer):
    number = lodge(import_form(script="V2", items=[balls()]))
    applied_early(number)
    does(officer, page(number, "raise"), category="3", reason="Heavy for balls.")
    before = state()

    answer = decide(officer, number, "early-release")

    assert told(answer)[-1] == (
        f"{number}: Something holds the goods that release before permit cannot bridge. "
        "holds: the goods are inspected. Nothing was changed."
    )
    assert state() == before


def test_less_duty_after_the_release_is_shown_decided_and_paid_back(lodge, officer):
    form = import_form(items=[balls()])
    number = lodge(form, paid=True)
    amended(number, changed(changed(form, "/goods_items/0/invoice_amount", "100000"), "/invoice/amount", "100000"))
    case = officer.get(page(number)).context["case"]
    assert [(each.place, each.before, each.after) for each in case.applications[0].changes] == [
        ("invoice, amount", "200000", "100000"),
        ("item 1, invoice amount", "200000", "100000"),
    ]
    assert [link.title for link in case.acts] == []

    decide(officer, number, "reassessment")

    case = officer.get(page(number)).context["case"]
    assert [link.title for link in case.acts] == ["Refund"]
    owed = case.owed_back
    shown = officer.get(page(number, "refund")).content.decode()
    assert f"<strong>{owed:,} yen</strong>" in shown
    paid = does(officer, page(number, "refund"), reference="BANK-9")
    assert told(paid) == [f"{number}: {owed:,} yen are paid back."]
    assert last_event(number) == ("REFUNDED", "officer:demo-officer", {"amount": str(owed), "reference": "BANK-9"})
    before = state()
    again = does(officer, page(number, "refund"), reference="BANK-9")
    assert told(again)[-1] == f"{number}: Nothing is owed back. Nothing was changed."
    assert state() == before


def test_a_change_of_a_permitted_export_is_decided(lodge, officer):
    form = export_form()
    number = lodge(form)
    amended(number, changed(form, "/gross_mass", "4200"))

    assert told(decide(officer, number, "change"))[0].endswith("change of what was permitted (export): approved.")
    assert Declaration.objects.get(number=number).version == 2


def test_what_nobody_applied_for_is_not_decided(lodge, officer):
    number = lodge(export_form(script="V2"))
    before = state()

    answer = decide(officer, number, "early-release")

    (message,) = told(answer)
    assert message == (f"{number}: Nothing of the kind waits for a decision. kind: EARLY_RELEASE. Nothing was changed.")
    assert state() == before
    assert officer.get(page(number, "applications/anything/decide")).status_code == 404


def test_items_that_no_rate_computes_are_assessed_on_one_page(lodge, officer):
    whisky = balls(
        commodity_code="2208300006",
        description="WHISKY",
        origin="GB",
        quantity="100",
        quantity_unit="L",
        permits=[{"law": "FD", "permit_number": "FD26-000124"}],
        internal_taxes=[],  # liquor tax binds, and nothing is stated to compute it by
    )
    number = lodge(import_form(items=[balls(), whisky, whisky]))
    address = page(number, "assess")
    before = state()

    wrong = does(officer, address, duty_2="1.5", internal_tax_2="-1", duty_3="1000000000000", internal_tax_3="")

    assert {name: list(errors) for name, errors in wrong.context["form"].errors.items()} == {
        "duty_2": ["Enter whole yen, in digits only."],
        "internal_tax_2": ["Ensure this value is greater than or equal to 0."],
        "duty_3": ["Ensure this value is less than or equal to 999999999999."],
        "internal_tax_3": ["This field is required."],
        "reason": ["This field is required."],
    }
    assert state() == before
    yen = {"duty_2": "1000", "internal_tax_2": "0", "duty_3": "999999999999", "internal_tax_3": "14500"}
    done = does(officer, address, **yen, reason="By the price list.")
    declaration = Declaration.objects.get(number=number)
    total = declaration.versions.get(number=2).total_to_pay
    assert told(done)[-1] == f"{number}: assessed. The total is {total:,} yen."
    facts = Event.objects.get(declaration=declaration, name="ASSESSED").facts
    assert facts == {"reason": "By the price list.", "item 2": "1000 yen", "item 3": "999999999999 yen"}
    before = state()
    again = does(officer, address, reason="Once more.")
    assert told(again)[-1] == (
        f"{number}: These are not the items that wait for an assessment. items: none. Nothing was changed."
    )
    assert state() == before


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("examine", {"result": "IN_ORDER", "remarks": "Read."}),
        ("release", {}),
        ("refuse", {"ground": "Other ground", "explanation": "Art. 67."}),
        ("ask", {"text": "Of which material?"}),
        ("raise", {"category": "3", "reason": "Heavy."}),
        ("lower", {"category": "1", "reason": "Known."}),
        ("assess", {"reason": "So."}),
        ("refund", {"reference": "BANK-9"}),
        ("applications/lower-category/decide", {"decision": "APPROVE", "remarks": "Agreed."}),
    ],
)
def test_a_case_that_changed_since_it_was_seen_is_not_acted_on(lodge, officer, act, said):
    number = lodge(export_form(script="V2"))
    seen = officer.get(page(number, act)).context["form"].initial["seen"]
    does(signed_in("demo-chief-officer"), page(number, "ask"), text="Of which material?")
    before = state()

    answer = does(officer, page(number, act), seen=seen, **said)

    changed_since = "The case has changed since you looked: look again. Nothing was changed."
    assert told(answer)[-1] == f"{number}: {changed_since}"
    assert state() == before


def test_acts_are_offered_where_the_table_and_the_facts_call_for_them(lodge, officer, administrator):
    def offered(number):
        return [link.title for link in officer.get(page(number)).context["case"].acts]

    inspected = lodge(export_form(script="V3"))
    unpaid = lodge(import_form(script="V1", items=[balls()]))
    released = lodge(export_form(script="V1"))

    assert offered(inspected) == ["Examine", "Ask the declarant", "Propose lower category", "Refuse"]
    assert offered(unpaid) == ["Ask the declarant", "Raise category", "Refuse"]
    assert offered(released) == []
    assert administrator.get(page(inspected)).context["case"].acts == ()
    does(officer, page(inspected, "lower"), category="1", reason="Known goods.")
    assert offered(inspected) == ["Examine", "Ask the declarant", "Refuse"]
    assert "not possible or not called for" in officer.get(page(unpaid, "examine")).content.decode()
    assert "not possible or not called for" not in officer.get(page(inspected, "examine")).content.decode()
