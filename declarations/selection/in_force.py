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
    """What was in force in an edition, read once: the same for every process and at any later time."""
    global _kept
    kept = _kept
    if kept[0] != edition:
        with _lock:
            kept = _kept = (edition, read(edition))
    return kept[1]


def profiles(edition: int) -> tuple[Profile, ...]:
    """The profiles of an edition."""
    return in_force(edition).profiles


def read(edition: int) -> InForce:
    """The latest version of every profile and the policy approved last, up to an edition, from the store."""
    latest = RiskProfile.objects.filter(edition__lte=edition).order_by("code", "-version").distinct("code")
    return InForce(tuple(map(profile_of, latest)), _policy(edition))


def _policy(edition: int) -> Policy | None:
    approved = ScoringPolicy.objects.exclude(approved_at=None).filter(edition__lte=edition)
    row = approved.order_by("-edition", "-version").first()
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


def profile_of(row: RiskProfile) -> Profile:
    """A row as a value."""
    return Profile(**{name: getattr(row, name) for name in Profile.__struct_fields__})
