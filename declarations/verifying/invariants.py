"""The invariants. Each statement finds what breaks one: rows of (number, why), none where it holds.

They are written anew from what must be true, not from how the service brings it about: a fault of the service, or of a
trigger, must not be a fault of these too. Each reads whole tables once, so that 100,000 declarations take seconds.
"""

from msgspec import Struct


class Invariant(Struct, frozen=True):
    """Something that holds at every instant: how many it is about, and the statements that find who breaks it."""

    code: str
    says: str
    about: str
    broken: tuple[str, ...]


_DECLARATIONS = "declarations_declaration"

_ANSWERED_WITHOUT_ROW = """
SELECT s.declaration_number, 'accepted under key ' || s.idempotency_key || ', and there is no such declaration'
  FROM declarations_submission s
 WHERE s.outcome = 'ACCEPTED'
   AND NOT EXISTS (SELECT FROM declarations_declaration d WHERE d.number = s.declaration_number)
   AND NOT EXISTS (SELECT FROM declarations_dutydeclaration d WHERE d.number = s.declaration_number)
"""
_BATCH_ROW_WITHOUT_DECLARATION = """
SELECT b.declaration_number, 'row ' || b.number || ' of batch ' || b.batch_id || ' was accepted as it'
  FROM declarations_batchrow b
 WHERE b.status = 'ACCEPTED'
   AND NOT EXISTS (SELECT FROM declarations_declaration d WHERE d.number = b.declaration_number)
"""

_KEY_TWICE = """
SELECT max(declaration_number), 'key ' || idempotency_key || ' of ' || client || ' was taken ' || count(*) || ' times'
  FROM declarations_submission GROUP BY client, idempotency_key HAVING count(*) > 1
"""
_LODGED_TWICE = """
SELECT d.number, 'lodged by ' || count(s.declaration_number) || ' messages'
  FROM declarations_declaration d LEFT JOIN declarations_submission s
    ON s.declaration_number = d.number AND s.outcome = 'ACCEPTED' AND s.form NOT IN ('AMENDMENT', 'DUTY_DECLARATION')
 GROUP BY d.number HAVING count(s.declaration_number) <> 1
"""
_OWN_REFERENCE_TWICE = """
SELECT max(number), 'own reference ' || own_reference || ' has ' || count(*) || ' declarations'
  FROM declarations_declaration GROUP BY declarant_id, own_reference HAVING count(*) > 1
"""
_BODY_CHANGED = """
SELECT declaration_number, 'the message kept under key ' || idempotency_key || ' is not the one that was hashed'
  FROM declarations_submission WHERE encode(sha256(convert_to(body, 'UTF8')), 'hex') <> body_sha256
"""

_TERMINAL_EVENTS = """
SELECT d.number, d.status || ' with ' || count(e.id) || ' terminal events'
  FROM declarations_declaration d LEFT JOIN declarations_event e
    ON e.declaration_id = d.id AND e.name IN ('RELEASED', 'REFUSED', 'WITHDRAWN')
 GROUP BY d.id HAVING count(e.id) <> CASE WHEN d.status IN ('RELEASED', 'REFUSED', 'WITHDRAWN') THEN 1 ELSE 0 END
"""

