"""A question arises: the row that owes it, and the doorbell."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.db import connection

from permits.models import Status
from permits.question import PermitQuestion

CHANNEL = "permits_due"


def due_row(
    question: PermitQuestion, *, check_id: UUID, agency_code: str, law_code: str, at: datetime
) -> dict[str, object]:
    """Every column of a new check, due at once, for the caller to insert in its own statement.

    The values are what msgspec writes as JSON, so that rows can go in by `json_populate_recordset`.
    """
    return {
        "id": check_id,
        "subject": question.subject,
        "subject_version": question.subject_version,
        "item_number": question.item_number,
        "law_id": law_code,
        "agency_id": agency_code,
        "question": msgspec.to_builtins(question),
        "status": Status.DUE.value,
        "status_since": at,
        "due_at": at,
        "published_until": None,
        "lease_id": None,
        "lease_until": None,
        "attempts": 0,
        "failures": 0,
        "needs_person_at": None,
        "agency_reference": "",
        "reason_code": "",
        "reason_text": "",
        "decided_by": "",
        "permit_number": "",
        "opened_at": at,
        "settled_at": None,
        "announced_at": None,
    }


def ring() -> None:
    """Wake the dispatcher, after commit. Only a doorbell: a row that is due is found without it."""
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")
