"""Lodging: a declaration comes in, is judged, and is answered. One call, one transaction, two or three SQL statements.

Read `lodge` and `judge` from top to bottom: that is the life of a message. `lodge_together` is the same for many.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from declarations.clearance.accepting import accept
from declarations.clearance.assessing import Assessed, assess, declared_day
from declarations.clearance.message import Message, submission_row
from declarations.clearance.recording import MOST_TRIES, NeverFirst, Rows, record, record_together
from declarations.clearance.standing import Asked, Earlier, Known, known_of, known_of_each
from declarations.data import DeclarationData
from declarations.errors import KeyReused, ReferenceUsed, Refusal, Refused
from declarations.models import Condition, Form, Submission
from declarations.models.submission import Outcome
from declarations.parcels import in_short
from declarations.rules import Finding, blocking
from declarations.tariff.office_hours import next_opening
from declarations.traders.declarant import Declarant
from permits import checking
from permits.models import PermitCheck


class Lodged(Struct, frozen=True):
    """The answer to an accepted message: the number, and the account byte for byte as it is kept for a retry."""

    number: str
    reply: bytes
    replayed: bool = False


class Judged(Struct, frozen=True):
    """What came of a message, on its way into the store: its rows, and the answer that holds once they are kept."""

    rows: Rows
    answer: Lodged | Refusal


def lodge(message: Message, *, by: Declarant, at: datetime) -> Lodged:
    """Lodge a declaration as at an instant.

    Raises Refused with every finding (the submission is kept), KeyReused, ReferenceUsed.
    """
    for _ in range(MOST_TRIES):
        if lodged := _lodge(message, by=by, at=at):
            return lodged
        message = replace(message, number="")  # it may be the number that is taken: then another one
    raise NeverFirst


def _lodge(message: Message, *, by: Declarant, at: datetime) -> Lodged | None:
    """None, and nothing written, where another message was first with the key, the own reference or the number."""
    known = _known(message.data, key=message.key, by=by, at=at)
    if known.earlier:
        return replay(known.earlier, message)
    judged = judge(message, known, by=by, at=at)
    if not record(judged.rows):
        return None
    if judged.rows.get(PermitCheck):
        checking.ring()
    if isinstance(judged.answer, Refusal):
        raise judged.answer
    return judged.answer


def lodge_together(messages: Sequence[Message], *, by: Declarant, at: datetime) -> list[Lodged | Refusal]:
    """Lodge some declarations of one declarant in their order, each answered as if it had come alone.

    What is known of them is one SQL statement and all their rows are another, in one transaction. Where another message
    was first with a key or a reference among them, they are lodged one by one.
    """
    asked = [Asked(message.data.trader.party_code, message.data.own_reference, message.key) for message in messages]
    judged: list[Judged] = []
    used: dict[str, str] = {}
    for message, known in zip(messages, known_of_each(by, asked, on=declared_day(at)), strict=True):
        reference = message.data.own_reference
        known_by_now = replace(known, existing_number=used.get(reference, known.existing_number))
        judged.append(_judged(message, known_by_now, by=by, at=at))
        if isinstance(judged[-1].answer, Lodged):
            used[reference] = judged[-1].answer.number
    rows = [each.rows for each in judged if each.rows]
    if rows and not record_together(rows):
        return [_alone(message, by=by, at=at) for message in messages]
    if any(each.get(PermitCheck) for each in rows):
        checking.ring()
    return [each.answer for each in judged]


def judge(message: Message, known: Known, *, by: Declarant, at: datetime) -> Judged:
    """Accept or refuse a new message. Keeps nothing. Raises ReferenceUsed."""
    if known.existing_number:
        raise ReferenceUsed(existing=known.existing_number)
    opens_at = next_opening(at) if message.data.condition == Condition.QUEUED else None
    assessed = assess(message.data, standing=known.standing, editions=known.editions, at=opens_at or at)
    if message.form == Form.PARCEL:
        assessed = replace(assessed, findings=in_short(assessed.findings))  # they are told of what was sent
    if assessed.worth is None or assessed.is_refused:
        row = submission_row(message, assessed.findings, by=by, at=at)
        return Judged(rows={Submission: [row]}, answer=Refused(blocking(assessed.findings)))
    accepted = accept(message, assessed, assessed.worth, known, by=by, at=at, opens_at=opens_at)
    return Judged(rows=accepted.rows, answer=Lodged(number=accepted.number, reply=accepted.reply))


def _judged(message: Message, known: Known, *, by: Declarant, at: datetime) -> Judged:
    """The same of any message: without rows where it came before, or its reference did."""
    try:
        if known.earlier:
            return Judged(rows={}, answer=replay(known.earlier, message))
        return judge(message, known, by=by, at=at)
    except Refusal as refused:
        return Judged(rows={}, answer=refused)


def _alone(message: Message, *, by: Declarant, at: datetime) -> Lodged | Refusal:
    try:
        return lodge(message, by=by, at=at)
    except Refusal as refused:
        return refused


def dry_run(data: DeclarationData, *, by: Declarant, at: datetime) -> Assessed:
    """Every finding, the duty and the laws that bind, as if lodged at `at`. Nothing is kept."""
    known = _known(data, key="", by=by, at=at)
    return assess(data, standing=known.standing, editions=known.editions, at=at)


def _known(data: DeclarationData, *, key: str, by: Declarant, at: datetime) -> Known:
    return known_of(
        by,
        trader_code=data.trader.party_code,
        own_reference=data.own_reference,
        key=key,
        on=declared_day(at),
    )


def replay(earlier: Earlier, message: Message) -> Lodged:
    """The first answer again, where this is the first message again."""
    if earlier.body_sha256 != message.fingerprint:
        raise KeyReused()
    if earlier.outcome == Outcome.REFUSED:
        findings = msgspec.json.decode(earlier.findings, type=tuple[Finding, ...])
        raise Refused(blocking(findings), replayed=True)
    return Lodged(number=earlier.declaration_number, reply=earlier.reply.encode(), replayed=True)
