"""The documents of a case: what is told of them, and who gets their bytes."""

from uuid import uuid4

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from declarations import clearance, filing
from declarations.documents.inspecting import Upload
from declarations.models import Document
from declarations.models.document import DocumentKind, ScanState
from declarations.traders.models import User
from tests import papers
from tests.declarations.console.conftest import page, told
from tests.forms import export_form, import_form


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    """A folder of its own for each test."""
    documents = {**settings.STORAGES["documents"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "documents": documents}
    return storages["documents"]


def attach(number, name="bill of sale.pdf") -> Document:
    by = User.objects.get(username="demo-broker").as_declarant()
    upload = Upload(content=papers.pdf(), name=name, media_type="application/pdf")
    paper = clearance.Paper(upload=upload, kind=DocumentKind.INVOICE, item=1, law="FD")
    return clearance.attach(number, paper, by=by, at=timezone.now()).document


@pytest.fixture
def number(lodge):
    return lodge(import_form(script="P-V2"))


def test_a_clean_document_is_shown_and_saved_by_every_officer(number, officer, administrator):
    document = attach(number)

    shown = officer.get(page(number)).content.decode()
    assert "bill of sale.pdf" in shown
    assert document.sha256 in shown
    assert "Item 1, permit of" in shown
    for client in (officer, administrator):
        answer = client.get(page(number, f"documents/{document.id}"))
        assert (answer.status_code, answer.content) == (200, papers.pdf())
        headers = {name: answer[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")}
        assert headers == {
            "Content-Type": "application/pdf",
            "Content-Disposition": 'attachment; filename="bill of sale.pdf"',
            "X-Content-Type-Options": "nosniff",
        }
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"scan_state": ScanState.PENDING, "due_at": timezone.now(), "scanned_at": None}, "not scanned yet"),
        ({"scan_state": ScanState.INFECTED}, "infected"),
    ],
)
def test_any_other_document_is_withheld_and_said_so(number, officer, monkeypatch, state, words):
    document = attach(number)
    real = filing.find_document

    def as_scanned(document_id, *, of):  # the walls let no clean document become unscanned
        found = real(document_id, of=of)
        for name, value in state.items():
            setattr(found, name, value)
        return found

    monkeypatch.setattr(filing, "find_document", as_scanned)

    answer = officer.get(page(number, f"documents/{document.id}"))

    assert (answer.status_code, answer.url) == (302, page(number))
    (message,) = told(answer)
    assert f"The document is {words}: its bytes are given to nobody." in message


def test_a_storage_that_is_away_is_told(number, officer, storage):
    document = attach(number)
    storage.delete(document.stored_as)

    answer = officer.get(page(number, f"documents/{document.id}"))

    assert (answer.status_code, answer.url) == (302, page(number))
    assert "The storage of the documents does not answer." in told(answer)[0]


def test_a_document_of_another_declaration_is_not_found(number, lodge, officer, outsider):
    document = attach(number)
    other = lodge(export_form())

    assert officer.get(page(other, f"documents/{document.id}")).status_code == 404
    assert officer.get(page(number, f"documents/{uuid4()}")).status_code == 404
    assert officer.get(page(number, f"documents/{'-' * 36}")).status_code == 404
    assert officer.post(page(number, f"documents/{document.id}")).status_code == 405
    assert outsider.get(page(number, f"documents/{document.id}")).status_code == 302
