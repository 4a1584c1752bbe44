"""The acts of a declarant on pages: each by its form; what is refused is told there, and nothing is changed."""

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from declarations import clearance
from declarations.documents.inspecting import LARGEST
from declarations.models import Application, Declaration, Document, Event, LedgerEntry, Question
from declarations.traders.models import User
from tests import papers
from tests.declarations.web.conftest import signed_in, words
from tests.forms import balls, export_form, goods_item, import_form

CLOCK = datetime(2024, 8, 5, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    """A folder of its own for the documents."""
    documents = {**settings.STORAGES["documents"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "documents": documents}


def at(number, act):
    return f"/declarations/{number}/{act}"


def hidden(answer):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode()))


def does(browser, address, **said):
    """Open the page of an act, fill in its form, send it."""
    shown = browser.get(address)
    assert shown.status_code == 200, shown.content.decode()[:2000]
    fields = {name: value for name, value in hidden(shown).items() if name != "csrfmiddlewaretoken"}
    return browser.post(address, {**fields, **said})


def history(number):
    return list(Event.objects.filter(declaration__number=number).order_by("seq").values_list("name", flat=True))


def asked(number, text="Of what is it made?"):
    officer = User.objects.get(username="demo-officer").as_officer()
    clearance.ask(number, by=officer, text=text, at=CLOCK)
    return f"questions/{Question.objects.get(declaration__number=number).id}/answer"


def test_what_is_owed_is_paid(broker, broker_person):
    account = broker.lodged(import_form(script="A-V1"))
    number = account["number"]

    answer = does(broker_person, at(number, "pay"), method="PAY", reference="BANK-1")

    assert (answer.status_code, answer["Location"]) == (303, f"/declarations/{number}")
    assert history(number)[-1] == "PAID"
    entry = LedgerEntry.objects.get(declaration__number=number, kind="PAYMENT")
    assert (str(entry.amount), entry.reference) == (account["duty"]["owed"], "BANK-1")
    assert entry.actor == f"user:{User.objects.get(username='demo-broker').id}"


def test_what_is_owed_is_deferred_and_the_deferment_paid(broker, broker_person):
    number = broker.lodged(import_form(script="A-V1"))["number"]

    does(broker_person, at(number, "pay"), method="DEFER", reference="DEMO-SECURITY")
    page = broker_person.get(at(number, "pay"))
    does(broker_person, at(number, "pay"), method="PAY_DEFERRED", reference="BANK-2")

    assert "Pay what was deferred" in words(page)
    kinds = list(LedgerEntry.objects.filter(declaration__number=number).order_by("id").values_list("kind", flat=True))
    assert kinds == ["DEMAND", "DEFERMENT", "DEFERRED_PAYMENT"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"method": "DEFER", "reference": "NO-SUCH"}, "There is no such security"),
        ({"method": "DEFER", "reference": "DEMO-SECURITY-SMALL"}, "The security does not cover the amount."),
        ({"method": "PAY", "reference": ""}, "Fill this in"),
        ({"method": "BARTER", "reference": "X"}, "Choose one of these"),
        ({"reference": "X" * 36, "method": "PAY"}, "Shorten this to 35 characters"),
        ({"reference": "\U0001f4b4", "method": "PAY"}, "Use letters, digits and common signs only"),
        ({"method": "PAY", "reference": "B", "amount": "1"}, "The amount is not what is owed now."),
        ({"method": "PAY", "reference": "B", "amount": "x"}, "This page is not whole"),
        ({"method": "PAY", "reference": "B", "seen": "99999999999999999999"}, "This page is not whole"),
        ({"method": "PAY", "reference": "B", "seen": "0"}, "The declaration has changed since you opened this page."),
    ],
)
def test_a_payment_that_cannot_be_is_told_beside_its_field_and_changes_nothing(broker, broker_person, said, told):
    number = broker.lodged(import_form(script="A-V1", items=[goods_item(invoice_amount="900000")]))["number"]
    before = history(number)

    answer = does(broker_person, at(number, "pay"), **said)

    assert answer.status_code in {409, 412, 422}
    assert told in words(answer)
    assert 'id="error-summary"' in answer.content.decode()
    assert history(number) == before


def test_a_question_is_answered_with_a_document(broker, broker_person):
    number = broker.lodged(export_form(script="V2"))["number"]
    does(broker_person, at(number, "documents/attach"), file=_pdf(), kind="PHOTOGRAPH")
    document = Document.objects.get()

    answer = does(
        broker_person, at(number, asked(number)), text="Of steel,\r\n  all of it", documents=[str(document.id)]
    )

    assert answer.status_code == 303
    said = Question.objects.get(declaration__number=number).answer
    assert (said.text, said.documents) == ("Of steel, all of it", [str(document.id)])


def test_a_question_is_answered_once(broker, broker_person):
    number = broker.lodged(export_form(script="V2"))["number"]
    address = at(number, asked(number))
    does(broker_person, address, text="Of steel")

    again = does(broker_person, address, text="Of wood")

    assert again.status_code == 404
    assert "This question is answered already" in words(again)
    assert Question.objects.get().answer.text == "Of steel"


def test_a_question_of_another_declaration_is_not_found(broker, broker_person):
    address = asked(broker.lodged(export_form(script="V2"))["number"])
    other = broker.lodged(export_form(script="V2"))["number"]

    assert broker_person.get(at(other, address)).status_code == 404


