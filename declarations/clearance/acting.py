"""How every act begins: find the declaration, lock it, and ask the table of transitions whether the act is legal."""

from declarations.errors import IllegalTransition
from declarations.models import Declaration
from declarations.reading import find
from declarations.status import Act, allowed, is_legal
from declarations.traders.declarant import Declarant, Officer


def begin(number: str, act: Act, *, by: Declarant | Officer) -> Declaration:
    """The declaration, locked until the caller's transaction ends.

    Raises UnknownDeclaration (or another organisation's), and IllegalTransition with the acts that are allowed now.
    """
    owner = by.trader_id if isinstance(by, Declarant) else None
    declaration = locked(find(number, of=owner).id)
    demand_legal(declaration, act)
    return declaration


def locked(declaration_id: object) -> Declaration:
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


def actor_of(by: Declarant | Officer) -> str:
    """Who acts, as the history names it."""
    return by.client if isinstance(by, Declarant) else f"officer:{by.name}"
