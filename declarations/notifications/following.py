"""The feed becomes deliveries: a row for each event and each recipient who asked for it, in the feed's order.

It follows the feed as any client does, so that lodging knows nothing of it. Twice is no harm: one delivery an event
and recipient.
"""

from django.db import connection

from declarations.notifications.feed import BELOW_OPEN_TRANSACTIONS
from declarations.notifications.models import FeedPlace

EVENTS_AT_ONCE = 1000

# One dispatcher at a time: the row of the place is locked, and whoever does not get it lets the other do the work.
_FOLLOW = f"""
WITH place AS (
    SELECT transaction, declaration_id, seq FROM notifications_feedplace WHERE id = 1 FOR NO KEY UPDATE SKIP LOCKED
), passed AS MATERIALIZED (
    SELECT e.id, e.transaction, e.declaration_id, e.seq, e.name, d.status, d.declarant_id, d.trader_id
      FROM place, declarations_event e JOIN declarations_declaration d ON d.id = e.declaration_id
     WHERE (e.transaction, e.declaration_id, e.seq) > (place.transaction, place.declaration_id, place.seq)
       AND e.transaction < {BELOW_OPEN_TRANSACTIONS}
     ORDER BY e.transaction, e.declaration_id, e.seq LIMIT %(events)s
), told AS (
    INSERT INTO notifications_delivery
           (endpoint_id, subscription_id, event_id, declaration_id, name, status, state, due_at, failures)
    SELECT recipient.endpoint_id, recipient.subscription_id, passed.id, passed.declaration_id, passed.name,
           passed.status, 'DUE', now(), 0
      FROM passed CROSS JOIN LATERAL (
           SELECT w.id AS endpoint_id, NULL::uuid AS subscription_id FROM notifications_webhookendpoint w
            WHERE w.organisation_id IN (passed.declarant_id, passed.trader_id)
              AND w.deleted_at IS NULL AND w.disabled_at IS NULL AND w.follows_from <= passed.transaction
              AND (w.event_names = '{{}}' OR passed.name = ANY (w.event_names))
            UNION ALL
           SELECT NULL, m.id FROM notifications_mailsubscription m JOIN traders_user u ON u.id = m.user_id
            WHERE u.trader_id IN (passed.declarant_id, passed.trader_id)
              AND u.is_active AND u.email <> '' AND m.follows_from <= passed.transaction
              AND passed.name = ANY (m.event_names)) recipient
     ORDER BY passed.transaction, passed.declaration_id, passed.seq
    ON CONFLICT DO NOTHING
), moved AS (
    UPDATE notifications_feedplace SET (transaction, declaration_id, seq) = (
        SELECT transaction, declaration_id, seq FROM passed
         ORDER BY transaction DESC, declaration_id DESC, seq DESC LIMIT 1)
     WHERE id = 1 AND EXISTS (SELECT FROM passed)
)
SELECT (SELECT count(*) FROM place), (SELECT count(*) FROM passed)
"""  # noqa: S608  (made of constants)


def follow() -> None:
    """Write the deliveries of what has happened since the last time."""
    passed = EVENTS_AT_ONCE
    while passed == EVENTS_AT_ONCE:
        place_is_ours, passed = _follow_once()
    # Another dispatcher is at it; or the place is not there, since this store was emptied: then from its beginning.
    if not place_is_ours and FeedPlace.objects.get_or_create(id=1)[1]:
        follow()


def _follow_once() -> tuple[bool, int]:
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW, {"events": EVENTS_AT_ONCE})
        places, passed = cursor.fetchone()
    return bool(places), passed
