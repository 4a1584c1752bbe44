"""Amending: the declarant says it anew, before the release or after it. The whole declaration is sent, with a reason.

before the release            a new version: assessed anew by the law of the declared day, selected again where it
                              matters; unchanged items keep their permits and an officer's figures, the others do not
after it, an import           an amended duty return (Customs Act art. 7-14): the difference is demanded at once; less
                              duty is asked for (art. 7-15), and an officer decides
after it, an export           a change of what was permitted: an officer decides
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from msgspec import Struct

from declarations import reading
from declarations.clearance.accepting import encode
from declarations.clearance.acting import demand_legal, locked, save
from declarations.clearance.advancing import advance_locked
from declarations.clearance.applications import application, demand_none_open, void
from declarations.clearance.assessing import Assessed, declared_day
from declarations.clearance.assessing_again import assess_again
from declarations.clearance.history import Happened
from declarations.clearance.lodging import Lodged, replay
from declarations.clearance.message import Message, submission_row
from declarations.clearance.pricing import Worth
from declarations.clearance.recording import record, write
from declarations.clearance.standing import Known, known_of
from declarations.clearance.versioning import Said, append_version, current_version
from declarations.data import DeclarationData
from declarations.errors import FormatError, NotAcceptable, Refused, Stale
from declarations.models import Application, Cause, Declaration, Draft, Submission, Version
from declarations.models.history import EventName
from declarations.models.submission import Outcome
from declarations.rules import blocking
from declarations.status import Act, Status
from declarations.traders.declarant import Declarant
from permits import checking


class Amendment(Struct, frozen=True):
    """The message of an amendment, the reason in it, and the seq of the last event that its sender had seen."""

    message: Message
    reason: str
    seen: int


def amend(number: str, amendment: Amendment, *, by: Declarant, at: datetime) -> Lodged:
    """Amend a declaration; the account as it is then.

    Raises Refused with every finding (the submission is kept, the declaration unchanged), Stale, IllegalTransition,
    KeyReused, NotAcceptable where the direction or the own reference is another, ApplicationOpen.
    """
    try:
        with transaction.atomic():
            done = _amend(number, amendment, by=by, at=at)
    except IntegrityError as clash:
        if clash.__cause__.diag.constraint_name != "submission_one_per_client_and_key":  # type: ignore[union-attr]
            raise
        return amend(number, amendment, by=by, at=at)  # the same key was first: look again, and find it
    if isinstance(done, Lodged):
        if not done.replayed:
            checking.ring()
        return done
    row = submission_row(amendment.message, done.findings, by=by, at=at)
    record({Submission: [row]})
    raise Refused(blocking(done.findings))


def _amend(number: str, amendment: Amendment, *, by: Declarant, at: datetime) -> Lodged | Assessed:
    """The amendment under the declaration's lock; what was assessed, where a rule refuses it."""
    message = amendment.message
    declaration = locked(reading.find(number, of=by.trader_id).id)
    known = known_of(
        by,
        trader_code=message.data.trader.party_code,
        own_reference="",
        key=message.key,
        on=declared_day(at),
    )
    if known.earlier:  # whatever has become of the declaration since
        return replay(known.earlier, message)
    demand_legal(declaration, Act.AMEND)
    if amendment.seen != declaration.last_seq:
        raise Stale()
    demand_same_act(declaration, direction=message.data.direction, own_reference=message.data.own_reference)
    before = current_version(declaration)
    assessed = _assessed(declaration, message.data, before, known)
    if assessed.worth is None or assessed.is_refused:
        return assessed
    submission = submission_row(message, assessed.findings, by=by, at=at)
    if declaration.status == Status.RELEASED and _officer_decides(declaration, before, assessed.worth):
        _apply(declaration, amendment, before, assessed.worth, submission["id"], by=by, at=at)
    else:
        said = _said(declaration, amendment, assessed, assessed.worth, submission["id"])
        take_amendment(declaration, before, said, known, actor=by.client, at=at)
    reply = encode(reading.account(declaration))
    kept = {"outcome": Outcome.ACCEPTED, "declaration_number": number, "reply": reply.decode()}
    write({Submission: [submission | kept]})
    return Lodged(number=number, reply=reply)


def dry_run_amendment(declaration: Declaration, data: DeclarationData, *, by: Declarant, at: datetime) -> Assessed:
    """Every finding, the duty and the laws that bind, as if a declaration were amended so at `at`. Nothing is kept."""
    known = known_of(by, trader_code=data.trader.party_code, own_reference="", key="", on=declared_day(at))
    return _assessed(declaration, data, current_version(declaration), known)


def take_amendment(
    declaration: Declaration, before: Version, said: Said, known: Known, *, actor: str, at: datetime
) -> None:
    """Make what is said the next version of a locked declaration, and look at it again."""
    is_released = declaration.status == Status.RELEASED
    examined_from = before.examined_from if is_released else declaration.version + 1
    append_version(declaration, before, said, known, examined_from=examined_from, at=at)
    void(declaration, why="amended since", at=at)
    facts = {"version": str(declaration.version), "reason": said.reason}
    advance_locked(declaration, Happened(EventName.AMENDED, actor, facts), at=at)


def demand_same_act(of: Declaration | Draft, *, direction: str, own_reference: str) -> None:
    """An amendment, or the draft of one, says the same act anew: the direction and the own reference stay.

    Raises NotAcceptable.
    """
    said = {"/direction": (of.direction, direction), "/own_reference": (of.own_reference, own_reference)}
    errors = tuple(
        FormatError(pointer, "cannot-be-amended", {"declared": kept})
        for pointer, (kept, now) in said.items()
        if kept != now
    )
    if errors:
        raise NotAcceptable(errors)


def _assessed(declaration: Declaration, data: DeclarationData, before: Version, known: Known) -> Assessed:
    """What customs makes of an amendment: by the law and the rates of the declared day."""
    return assess_again(
        data,
        after=before,
        known=known,
        at=declaration.lodged_at,
        duty_is_declared=declaration.duty_declaration_id is not None,
    )


def _officer_decides(declaration: Declaration, before: Version, worth: Worth) -> bool:
    """Whether the goods have gone and the law asks for a decision: any change of an export, less duty on an import."""
    return declaration.direction == "EXPORT" or worth.assessment.total_to_pay < before.total_to_pay


def _apply(
    declaration: Declaration,
    amendment: Amendment,
    before: Version,
    worth: Worth,
    submission_id: UUID,
    *,
    by: Declarant,
    at: datetime,
) -> None:
    """Keep what is asked for until an officer decides."""
    is_export = declaration.direction == "EXPORT"
    kind = Application.Kind.CHANGE if is_export else Application.Kind.REASSESSMENT
    demand_none_open(declaration, kind)
    facts = {"total_before": str(before.total_to_pay), "total_after": str(worth.assessment.total_to_pay)}
    asked = application(declaration, kind, reason=amendment.reason, asked_by=by.client, facts=facts, at=at)
    asked.submission_id = submission_id
    asked.save(force_insert=True)
    told = {"kind": kind.value, "reason": amendment.reason, **facts}
    save(declaration, Happened(EventName.APPLIED, by.client, told), at=at)


def _said(
    declaration: Declaration, amendment: Amendment, assessed: Assessed, worth: Worth, submission_id: UUID
) -> Said:
    return Said(
        data=amendment.message.data,
        assessed=assessed,
        worth=worth,
        submission_id=submission_id,
        cause=Cause.CORRECTED if declaration.status == Status.RELEASED else Cause.AMENDED,
        reason=amendment.reason,
        correlation_id=amendment.message.correlation_id,
    )
