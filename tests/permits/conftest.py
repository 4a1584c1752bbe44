"""Checks, agencies and threads for the tests of other laws: a real database, real HTTP, real processes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from time import monotonic
from typing import Any
from uuid import UUID

import msgspec
import pytest
import urllib3
from django.conf import settings
from django.db import connection
from uuid_utils.compat import uuid7

from permits import checking, loading
from permits.agencies import secret_of
from permits.models import PermitCheck, Requirement
from permits.question import AnswerStatus, PermitAnswer, PermitNotice, PermitQuestion, to_wire
from permits.requirements import LawInForce
from permits.signals import permit_check_settled
from permits.signing import signed_headers

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def question(check_id: UUID, **changes: Any) -> PermitQuestion:
    """A whole question about soy sauce, with a claim."""
    said: dict[str, Any] = {
        "idempotency_key": str(check_id),
        "law": "FD",
        "agency": "FD",
        "direction": "IMPORT",
        "commodity": "2103100005",
        "description": "SOY SAUCE",
        "origin": "CN",
        "quantity": "2000.5",
        "quantity_unit": "KG",
        "trader_code": "12345678901239000",
        "trader_name": "ZAIMUSOKEN CO., LTD",
        "counterparty_name": "SOY SAUCE INTERNATIONAL LTD",
        "permit_number": "FD-2026-1",
        "transport_documents": ("BL1",),
        "arrival_on": AT.date(),
        "asker_reference": "REF-1",
        "subject": "case-1",
        "subject_version": 1,
        "item_number": 1,
        "correlation_id": "0af7651916cd43dd8448eb211c80319c",
    }
    return PermitQuestion(**said | changes)


def answer(status: str = "CONFIRMED", **changes: Any) -> PermitAnswer:
    """An answer of the agency."""
    said: dict[str, Any] = {"reference": "FD-77", "status": AnswerStatus(status), "decided_by": "rule 7 of 2026"}
    return PermitAnswer(**said | changes)


def notice(check: PermitCheck, status: str = "CONFIRMED", *, version: int = 1, **changes: Any) -> PermitNotice:
    """The same, sent by the agency itself."""
    return PermitNotice(
        agency=check.agency_id,
        idempotency_key=str(check.id),
        subject_version=version,
        answer=answer(status, **changes),
    )


def due(asked: PermitQuestion) -> dict[str, object]:
    """The row of a question."""
    law = LawInForce(asked.law, "a law", asked.agency, "an agency", True, rule=f"{asked.law}/21/IMPORT/2024-04-01")
    return checking.due_row(asked, check_id=UUID(asked.idempotency_key), law=law, at=AT)


def insert(rows: list[dict[str, object]]) -> None:
    """In one statement, as an asker does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO permits_permitcheck SELECT (jsonb_populate_record(null::permits_permitcheck, row)).*"
            " FROM jsonb_array_elements(%s::jsonb) row",
            [msgspec.json.encode(rows).decode()],
        )


def override(check: PermitCheck, *, reason: str = "saw the certificate") -> None:
    """Two officers."""
    proposal = checking.propose_override(check.id, by="officer 7", reason=reason, at=AT)
    assert checking.approve_override(proposal, by="officer 8", at=AT) == "APPROVED"


@pytest.fixture
def laws(db: None) -> None:
    """The shipped laws and agencies; which goods they bind is for the test to say."""
    Requirement.objects.all().delete()
    loading.load_laws()


@pytest.fixture
def open_check(laws: None) -> Callable[..., PermitCheck]:
    """A check that is due, inserted as an asker does: one statement, from the row it is given."""

    def open_one(*, agency: str = "FD", **changes: Any) -> PermitCheck:
        check_id = uuid7()
        asked = question(check_id, law=agency if agency in loading.CONNECTED else "CR", agency=agency, **changes)
        insert([due(asked)])
        return PermitCheck.objects.get(id=check_id)

    return open_one


