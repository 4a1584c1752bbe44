"""How the declarations stand, for those who watch the service: a fixed number of SQL statements."""

from django.db import connection
from msgspec import Struct

from declarations.models import Declaration
from permits.checking import Backlog


class DeclarationsStanding(Struct, frozen=True):
    """Open declarations now. `stuck` is always 0; `..._late` are those whose target at a person's desk has passed."""

    open: int
    stuck: int
    officers_late: int
    declarants_late: int


_STANDING = """
SELECT count(*), count(*) FILTER (WHERE next_action_by = 'OFFICER' AND next_action_at < now()),
       count(*) FILTER (WHERE next_action_by = 'DECLARANT' AND next_action_at < now())
  FROM declarations_declaration WHERE next_action_at IS NOT NULL
"""
_BACKLOGS = """
SELECT 'advance', count(*), coalesce(extract(epoch FROM now() - min(next_action_at)), 0)::float
  FROM declarations_declaration WHERE next_action_at < now() AND next_action_by = 'SYSTEM'
 UNION ALL
SELECT 'lodge_chunk', count(*), coalesce(extract(epoch FROM now() - min(uploaded_at)), 0)::float
  FROM declarations_batchchunk chunk JOIN declarations_batch batch ON batch.id = batch_id
 WHERE chunk.finished_at IS NULL AND uploaded_at IS NOT NULL
 UNION ALL
SELECT 'walk', count(*), coalesce(extract(epoch FROM now() - min(published_until)), 0)::float
  FROM declarations_verification WHERE ended_at IS NULL AND published_until < now()
 UNION ALL
SELECT 'scan', count(*), coalesce(extract(epoch FROM now() - min(due_at)), 0)::float
  FROM declarations_document WHERE scan_state = 'PENDING' AND needs_person_at IS NULL AND due_at <= now()
"""


def declarations_standing() -> DeclarationsStanding:
    """What is open, and whether anything of it is stuck."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING)
        count, officers, declarants = cursor.fetchone()
    return DeclarationsStanding(count, Declaration.objects.stuck().count(), officers, declarants)


def backlogs() -> list[Backlog]:
    """What declarations, batches and documents owe now."""
    with connection.cursor() as cursor:
        cursor.execute(_BACKLOGS)
        return [Backlog(*row) for row in cursor.fetchall()]
