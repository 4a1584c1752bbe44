"""What must be true of a declaration in the store after every step, by its rows alone. Returns what is broken."""

from collections.abc import Iterator

from django.db import connection

from declarations.chain import Link, first_break
from declarations.models import Declaration, Event

# Each gives one row for each violation: what it is. %(id)s is the declaration.
_STATEMENTS = {
    "I3 exactly one terminal event, and only of what has ended": """
        SELECT d.status, count(e.id) FROM declarations_declaration d
          LEFT JOIN declarations_event e ON e.declaration_id = d.id AND e.name IN %(terminal)s
         WHERE d.id = %(id)s GROUP BY d.id
        HAVING count(e.id) <> (d.status IN %(terminal)s)::int
            OR bool_or(e.name <> d.status)""",
    "I4 nothing is released that a check, a question, an examination or its goods still held": """
        SELECT d.number FROM declarations_declaration d
          JOIN declarations_event e ON e.declaration_id = d.id AND e.name = 'RELEASED'
          JOIN declarations_version v ON v.declaration_id = d.id AND v.number = e.version
         WHERE d.id = %(id)s AND (
               EXISTS (SELECT FROM permits_permitcheck c WHERE c.subject = d.id::text
                          AND c.subject_version <= v.number AND coalesce(c.superseded_in, 32767) > v.number
                          AND c.status NOT IN ('CONFIRMED', 'OVERRIDDEN'))
            OR EXISTS (SELECT FROM declarations_question q
                         LEFT JOIN declarations_questionanswer a ON a.question_id = q.id
                        WHERE q.declaration_id = d.id AND a.question_id IS NULL)
            OR (d.condition IN ('Z', 'U', 'S') AND d.arrived_at IS NULL)
            OR (d.category > 1 AND NOT EXISTS (
                  SELECT FROM declarations_examination x WHERE x.declaration_id = d.id AND x.result = 'IN_ORDER'
                     AND x.category >= d.category AND x.version >= v.examined_from)))""",
    "I4 nothing is released that was neither paid nor deferred": """
        SELECT d.number FROM declarations_declaration d
         WHERE d.id = %(id)s AND d.status = 'RELEASED' AND d.version = (
               SELECT version FROM declarations_event WHERE declaration_id = d.id AND name = 'RELEASED')
           AND (SELECT coalesce(sum(owes), 0) FROM declarations_ledgerentry WHERE declaration_id = d.id) > 0""",
    "I7 versions grow by one and never fork": """
        SELECT d.version, count(v.id) FROM declarations_declaration d
          LEFT JOIN declarations_version v ON v.declaration_id = d.id
         WHERE d.id = %(id)s GROUP BY d.id HAVING count(v.id) <> d.version OR max(v.number) <> d.version""",
    "I9 what is demanded is what the version comes to, and nothing once it ended without a permit": """
        SELECT d.status, v.total_to_pay FROM declarations_declaration d
          JOIN declarations_version v ON v.declaration_id = d.id AND v.number = d.version
         WHERE d.id = %(id)s
           AND (SELECT coalesce(sum(owes), 0) FROM declarations_ledgerentry
                 WHERE declaration_id = d.id AND kind IN ('DEMAND', 'REDUCTION'))
               <> CASE WHEN d.status IN ('REFUSED', 'WITHDRAWN') OR NOT v.duty_is_computed THEN 0
                       ELSE v.total_to_pay END""",
    "I9 the duty lines of every version add up to its header": """
        SELECT v.number FROM declarations_version v
          JOIN declarations_goodsitem i ON i.version_id = v.id
          JOIN declarations_assessedduty a ON a.goods_item_id = i.id
         WHERE v.declaration_id = %(id)s GROUP BY v.id
        HAVING sum(a.duty_line - a.relief_amount)::bigint / 100 * 100 <> v.duty_total
            OR sum(a.consumption_tax_line)::bigint / 100 * 100 <> v.consumption_tax_total
            OR sum(a.local_consumption_tax_line)::bigint / 100 * 100 <> v.local_consumption_tax_total
            OR sum(i.customs_value) <> v.customs_value""",
    "I9 no security is held for what has ended": """
        SELECT sum(l.secures) FROM declarations_ledgerentry l JOIN declarations_declaration d ON d.id = l.declaration_id
         WHERE d.id = %(id)s AND d.status IN %(terminal)s AND l.kind IN ('RESERVATION', 'RESERVATION_ENDED')
        HAVING sum(l.secures) <> 0""",
    "I11 the seq of events is gapless, and the declaration knows the last": """
        SELECT d.last_seq, count(e.id) FROM declarations_declaration d
          JOIN declarations_event e ON e.declaration_id = d.id
         WHERE d.id = %(id)s GROUP BY d.id
        HAVING count(e.id) <> d.last_seq OR min(e.seq) <> 1 OR max(e.seq) <> d.last_seq
            OR max(e.hash) FILTER (WHERE e.seq = d.last_seq) <> d.last_hash""",
    "liveness: what is open has an owner and a time, what has ended has neither": """
        SELECT status, next_action_by, next_action_at FROM declarations_declaration d
         WHERE d.id = %(id)s AND ((status IN %(terminal)s) <> (next_action_by = '')
                               OR (status IN %(terminal)s) <> (next_action_at IS NULL))""",
    "liveness: an open check is due sometime or an officer has it, and a settled one is not": """
        SELECT c.id, c.status FROM permits_permitcheck c
         WHERE c.subject = %(id)s::text AND (c.settled_at IS NULL) = (c.due_at IS NULL)""",
    "what has ended has nothing that waits for a decision, and asks nobody": """
        SELECT d.status FROM declarations_declaration d WHERE d.id = %(id)s AND (
               (d.status IN ('REFUSED', 'WITHDRAWN')
                AND EXISTS (SELECT FROM declarations_application WHERE declaration_id = d.id AND outcome = ''))
            OR (d.status IN %(terminal)s
                AND EXISTS (SELECT FROM permits_permitcheck WHERE subject = d.id::text AND settled_at IS NULL)))""",
}


def broken(declaration: Declaration) -> list[str]:
    """Every invariant that does not hold of a declaration, with what was found."""
    return [*_by_statement(declaration), *_by_chain(declaration)]


def _by_statement(declaration: Declaration) -> Iterator[str]:
    with connection.cursor() as cursor:
        for name, statement in _STATEMENTS.items():
            terminal = "('RELEASED', 'REFUSED', 'WITHDRAWN')"
            cursor.execute(statement.replace("%(terminal)s", terminal), {"id": declaration.id})
            for row in cursor.fetchall():
                yield f"{name}: {row}"


def _by_chain(declaration: Declaration) -> Iterator[str]:
    fields = [name for name in Link.__struct_fields__ if name != "declaration_id"]
    rows = Event.objects.filter(declaration=declaration).order_by("seq").values("hash", *fields)
    links = [(Link(declaration_id=declaration.id, **{name: row[name] for name in fields}), row["hash"]) for row in rows]
    if (seq := first_break(declaration.id, links)) is not None:
        yield f"I8 the chain of events breaks at {seq}"
