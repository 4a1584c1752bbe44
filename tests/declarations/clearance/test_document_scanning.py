"""Scanning by clamd: a small server that speaks its protocol, the rows as the queue, failures, and the lease."""

import socketserver
from collections.abc import Iterator
from datetime import timedelta
from threading import Thread
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from declarations import clearance
from declarations.clearance import scanning
from declarations.documents.clamd import Clamd
from declarations.documents.scanner import ScannerAway, Verdict
from declarations.models import Declaration, Document, Event
from declarations.tasks import scan as scan_task
from permits.models import PermitCheck
from permits.models import Status as PermitStatus
from singlewindow.dispatch import OWED
from tests import papers
from tests.forms import import_form

VIRUS = b"A-SIGNATURE-THAT-ONLY-THE-SERVER-KNOWS"


class Daemon(socketserver.BaseRequestHandler):
    """INSTREAM as clamd speaks it; `says` is what it answers instead, where a test wants that."""

    says: bytes | None = None

    def handle(self) -> None:
        """One command on one connection."""
        line = self.request.makefile("rb")
        assert line.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(line.read(4), "big"):
            content += line.read(length)
        verdict = b"stream: Test.Virus-1 FOUND\0" if VIRUS in content else b"stream: OK\0"
        self.request.sendall(verdict if self.says is None else self.says)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


class UnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@pytest.fixture
def daemon(monkeypatch) -> Iterator[type[Daemon]]:
    """The handler of a server that listens on TCP; its address is in `address`."""
    with Server(("127.0.0.1", 0), Daemon) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setattr(Daemon, "address", f"tcp://127.0.0.1:{server.server_address[1]}", raising=False)
        monkeypatch.setattr(Daemon, "says", None)
        yield Daemon
        server.shutdown()


@pytest.fixture
def pending(broker, daemon, settings, tmp_path):
    """Attaches a document that waits for clamd; the document's account."""
    documents = {**settings.STORAGES["documents"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "documents": documents}
    settings.DOCUMENT_SCANNER = daemon.address
    number = broker.lodged(import_form(script="D-V1"))["number"]

    def attach(content: bytes = b"", **told: object):
        query = "&".join(f"{name}={value}" for name, value in {"name": "a.pdf", **told}.items())
        path = f"/api/v1/declarations/{number}/documents?{query}"
        said = papers.pdf(b"% " + content + b"\n")
        answer = broker.http.post(path, said, content_type="application/pdf", headers=broker.headers)
        assert answer.status_code == 201, answer.content
        return answer.json()

    return attach


def scan(document_id: UUID):
    return clearance.scan(document_id, at=timezone.now())


def row() -> Document:
    return Document.objects.get()


@pytest.mark.parametrize("size", [1, 64 * 1024, 200_000])
def test_the_adapter_sends_every_byte_and_reads_the_verdict(daemon, size):
    assert Clamd(daemon.address).scan(b"x" * size) == Verdict(infected=False)
    assert Clamd(daemon.address).scan(b"x" * size + VIRUS) == Verdict(infected=True, signature="Test.Virus-1")


def test_the_adapter_speaks_over_a_unix_socket(tmp_path):
    with UnixServer(str(tmp_path / "clamd"), Daemon) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        assert Clamd(f"unix://{tmp_path}/clamd").scan(VIRUS).infected
        server.shutdown()


@pytest.mark.parametrize("says", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"PONG\0", b"stream: \0", b"\xff" * 9])
def test_anything_but_a_verdict_is_none(daemon, says, monkeypatch):
    monkeypatch.setattr(daemon, "says", says)
    with pytest.raises(ScannerAway):
        Clamd(daemon.address).scan(b"x")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:///no/such/socket"])
def test_a_scanner_that_is_not_there_is_away(address):
    with pytest.raises(ScannerAway):
        Clamd(address).scan(b"x")


