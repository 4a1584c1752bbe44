"""What the data file declares: complete, in the source document's order, and explained."""

import csv
import io

import pytest
from django.apps import apps

from declarations.dataset import dictionary
from declarations.dataset.columns import ALIASES, Disclosure, Kind, kind_of, model_columns
from declarations.dataset.excluded import EXCLUDED
from declarations.dataset.query import select_of
from declarations.dataset.tables import EXPORT_DECLARATION, IMPORT_DECLARATION, TABLES

IN_TABLES = {read for table in TABLES.values() for column in table.columns for read in column.reads}


def test_the_data_file_answers_for_every_model_of_the_core():
    assert set(apps.get_app_config("declarations").get_models()) <= set(ALIASES.values())


def test_every_column_of_the_store_is_in_a_table_or_excluded_with_a_reason():
    unanswered = set(model_columns()) - IN_TABLES - set(EXCLUDED)
    assert unanswered == set(), "put each into declarations/dataset/groups.py, or with its reason into excluded.py"


def test_nothing_is_excluded_that_does_not_exist_or_is_in_a_table():
    assert set(EXCLUDED) - set(model_columns()) == set()
    assert set(EXCLUDED) & IN_TABLES == set()
    assert all(EXCLUDED.values())


def test_the_source_documents_columns_come_first_in_its_order():
    assert " ".join(column.name for column in IMPORT_DECLARATION.columns[:13]) == (
        "number date shipper importer_number importer code invoice_price currency freight base_value duty"
        " base_amount unit"
    )
    assert " ".join(column.name for column in EXPORT_DECLARATION.columns[:13]) == (
        "number date consignee exporter_number exporter code invoice_price currency freight fob_value duty"
        " base_amount unit"
    )


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_each_column_has_one_name_a_label_a_meaning_and_the_kind_that_is_stored(table):
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    for column in table.columns:
        assert column.label, column.name
        assert column.meaning, column.name
        alias, _, stored = column.source.partition(".")
        if alias in ALIASES and alias != "permit_claim" and stored.isidentifier():
            assert column.kind is kind_of(ALIASES[alias]._meta.get_field(stored)), column.name


def test_a_unit_that_names_a_column_names_one_of_the_same_table():
    for table in TABLES.values():
        names = {column.name for column in table.columns}
        units = {column.unit for column in table.columns} - {"", "JPY", "kg", "containers", "JPY per currency"}
        assert units <= names


def test_names_addresses_and_numbers_of_parties_are_personal():
    telling = ("importer", "exporter", "shipper", "consignee", "declarant_number", "_address", "marks", "remarks")
    for table in TABLES.values():
        for column in table.columns:
            if column.name.startswith(telling[:4]) or column.name.endswith(telling[4:]):
                assert column.disclosure is Disclosure.PERSONAL, column.name


def test_only_the_models_that_a_table_reads_are_joined():
    assert "declarations_ledgerentry" in select_of(IMPORT_DECLARATION)
    assert "declarations_ledgerentry" not in select_of(EXPORT_DECLARATION)


def test_every_text_is_guarded_and_no_number_or_day_is():
    for column, cell in zip(IMPORT_DECLARATION.columns, _cells(select_of(IMPORT_DECLARATION)), strict=True):
        assert ("ascii(" in cell) == (column.kind in (Kind.TEXT, Kind.LIST)), column.name


def _cells(select):
    return select.partition("\n  FROM declarations_declaration")[0].split(",\n       ")


def test_the_dictionary_tells_every_column_in_its_place():
    rows = list(csv.DictReader(io.StringIO(dictionary.as_csv(tuple(TABLES.values())).decode(), newline="")))
    assert [(row["table"], row["column"]) for row in rows] == [
        (table.name, column.name) for table in TABLES.values() for column in table.columns
    ]
    assert rows[6] == {
        "table": "import_declaration",
        "position": "7",
        "column": "invoice_price",
        "label": "Price on invoice",
        "meaning": "Price of this item, in the invoice's currency.",
        "kind": "decimal number",
        "unit": "currency",
        "code_list": "",
        "disclosure": "RESTRICTED",
        "source": "goods_item.invoice_amount",
    }
    assert (
        "| 11 | duty | Customs duty | Customs value x rate, untruncated. Empty where an officer has to assess it:"
        " see not_computable. | whole number | JPY |  | RESTRICTED |"
    ) in dictionary.as_markdown([IMPORT_DECLARATION]).decode()
