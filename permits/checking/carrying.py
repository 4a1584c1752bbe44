"""A new version of the asker's case: what it asks as before goes on standing, what it asks otherwise is asked anew."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction
from msgspec.structs import replace

from permits.checking.acting import end
from permits.models import PermitCheck, Status
from permits.question import PermitQuestion

Row = dict[str, Any]


def carry_over(subject: str, *, version: int, rows: Sequence[Row], at: datetime) -> list[Row]:
    """Make the checks stand for a new version. Returns those of its rows that are still to be inserted.

    `rows` are what the version would need if nothing had been asked before (`due_row`). A row whose matter a check of
    the version before asks already is left out: that check goes on standing as it is, confirmed, refused or open.
    Every other check of the version before is superseded, and cancelled when it is open. Part of the caller's
    transaction, which has the asker's own row locked; locks the checks.
    """
    with transaction.atomic():
        standing = PermitCheck.objects.of(subject, version=version - 1).order_by("id")
        checks = list(standing.select_for_update(no_key=True, of=("self",)))
        asked = {(check.item_number, check.law_id): check for check in checks if check.status != Status.CANCELLED}
        kept, missing = set(), []
        for row in rows:
            check = asked.get((row["item_number"], row["law_id"]))
            if check is not None and _matter(check.question) == _matter(row["question"]):
                kept.add(check.id)
            else:
                missing.append(row)
        _supersede([check for check in checks if check.id not in kept], version=version, at=at)
    return missing


def _matter(question: Mapping[str, Any]) -> PermitQuestion:
    """What is asked, without whose question it is: equal where the agency would have to say the same."""
    asked = msgspec.convert(question, PermitQuestion)
    return replace(asked, idempotency_key="", subject_version=1, correlation_id="", documents=())


def _supersede(checks: list[PermitCheck], *, version: int, at: datetime) -> None:
    end([check for check in checks if not check.is_settled], at=at)
    PermitCheck.objects.filter(id__in=[check.id for check in checks]).update(superseded_in=version)
