"""What waits for another person's decision: one open application of a kind, void once the declaration is another."""

from datetime import datetime

from uuid_utils.compat import uuid7

from declarations.errors import ApplicationOpen
from declarations.models import Application, Declaration


def demand_none_open(declaration: Declaration, kind: Application.Kind) -> None:
    """Raises ApplicationOpen where the same was applied for and is not decided."""
    if declaration.applications.filter(kind=kind, outcome="").exists():
        raise ApplicationOpen(kind=kind.value)


def application(
    declaration: Declaration, kind: Application.Kind, *, reason: str, asked_by: str, facts: dict[str, str], at: datetime
) -> Application:
    """A new one of the version that stands, for the caller to save."""
    return Application(
        id=uuid7(),
        declaration=declaration,
        version=declaration.version,
        kind=kind,
        reason_code="",
        reason=reason,
        facts=facts,
        asked_by=asked_by,
        asked_at=at,
        decided_by="",
        remarks="",
    )


def void(declaration: Declaration, *, why: str, at: datetime) -> None:
    """What is open is of a version that stands no more, or of a declaration that has ended: nobody decides it."""
    is_open = declaration.applications.filter(outcome="")
    is_open.update(outcome=Application.Outcome.VOID, decided_by="system", decided_at=at, remarks=why)
