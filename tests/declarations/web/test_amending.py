"""An amendment by the pages: a draft of what stands, written as any draft is, compared, explained, and sent once."""

import json
from datetime import datetime

import pytest

from declarations import clearance
from declarations.models import Application, Declaration, Draft, Submission, Version
from declarations.traders.models import User
from tests.declarations.web.conftest import signed_in, words
from tests.declarations.web.drafting import Form, page_of, posted, said_by
from tests.doors import CLOCK
from tests.forms import balls, changed, export_form, goods_item, import_form

AT = datetime.fromisoformat(CLOCK)
SECTIONS = ("/declaration", "/parties", "/transport", "/invoice", "/items/1", "/permits")


def begun(person, number, *, way="guided"):
    """The draft that the declaration's page begins."""
    answer = person.post(f"/declarations/{number}/amend", {"way": way})
    assert answer.status_code == 303, words(answer)
    return Draft.objects.get(amends=number, lodged_as="")


def sent(person, draft, **said):
    """Open the last page of the draft, say why, send."""
    values = Form(page_of(person, draft, "/amendment"), form_id="amendment").values
    return person.post(
        f"/declarations/drafts/{draft.number}/amendment", {**values, "reason": "CORRECTED", "act": "send", **said}
    )


def version_of(number):
    return Declaration.objects.get(number=number).version


def officer():
    return User.objects.get(username="demo-officer").as_officer()


def unconfirmed(person):
    """The person showed long ago who it is."""
    session = person.session
    session["confirmed_at"] -= 600
    session.save()


def test_the_page_of_a_declaration_begins_the_draft_or_goes_on_with_it(broker, broker_person):
    form = import_form(script="A-V2")
    number = broker.lodged(form)["number"]
    asked = broker_person.get(f"/declarations/{number}/amend")
    assert not Draft.objects.exists()

    answer = broker_person.post(f"/declarations/{number}/amend", {"way": "grid"})
    draft = Draft.objects.get()

    assert "It is judged anew by the law of the declared day." in words(asked)
    assert (answer.status_code, answer["Location"]) == (303, f"/declarations/drafts/{draft.number}/grid")
    assert said_by(draft) == form
    assert broker_person.get(f"/declarations/{number}/amend")["Location"] == f"/declarations/drafts/{draft.number}"
    assert f"Amendment of {number}" in words(broker_person.get("/declarations/drafts"))


@pytest.mark.parametrize("form", [import_form(script="A-V2", items=[goods_item(), balls()]), export_form(script="V2")])
def test_looked_through_page_by_page_it_still_says_what_stands(broker, broker_person, form):
    form = {**form, "own_reference": import_form()["own_reference"]}
    draft = begun(broker_person, broker.lodged(form)["number"])

    for section in SECTIONS:
        assert posted(broker_person, draft, section, "later").status_code == 303
    assert posted(broker_person, draft, "/grid", "stay").status_code == 303

    page = page_of(broker_person, draft, "/amendment")
    assert said_by(draft) == form
    assert "Nothing was changed yet" in page
    assert "Nothing was changed yet" in page_of(broker_person, draft)
    assert "Send the amendment" not in page
    assert "There is a problem" not in page  # neither of the own reference, which is in use, nor of anything else


def test_a_goods_item_is_added_and_one_taken_away(broker, broker_person):
    form = import_form(script="A-V2", items=[goods_item(), balls()])
    number = broker.lodged(form)["number"]
    draft = begun(broker_person, number)

    posted(broker_person, draft, "/items", "delete-2")
    posted(broker_person, draft, "/items", "add")
    more = goods_item(description="DARK SOY SAUCE", invoice_amount="300000")
    cells = {f"goods_items.1.{name}": value for name, value in more.items() if name != "permits"}
    posted(
        broker_person,
        draft,
        "/items/2",
        changes=cells | {"goods_items.1.permits.0.law": "FD", "goods_items.1.permits.0.permit_number": "FD26-000124"},
    )
    posted(broker_person, draft, "/invoice", changes={"invoice.amount": "500000"})
    compared = words(broker_person.get(f"/declarations/drafts/{draft.number}/amendment"))
    answer = sent(broker_person, draft, reason="ONE BOX WAS ANOTHER")

    assert "Item 2, Description of the goods GOLF BALLS DARK SOY SAUCE" in compared
    assert "Item 2, Permits 1, Number of the permit or notification nothing FD26-000124" in compared
    assert "Invoice, Total of the invoice 400000 500000" in compared
    assert (answer.status_code, answer["Location"]) == (303, f"/declarations/{number}")
    version = Version.objects.get(declaration__number=number, number=2)
    assert version.reason == "ONE BOX WAS ANOTHER"
    assert list(version.goods_items.order_by("number").values_list("description", flat=True)) == [
        "SOY SAUCE",
        "DARK SOY SAUCE",
    ]
    after = broker_person.get(answer["Location"])
    assert "The amendment is sent." in words(after)
    assert "Version 2: what changed" in words(after)
    assert broker_person.get(f"/declarations/drafts/{draft.number}/grid", follow=True).redirect_chain[-1] == (
        f"/declarations/{number}",
        303,
    )


