"""A question arises: the row that owes it, and the doorbell."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.db import connection

from permits.models import Status
from permits.question import PermitQuestion
from permits.requirements import LawInForce

CHANNEL = "permits_due"


def due_row(question: PermitQuestion, *, check_id: UUID, law: LawInForce, at: datetime) -> dict[str, object]:
    """Every column of a new check under a law that binds, due at once, for the caller to insert in its own statement.

    The values are what msgspec writes as JSON, so that rows can go in by `json_populate_recordset`. The hard limit is
    given from `at`; the store counts it from its own instant, since `at` may be a day of the past that is tried.
    """
    return {
        "id": check_id,
        "subject": question.subject,
        "subject_version": question.subject_version,
        "item_number": question.item_number,
        "superseded_in": None,
        "law_id": law.code,
        "agency_id": law.agency_code,
        "rule": law.rule,
        "question": msgspec.to_builtins(question),
        "status": Status.DUE.value,
        "status_since": at,
        "due_at": at,
        "overdue_at": at + law.hard_limit,
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
        "monitored": False,
        "accepted_quantity": None,
        "opened_at": at,
        "settled_at": None,
        "announced_at": None,
    }


def ring() -> None:
    """Wake the dispatcher, after commit. Only a doorbell: a row that is due is found without it."""
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")


_RING_FOR = """
SELECT pg_notify(%(channel)s, '')
 WHERE EXISTS (SELECT FROM permits_permitcheck WHERE agency_id = %(agency)s AND settled_at IS NULL
                  AND needs_person_at IS NULL AND due_at <= now()
                  AND (published_until IS NULL OR published_until < now()))
"""


def ring_for(agency: str) -> None:
    """Wake the dispatcher where more checks of an agency are due: one call to it is over, another may begin."""
    with connection.cursor() as cursor:
        cursor.execute(_RING_FOR, {"channel": CHANNEL, "agency": agency})
