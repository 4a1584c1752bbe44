"""Lodging: a declaration comes in, is judged, and is answered. One call, one transaction, two or three SQL statements.

Read `lodge` from top to bottom: that is the life of a message.
"""

from datetime import datetime

import msgspec
from msgspec import Struct

from declarations.clearance.accepting import accept
from declarations.clearance.assessing import Assessed, assess, declared_day
from declarations.clearance.message import Message, submission_row
from declarations.clearance.recording import record
from declarations.clearance.standing import Earlier, Known, known_of
from declarations.data import DeclarationData
from declarations.errors import KeyReused, ReferenceUsed, Refused
from declarations.models import Condition, Submission
from declarations.models.submission import Outcome
from declarations.rules import Finding, blocking
from declarations.tariff.office_hours import next_opening
from declarations.traders.declarant import Declarant
from permits import checking
from permits.crash_points import crash_point
from permits.models import PermitCheck


class Lodged(Struct, frozen=True):
    """The answer to an accepted message: the number, and the account byte for byte as it is kept for a retry."""

    number: str
    reply: bytes
    replayed: bool = False


def lodge(message: Message, *, by: Declarant, at: datetime) -> Lodged:
    """Lodge a declaration as at an instant.

    Raises Refused with every finding (the submission is kept), KeyReused, ReferenceUsed.
    """
    known = _known(message.data, key=message.key, by=by, at=at)
    if known.earlier:
        return replay(known.earlier, message)
    if known.existing_number:
        raise ReferenceUsed(existing=known.existing_number)

    opens_at = next_opening(at) if message.data.condition == Condition.QUEUED else None
    assessed = assess(message.data, standing=known.standing, editions=known.editions, at=opens_at or at)
    if assessed.worth is None or assessed.is_refused:
        return _refuse(message, assessed, by=by, at=at)

    crash_point("lodge.judged")
    accepted = accept(message, assessed, assessed.worth, known, by=by, at=at, opens_at=opens_at)
    if not record(accepted.rows):  # another message with the same key or reference was first: look again
        return lodge(message, by=by, at=at)
    crash_point("lodge.recorded")
    if accepted.rows[PermitCheck]:
        checking.ring()
    return Lodged(number=accepted.number, reply=accepted.reply)


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


def _refuse(message: Message, assessed: Assessed, *, by: Declarant, at: datetime) -> Lodged:
    """Keep the refused submission, then say why."""
    row = submission_row(message, assessed.findings, by=by, at=at)
    if not record({Submission: [row]}):
        return lodge(message, by=by, at=at)
    raise Refused(blocking(assessed.findings))
