"""How every act begins and ends: find the declaration, lock it, ask the table of transitions; then save its head.

`begin` raises IllegalTransition with the acts that are allowed now; `save` tells the history why the head changed.
"""

from datetime import datetime
from uuid import UUID

from declarations.clearance.applications import void
from declarations.clearance.history import Happened, append
from declarations.errors import IllegalTransition, Stale
from declarations.holds import Turn
from declarations.models import Declaration, Taking
from declarations.reading import find
from declarations.status import Act, Status, allowed, is_legal, may_move
from declarations.traders.declarant import Declarant, Officer


class IllegalMove(Exception):
    """A status was to be changed in a way that the table of transitions does not know: a bug."""


def begin(number: str, act: Act, *, by: Declarant | Officer, seen: int | None = None) -> Declaration:
    """The declaration, locked until the caller's transaction ends.

    `seen` is the seq of the last event that the caller knows of (If-Match). Raises UnknownDeclaration (or another
    organisation's), Stale, and IllegalTransition with the acts that are allowed now.
    """
    owner = by.trader_id if isinstance(by, Declarant) else None
    declaration = locked(find(number, of=owner).id)
    demand_legal(declaration, act)
    if seen is not None and seen != declaration.last_seq:
        raise Stale()
    return declaration


def locked(declaration_id: UUID) -> Declaration:
    """The declaration with its row locked: always before any permit check of it."""
    return Declaration.objects.select_for_update().get(id=declaration_id)


def demand_legal(declaration: Declaration, act: Act) -> None:
    """Raises IllegalTransition where the table does not allow the act in the state it is in."""
    if not is_legal(declaration.status, act):
        raise illegal(declaration, act)


def illegal(declaration: Declaration, act: Act) -> IllegalTransition:
    """The refusal of an act, with the acts that the same side may do now."""
    return IllegalTransition(
        act=act.value, declaration_status=declaration.status, allowed=allowed(declaration.status, by=act.by)
    )


def save(declaration: Declaration, *happened: Happened, at: datetime, **changes: object) -> None:
    """Change the head of a locked declaration and tell its history why. Raises IllegalMove.

    What ends the declaration ends what was applied for before: nobody decides it any more. Where it is no officer's
    turn any more, nobody has it on the desk.
    """
    to = Status(str(changes.get("status", declaration.status)))
    moves = to != declaration.status
    if moves and not may_move(declaration.status, to):
        raise IllegalMove(f"no act leads from {declaration.status} to {to}")
    declaration.published_until = None
    if moves and to in Status.terminal():
        void(declaration, why=to.lower(), at=at)
    if declaration.next_action_by == Turn.OFFICER != changes.get("next_action_by", Turn.OFFICER):
        Taking.objects.filter(declaration=declaration, ended="").update(ended=Taking.Ended.ACTED, ended_at=at)
    for name, value in changes.items():
        setattr(declaration, name, value)
    if happened:
        append(declaration, *happened, at=at)
    declaration.save(force_update=True)


def actor_of(by: Declarant | Officer) -> str:
    """Who acts, as the history names it."""
    return by.client if isinstance(by, Declarant) else f"officer:{by.name}"
