"""The two tables of the data file: first the source document's columns in its order, then the rest.

The source document is "Experiences on Accumulation and Utilization of Data in Japan Customs" (WTO Trade
Facilitation Committee, April 2024). A new column is one entry here; `SCHEMA_VERSION` goes up with it.
"""

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from declarations.data import Direction
from declarations.dataset.columns import Column, Disclosure, Kind, Table, stored
from declarations.dataset.errors import NoSuchColumn
from declarations.dataset.groups import AUDITED, EXAMINED, HEADER, ITEM, LIFE, OTHER_LAWS, PAID, TAXED, hyphenated

SCHEMA_VERSION = "1.3"
"""Of the tables: the first number changes when a column is renamed, moved or means something else."""

_RESTRICTED, _PERSONAL = Disclosure.RESTRICTED, Disclosure.PERSONAL


def _leading(*, counterparty: str, trader: str, value: Column, duty: Column) -> tuple[Column, ...]:
    """The source document's thirteen columns, by the names of one direction."""
    return (
        stored(
            "declaration.number",
            label="Declaration number",
            meaning="Declaration number, 11 characters, allotted by the service.",
            disclosure=_RESTRICTED,
        ),
        stored(
            "declaration.lodged_on",
            name="date",
            label="Date",
            meaning="The day of lodging in Japan; its law and rates apply.",
        ),
        stored(
            "version.counterparty_name",
            name=counterparty,
            meaning=f"Name of the {counterparty}, the party abroad.",
            disclosure=_PERSONAL,
        ),
        Column(
            name=f"{trader}_number",
            label=f"{trader.capitalize()} number",
            meaning="Corporate number (13), hyphen, branch (4); or the 12 characters that JASTPRO or customs issued.",
            kind=Kind.TEXT,
            source=hyphenated("version.trader_code"),
            disclosure=_PERSONAL,
        ),
        stored("version.trader_name", name=trader, meaning=f"Name of the {trader}, as declared.", disclosure=_PERSONAL),
        stored("goods_item.commodity_code", name="code", label="HS code", code_list="statistical code"),
        stored(
            "goods_item.invoice_amount",
            name="invoice_price",
            label="Price on invoice",
            unit="currency",
            disclosure=_RESTRICTED,
        ),
        stored("version.invoice_currency", name="currency", label="Currency", code_list="ISO 4217"),
        stored(
            "goods_item.charges_amount",
            name="freight",
            label="Freight and insurance",
            meaning="This item's share of the freight and insurance that are added to its price.",
            unit="currency",
            disclosure=_RESTRICTED,
        ),
        value,
        duty,
        stored(
            "goods_item.quantity",
            name="base_amount",
            label="Taxation base (amount)",
            meaning="Quantity 1.",
            unit="unit",
            disclosure=_RESTRICTED,
        ),
        stored("goods_item.quantity_unit", name="unit", label="Unit", code_list="NACCS unit"),
    )


_IMPORT_LEADING = _leading(
    counterparty="shipper",
    trader="importer",
    value=stored(
        "goods_item.customs_value",
        name="base_value",
        label="Taxation base (value)",
        meaning="Customs value of the item, its share of CIF.",
        unit="JPY",
        disclosure=_RESTRICTED,
    ),
    duty=Column(
        name="duty",
        label="Customs duty",
        meaning="Customs value x rate, untruncated. Empty where an officer has to assess it: see not_computable.",
        kind=Kind.WHOLE,
        source="CASE WHEN assessed_duty.not_computable = '' THEN assessed_duty.duty_computed END",
        unit="JPY",
        disclosure=_RESTRICTED,
    ),
)

_EXPORT_LEADING = _leading(
    counterparty="consignee",
    trader="exporter",
    value=stored(
        "goods_item.customs_value",
        name="fob_value",
        label="FOB value",
        meaning="Value of the item, its share of FOB.",
        unit="JPY",
        disclosure=_RESTRICTED,
    ),
    duty=stored(
        "assessed_duty.duty_computed",
        name="duty",
        label="Customs duty",
        meaning="Always 0, Japan levies no duty on exports; kept so that both tables have the same columns in order.",
        unit="JPY",
    ),
)

_IMPORT_HEADER = (
    stored("version.arrival_on"),
    stored("version.delivery_place", disclosure=_RESTRICTED),
    stored("version.e_commerce", label="E-commerce"),
    stored("version.platform_name", disclosure=_RESTRICTED),
)

IMPORT_DECLARATION = Table(
    name="import_declaration",
    meaning="A row for each goods item of the current version of each import declaration that was accepted.",
    direction=Direction.IMPORT,
    columns=(*_IMPORT_LEADING, *LIFE, *HEADER, *_IMPORT_HEADER, *ITEM, *TAXED, *OTHER_LAWS, *EXAMINED, *PAID, *AUDITED),
)

EXPORT_DECLARATION = Table(
    name="export_declaration",
    meaning="A row for each goods item of the current version of each export declaration that was accepted.",
    direction=Direction.EXPORT,
    columns=(*_EXPORT_LEADING, *LIFE, *HEADER, *ITEM, *OTHER_LAWS, *EXAMINED, *AUDITED),
)

TABLES = {table.name: table for table in (IMPORT_DECLARATION, EXPORT_DECLARATION)}

SOURCE = "source"
"""What the source document's thirteen columns go by together."""

_SOURCE_NAMES = frozenset(column.name for column in (*_IMPORT_LEADING, *_EXPORT_LEADING))


def narrowed(tables: Sequence[Table], names: Collection[str]) -> tuple[Table, ...]:
    """The tables with only the columns of these names, in the order of the file; SOURCE stands for thirteen of them.

    A table that has none of them is left out. Raises NoSuchColumn where a name is in no table.
    """
    wanted = {*names} - {SOURCE}
    if unknown := wanted - {column.name for table in tables for column in table.columns}:
        raise NoSuchColumn(sorted(unknown))
    if SOURCE in names:
        wanted |= _SOURCE_NAMES
    few = (replace(table, columns=tuple(each for each in table.columns if each.name in wanted)) for table in tables)
    return tuple(table for table in few if table.columns)
