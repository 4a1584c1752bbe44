"""That somebody looked is kept with the page that was shown: one statement."""

from typing import Any
from uuid import UUID

from declarations.models import Look

CASE, ACT, DOCUMENT = Look.What.CASE, Look.What.ACT, Look.What.DOCUMENT
SUBMISSION, SEARCH, REPORT = Look.What.SUBMISSION, Look.What.SEARCH, Look.What.REPORT

_MOST = 200


def note(person: Any, what: Look.What, *, of: UUID | None = None, about: str = "") -> None:
    """Keep that this person looked: at what, of which declaration, and which part of it."""
    Look.objects.create(person=person, what=what, declaration_id=of, about=about[:_MOST])
