"""docs/naccs.md: the procedures of NACCS and what serves them here."""

from declarations.drawing.table import MADE, markdown_table
from declarations.naccs import PROCEDURES, Procedure

_UNSURE = "*"


def naccs_page() -> str:
    """The page."""
    rows = [(_code(each), each.name_ja, each.name, each.about, _served(each)) for each in PROCEDURES]
    table = markdown_table(("code", "NACCS", "in English", "what it does", "here"), rows)
    return f"""{MADE.format(command="draw_naccs")}
# NACCS procedures and the routes that serve them

People at customs and at brokers know the work by NACCS's procedure codes. This is what each is called here; the API
tells the same at `GET /api/v1/naccs-procedures`. The English names are ours. Routes begin with `/api/v1`. A code with
an asterisk is known from a secondary source only.

NACCS registers first (IDA, EDA) and declares then (IDC, EDC). Here `POST /declarations` does both in one message;
`/drafts` keeps the two acts apart for those who want them so.

{table}
"""


def _code(procedure: Procedure) -> str:
    return f"`{procedure.code}`" + ("" if procedure.is_sure else _UNSURE)


def _served(procedure: Procedure) -> str:
    if not procedure.routes:
        return procedure.why_none
    return "<br>".join(f"`{route.method} {route.path}`" for route in procedure.routes)
