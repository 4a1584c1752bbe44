"""Many declarations in the store within seconds: one that the product lodged, its rows copied with keys of their own.

Every third waits for an officer; the others are refused. None of the copies was declared by anybody: they are there to
be looked for among.
"""

from django.db import connection, transaction

from declarations.models import Declaration

# Table, how its rows are found from the copied declaration, and which of its columns are keys to other copies.
_OF_VERSION = "(SELECT {} FROM declarations_version WHERE declaration_id = %(of)s)"
_ITEMS = f"SELECT id FROM declarations_goodsitem WHERE version_id = {_OF_VERSION.format('id')}"
_TABLES = (
    ("declarations_submission", f"id = {_OF_VERSION.format('submission_id')}", ()),
    ("selection_selection", f"id = {_OF_VERSION.format('selection_id')}", ()),
    ("declarations_declaration", "id = %(of)s", ()),
    ("declarations_version", "declaration_id = %(of)s", ("declaration_id", "submission_id", "selection_id")),
    ("declarations_goodsitem", f"version_id = {_OF_VERSION.format('id')}", ("version_id",)),
    ("declarations_assessedduty", f"goods_item_id IN ({_ITEMS})", ("goods_item_id",)),
    ("declarations_event", "declaration_id = %(of)s", ("declaration_id",)),
    ("permits_permitcheck", "subject = %(of)s::text", ()),
)
# A copy's key: its age in the first half, so that keys are in the order of arrival; then the original's and its number.
_KEY = (
    "lpad(to_hex((extract(epoch FROM now() - n * interval '30 seconds') * 1000)::bigint), 12, '0')"
    " || '7' || substr(md5({}::text || n), 1, 19)"
)
_OWN = {
    "declarations_submission": {
        "idempotency_key": "idempotency_key || n",
        "own_reference": "own_reference || n",
        "declaration_number": "'Z' || lpad(n::text, 10, '0')",
    },
    "declarations_declaration": {
        "number": "'Z' || lpad(n::text, 10, '0')",
        "own_reference": "own_reference || n",
        "lodged_at": "now() - n * interval '30 seconds'",
        "next_action_at": "CASE WHEN n %% 3 = 0 THEN now() + interval '8 hours' - n * interval '1 second' END",
        "next_action_by": "CASE WHEN n %% 3 = 0 THEN 'OFFICER' ELSE '' END",
        "status": "CASE WHEN n %% 3 = 0 THEN 'LODGED' ELSE 'REFUSED' END",
    },
    "permits_permitcheck": {"subject": f"({_KEY.format('subject')})::uuid::text"},
    "declarations_event": {"recorded_at": "now() - n * interval '30 seconds'", "transaction": "1"},
}


def copy(original: Declaration, *, first: int, last: int) -> None:
    """Its rows again, `first` to `last`."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, found, keys in _TABLES:
            cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
            columns = [name for (name,) in cursor.fetchall()]
            own = {name: f"({_KEY.format(name)})::uuid" for name in ("id", *keys) if name in columns} | _OWN.get(
                table, {}
            )
            told = ", ".join(own.get(name, f'"{name}"') for name in columns)
            named = ", ".join(f'"{name}"' for name in columns)
            cursor.execute(
                f"INSERT INTO {table} ({named})"
                f" SELECT {told} FROM {table}, generate_series(%(first)s::int, %(last)s::int) n WHERE {found}",
                {"of": original.id, "first": first, "last": last},
            )