# What was true at the release counts: a version made later may owe again, and its goods have gone.
_RELEASED = """
WITH released AS MATERIALIZED (
    SELECT d.id, d.number, d.category, d.condition, d.arrived_at, v.number AS version, v.examined_from,
           v.duty_is_computed, v.total_to_pay
      FROM declarations_declaration d
      LEFT JOIN (SELECT declaration_id, min(version) AS version FROM declarations_event
                  WHERE name = 'RELEASED' GROUP BY declaration_id) e ON e.declaration_id = d.id
      JOIN declarations_version v ON v.declaration_id = d.id AND v.number = coalesce(e.version, d.version)
     WHERE d.status = 'RELEASED')
"""
_WITHOUT_PERMIT = """
SELECT r.number, c.law_id || ' of item ' || c.item_number || ' is ' || c.status
  FROM released r JOIN permits_permitcheck c
    ON c.subject = r.id::text AND c.subject_version <= r.version
   AND (c.superseded_in IS NULL OR c.superseded_in > r.version)
 WHERE c.status NOT IN ('CONFIRMED', 'OVERRIDDEN')
"""
_UNPAID = """
SELECT r.number, CASE WHEN NOT r.duty_is_computed THEN 'its duty is not assessed'
                      ELSE coalesce(l.demanded, 0) || ' of ' || r.total_to_pay || ' yen demanded, '
                           || coalesce(l.owed, 0) || ' owed' END
  FROM released r LEFT JOIN LATERAL (
       SELECT sum(owes) FILTER (WHERE kind IN ('DEMAND', 'REDUCTION')) AS demanded, sum(owes) AS owed
         FROM declarations_ledgerentry WHERE declaration_id = r.id AND version <= r.version) l ON true
 WHERE NOT r.duty_is_computed OR coalesce(l.demanded, 0) <> r.total_to_pay OR coalesce(l.owed, 0) > 0
"""
_UNEXAMINED = """
SELECT r.number, 'category ' || r.category || ' is not examined'
  FROM released r
 WHERE r.category > 1 AND NOT EXISTS (
       SELECT FROM declarations_examination x
        WHERE x.declaration_id = r.id AND x.version BETWEEN r.examined_from AND r.version
          AND x.category >= r.category AND x.result = 'IN_ORDER')
"""
_WITH_HOLD = """
SELECT r.number, 'its goods are not carried in' FROM released r
 WHERE r.condition IN ('Z', 'U', 'S') AND r.arrived_at IS NULL
UNION ALL
SELECT r.number, 'a question is not answered' FROM released r JOIN declarations_question q ON q.declaration_id = r.id
 WHERE NOT EXISTS (SELECT FROM declarations_questionanswer a WHERE a.question_id = q.id)
"""

# A person may take longer; a machine that takes a minute longer than it was given is stuck.
_STUCK = """
SELECT number, 'nobody looked at it since ' || next_action_at FROM declarations_declaration
 WHERE next_action_by = 'SYSTEM' AND next_action_at < now() - interval '60 seconds'
"""
_CHECK_STUCK = """
SELECT coalesce(d.number, c.subject), c.law_id || ' of item ' || c.item_number ||
       CASE WHEN c.settled_at IS NULL THEN ' is due since ' || c.due_at ELSE ' was settled, and nobody was told' END
  FROM permits_permitcheck c LEFT JOIN declarations_declaration d ON d.id::text = c.subject
 WHERE (c.settled_at IS NULL AND c.needs_person_at IS NULL AND c.due_at < now() - interval '60 seconds'
        AND (c.lease_until IS NULL OR c.lease_until < now() - interval '60 seconds'))
    OR (c.announced_at IS NULL AND c.settled_at < now() - interval '60 seconds')
"""

_TWO_REFERENCES = """
SELECT coalesce(max(d.number), max(c.subject)), 'the agency gave check ' || c.id || ' the references '
       || string_agg(DISTINCT t.answer->>'reference', ', ')
  FROM permits_permitcheckattempt t JOIN permits_permitcheck c ON c.id = t.permit_check_id
  LEFT JOIN declarations_declaration d ON d.id::text = c.subject
 WHERE t.act IN ('CALLED', 'CALLED_BACK') AND t.answer->>'reference' <> ''
 GROUP BY c.id HAVING count(DISTINCT t.answer->>'reference') > 1
"""
_SHARED_REFERENCE = """
SELECT coalesce(min(d.number), min(c.subject)),
       c.agency_id || ' has ' || count(*) || ' checks under ' || c.agency_reference
  FROM permits_permitcheck c LEFT JOIN declarations_declaration d ON d.id::text = c.subject
 WHERE c.agency_reference <> '' GROUP BY c.agency_id, c.agency_reference HAVING count(*) > 1
"""

_VERSIONS = """
SELECT d.number, 'stands at version ' || d.version || ', and has ' || count(v.id) || ' up to '
       || coalesce(max(v.number), 0)
  FROM declarations_declaration d LEFT JOIN declarations_version v ON v.declaration_id = d.id
 GROUP BY d.id
HAVING count(v.id) <> d.version OR count(DISTINCT v.number) <> d.version OR max(v.number) <> d.version
    OR min(v.number) <> 1
"""