def test_in_the_grid_a_row_is_written_and_the_estimate_is_that_of_the_declared_day(broker, broker_person):
    form = import_form(script="A-V2", items=[balls()])
    form["invoice"]["currency"] = "USD"
    account = broker.lodged(form)
    draft = begun(broker_person, account["number"], way="grid")
    years_later = signed_in("demo-broker")
    years_later.defaults["HTTP_SANDBOX_CLOCK"] = "2026-07-08T10:00:00+09:00"

    answer = posted(years_later, draft, "/grid", "check", changes={"goods_items.0.quantity": "2600"})

    assert answer["Location"] == f"/declarations/drafts/{draft.number}/amendment"
    page = words(years_later.get(answer["Location"]))
    assert "Estimate by the tariff and rates of 2024-08-05." in page
    total = f"{int(account['duty']['total_to_pay']):,} yen"
    assert f"Duty and taxes before {total} Duty and taxes after {total} an estimate" in page
    assert "on=2024-08-05" in page_of(years_later, draft, "/items/1")  # the tariff that is searched


def test_what_an_amendment_keeps_is_shown_and_cannot_be_written(broker, broker_person):
    form = import_form(script="A-V2")
    draft = begun(broker_person, broker.lodged(form)["number"])

    shown = broker_person.get(f"/declarations/drafts/{draft.number}/declaration")
    forged = posted(broker_person, draft, "/declaration", changes={"own_reference": "ANOTHER-1"})

    assert f"An amendment keeps it. {form['own_reference']}" in words(shown)
    assert 'name="own_reference"' not in shown.content.decode()
    assert forged.status_code == 422
    assert said_by(draft) == form


def test_a_reason_is_asked_and_what_is_wrong_is_told_with_where_it_is_corrected(broker, broker_person):
    number = broker.lodged(import_form(script="A-V2"))["number"]
    draft = begun(broker_person, number)
    posted(broker_person, draft, "/transport", changes={"gross_mass": "230000"})

    silent = sent(broker_person, draft, reason=" ")
    posted(broker_person, draft, "/transport", changes={"gross_mass": "many"})
    wrong = page_of(broker_person, draft, "/amendment")
    key = {"revision": Draft.objects.get().revision, "act": "send", "reason": "CORRECTED", "key": "0" * 32}
    forced = broker_person.post(f"/declarations/drafts/{draft.number}/amendment", key)

    assert silent.status_code == 422
    assert 'href="#reason"' in silent.content.decode()
    assert f'href="/declarations/drafts/{draft.number}/transport?check=1#gross_mass"' in wrong
    assert "Send the amendment" not in wrong
    assert forced.status_code == 422
    assert "must be a number" in words(forced)
    assert (version_of(number), Draft.objects.get().lodged_as) == (1, "")


def test_what_a_rule_refuses_is_told_with_the_rule(broker, broker_person):
    number = broker.lodged(import_form(script="A-V2"))["number"]
    draft = begun(broker_person, number)
    posted(broker_person, draft, "/transport", changes={"gross_mass": "1"})
    revision = Draft.objects.get().revision

    told = broker_person.post(
        f"/declarations/drafts/{draft.number}/amendment",
        {"revision": revision, "act": "send", "reason": "LIGHTER", "key": "1" * 32},
    )

    assert told.status_code == 422
    assert f"/drafts/{draft.number}/transport?check=1#gross_mass" in told.content.decode()
    assert Submission.objects.get(form="AMENDMENT").outcome == "REFUSED"
    assert version_of(number) == 1


