"""Documents as they are kept: only appended, never a row without its file, and one of two at the same moment."""

import os
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Barrier

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from declarations import clearance
from declarations.clearance import attaching
from declarations.documents.inspecting import Upload
from declarations.models import Document, Event
from declarations.models.document import DocumentKind
from declarations.traders.declarant import Declarant
from declarations.traders.models import ApiClient
from tests import papers
from tests.forms import import_form


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    """A folder of its own for each test."""
    documents = {**settings.STORAGES["documents"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "documents": documents}
    return storages["documents"]


def paper(content: bytes = b"") -> clearance.Paper:
    upload = Upload(content=papers.pdf(content), name="a.pdf", media_type="application/pdf")
    return clearance.Paper(upload=upload, kind=DocumentKind.INVOICE)


@pytest.fixture
def declared(broker):
    """A declaration's number, and its declarant."""
    number = broker.lodged(import_form())["number"]
    return number, broker_as_declarant()


def broker_as_declarant() -> Declarant:
    trader = ApiClient.objects.select_related("trader").get(client_id="demo-broker").trader
    return trader.as_declarant(client="api:demo-broker", scopes=())


def attach(declared, content: bytes = b"") -> attaching.Attached:
    number, by = declared
    return clearance.attach(number, paper(content), by=by, at=timezone.now())


def kept(storage) -> list[str]:
    return [f"{folder}/{name}" for folder in storage.listdir("")[0] for name in storage.listdir(folder)[1]]


def refused(statement: str) -> str:
    """What the database says to a statement it must refuse."""
    with pytest.raises(DatabaseError) as answer, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(answer.value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    ["sha256 = 'x'", "stored_as = 'x'", "shown_name = 'x'", "item_number = 1", "actor = 'x'", "size = 1", "at = now()"],
)
def test_a_document_is_only_appended(declared, change):
    attach(declared)

    assert "only appended" in refused(f"UPDATE declarations_document SET {change}")
    assert "only appended" in refused("DELETE FROM declarations_document")
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_a_scan_goes_forward_and_a_document_is_replaced_once(declared):
    old, new, newer = (attach(declared, content).document.id for content in (b"1", b"2", b"3"))
    Document.objects.filter(id=old).update(replaced_by=new)
    Document.objects.filter(id=new).update(scan_state="INFECTED")

    assert "replaced already" in refused(
        f"UPDATE declarations_document SET replaced_by_id = '{newer}' WHERE id = '{old}'"
    )
    assert "replaced already" in refused("UPDATE declarations_document SET replaced_by_id = NULL")
    assert "become CLEAN again" in refused("UPDATE declarations_document SET scan_state = 'CLEAN'")
    assert "become PENDING again" in refused(
        f"UPDATE declarations_document SET scan_state = 'PENDING', scanned_at = NULL, due_at = now() WHERE id = '{old}'"
    )


@pytest.mark.django_db
def test_documents_are_not_truncated(world):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL singlewindow.may_truncate = 'off'")
    assert "only appended" in refused("TRUNCATE declarations_document")


@pytest.mark.django_db
def test_a_file_is_private_and_its_name_is_not_the_users(declared, storage):
    document = attach(declared).document
    path = storage.path(document.stored_as)

    assert "a.pdf" not in path
    assert [os.stat(place).st_mode & 0o777 for place in (path, os.path.dirname(path))] == [0o600, 0o700]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_the_document(declared, storage, monkeypatch):
    """Both have written their file before either records it."""
    both, record = Barrier(2), attaching._record

    def record_together(*args, **kwargs):
        both.wait(10)
        return record(*args, **kwargs)

    monkeypatch.setattr(attaching, "_record", record_together)

    def one(_: int) -> attaching.Attached:
        try:
            return attach(declared)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(one, range(2))

    assert sorted([first.is_new, second.is_new]) == [False, True]
    assert first.document.id == second.document.id == Document.objects.get().id
    assert kept(storage) == [Document.objects.get().stored_as]
    assert Event.objects.filter(name="DOCUMENT_ATTACHED").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_store_that_goes_away_while_recording_leaves_the_file_for_the_clean_up(declared, storage, monkeypatch):
    def away(*args, **kwargs):
        raise DatabaseError("the connection is gone, and nobody knows whether the row is there")

    with monkeypatch.context() as patched:
        patched.setattr(attaching, "_record", away)
        with pytest.raises(DatabaseError):
            attach(declared)
    attach(declared)
    assert len(kept(storage)) == 2

    said = StringIO()
    call_command("clean_up_documents", stdout=said)  # it may be an upload that is just being recorded
    assert len(kept(storage)) == 2
    call_command("clean_up_documents", "--older-than-hours=0", stdout=said)
    assert kept(storage) == [Document.objects.get().stored_as]
    assert said.getvalue().endswith("Documents: 1 files kept, 1 orphans deleted.\n")


@pytest.mark.django_db
def test_the_clean_up_tells_of_a_row_without_its_file(declared, storage):
    document = attach(declared).document
    storage.delete(document.stored_as)
    storage.save("ab/orphan", ContentFile(b"x"))

    with pytest.raises(CommandError, match=f"1 documents have no file: {document.stored_as}"):
        call_command("clean_up_documents", stdout=StringIO())
    assert kept(storage) == ["ab/orphan"]


@pytest.mark.django_db
def test_a_clean_up_of_nothing_is_fine(storage):
    call_command("clean_up_documents", stdout=StringIO())
