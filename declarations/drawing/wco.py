"""docs/wco.md: which element of the WCO Data Model stands for which field, and what has no place."""

from collections.abc import Iterator, Sequence

from declarations.drawing.table import MADE, markdown_table
from declarations.wco.readers import UNITS
from declarations.wco.report import Outcome
from declarations.wco.table import NO_PLACE, TABLE, Group, Row

# What became of the real documents beside the project: 82 new declarations, 3 that were rejected, 3 other messages.
OVER_THE_SAMPLES: dict[Outcome, int] = {
    Outcome.MAPPED: 1595,
    Outcome.MISFIT: 206,
    Outcome.USED: 563,
    Outcome.NO_PLACE: 6380,
    Outcome.DEFAULTED: 78,
    Outcome.MISSING: 753,
}
# In how many of the 85 declarations among them each required field is missing, and in how many it does not fit.
MISSING_IN: dict[str, int] = {
    "/customs_office": 82,
    "/transport/loading_place": 71,
    "/transport/vessel_name": 71,
    "/importer/name": 71,
    "/transport/unloading_port": 71,
    "/transport/arrival_on": 71,
    "/transport/documents": 69,
    "/invoice/number": 31,
    "/invoice/incoterm": 29,
    "/goods_items/*/invoice_amount": 24,
    "/goods_items/*/origin": 23,
    "/invoice/currency": 20,
    "/invoice/amount": 20,
    "/transport/loading_port": 14,
    "/exporter/name": 14,
    "/transport/departure_on": 14,
    "/transport/destination": 14,
    "/consignor/name": 10,
    "/consignor/country": 10,
    "/goods_items/*/commodity_code": 7,
    "/packages/unit": 6,
    "/gross_mass": 5,
    "/packages/count": 2,
    "/consignee/name": 1,
    "/consignee/country": 1,
}
MISFIT_IN: dict[str, int] = {
    "/bonded_area": 85,
    "/importer/party_code": 71,
    "/goods_items/*/commodity_code": 19,
    "/exporter/party_code": 14,
    "/own_reference": 10,
    "/customs_office": 3,
    "/packages/unit": 3,
}
_MEANINGS: dict[Outcome, str] = {
    Outcome.MAPPED: "the leaf stands in a field of the form",
    Outcome.MISFIT: "the leaf stands in a field that the form requires and does not fit it: the form refuses it",
    Outcome.USED: "the leaf is read to decide something, such as what kind a neighbour is",
    Outcome.NO_PLACE: "the form has no field for the leaf, or the field does not take what it says",
    Outcome.DEFAULTED: "no leaf says the field; the form's default, or what follows from other fields, stands there",
    Outcome.MISSING: "the form requires the field, and no leaf says it in a way that the field takes",
}


def wco_page() -> str:
    """The page."""
    return f"""{MADE.format(command="draw_wco")}
# Declarations in the WCO Data Model's XML

`POST /declarations` takes a declaration in XML (the DMS profile of the WCO Data Model) by the content type
`application/vnd.wco.declaration+xml`, turns it into the form, and goes on as with JSON. The XML is what is kept.
`POST /translations` shows what it becomes, and keeps nothing; so does `POST /declarations?dry_run=true`, with the
findings. Try one of them first: what has no place is told there, and not in the reply of a lodging.

Nothing is invented. A code that a field cannot take is left out and told where the form can do without it. Where the
form requires the field the code is carried as it is, as a text that is too long is, and the form says what is wrong
with it; what the rules have against the rest comes in the same answer. Only a new declaration (function code 9) is
turned: a cancellation, an amendment or a notice of arrival is recognised, and answered with what it asks for. A refusal
names the element beside the field.

A document is refused before it is parsed where it has a document type, is not UTF-8, or is larger than 2 MB; and then
where it is 60 levels deep, has too many elements or attributes, or wants a part or a schema fetched from elsewhere. A
relative schema location is not looked at. The schema is ours (`declarations/wco/xsd`); it refuses what it does not
name.

## The table

Rows are tried from the top; the first that fits fills the field. Elements are written from the declaration, those of a
list from the list's element. What the profile has no element for travels as a national statement: an
`AdditionalInformation` with the type `NAC`, the NACCS item or our own name as code, and the value as description.

{markdown_table(("element", "field", "how", "for"), _rows(TABLE, ""))}

Units that are turned, of UN/ECE Recommendation 20: {", ".join(f"{theirs} {ours}" for theirs, ours in UNITS.items())}.

Where `InvoiceAmount` is left out, the invoice's total is that of the goods items' prices, and told as defaulted.

## What has no place

By the longest beginning of its path; what begins with none of these has no field in the form.

{markdown_table(("path", "why"), [(f"`{path}`", why) for path, why in NO_PLACE.items() if path])}

## Over real documents

88 documents that the United Kingdom's customs published are read in the tests where they lie beside the project. Each
passes the schema, and each leaf of each is accounted for once. 85 are new declarations; none is complete, because
their offices, places and parties are codes of another customs. The three that were rejected there are refused here for
the same by our law: a reference that is too long, goods without a net mass or quantity (GD-435), and codes that are not
in the reference data (HD-101, GD-401; the procedure code 99 that was at fault there has no place in the form).

{markdown_table(("outcome", "how often", "what it means"), _counts())}

{markdown_table(("required field", "missing in, of 85", "does not fit in"), _required_fields())}
"""


def _rows(rows: Sequence[Row | Group], base: str) -> Iterator[tuple[str, str, str, str]]:
    """The lines of the table; what stands in a list is written below it."""
    for row in rows:
        direction = row.direction.lower() if row.direction else "both"
        if isinstance(row, Group):
            how = f"a list, by {row.by}" if row.by else "a list"
            yield f"`{row.element}`", f"`{base}{row.pointer}`", how, direction
            yield from _rows(row.rows, f"{base}{row.pointer}/*")
        else:
            yield f"`{row.element}`", f"`{base}{row.pointer}`", row.how.words, direction


def _counts() -> list[tuple[str, str, str]]:
    return [(outcome, f"{count:,}", _MEANINGS[outcome]) for outcome, count in OVER_THE_SAMPLES.items()]


def _required_fields() -> list[tuple[str, str, str]]:
    fields = dict.fromkeys((*MISSING_IN, *MISFIT_IN))
    return [(f"`{at}`", str(MISSING_IN.get(at, 0)), str(MISFIT_IN.get(at, 0))) for at in fields]
