"""What the dispatcher hands out: the first delivery of each recipient, a queue of its own for
each. A ping waits for nobody.

A receiver that fails puts off its own queue and no other. The database's clock decides.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from declarations.notifications.following import follow

MOST_IN_FLIGHT = 64

# Those who fail least come first: what waits for the slow ones is then only their own.
_DUE = """
WITH head AS (
    SELECT first.id FROM notifications_webhookendpoint w CROSS JOIN LATERAL (
        (SELECT d.id FROM notifications_delivery d
          WHERE d.endpoint_id = w.id AND d.state = 'DUE' AND d.event_id IS NOT NULL ORDER BY d.id LIMIT 1)
        UNION ALL
        SELECT d.id FROM notifications_delivery d
         WHERE d.endpoint_id = w.id AND d.state = 'DUE' AND d.event_id IS NULL) first
     WHERE w.deleted_at IS NULL AND w.disabled_at IS NULL
     UNION ALL
    SELECT first.id FROM notifications_mailsubscription m CROSS JOIN LATERAL (
        SELECT d.id FROM notifications_delivery d WHERE d.subscription_id = m.id AND d.state = 'DUE'
         ORDER BY d.id LIMIT 1) first
)
UPDATE notifications_delivery SET published_until = now() + make_interval(secs => %(seconds)s)
 WHERE id IN (SELECT d.id FROM head JOIN notifications_delivery d USING (id)
               WHERE d.due_at <= now() AND (d.published_until IS NULL OR d.published_until < now())
                 AND (d.lease_until IS NULL OR d.lease_until < now())
                 AND d.id <> ALL (%(but_not)s::bigint[])
               ORDER BY d.failures, d.due_at LIMIT least(%(limit)s, greatest(0, %(most_in_flight)s - (
                   SELECT count(*) FROM notifications_delivery
                    WHERE state = 'DUE' AND published_until > now()))))
   AND state = 'DUE' AND (published_until IS NULL OR published_until < now())
RETURNING id
"""


def claim_due(
    *, limit: int, for_seconds: float = 30, most_in_flight: int = MOST_IN_FLIGHT, but_not: Sequence[str] = ()
) -> list[int]:
    """At most `limit` deliveries to try now, after the feed was followed; nobody else is given them for a while.

    Nothing is handed out while `most_in_flight` wait for a worker: the rows are the queue, not the broker.
    """
    follow()
    told: dict[str, Any] = {"limit": limit, "seconds": for_seconds}
    told |= {"most_in_flight": most_in_flight, "but_not": list(but_not)}
    with connection.cursor() as cursor:
        cursor.execute(_DUE, told)
        return [row[0] for row in cursor.fetchall()]