def test_sent_twice_it_is_one_amendment(broker, broker_person):
    number = broker.lodged(import_form(script="A-V2"))["number"]
    draft = begun(broker_person, number)
    posted(broker_person, draft, "/declaration", changes={"remarks": "NEW"})
    address = f"/declarations/drafts/{draft.number}/amendment"
    values = Form(page_of(broker_person, draft, "/amendment"), form_id="amendment").values

    answers = [broker_person.post(address, {**values, "reason": "CORRECTED", "act": "send"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert (version_of(number), Submission.objects.filter(form="AMENDMENT").count()) == (2, 1)


def test_two_windows_do_not_overwrite_one_another(broker, broker_person):
    number = broker.lodged(import_form(script="A-V2"))["number"]
    draft = begun(broker_person, number)
    address = f"/declarations/drafts/{draft.number}"
    window = Form(page_of(broker_person, draft, "/transport")).values
    posted(broker_person, draft, "/declaration", changes={"remarks": "NEW"})
    last = Form(page_of(broker_person, draft, "/amendment"), form_id="amendment").values
    posted(broker_person, draft, "/transport", changes={"transport.vessel_name": "ATLANTIC STAR"})

    autosaved = broker_person.post(f"{address}/transport", {**window, "gross_mass": "230000", "autosave": "1"})
    stale = broker_person.post(f"{address}/amendment", {**last, "reason": "CORRECTED", "act": "send"})

    assert autosaved.status_code == 409
    assert "ATLANTIC STAR" in autosaved.content.decode()
    assert stale.status_code == 409
    assert "The draft was changed after this page was made" in words(stale)
    assert "ATLANTIC STAR" in words(stale)
    assert version_of(number) == 1


def test_an_officers_act_between_is_told_and_looked_at_before_it_is_sent(broker, broker_person):
    number = broker.lodged(import_form(script="A-V2"))["number"]
    draft = begun(broker_person, number)
    posted(broker_person, draft, "/declaration", changes={"remarks": "NEW"})
    address = f"/declarations/drafts/{draft.number}/amendment"
    last = Form(page_of(broker_person, draft, "/amendment"), form_id="amendment").values
    clearance.ask(number, by=officer(), text="Of what is it made?", at=AT)

    refused = broker_person.post(address, {**last, "reason": "CORRECTED", "act": "send"})
    look = Form(refused.content.decode(), form_id="happened").values
    clearance.ask(number, by=officer(), text="And who made it?", at=AT)
    too_soon = broker_person.post(address, {**look, "act": "look"})
    looked = broker_person.post(address, {**Form(too_soon.content.decode(), form_id="happened").values, "act": "look"})

    assert refused.status_code == 409
    assert "The declaration has changed since you opened this page." in words(refused)
    assert "An officer asked a question" in words(refused)
    assert "Send the amendment" not in words(refused)
    assert too_soon.status_code == 409
    assert "And who made it?" in words(too_soon)
    assert looked.status_code == 200
    assert "The declaration has changed" not in words(looked)
    assert Form(looked.content.decode(), form_id="amendment").values["reason"] == "CORRECTED"
    assert version_of(number) == 1
    assert sent(broker_person, draft).status_code == 303
    assert version_of(number) == 2


def test_another_amendment_between_is_compared_with_what_it_made(broker, broker_person):
    form = import_form(script="A-V2")
    number = broker.lodged(form)["number"]
    draft = begun(broker_person, number)
    posted(broker_person, draft, "/declaration", changes={"remarks": "NEW"})
    amended = {"reason": "BY THE PROGRAM", "declaration": changed(form, "/gross_mass", "230000")}
    tag = broker.get(f"/declarations/{number}")["ETag"]
    answer = broker.post(f"/declarations/{number}/amendments", amended, **{"Idempotency-Key": "a", "If-Match": tag})
    assert answer.status_code == 201, answer.content

    page = words(broker_person.get(f"/declarations/drafts/{draft.number}/amendment"))

    assert "BY THE PROGRAM" in page
    assert "Gross mass 230000 220000" in page  # what the draft would take back


def test_what_can_no_longer_be_amended_says_so(broker, broker_person):
    number, other = (broker.lodged(import_form(script="A-V2"))["number"] for _ in range(2))
    draft = begun(broker_person, number)
    posted(broker_person, draft, "/declaration", changes={"remarks": "NEW"})
    last = Form(page_of(broker_person, draft, "/amendment"), form_id="amendment").values
    by = User.objects.get(username="demo-broker").as_declarant()
    for each in (number, other):
        clearance.withdraw(each, by=by, reason="SENT TWICE", seen=1, at=AT)

    never = [broker_person.get(f"/declarations/{other}/amend"), broker_person.post(f"/declarations/{other}/amend")]
    page = broker_person.get(f"/declarations/drafts/{draft.number}/amendment")
    sending = {**last, "reason": "CORRECTED", "act": "send"}
    refused = broker_person.post(f"/declarations/drafts/{draft.number}/amendment", sending)

    assert [answer.status_code for answer in (*never, page, refused)] == [200, 409, 200, 409]
    for answer in (*never, page, refused):
        assert "This is not possible any more where the declaration stands now." in words(answer)
    assert Draft.objects.get().number == draft.number


def test_what_was_released_wants_a_fresh_proof_to_begin_and_to_send(broker, broker_person):
    number = broker.lodged(export_form(script="V1"))["number"]
    unconfirmed(broker_person)
    asked = [broker_person.get(f"/declarations/{number}/amend"), broker_person.post(f"/declarations/{number}/amend")]
    assert {answer["Location"] for answer in asked} == {f"/login/confirm?next=%2Fdeclarations%2F{number}%2Famend"}
    assert not Draft.objects.exists()

    confirmed = signed_in("demo-broker")
    draft = begun(confirmed, number)
    posted(confirmed, draft, "/transport", changes={"gross_mass": "4200"})
    last = Form(page_of(confirmed, draft, "/amendment"), form_id="amendment").values
    unconfirmed(confirmed)
    sending = {**last, "reason": "WEIGHED AGAIN", "act": "send"}
    address = f"/declarations/drafts/{draft.number}/amendment"

    for answer in (confirmed.get(address), confirmed.post(address, sending)):
        assert answer["Location"] == f"/login/confirm?next=%2Fdeclarations%2Fdrafts%2F{draft.number}%2Famendment"
    assert not Application.objects.exists()
    assert "an officer decides" in words(signed_in("demo-broker").get(address))
    assert signed_in("demo-broker").post(address, sending).status_code == 303
    assert Application.objects.get(declaration__number=number).reason == "WEIGHED AGAIN"
    assert Draft.objects.get().lodged_as == number


def test_what_is_somebody_elses_is_not_found(broker, broker_person, importer_person):
    number = broker.lodged(export_form(script="V2"))["number"]
    draft = begun(broker_person, number)

    for path in ("", "/grid", "/amendment", "/items"):
        assert importer_person.get(f"/declarations/drafts/{draft.number}{path}").status_code == 404
    assert importer_person.get(f"/declarations/{number}/amend").status_code == 404
    assert importer_person.post(f"/declarations/{number}/amend").status_code == 404
    assert importer_person.post(f"/declarations/drafts/{draft.number}/amendment", {"act": "send"}).status_code == 404
    assert Draft.objects.get().number == draft.number


def test_an_amending_draft_is_lodged_by_no_page_and_deleted_as_any_other(broker, broker_person):
    number = broker.lodged(import_form(script="A-V2"))["number"]
    draft = begun(broker_person, number)
    address = f"/declarations/drafts/{draft.number}"

    lodging = broker_person.post(f"{address}/check", {"act": "lodge", "true": "true", "revision": draft.revision})
    gone = broker_person.post(f"{address}/discard")

    assert lodging["Location"] == f"{address}/amendment"
    assert gone["Location"] == f"/declarations/{number}"
    assert (Declaration.objects.count(), Draft.objects.count()) == (1, 0)


def test_what_the_form_does_not_know_is_taken_away_on_the_last_page(broker, broker_person):
    form = import_form(script="A-V2")
    draft = begun(broker_person, broker.lodged(form)["number"])
    raw = json.dumps({**form, "colour": "RED"}).encode()
    headers = {**broker.headers, "If-Match": draft.etag}
    assert (
        broker.http.put(
            f"/api/v1/drafts/{draft.number}", raw, content_type="application/json", headers=headers
        ).status_code
        == 200
    )
    values = Form(page_of(broker_person, draft, "/amendment"), form_id="unknown").values

    answer = broker_person.post(f"/declarations/drafts/{draft.number}/amendment", {**values, "act": "tidy"})

    assert answer["Location"] == f"/declarations/drafts/{draft.number}/amendment"
    assert said_by(draft) == form


def test_the_language_changes_with_the_reason_that_was_typed(broker, broker_person):
    draft = begun(broker_person, broker.lodged(import_form(script="A-V2"))["number"])
    posted(broker_person, draft, "/declaration", changes={"remarks": "NEW"})

    answer = broker_person.post(
        f"/declarations/drafts/{draft.number}/amendment", {"reason": "HALF TYPED", "language": "ja"}
    )

    assert "HALF TYPED" in answer.content.decode()
    assert "変更を送信" in words(answer)
    assert version_of(draft.amends) == 1
