"""Which laws bind goods, as at a day, from a snapshot that a process reads once an edition.

    requirements = in_force(edition())
    requirements.laws_binding("0709994004", direction="IMPORT", origin="CN", on=declared_on)

`edition()` is one small query; everything after it is memory.
"""

from collections import defaultdict
from datetime import date, timedelta
from threading import Lock

from django.db import connection
from msgspec import Struct
from msgspec.structs import replace

from permits.models import Law, Requirement
from permits.models.law import HARD_LIMIT


class LawInForce(Struct, frozen=True):
    """A law, where its permits are asked, whether that is done electronically, and what made it bind."""

    code: str
    name: str
    agency_code: str
    agency_name: str
    connected: bool
    hard_limit: timedelta = HARD_LIMIT
    """How long its agency may take until an officer takes over."""
    rule: str = ""
    """The requirement that binds, as law/start of code/direction[/origin]/first day; empty of a law by itself."""


class _Binding(Struct, frozen=True):
    """One requirement, filed under its direction and code."""

    law: LawInForce
    origin: str
    valid_from: date
    valid_to: date | None

    def covers(self, *, origin: str, on: date) -> bool:
        """Whether it binds goods of that origin on that day."""
        if self.origin not in ("", origin):
            return False
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


_OF_A_LAW = ("code", "name_en", "agency_id", "agency_name", "connected", "agency__hard_limit")


class Requirements:
    """All laws and requirements of one edition, in memory. Two queries; not changed after it is made."""

    def __init__(self, edition: int) -> None:
        """Read the tables."""
        self.edition = edition
        self._laws = {row[0]: LawInForce(*row) for row in Law.objects.values_list(*_OF_A_LAW)}
        self.known_laws = frozenset(self._laws)
        bindings: dict[tuple[str, str], list[_Binding]] = defaultdict(list)
        columns = ("direction", "commodity", "law_id", "origin", "valid_from", "valid_to")
        in_order = Requirement.objects.order_by("law", "origin", "valid_from")
        for direction, commodity, law, *rest in in_order.values_list(*columns):
            rule = _rule(law, commodity, direction, *rest[:2])
            bindings[direction, commodity].append(_Binding(replace(self._laws[law], rule=rule), *rest))
        self._bindings = {key: tuple(found) for key, found in bindings.items()}
        self._lengths = tuple(sorted({len(commodity) for _, commodity in bindings}))

    def laws_binding(self, commodity: str, *, direction: str, origin: str, on: date) -> tuple[LawInForce, ...]:
        """The laws that may bind goods of this code (9 or 10 characters) and origin on a day, in order of their code.

        A few dictionary look-ups: one for each length of code that any requirement has. Of several requirements of
        one law the closest is told: the longest code, there the one of this origin, there the youngest.
        """
        found: dict[str, LawInForce] = {}
        for length in self._lengths:
            for binding in self._bindings.get((direction, commodity[:length]), ()):
                if binding.covers(origin=origin, on=on):
                    found[binding.law.code] = binding.law
        return tuple(found[code] for code in sorted(found))

    def law(self, code: str) -> LawInForce | None:
        """The law of an other-law code."""
        return self._laws.get(code)


def _rule(law: str, commodity: str, direction: str, origin: str, valid_from: date) -> str:
    return "/".join(part for part in (law, commodity, direction, origin, valid_from.isoformat()) if part)


_lock = Lock()
_loaded: Requirements | None = None


def edition() -> int:
    """The number of the present state of laws and requirements: one query. 0 while nothing was ever loaded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM permits_permitsedition")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def in_force(edition: int) -> Requirements:
    """The snapshot of that edition, read from the database when it is not the one at hand. Safe between threads.

    Reading happens under the lock: threads that need the new edition wait for one to read it.
    """
    global _loaded
    loaded = _loaded
    if loaded is not None and loaded.edition == edition:
        return loaded
    with _lock:
        if _loaded is None or _loaded.edition != edition:
            _loaded = Requirements(edition)
        return _loaded
