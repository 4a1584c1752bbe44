"""The agency's register: one request, with one reference, for each idempotency key, whatever happens. SQLite.

It survives a restart. Everything that one request causes, the notices to send included, is one transaction.
"""

import sqlite3
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from threading import RLock

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from permits.question import AnswerStatus, PermitAnswer, PermitNotice, PermitQuestion, to_wire
from permits.simulator.script import Script, script_of

_TABLES = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS request (
    number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, question BLOB NOT NULL,
    script BLOB NOT NULL, asked_at REAL NOT NULL, calls INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS notice (
    number INTEGER PRIMARY KEY, message_id TEXT NOT NULL, body BLOB NOT NULL, due_at REAL NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, result TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS notice_to_send ON notice (due_at, number) WHERE result = '';
"""


# Number, question, script, first asked at, earlier calls.
_Row = tuple[int, bytes, bytes, float, int]


class Told(Struct, frozen=True):
    """What the agency answers to one call: nothing but a failure, or its answer, perhaps slowly."""

    answer: PermitAnswer | None
    is_slow: bool = False


class ToSend(Struct, frozen=True):
    """A notice whose time has come."""

    number: int
    message_id: str
    body: bytes
    tries: int


class Register:
    """One connection behind a lock: SQLite has one writer anyway."""

    def __init__(self, agency: str, *, path: Path | None, think_seconds: float) -> None:
        """Open the register, or start one. Without a path it is forgotten at the end."""
        self.agency = agency
        self._think_seconds = think_seconds
        self._lock = RLock()
        self._store = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._store.executescript(_TABLES)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._store.close()

    def take(self, question: PermitQuestion) -> Told | None:
        """One call: the answer as it stands now. None when the key is another question's."""
        with self._lock, self._store:
            self._store.execute("BEGIN IMMEDIATE")
            row = self._row("key", question.idempotency_key) or self._enter(question)
            number, wire, script, asked_at, calls = _understood(row)
            if _without_documents(wire) != _without_documents(question):
                return None
            latest = question if question.documents else wire
            self._store.execute(
                "UPDATE request SET calls = calls + 1, question = ? WHERE number = ?", (to_wire(latest), number)
            )
            if calls < script.failures:
                return Told(None)
            answer = self._answer(number, latest, script, _status(script, latest, asked_at), at=asked_at)
            return Told(answer, is_slow=script.is_slow and calls == script.failures)

    def find(self, reference: str) -> PermitAnswer | None:
        """How a request stands now."""
        with self._lock:
            digits = reference.removeprefix(f"{self.agency}-")
            is_ours = digits.isascii() and digits.isdigit() and len(digits) <= 12
            row = self._row("number", int(digits)) if is_ours else None
        if row is None:
            return None
        number, question, script, asked_at, _ = _understood(row)
        return self._answer(number, question, script, _status(script, question, asked_at), at=asked_at)

    def counts(self) -> dict[str, object]:
        """For drills: how often each key was called, and its reference; what became of the notices."""
        with self._lock:
            rows = self._store.execute("SELECT key, number, calls FROM request ORDER BY number").fetchall()
            notices = self._store.execute("SELECT result, count(*) FROM notice GROUP BY result").fetchall()
        return {
            "requests": len(rows),
            "distinct_references": len({number for _, number, _ in rows}),
            "calls": {key: calls for key, _, calls in rows},
            "references": {key: self._reference(number) for key, number, _ in rows},
            "notices": {result or "WAITING": count for result, count in notices},
        }

    def next_notice(self) -> ToSend | None:
        """The first notice whose time has come."""
        with self._lock:
            row = self._store.execute(
                "SELECT number, message_id, body, tries FROM notice WHERE result = '' AND due_at <= ?"
                " ORDER BY due_at, number LIMIT 1",
                (time.time(),),
            ).fetchone()
        return ToSend(*row) if row else None

    def seconds_to_next_notice(self) -> float | None:
        """How long until one is due; None when there is none to send."""
        with self._lock:
            (due_at,) = self._store.execute("SELECT min(due_at) FROM notice WHERE result = ''").fetchone()
        return None if due_at is None else max(0.0, due_at - time.time())

    def sent(self, notice: ToSend, *, result: str, again_in_seconds: float = 0) -> None:
        """What became of a notice; an empty result means it is sent again."""
        with self._lock:
            self._store.execute(
                "UPDATE notice SET tries = tries + 1, result = ?, due_at = ? WHERE number = ?",
                (result, time.time() + again_in_seconds, notice.number),
            )

    def _row(self, column: str, value: str | int) -> _Row | None:
        query = f"SELECT number, question, script, asked_at, calls FROM request WHERE {column} = ?"  # noqa: S608
        return self._store.execute(query, (value,)).fetchone()

    def _enter(self, question: PermitQuestion) -> _Row:
        """A new request, and the notices that it will cause."""
        script = script_of(question, think_seconds=self._think_seconds)
        now = time.time()
        wire = to_wire(question), msgspec.json.encode(script)
        entered = self._store.execute(
            "INSERT INTO request (key, question, script, asked_at) VALUES (?, ?, ?, ?)",
            (question.idempotency_key, *wire, now),
        )
        number = entered.lastrowid or 0
        for notice in script.notices:
            body = PermitNotice(
                agency=self.agency,
                idempotency_key=question.idempotency_key,
                subject_version=question.subject_version,
                answer=self._answer(number, question, script, notice.status, at=now),
            )
            self._store.execute(
                "INSERT INTO notice (message_id, body, due_at) VALUES (?, ?, ?)",
                (f"{question.idempotency_key}.{notice.message}", to_wire(body), now + script.after_seconds),
            )
        return number, *wire, now, 0

    def _reference(self, number: int) -> str:
        return f"{self.agency}-{number:08d}"

    def _answer(
        self, number: int, question: PermitQuestion, script: Script, status: AnswerStatus, *, at: float
    ) -> PermitAnswer:
        reason_code, reason_text = self._reason(question, status)
        is_confirmed = status is AnswerStatus.CONFIRMED
        return PermitAnswer(
            reference=self._reference(number),
            status=status,
            reason_code=reason_code,
            reason_text=reason_text,
            permit_number=question.permit_number if is_confirmed else "",
            decided_at=datetime.fromtimestamp(int(at), UTC) if status.is_decision else None,
            decided_by=f"{self.agency} simulator, rule 1 of 2026-01" if status.is_decision else "",
            monitored=is_confirmed and script.monitors,
            accepted_quantity=_half(question.quantity) if is_confirmed and script.halves else None,
        )

    def _reason(self, question: PermitQuestion, status: AnswerStatus) -> tuple[str, str]:
        if status is AnswerStatus.DOCUMENTS_REQUIRED:
            return f"{self.agency}-D01", "Send the certificate of the country of origin."
        if status is AnswerStatus.INSPECTION_ORDERED:
            return f"{self.agency}-I01", "Keep the goods where they lie until they have been looked at."
        if status is not AnswerStatus.REFUSED:
            return "", ""
        if question.permit_number or question.not_subject_reason or question.ask_agency:
            return f"{self.agency}-R01", "The goods do not meet the conditions of the law."
        return f"{self.agency}-R02", "Neither a permit nor a reason why the law does not bind was given."


def _understood(row: _Row) -> tuple[int, PermitQuestion, Script, float, int]:
    number, question, script, asked_at, calls = row
    asked = msgspec.json.decode(question, type=PermitQuestion)
    return number, asked, msgspec.json.decode(script, type=Script), asked_at, calls


def _without_documents(question: PermitQuestion) -> PermitQuestion:
    """Documents are supplied later on: with more of them it is the same request."""
    return replace(question, documents=())


def _half(quantity: str | None) -> str | None:
    return None if quantity is None else f"{Decimal(quantity) / 2:f}"


def _status(script: Script, question: PermitQuestion, asked_at: float) -> AnswerStatus:
    """What is true now of a request that was first asked at an instant (seconds since 1970)."""
    if script.first is AnswerStatus.DOCUMENTS_REQUIRED and question.documents:
        return AnswerStatus.CONFIRMED
    if script.decision is not None and time.time() >= asked_at + script.after_seconds:
        return script.decision
    return script.first
