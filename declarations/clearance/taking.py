"""Taking a case: an officer has it on the desk, and nobody else is given it meanwhile.

A case is anybody's again when it is no officer's turn any more (acting.py), when it is given back, when its time is
over; and another officer's when a supervisor hands it on. To have a case on the desk is no right to decide it, and to
decide takes none: what stops two acts from crossing is what each of them had seen.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from uuid_utils.compat import uuid7

from declarations.clearance.acting import actor_of
from declarations.errors import CaseNotTaken, CaseTaken, NotWithOfficers, UnknownDeclaration
from declarations.holds import Turn
from declarations.models import Declaration, Taking
from declarations.selection.criteria import INSPECTION
from declarations.traders.declarant import Officer

PAPERS, GOODS = timedelta(hours=2), timedelta(hours=8)
"""For how long a case is taken: to examine its documents, and to inspect its goods."""


def take_next(
    *, by: Officer, at: datetime, category: int | None = None, customs_office: str = ""
) -> Declaration | None:
    """Take the earliest due case that nobody has, of a category and of an office where they are given. None: all are.

    A case whose row somebody else holds at this moment is passed over, so two officers never wait for one another.
    """
    wanted = {"category": category, "customs_office": customs_office}
    waiting = Declaration.objects.with_officers().filter(**{name: value for name, value in wanted.items() if value})
    is_taken = Exists(Taking.objects.live(at).filter(declaration=OuterRef("pk")))
    while True:
        with transaction.atomic():
            found = waiting.filter(~is_taken).select_for_update(skip_locked=True, of=("self",)).first()
            if found is None or _take(found, by=by, at=at):
                return found


def take(number: str, *, by: Officer, at: datetime) -> Declaration:
    """Take this case; one's own again, for as long anew. Raises UnknownDeclaration, NotWithOfficers, CaseTaken."""
    with transaction.atomic():
        declaration = _locked(number)
        if not _take(declaration, by=by, at=at):
            _another(declaration, by=by, at=at)
        return declaration


def give_back(number: str, *, by: Officer, at: datetime) -> None:
    """Let others have it. Raises UnknownDeclaration, CaseNotTaken."""
    with transaction.atomic():
        mine = Taking.objects.live(at).filter(declaration=_locked(number), officer=by.user_id)
        if not mine.update(ended=Taking.Ended.GIVEN_BACK, ended_at=at):
            raise CaseNotTaken()


def hand_on(number: str, *, to: UUID, by: Officer, at: datetime) -> None:
    """Give the case to this officer, whoever had it. Raises UnknownDeclaration, NotWithOfficers."""
    with transaction.atomic():
        declaration = _locked(number)
        live = Taking.objects.live(at).filter(declaration=declaration)
        live.update(ended=Taking.Ended.HANDED_ON, ended_at=at)
        _put(declaration, officer=to, at=at, given_by=actor_of(by))


def _locked(number: str) -> Declaration:
    found = Declaration.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise UnknownDeclaration()
    return found


def _take(declaration: Declaration, *, by: Officer, at: datetime) -> bool:
    """Whether the officer has it now. The row is locked, so what this statement sees of its takings is all there is."""
    if Taking.objects.live(at).filter(declaration=declaration).exists():
        return False
    _put(declaration, officer=by.user_id, at=at)
    return True


def _another(declaration: Declaration, *, by: Officer, at: datetime) -> None:
    """Somebody has it: the officer who asks, for as long anew; else nobody may take it. Raises CaseTaken."""
    live = Taking.objects.live(at).select_related("officer").get(declaration=declaration)
    if live.officer_id != by.user_id:
        raise CaseTaken(officer=live.officer.username, until=live.until)
    live.until = at + _length(declaration)
    live.save(update_fields=["until"])


def _put(declaration: Declaration, *, officer: UUID, at: datetime, given_by: str = "") -> None:
    if declaration.next_action_by != Turn.OFFICER:
        raise NotWithOfficers()
    over = Taking.objects.filter(declaration=declaration, ended="")
    over.update(ended=Taking.Ended.TIME_OVER, ended_at=at)
    Taking.objects.create(
        id=uuid7(),
        declaration=declaration,
        officer_id=officer,
        since=at,
        until=at + _length(declaration),
        given_by=given_by,
    )


def _length(declaration: Declaration) -> timedelta:
    return GOODS if declaration.category == INSPECTION else PAPERS