_STATUS_WITHOUT_EVENT = """
SELECT d.number, 'is ' || d.status || ', and no event says so'
  FROM declarations_declaration d
 WHERE NOT EXISTS (SELECT FROM declarations_event e WHERE e.declaration_id = d.id AND e.name = d.status)
"""
_SETTLED_WITHOUT_EVENT = """
SELECT d.number, 'check ' || c.id || ' is ' || c.status || ', and no event says so'
  FROM permits_permitcheck c JOIN declarations_declaration d ON d.id::text = c.subject
  LEFT JOIN (SELECT DISTINCT declaration_id, facts->>'permit_check' AS permit_check
               FROM declarations_event WHERE name = 'PERMIT_CHECK_SETTLED') e
    ON e.declaration_id = d.id AND e.permit_check = c.id::text
 WHERE c.announced_at IS NOT NULL AND c.status <> 'CANCELLED' AND c.superseded_in IS NULL
   AND d.status NOT IN ('REFUSED', 'WITHDRAWN') AND e.declaration_id IS NULL
"""
_SETTLED_TWICE = """
SELECT d.number, 'check ' || (e.facts->>'permit_check') || ' was told ' || count(*) || ' times as '
       || (e.facts->>'status')
  FROM declarations_event e JOIN declarations_declaration d ON d.id = e.declaration_id
 WHERE e.name = 'PERMIT_CHECK_SETTLED'
 GROUP BY d.number, e.facts->>'permit_check', e.facts->>'status' HAVING count(*) > 1
"""

# Each total is cut to 100 yen (General Rules for National Taxes art. 119 (1)); other taxes each by itself.
_LINES = """
SELECT d.number, 'version ' || v.number || ': its lines do not add up to its header'
  FROM declarations_version v JOIN declarations_declaration d ON d.id = v.declaration_id
  JOIN (SELECT g.version_id, sum(a.duty_line - a.relief_amount) AS duty, sum(a.internal_tax_line) AS internal,
               sum(a.consumption_tax_line) AS national, sum(a.local_consumption_tax_line) AS local,
               sum(g.customs_value) AS customs_value
          FROM declarations_goodsitem g JOIN declarations_assessedduty a ON a.goods_item_id = g.id
         GROUP BY g.version_id) lines ON lines.version_id = v.id
 WHERE v.duty_total <> div(lines.duty, 100) * 100
    OR v.consumption_tax_total <> div(lines.national, 100) * 100
    OR v.local_consumption_tax_total <> div(lines.local, 100) * 100
    OR v.internal_tax_total > lines.internal OR v.internal_tax_total <= lines.internal - 1000
    OR v.customs_value <> lines.customs_value
    OR v.total_to_pay <> v.duty_total + v.internal_tax_total + v.consumption_tax_total + v.local_consumption_tax_total
"""
_DEMANDS = """
SELECT d.number, coalesce(l.demanded, 0) || ' yen are demanded of ' ||
       CASE WHEN d.status IN ('REFUSED', 'WITHDRAWN') OR NOT v.duty_is_computed THEN 0 ELSE v.total_to_pay END
  FROM declarations_declaration d
  JOIN (SELECT DISTINCT ON (declaration_id) declaration_id, duty_is_computed, total_to_pay
          FROM declarations_version ORDER BY declaration_id, number DESC) v ON v.declaration_id = d.id
  LEFT JOIN (SELECT declaration_id, sum(owes) AS demanded FROM declarations_ledgerentry
              WHERE kind IN ('DEMAND', 'REDUCTION') GROUP BY declaration_id) l ON l.declaration_id = d.id
 WHERE coalesce(l.demanded, 0) <>
       CASE WHEN d.status IN ('REFUSED', 'WITHDRAWN') OR NOT v.duty_is_computed THEN 0 ELSE v.total_to_pay END
"""
_DEMANDED_TWICE = """
SELECT d.number, 'version ' || l.version || ' is demanded ' || count(*) || ' times'
  FROM declarations_ledgerentry l JOIN declarations_declaration d ON d.id = l.declaration_id
 WHERE l.kind IN ('DEMAND', 'REDUCTION') AND l.reference = ''
 GROUP BY d.number, l.version HAVING count(*) > 1
"""

