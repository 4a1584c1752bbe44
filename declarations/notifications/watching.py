"""How the messages to traders stand, for those who watch the service: one SQL statement."""

from django.db import connection

from permits.checking import Backlog

_BACKLOG = """
SELECT 'deliver', count(*), coalesce(extract(epoch FROM now() - min(due_at)), 0)::float
  FROM notifications_delivery delivery LEFT JOIN notifications_webhookendpoint endpoint ON endpoint.id = endpoint_id
 WHERE state = 'DUE' AND due_at <= now() AND endpoint.disabled_at IS NULL AND endpoint.deleted_at IS NULL
"""


def backlog() -> Backlog:
    """Messages that are due now, without those of endpoints that want none."""
    with connection.cursor() as cursor:
        cursor.execute(_BACKLOG)
        return Backlog(*cursor.fetchone())
