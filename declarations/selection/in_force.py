"""The profiles and the scoring policy in force: a snapshot that each process keeps until their edition changes."""

from threading import Lock

from msgspec import Struct

from declarations.selection.criteria import Profile
from declarations.selection.models import RiskProfile, ScoringPolicy, SelectionEdition
from declarations.selection.scoring import Mode, Policy


class InForce(Struct, frozen=True):
    """What an edition holds."""

    profiles: tuple[Profile, ...] = ()
    policy: Policy | None = None


_kept: tuple[int, InForce] = (-1, InForce())
_lock = Lock()


def edition() -> int:
    """The number of the edition now: one SQL statement."""
    return SelectionEdition.objects.values_list("number", flat=True).get()


def in_force(edition: int) -> InForce:
    """The latest version of every profile and the last approved policy, read once an edition."""
    global _kept
    kept = _kept
    if kept[0] != edition:
        with _lock:
            kept = _kept = (edition, InForce(_read(), _policy()))
    return kept[1]


def profiles(edition: int) -> tuple[Profile, ...]:
    """The profiles of an edition."""
    return in_force(edition).profiles


def _policy() -> Policy | None:
    row = ScoringPolicy.objects.exclude(approved_at=None).order_by("-version").first()
    if row is None:
        return None
    return Policy(
        version=row.version,
        mode=Mode(row.mode),
        model_sha256=row.model_id,
        g=float(row.g),
        document_from=row.document_from,
        inspection_from=row.inspection_from,
    )


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
