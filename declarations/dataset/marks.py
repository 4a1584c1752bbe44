"""Whether a month of a table has changed: its mark, which is the same as long as its rows are.

Whatever becomes of a declaration is an event, and the hash of each event covers the one before (`declarations.chain`):
so the last hash stands for the whole of it, with all that was only ever appended beside it. What the tables read and no
event tells stands in the mark too: results of audits, and the code of who declared. So does the query that the rows are
read by, since a service that makes other cells of the same declarations makes other rows.
"""

from hashlib import sha256

from declarations.dataset.columns import Table
from declarations.dataset.query import accepted, select_of
from declarations.dataset.snapshot import Snapshot

TOLD_BY_EVENTS = frozenset(
    {"declaration", "version", "submission", "goods_item", "assessed_duty", "permit_claim", "ledger", "examination"}
)
TOLD_BESIDE = frozenset({"audit", "declarant"})
"""Which of the models that a table reads (`columns.ALIASES`) a mark covers, and how: a test asks that all are."""

# By day first: a text of all that is in a month could be longer than PostgreSQL lets any text be.
_SAID = """
SELECT to_char(day, 'YYYY-MM'), encode(sha256(string_agg(said, ''::bytea ORDER BY day)), 'hex')
  FROM (SELECT declaration.lodged_on AS day,
               sha256(convert_to(string_agg(concat_ws(' ', declaration.number, declaration.last_hash, declarant.code,
                                                      audited.results),
                                            E'\n' ORDER BY declaration.number COLLATE "C"), 'UTF8')) AS said
          FROM declarations_declaration declaration
          JOIN traders_trader declarant ON declarant.id = declaration.declarant_id
          LEFT JOIN (SELECT declaration_id, string_agg(id::text, ' ' ORDER BY id) AS results
                       FROM audits_auditresult GROUP BY declaration_id) audited
            ON audited.declaration_id = declaration.id
         {accepted}
         GROUP BY declaration.lodged_on) days
 GROUP BY 1
 ORDER BY 1
"""


def marks_of(table: Table, held: Snapshot) -> dict[str, str]:
    """The months (YYYY-MM) in which something was declared, in order, and the mark of each."""
    query = select_of(table)
    months = held.pairs_of(_SAID.format(accepted=accepted(table)))
    return {month: sha256(f"{query}\n{said}".encode()).hexdigest() for month, said in months}