@pytest.mark.django_db(transaction=True)
def test_a_document_is_withheld_until_it_is_clean(broker, pending):
    told = pending()
    withheld = broker.get(f"/documents/{told['id']}/content")

    assert told["scan"] == "PENDING"
    assert (withheld.status_code, withheld.json()["type"].rpartition("/")[2]) == (409, "document-not-scanned")

    scan_task(told["id"])

    assert broker.get(f"/documents/{told['id']}").json()["scan"] == "CLEAN"
    assert broker.get(f"/documents/{told['id']}/content").status_code == 200
    assert (row().scanner, row().signature, row().due_at, row().lease_id) == ("clamd", "", None, None)
    assert scan(UUID(told["id"])) is None


@pytest.mark.django_db(transaction=True)
def test_an_infected_document_is_given_to_nobody(broker, pending):
    told = pending(VIRUS)
    scan(UUID(told["id"]))
    answer = broker.get(f"/documents/{told['id']}/content")

    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "document-infected")
    assert (row().scan_state, row().signature) == ("INFECTED", "Test.Virus-1")


@pytest.mark.django_db(transaction=True)
def test_the_history_tells_of_an_infected_document_once_and_of_no_clean_one(broker, pending):
    clean, infected = pending(), pending(VIRUS)
    for told in (clean, infected, infected):
        scan(UUID(told["id"]))

    number = Declaration.objects.get().number
    events = broker.get(f"/declarations/{number}/events").json()["items"]
    assert [event["name"] for event in events] == ["LODGED", *["DOCUMENT_ATTACHED"] * 2, "DOCUMENT_INFECTED"]
    assert (events[3]["actor"], events[3]["facts"]) == ("system", {"document": infected["id"], "name": "a.pdf"})
    kept = Event.objects.get(name="DOCUMENT_INFECTED")
    assert kept.facts == {"document": infected["id"], "name": "a.pdf", "signature": "Test.Virus-1"}


@pytest.mark.django_db(transaction=True)
def test_what_is_due_is_handed_out_once(pending):
    told = pending()
    [owed] = [each for each in OWED if each.task is scan_task]

    assert owed.claim(limit=10) == [UUID(told["id"])]
    assert owed.claim(limit=10) == []


@pytest.mark.django_db(transaction=True)
def test_a_scanner_that_gives_no_verdict_is_asked_again_and_then_a_person(pending, daemon, monkeypatch):
    monkeypatch.setattr(daemon, "says", b"busy ERROR\0")
    told = UUID(pending()["id"])
    for failures in range(1, scanning.MOST_FAILURES + 1):
        assert row().needs_person_at is None
        assert scan(told) == "PENDING"
        assert (row().failures, row().lease_id, row().signature) == (failures, None, "clamd: busy ERROR")
        assert row().due_at <= timezone.now() + timedelta(seconds=900)

    assert row().needs_person_at is not None
    assert scan(told) is None

    monkeypatch.setattr(daemon, "says", None)
    call_command("scan_documents_again")
    assert clearance.due_for_scan(limit=10) == [told]
    assert scan(told) == "CLEAN"


@pytest.mark.django_db(transaction=True)
def test_only_the_worker_with_the_lease_records(pending):
    told = UUID(pending()["id"])
    lost = scanning._take(told)
    assert scan(told) is None  # somebody scans it
    assert clearance.due_for_scan(limit=10) == []

    Document.objects.update(lease_id=uuid4(), lease_until=Now())  # the worker died, another one took over
    assert scanning._record(lost, Verdict(infected=True, signature="x"), by=Clamd(""), at=timezone.now()) is None
    assert row().scan_state == "PENDING"


@pytest.mark.django_db(transaction=True)
def test_a_lost_file_is_no_verdict(pending):
    told = UUID(pending()["id"])
    storages["documents"].delete(row().stored_as)

    assert scan(told) == "PENDING"
    assert (row().failures, row().signature) == (1, "unavailable")


@pytest.mark.django_db(transaction=True)
def test_a_clean_document_is_shown_to_the_agency_that_waits_for_it(pending):
    PermitCheck.objects.update(status=PermitStatus.DOCUMENTS_REQUIRED, status_since=F("opened_at"))
    told = UUID(pending(item=1, law="FD")["id"])
    assert PermitCheck.objects.get().question["documents"] == []  # not scanned yet

    scan(told)

    check = PermitCheck.objects.get()
    assert check.status == PermitStatus.ASKED
    assert [shown["sha256"] for shown in check.question["documents"]] == [row().sha256]
