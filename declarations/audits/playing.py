"""Auditors of generated declarations, played: some of the imports are audited, and what was planted is found.

Only where SANDBOX is on. Which ones is drawn by chance, so that their results stand for all of them.
"""

from datetime import date, datetime, timedelta
from hashlib import sha256

import msgspec
from django.conf import settings
from uuid_utils.compat import uuid7

from declarations.audits.models import AuditResult, Result
from declarations.data import Direction
from declarations.dataset.generating.declaring import references_of
from declarations.dataset.generating.truth import Misdeclared, Truth
from declarations.dataset.models import GeneratedRun
from declarations.models import Declaration

_AT_ONCE = 2_000


class NothingToAudit(Exception):
    """Not the sandbox, no such finished run of the generator, or it is audited already."""


def audit_generated(seed: int, *, percent: float, after: timedelta) -> tuple[int, int]:
    """Audit so many percent of a run's imports, each so long after it was lodged. How many, and how many were wrong.

    What an examination found and put right before the release is in order.
    """
    run = GeneratedRun.objects.filter(seed=seed).exclude(finished_at=None).first()
    if not settings.SANDBOX or run is None:
        raise NothingToAudit(f"There is no finished run of seed {seed}, or this is not a sandbox.")
    imports = Declaration.objects.filter(own_reference__startswith=references_of(seed), direction=Direction.IMPORT)
    if AuditResult.objects.filter(declaration__in=imports).exists():
        raise NothingToAudit(f"The run of seed {seed} is audited already.")
    truth = msgspec.convert(run.truth, Truth)
    planted = {each.own_reference: each for each in truth.misdeclared}
    drawn = [each for each in imports.order_by("id").iterator() if _is_drawn(each, seed=seed, percent=percent)]
    rows = [
        _result(each, planted.get(each.own_reference) if each.version == 1 else None, at=each.lodged_at + after)
        for each in drawn
    ]
    AuditResult.objects.bulk_create(rows, batch_size=_AT_ONCE)
    return len(rows), sum(row.result == Result.NOT_IN_ORDER for row in rows)


def _is_drawn(declaration: Declaration, *, seed: int, percent: float) -> bool:
    digest = sha256(f"audit {seed} {declaration.own_reference}".encode()).digest()
    return int.from_bytes(digest[:4], "big") < percent / 100 * 2**32


def _result(declaration: Declaration, hidden: Misdeclared | None, *, at: datetime) -> AuditResult:
    on: date = at.date()
    return AuditResult(
        id=uuid7(),
        declaration=declaration,
        version=declaration.version,
        result=Result.NOT_IN_ORDER if hidden else Result.IN_ORDER,
        lacking=hidden.duty_lacking + hidden.tax_lacking if hidden else 0,
        audited_on=on,
        remarks="Played: what the generator planted." if hidden else "Played: nothing is wrong with it.",
        actor="system",
        at=at,
    )