@pytest.fixture(autouse=True)
def told() -> Iterator[list[dict[str, Any]]]:
    """What the asker was told. No other receiver listens."""
    heard: list[dict[str, Any]] = []

    def listen(sender: object, signal: object, **what: Any) -> None:
        heard.append(what)

    others, permit_check_settled.receivers = permit_check_settled.receivers, []
    permit_check_settled.sender_receivers_cache.clear()
    permit_check_settled.connect(listen, weak=False)
    yield heard
    permit_check_settled.receivers = others
    permit_check_settled.sender_receivers_cache.clear()


def age(check: PermitCheck, column: str, *, seconds: float) -> None:
    """Time passes: move one instant of a row into the past."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE permits_permitcheck SET {column} = {column} - make_interval(secs => %s) WHERE id = %s",
            [seconds, check.id],
        )


def eventually(holds: Callable[[], Any], *, seconds: float = 15) -> Any:
    """Wait for another process until something holds."""
    until, pause = monotonic() + seconds, Event()
    while not (found := holds()):
        assert monotonic() < until, f"did not come to hold in {seconds} s"
        pause.wait(0.02)
    return found


class Simulator:
    """The agency simulator as a process of its own."""

    def __init__(self, agency: str, *options: str) -> None:
        """Start it and learn its port."""
        self.agency = agency
        command = [sys.executable, "-m", "permits.simulator", "--agency", agency, *options]
        self.process = subprocess.Popen(
            command, env={**os.environ, "AGENCY_SECRET": settings.AGENCY_SECRET}, stdout=subprocess.PIPE, text=True
        )
        self.url = self.process.stdout.readline().split()[-1]  # type: ignore[union-attr]
        settings.AGENCY_URLS[agency] = self.url

    def counts(self) -> dict[str, Any]:
        """Calls for each key, references, notices."""
        return urllib3.request("GET", f"{self.url}/v1/requests", timeout=5).json()

    def stop(self) -> None:
        """End it as an operator does."""
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()  # type: ignore[union-attr]


@pytest.fixture
def simulator(
    transactional_db: None, live_server: Any, settings: Any, laws: None
) -> Iterator[Callable[..., Simulator]]:
    """Starts simulators that call this test's server back."""
    settings.AGENCY_URLS = {}
    started: list[Simulator] = []

    def start(agency: str = "FD", *options: str) -> Simulator:
        callback = f"{live_server.url}/agency/v1/answers"
        started.append(Simulator(agency, "--callback-url", callback, "--think-seconds", "0.05", *options))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.stop()


@pytest.fixture
def agency_that(transactional_db: None, settings: Any) -> Iterator[Callable[..., str]]:
    """A small HTTP agency that does what the test says: a function from the question to (status, body)."""
    servers: list[ThreadingHTTPServer] = []

    def start(says: Callable[[PermitQuestion], tuple[int, bytes]], *, agency: str = "FD") -> str:
        class Doors(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = msgspec.json.decode(self.rfile.read(int(self.headers["Content-Length"])), type=PermitQuestion)
                try:
                    status, body = says(asked)
                finally:
                    connection.close()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Doors)
        Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        url = f"http://127.0.0.1:{server.server_port}"
        settings.AGENCY_URLS = {agency: url}
        return url

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def says(status: str, **changes: Any) -> tuple[int, bytes]:
    """200 with an answer."""
    return 200, to_wire(answer(status, **changes))


@pytest.fixture
def send(client: Any) -> Callable[..., Any]:
    """POST a signed message to our door."""

    def post(
        body: bytes, *, message_id: str = "m-1", at: datetime | None = None, signer: str = "FD", **headers: str
    ) -> Any:
        secret = secret_of(signer)
        signed = signed_headers(body, message_id=message_id, secret=secret, at=at or datetime.now(UTC))
        return client.post("/agency/v1/answers", body, content_type="application/json", headers={**signed, **headers})

    return post


def problem_of(response: Any) -> tuple[int, str]:
    """Status and code of a refusal."""
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert body["status"] == response.status_code
    assert body["title"]
    return response.status_code, body["type"].removeprefix("/problems/")
