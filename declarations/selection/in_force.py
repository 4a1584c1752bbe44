"""The profiles in force, as an immutable snapshot that each process keeps until their edition changes."""

from threading import Lock

from declarations.selection.criteria import Profile
from declarations.selection.models import RiskProfile, SelectionEdition

_kept: tuple[int, tuple[Profile, ...]] = (-1, ())
_lock = Lock()


def edition() -> int:
    """The number of the edition now: one SQL statement."""
    return SelectionEdition.objects.values_list("number", flat=True).get()


def profiles(edition: int) -> tuple[Profile, ...]:
    """The latest version of every profile, read once an edition."""
    global _kept
    if _kept[0] != edition:
        with _lock:
            _kept = (edition, _read())
    return _kept[1]


def _read() -> tuple[Profile, ...]:
    latest = RiskProfile.objects.order_by("code", "-version").distinct("code")
    return tuple(
        Profile(
            code=row.code,
            version=row.version,
            category=row.category,
            direction=row.direction,
            commodity_prefix=row.commodity_prefix,
            origin=row.origin,
            trader_code=row.trader_code,
            value_from=row.value_from,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in latest
    )
