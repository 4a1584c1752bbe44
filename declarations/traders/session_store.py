"""Where the web pages keep sessions (settings.SESSION_ENGINE), and what a person sees of the own ones."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from declarations.traders.models import PersonSession
from declarations.traders.models.sessions import SessionStore

__all__ = ["SeenSession", "SessionStore", "browser_of", "end_others", "sessions_of"]

FAMILIES = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"))


class SeenSession(Struct, frozen=True):
    """A session as its person sees it: from when, last used, where and in what. Instants are Unix time in the store."""

    key: str
    began_at: datetime | None
    seen_at: datetime | None
    address: str
    browser: str
    is_this: bool


def browser_of(agent: str) -> str:
    """The browser's family and its system, from what it says of itself; empty where it is none that is known."""
    family = next((name for mark, name in FAMILIES if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "Linux" if "Linux" in agent else "")
    return f"{family} · {system}".strip(" ·")


def sessions_of(user_id: UUID, *, this: str, at: datetime) -> list[SeenSession]:
    """The live sessions of a person, the one that asks first, then those that began last."""
    rows = PersonSession.objects.filter(user=user_id, expire_date__gt=at)
    found = [_seen(row, is_this=row.session_key == this, at=at) for row in rows]
    return sorted(found, key=lambda each: (not each.is_this, -(each.began_at.timestamp() if each.began_at else 0)))


def end_others(user_id: UUID, *, but: str) -> int:
    """End every other session of a person; how many there were."""
    return PersonSession.objects.filter(user=user_id).exclude(session_key=but).delete()[0]


def _seen(row: PersonSession, *, is_this: bool, at: datetime) -> SeenSession:
    told = row.get_decoded()
    began, seen = told.get("began_at"), told.get("seen_at")
    return SeenSession(
        key=row.session_key,
        began_at=datetime.fromtimestamp(began, at.tzinfo) if began else None,
        seen_at=datetime.fromtimestamp(seen, at.tzinfo) if seen else None,
        address=told.get("address", ""),
        browser=told.get("browser", ""),
        is_this=is_this,
    )
