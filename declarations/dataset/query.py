"""The one SELECT of a table, made from its declaration: valid on PostgreSQL 15 and later, in a UTF-8 database."""

from collections.abc import Iterable

from declarations.dataset.columns import Column, Kind, Table

# Read as a formula or a command by spreadsheets at the start of a cell: TAB LF CR + - = @ and the full-width four.
_FORMULA_STARTS = "9, 10, 13, 43, 45, 61, 64, 65291, 65293, 65309, 65312"

_MONTH = "to_char(declaration.lodged_on, 'YYYY-MM')"
_DECLARATION = """declarations_declaration declaration
  JOIN declarations_version version
    ON version.declaration_id = declaration.id AND version.number = declaration.version"""
_GOODS_ITEM = "\n  JOIN declarations_goodsitem goods_item ON goods_item.version_id = version.id"

# What there is once for a declaration is looked up once for it, before its goods items.
_OF_A_DECLARATION = {
    "submission": "JOIN declarations_submission submission ON submission.id = version.submission_id",
    "declarant": "JOIN traders_trader declarant ON declarant.id = declaration.declarant_id",
    "ledger": """LEFT JOIN LATERAL (SELECT
                    (array_agg(kind ORDER BY id DESC) FILTER (WHERE kind <> 'REFUND'))[1] AS kind,
                    -sum(owes) AS amount,
                    max(at) FILTER (WHERE kind <> 'REFUND') AS at
               FROM declarations_ledgerentry
              WHERE declaration_id = declaration.id AND kind IN ('PAYMENT', 'DEFERMENT', 'REFUND')) ledger ON true""",
    "examination": """LEFT JOIN LATERAL (SELECT * FROM declarations_examination
              WHERE declaration_id = declaration.id AND version = declaration.version
              ORDER BY at DESC, id DESC LIMIT 1) examination ON true""",
    "audit": """LEFT JOIN LATERAL (SELECT * FROM audits_auditresult told
              WHERE told.declaration_id = declaration.id
                AND NOT EXISTS (SELECT FROM audits_auditresult later WHERE later.corrects_id = told.id)
              ORDER BY at DESC, id DESC LIMIT 1) audit ON true""",
}
_OF_A_GOODS_ITEM = {
    "assessed_duty": "LEFT JOIN declarations_assessedduty assessed_duty ON assessed_duty.goods_item_id = goods_item.id",
    "permit_claim": """LEFT JOIN LATERAL (SELECT
                    array_agg(law_id ORDER BY law_id) AS law_id,
                    array_agg(law_id || ' ' || permit_number ORDER BY law_id)
                      FILTER (WHERE permit_number <> '') AS permit_number,
                    array_agg(law_id || ' ' || not_subject_reason ORDER BY law_id)
                      FILTER (WHERE not_subject_reason <> '') AS not_subject_reason,
                    array_agg(law_id ORDER BY law_id) FILTER (WHERE asks_agency) AS asks_agency
               FROM declarations_permitclaim WHERE goods_item_id = goods_item.id) permit_claim ON true""",
}


def rows_of(table: Table, *, month: str = "") -> str:
    """FROM and WHERE: the goods items of the current version of what was accepted, in one month (YYYY-MM) or ever."""
    once, each = (
        "".join(f"\n  {join}" for alias, join in joins.items() if alias in table.aliases)
        for joins in (_OF_A_DECLARATION, _OF_A_GOODS_ITEM)
    )
    return f"  FROM {_DECLARATION}{once}{_GOODS_ITEM}{each}\n{accepted(table)}{_within(month) if month else ''}"


def count_of(table: Table, months: Iterable[str]) -> str:
    """How many rows a table has in these months."""
    among = ", ".join(f"'{month}'" for month in months)
    return f"SELECT count(*) FROM {_DECLARATION}{_GOODS_ITEM}\n{accepted(table)} AND {_MONTH} IN ({among})"  # noqa: S608  (our own constants)


def accepted(table: Table) -> str:
    """WHERE: what was accepted, of the table's direction. A draft is not declared yet."""
    return f" WHERE declaration.direction = '{table.direction}' AND declaration.status <> 'REGISTERED'"


def _within(month: str) -> str:
    """A range, so that an index or a partition is found by it."""
    first = f"DATE '{month}-01'"
    return f" AND declaration.lodged_on >= {first} AND declaration.lodged_on < {first} + INTERVAL '1 month'"


def select_of(table: Table, *, month: str = "", is_raw: bool = False) -> str:
    """The rows of a table as text, one SELECT in a fixed order: by declaration number, then goods item.

    `is_raw` leaves texts as they are, also where a spreadsheet would take them for a formula.

    A number has only digits and capitals, which `COLLATE "C"` orders alike on every server.
    """
    cells = ",\n       ".join(f"{cell_of(column, is_raw=is_raw)} AS {column.name}" for column in table.columns)
    order = 'ORDER BY declaration.number COLLATE "C", goods_item.number'
    return f"SELECT {cells}\n{rows_of(table, month=month)}\n {order}"


def cell_of(column: Column, *, is_raw: bool = False) -> str:
    """SQL for one cell. What is absent is NULL, never an empty text."""
    source = column.source
    if column.kind in (Kind.TEXT, Kind.LIST):
        text = f"array_to_string({source}, ' ')" if column.kind is Kind.LIST else source
        return f"nullif({text}, '')" if is_raw else harmless(text)
    if column.kind is Kind.DECIMAL:
        return f"trim_scale({source})"
    if column.kind is Kind.INSTANT:
        return f"""to_char({source} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    if column.kind is Kind.FLAG:
        return f"({source})::text"
    return source


def harmless(text: str) -> str:
    """SQL that puts an apostrophe before a text that a spreadsheet would read as a formula."""
    is_formula = f"ascii({text}) IN ({_FORMULA_STARTS})"
    return f"CASE WHEN {text} = '' THEN NULL WHEN {is_formula} THEN '''' || {text} ELSE {text} END"