_NOT_ITS_DECLARANTS = """
SELECT d.number, 'accepted from one declarant, and kept as another''s'
  FROM declarations_submission s JOIN declarations_declaration d ON d.number = s.declaration_number
 WHERE s.outcome = 'ACCEPTED' AND s.declarant_id <> d.declarant_id
"""

_SEQ = """
SELECT d.number, 'its last event is ' || d.last_seq || ', and it has ' || count(e.id) || ' up to '
       || coalesce(max(e.seq), 0)
  FROM declarations_declaration d LEFT JOIN declarations_event e ON e.declaration_id = d.id
 GROUP BY d.id
HAVING count(e.id) <> d.last_seq OR count(DISTINCT e.seq) <> d.last_seq OR max(e.seq) <> d.last_seq OR min(e.seq) <> 1
"""

_ANSWER_OF_ANOTHER = """
SELECT s.declaration_number, 'the answer kept under key ' || s.idempotency_key || ' is about '
       || coalesce(s.reply::jsonb->>'number', 'nothing')
  FROM declarations_submission s
 WHERE s.outcome = 'ACCEPTED' AND s.reply::jsonb->>'number' IS DISTINCT FROM s.declaration_number
"""
_MESSAGE_TO_ANOTHER = """
SELECT d.number, 'a message about it was written to ' || w.url || ' of another organisation'
  FROM notifications_delivery n JOIN notifications_webhookendpoint w ON w.id = n.endpoint_id
  JOIN declarations_event e ON e.id = n.event_id JOIN declarations_declaration d ON d.id = e.declaration_id
 WHERE w.organisation_id NOT IN (d.declarant_id, d.trader_id)
   AND NOT EXISTS (SELECT FROM declarations_version v JOIN traders_trader t ON t.code = v.trader_code
                    WHERE v.declaration_id = d.id AND t.id = w.organisation_id)
"""

INVARIANTS = (
    Invariant(
        "I1",
        "every accepted answer has its row",
        "declarations_submission WHERE outcome = 'ACCEPTED'",
        (_ANSWERED_WITHOUT_ROW, _BATCH_ROW_WITHOUT_DECLARATION),
    ),
    Invariant(
        "I2",
        "one key is one declaration, its message as received",
        "declarations_submission",
        (_KEY_TWICE, _LODGED_TWICE, _OWN_REFERENCE_TWICE, _BODY_CHANGED),
    ),
    Invariant("I3", "exactly one terminal event, once ended", _DECLARATIONS, (_TERMINAL_EVENTS,)),
    Invariant(
        "I4",
        "released only where nothing held it",
        f"{_DECLARATIONS} WHERE status = 'RELEASED'",
        tuple(_RELEASED + look for look in (_WITHOUT_PERMIT, _UNPAID, _UNEXAMINED, _WITH_HOLD)),
    ),
    Invariant(
        "I5",
        "nothing waits for a machine for over a minute",
        f"{_DECLARATIONS} WHERE next_action_at IS NOT NULL",
        (_STUCK, _CHECK_STUCK),
    ),
    Invariant("I6", "one check has one reference", "permits_permitcheck", (_TWO_REFERENCES, _SHARED_REFERENCE)),
    Invariant("I7", "versions grow by one and never fork", "declarations_version", (_VERSIONS,)),
    Invariant(
        "I8",
        "each change has its event; the chain verifies",
        "declarations_event",
        (_STATUS_WITHOUT_EVENT, _SETTLED_WITHOUT_EVENT, _SETTLED_TWICE),
    ),
    Invariant(
        "I9",
        "lines add up; one demand for what is due",
        "declarations_assessedduty",
        (_LINES, _DEMANDS, _DEMANDED_TWICE),
    ),
    Invariant(
        "I10",
        "what was accepted is found by who lodged it",
        "declarations_submission WHERE outcome = 'ACCEPTED'",
        (_NOT_ITS_DECLARANTS,),
    ),
    Invariant("I11", "events are numbered without gap", "declarations_event", (_SEQ,)),
    Invariant(
        "I12",
        "no answer holds what is another's",
        "declarations_submission WHERE outcome = 'ACCEPTED'",
        (_ANSWER_OF_ANOTHER, _MESSAGE_TO_ANOTHER),
    ),
)
SAYS = {invariant.code: invariant.says for invariant in INVARIANTS}
