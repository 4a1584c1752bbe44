"""Models of selection: a file is registered, what its word counts is proposed by one and approved by a senior other."""

import hashlib
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import transaction

from declarations.clearance.acting import actor_of
from declarations.clearance.second_person import demand_another, why_not
from declarations.errors import FourEyes, UnknownApplication
from declarations.selection.learning.model import BrokenModel, load
from declarations.selection.models import LearnedModel, ScoringPolicy
from declarations.selection.scoring import file_of
from declarations.traders.declarant import Officer


def register_model(path: Path, *, by: Officer, at: datetime) -> LearnedModel:
    """Keep a model's file under its hash, and where it comes from. Raises BrokenModel. Twice is once."""
    model = load(path)
    raw = path.read_bytes()
    sha256 = hashlib.sha256(raw).hexdigest()
    kept = file_of(sha256, folder=settings.SELECTION_MODELS_DIR)
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(".part")  # no process ever reads half a file under the name of the whole
    part.write_bytes(raw)
    part.replace(kept)
    load(kept, sha256=sha256)
    origin = msgspec.to_builtins(model.origin)
    metrics = origin.pop("metrics")
    about = {"origin": origin, "metrics": metrics, "registered_by": actor_of(by), "registered_at": at}
    return LearnedModel.objects.get_or_create(sha256=sha256, defaults=about)[0]


def propose_policy(
    sha256: str,
    *,
    by: Officer,
    mode: ScoringPolicy.Mode,
    g: Decimal,
    document_from: float,
    inspection_from: float | None,
    reason: str,
    at: datetime,
) -> ScoringPolicy:
    """What a registered model's word is to count. In force once another approves it. Raises BrokenModel."""
    model = LearnedModel.objects.filter(sha256=sha256).first()
    if model is None:
        raise BrokenModel(f"no model {sha256} is registered")
    last = ScoringPolicy.objects.order_by("-version").values_list("version", flat=True).first() or 0
    return ScoringPolicy.objects.create(
        version=last + 1,
        model=model,
        mode=mode,
        g=g,
        document_from=document_from,
        inspection_from=inspection_from,
        reason=reason,
        proposed_by=actor_of(by),
        proposed_at=at,
    )


def decide_policy(version: int, *, by: Officer, approves: bool, remarks: str = "", at: datetime) -> ScoringPolicy:
    """Put a proposed policy in force, or decline it; who proposed it may only take it back, which is to decline it.

    Raises FourEyes; UnknownApplication where no such proposal waits.
    """
    with transaction.atomic():
        waiting = ScoringPolicy.objects.select_for_update().filter(version=version, approved_at=None, declined_at=None)
        policy = waiting.first()
        if policy is None:
            raise UnknownApplication()
        takes_back = not approves and policy.proposed_by == actor_of(by)
        if not takes_back:
            demand_another(policy.proposed_by, by=by, senior=True)
        policy.remarks = remarks
        if approves:
            policy.approved_by, policy.approved_at = actor_of(by), at
        else:
            policy.declined_by, policy.declined_at = actor_of(by), at
        policy.save(update_fields=["approved_by", "approved_at", "declined_by", "declined_at", "remarks"])
    return policy


def why_not_policy(policy: ScoringPolicy, officer: Officer) -> FourEyes | None:
    """Why this officer may not decide it; None where they may."""
    return why_not(policy.proposed_by, by=officer, senior=True)