def test_it_is_withdrawn_with_a_reason(broker, broker_person):
    number = broker.lodged(import_form(script="A-V1"))["number"]

    empty = does(broker_person, at(number, "withdraw"), reason="   ")
    answer = does(broker_person, at(number, "withdraw"), reason="SENT TWICE")

    assert (empty.status_code, answer.status_code) == (422, 303)
    assert Declaration.objects.get(number=number).status == "WITHDRAWN"
    assert Event.objects.filter(declaration__number=number).latest("seq").facts == {"reason": "SENT TWICE"}


def test_what_was_released_is_not_withdrawn_any_more(broker, broker_person):
    number = broker.lodged(export_form(script="V1"))["number"]

    answer = does(broker_person, at(number, "withdraw"), reason="TOO LATE")

    assert (answer.status_code, Declaration.objects.get(number=number).status) == (409, "RELEASED")
    assert "This is not possible any more where the declaration stands now." in words(answer)


def test_the_goods_are_carried_in(broker, broker_person):
    number = broker.lodged(import_form(script="A-V1", condition="Z", items=[balls()]))["number"]

    elsewhere = does(broker_person, at(number, "arrive"), bonded_area="1AW02")
    answer = does(broker_person, at(number, "arrive"), bonded_area="1aw01")

    assert elsewhere.status_code == 422
    assert "The goods lie elsewhere than declared: amend the declaration first." in words(elsewhere)
    assert answer.status_code == 303
    assert "ARRIVED" in history(number)


def test_release_before_permit_is_applied_for(broker, broker_person):
    number = broker.lodged(import_form(script="V2", items=[balls()]))["number"]
    said = {"reason_code": "01", "reason": "PERISHABLE", "security": "DEMO-SECURITY", "amount": "50000"}

    wrong = does(broker_person, at(number, "release-before-permit"), **{**said, "reason_code": "1", "amount": "x"})
    answer = does(broker_person, at(number, "release-before-permit"), **said)

    assert wrong.status_code == 422
    assert "Enter whole yen, such as 50000" in words(wrong)
    assert answer.status_code == 303
    assert Application.objects.get().facts == {"security": "DEMO-SECURITY", "amount": "50000"}


def _pdf(inside=b"paper", name="photo.pdf"):
    return SimpleUploadedFile(name, papers.pdf(inside), content_type="application/pdf")


def test_a_document_is_attached_for_a_law_listed_and_fetched(broker, broker_person):
    number = broker.lodged(import_form(script="A-V1"))["number"]

    answer = does(broker_person, at(number, "documents/attach"), file=_pdf(), kind="PERMIT", belongs="1-FD")

    document = Document.objects.get()
    assert answer.status_code == 303
    assert (document.kind, document.item_number, document.law_id, document.shown_name) == (
        "PERMIT",
        1,
        "FD",
        "photo.pdf",
    )
    assert "photo.pdf · Permit under another law · item 1" in words(broker_person.get(f"/declarations/{number}"))
    fetched = broker_person.get(at(number, f"documents/{document.id}"))
    assert (fetched.content, fetched["Content-Disposition"]) == (
        papers.pdf(b"paper"),
        'attachment; filename="photo.pdf"',
    )


@pytest.mark.parametrize(
    ("content", "name", "status", "told"),
    [
        (b"", "a.pdf", 422, "The file is empty."),
        (b"MZ\x90\x00", "a.exe", 415, "Files of this kind are not taken."),
        (b"%PDF-1.7 broken", "a.pdf", 422, "The file is damaged."),
        (b"x" * (LARGEST + 1), "a.txt", 413, "The file is larger than 10 MB."),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_why(broker, broker_person, content, name, status, told):
    number = broker.lodged(export_form(script="V2"))["number"]
    file = SimpleUploadedFile(name, content, content_type="application/octet-stream")

    answer = does(broker_person, at(number, "documents/attach"), kind="OTHER", file=file)

    assert (answer.status_code, Document.objects.count()) == (status, 0)
    assert told in words(answer)


def test_an_upload_wants_the_forms_token(broker, world):
    number = broker.lodged(export_form(script="V2"))["number"]
    browser = Client(enforce_csrf_checks=True, headers={"Accept": "text/html"})
    browser.force_login(User.objects.get(username="demo-broker"))

    answer = browser.post(at(number, "documents/attach"), {"file": _pdf(), "kind": "OTHER", "seen": "1"})

    assert (answer.status_code, Document.objects.count()) == (403, 0)


def test_a_document_of_another_declaration_is_not_found(broker, broker_person):
    number, other = (broker.lodged(export_form(script="V2"))["number"] for _ in range(2))
    does(broker_person, at(number, "documents/attach"), file=_pdf(), kind="OTHER")

    assert broker_person.get(at(other, f"documents/{Document.objects.get().id}")).status_code == 404


def test_the_language_changes_with_what_was_typed(broker, broker_person):
    number = broker.lodged(import_form(script="A-V1"))["number"]

    answer = does(broker_person, at(number, "withdraw"), reason="HALF TYPED", language="ja")

    assert answer.status_code == 200
    assert "HALF TYPED" in answer.content.decode()
    assert "申告の撤回" in words(answer)
    assert "error-summary" not in answer.content.decode()
    assert Declaration.objects.get(number=number).status == "LODGED"


def test_whoever_may_only_read_acts_on_nothing(broker, world):
    number = broker.lodged(import_form(script="A-V1"))["number"]
    User.objects.filter(username="demo-broker").update(may_lodge=False)
    browser = signed_in("demo-broker")

    answer = browser.post(at(number, "withdraw"), {"reason": "X", "seen": "1"})

    assert (answer.status_code, browser.get(f"/declarations/{number}").status_code) == (403, 200)
    assert Declaration.objects.get(number=number).status == "LODGED"
