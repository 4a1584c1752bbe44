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


class SelectionStanding(Struct, frozen=True):
    """The model in use: mode (OFF without one) and policy, and in how many selections of the last hour it failed."""

    mode: str
    policy: int | None
    failures: int


_SELECTION = """
SELECT coalesce(policy.mode, 'OFF'), policy.version,
       (SELECT count(*) FROM selection_selection
         WHERE model_failure <> '' AND recorded_at > now() - interval '1 hour')
  FROM (SELECT) always LEFT JOIN LATERAL (
       SELECT mode, version FROM selection_scoringpolicy WHERE approved_at IS NOT NULL ORDER BY version DESC LIMIT 1
  ) policy ON true
"""
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


def selection_standing() -> SelectionStanding:
    """Whether the model that should be asked answers."""
    with connection.cursor() as cursor:
        cursor.execute(_SELECTION)
        return SelectionStanding(*cursor.fetchone())
