"""The data file on the disk: one snapshot, whole or not there, harmless in a spreadsheet, true to its manifest."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256

import duckdb
import pyreadstat
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from uuid_utils.compat import uuid7

from declarations.audits.models import AuditResult
from declarations.dataset import batches, stata
from declarations.dataset.columns import Disclosure
from declarations.dataset.errors import FolderInUse
from declarations.dataset.export import export
from declarations.dataset.query import harmless
from declarations.dataset.snapshot import snapshot
from declarations.dataset.tables import EXPORT_DECLARATION, IMPORT_DECLARATION
from declarations.models import Declaration
from tests.forms import balls, export_form, goods_item, import_form

FORMULA = '=HYPERLINK("http://x","y")'


_BOUNDS = ("transaction_read_only", "statement_timeout", "idle_in_transaction_session_timeout")


class Broken(Exception):
    """What a disk or a person may do in the middle of an export."""


def rows_in(folder, table):
    with (folder / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
@pytest.mark.django_db
def test_a_text_that_starts_a_formula_gets_an_apostrophe(start):
    assert _guarded(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["SOY SAUCE", "1-2=3", "'S-HERTOGENBOSCH", "ｿｰｽ＝", "−1", " =1"])
@pytest.mark.django_db
def test_other_texts_stay_as_they_are(text):
    assert _guarded(text) == text


@pytest.mark.django_db
def test_a_blank_text_is_an_empty_cell():
    assert _guarded("") is None


def _guarded(text):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {harmless('told.text')} FROM (VALUES (%s)) AS told(text)", [text])
        return cursor.fetchone()[0]


def test_each_goods_item_is_a_row_with_the_source_documents_columns_first(lodged, tmp_path):
    number = lodged(import_form(items=[goods_item(), balls(invoice_amount="100000", quantity="2500.5000")]))
    export(tmp_path / "file")
    with (tmp_path / "file" / "import_declaration.csv").open(encoding="utf-8", newline="") as file:
        _, first, second = csv.reader(file)
    parties = ["SOY SAUCE INTERNATIONAL LTD", "1234567890123-9000", "ZAIMUSOKEN CO., LTD"]
    assert first[:13] == [
        *(number, "2024-08-05", *parties, "2103100005", "200000", "JPY"),
        *("33333.3333", "233333", "16799", "2000", "KG"),
    ]
    assert second[:13] == [
        *(number, "2024-08-05", *parties, "9506320003", "100000", "JPY"),
        *("16666.6667", "116667", "0", "2500.5", "NO"),
    ]


def test_the_rest_of_a_row_says_what_was_declared_and_decided(lodged, tmp_path):
    lodged(import_form())
    export(tmp_path / "file")
    (row,) = rows_in(tmp_path / "file", IMPORT_DECLARATION)
    told = {name: row[name] for name in ("item", "version", "status", "category", "lodged_at", "released_at")}
    assert told == {
        "item": "1",
        "version": "1",
        "status": "LODGED",
        "category": "1",
        "lodged_at": "2024-08-05T03:00:00.000000Z",
        "released_at": "",
    }
    assert (row["declarant_number"], row["e_commerce"], row["transport_documents"]) == (
        "DEMOBROKER01",
        "false",
        "SGTYO2600001",
    )
    assert (row["other_laws"], row["permit_numbers"], row["not_subject_reasons"]) == ("FD", "FD FD26-000123", "")
    assert row["agencies_asked"] == ""
    assert (row["rate_regime"], row["duty_line"], row["duty_total"]) == ("WTO", "18000", "18000")
    assert (row["payment_method"], row["examination_result"]) == ("", "")


def test_the_laws_whose_agency_is_asked_are_told(lodged, tmp_path):
    lodged(import_form(items=[goods_item(permits=[{"law": "FD", "ask_agency": True}])]))
    export(tmp_path / "file")
    (row,) = rows_in(tmp_path / "file", IMPORT_DECLARATION)
    assert [row[name] for name in ("other_laws", "permit_numbers", "agencies_asked")] == ["FD", "", "FD"]


def test_exports_are_in_their_own_table_with_mirrored_names(lodged, tmp_path):
    number = lodged(export_form())
    export(tmp_path / "file")
    assert rows_in(tmp_path / "file", IMPORT_DECLARATION) == []
    (row,) = rows_in(tmp_path / "file", EXPORT_DECLARATION)
    assert list(row.values())[:13] == [
        *(number, "2024-08-05", "GARDEN SUPPLY INC", "DEMOEXPORT01", "DEMONSTRATION EXPORTER CO., LTD"),
        *("9506320003", "200000", "JPY", "0", "200000", "0", "2500", "NO"),
    ]


def test_what_an_audit_found_is_told_with_both_its_times_and_a_correction_replaces_it(lodged, tmp_path):
    number = lodged(import_form(items=[balls()]))
    declaration = Declaration.objects.get(number=number)
    told = {
        "id": uuid7(),
        "declaration": declaration,
        "version": 1,
        "remarks": "books",
        "actor": "officer:demo-officer",
    }
    first = AuditResult.objects.create(
        **told | {"result": "NOT_IN_ORDER", "lacking": 5000, "audited_on": date(2024, 10, 1)},
        at=datetime(2024, 10, 5, tzinfo=UTC),
    )
    columns = ("audit_result", "audit_lacking", "audited_version", "audited_on", "audit_known_at")
    export(tmp_path / "first")
    (row,) = rows_in(tmp_path / "first", IMPORT_DECLARATION)
    known_at = "2024-10-05T00:00:00.000000Z"
    assert [row[name] for name in columns] == ["NOT_IN_ORDER", "5000", "1", "2024-10-01", known_at]

    AuditResult.objects.create(
        **told | {"id": uuid7(), "result": "IN_ORDER", "audited_on": date(2024, 10, 1)},
        at=datetime(2024, 11, 5, tzinfo=UTC),
        corrects=first,
    )
    export(tmp_path / "second")
    (row,) = rows_in(tmp_path / "second", IMPORT_DECLARATION)
    assert [row[name] for name in columns[:3]] == ["IN_ORDER", "0", "1"]
    assert row["audit_known_at"] == "2024-11-05T00:00:00.000000Z"
    assert {each.disclosure for each in IMPORT_DECLARATION.columns if each.name in columns} == {Disclosure.RESTRICTED}


def test_a_formula_in_a_name_does_not_reach_a_spreadsheet(lodged, tmp_path):
    form = import_form(items=[goods_item(description="＝1+1")])
    form["consignor"]["name"] = FORMULA
    lodged(form)
    export(tmp_path / "file")
    (row,) = rows_in(tmp_path / "file", IMPORT_DECLARATION)
    assert (row["shipper"], row["description"]) == ("'" + FORMULA, "'＝1+1")


def test_the_file_is_csv_as_rfc_4180_has_it(lodged, tmp_path):
    form = import_form()
    form["importer"]["address"] = {"lines": ['3-1-1 "KASUMIGASEKI"', "東京, JAPAN"]}
    lodged(form)
    export(tmp_path / "file")
    raw = (tmp_path / "file" / "import_declaration.csv").read_bytes()
    assert raw.startswith(b"number,date,shipper,")
    assert raw.count(b"\r\n") == 2
    assert raw.endswith(b"\r\n")
    assert '"3-1-1 ""KASUMIGASEKI""\n東京, JAPAN"'.encode() in raw


def test_the_manifest_tells_the_files_as_they_are(lodged, tmp_path):
    lodged(import_form())
    lodged(export_form())
    export(tmp_path / "file")
    manifest = json.loads((tmp_path / "file" / "manifest.json").read_bytes())
    assert [(told["table"], told["rows"]) for told in manifest["tables"]] == [
        ("import_declaration", 1),
        ("export_declaration", 1),
    ]
    for told in manifest["tables"]:
        content = (tmp_path / "file" / told["file"]).read_bytes()
        assert (told["sha256"], told["bytes"]) == (sha256(content).hexdigest(), len(content))
        assert told["columns"] == next(csv.reader(io.StringIO(content.decode())))
    assert manifest["as_at"].endswith("Z")
    assert (manifest["schema_version"], manifest["server_version"][0].isdigit()) == ("1.3", True)


def test_the_same_rows_give_the_same_bytes_in_order_of_number_and_item(lodged, tmp_path):
    for _ in range(3):
        lodged(import_form(items=[goods_item(), balls()]))
    first, second = export(tmp_path / "first"), export(tmp_path / "second")
    assert [table.sha256 for table in first.tables] == [table.sha256 for table in second.tables]
    keys = [(row["number"], row["item"]) for row in rows_in(tmp_path / "first", IMPORT_DECLARATION)]
    assert len(keys) == 6
    assert keys == sorted(keys)


def test_months_that_are_written_side_by_side_stand_in_their_order(lodged, tmp_path):
    for month in (10, 8, 9, 8):
        lodged(import_form(), at=datetime(2024, month, 7, 3, tzinfo=UTC))
    alone, together = (export(tmp_path / str(at_once), at_once=at_once) for at_once in (1, 3))
    assert [table.sha256 for table in alone.tables] == [table.sha256 for table in together.tables]
    assert [row["date"][:7] for row in rows_in(tmp_path / "3", IMPORT_DECLARATION)] == [
        *("2024-08", "2024-08", "2024-09", "2024-10"),
    ]
    assert not list((tmp_path / "3").glob("*.2024-*"))


def test_what_is_lodged_during_an_export_is_not_in_it(lodged, tmp_path, other_connection):
    lodged(export_form())

    def lodge_another(*_):
        other_connection(lambda: lodged(export_form()))

    during = export(tmp_path / "during", watch=lodge_another)
    after = export(tmp_path / "after")
    assert [table.rows for table in during.tables] == [0, 1]
    assert [table.rows for table in after.tables] == [0, 3]


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_cannot_write_and_may_take_its_time():
    asked = "SELECT " + ", ".join(f"current_setting('{name}')" for name in _BOUNDS)
    with snapshot(), connection.cursor() as cursor:
        cursor.execute(asked)
        assert cursor.fetchone() == ("on", "0", "0")
    with connection.cursor() as cursor:
        cursor.execute(asked)
        assert cursor.fetchone() == ("off", "1min", "30s")  # what a command may take over a statement, or over none


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_is_not_taken_inside_a_transaction():
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"), snapshot():
        pytest.fail("unreachable")


@pytest.mark.django_db(transaction=True)
def test_a_query_left_in_the_middle_is_cancelled():
    with pytest.raises(Broken):
        _leave_after_a_line("SELECT generate_series(1, 1000000000)")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def _leave_after_a_line(query):
    with snapshot() as held, held.csv_of(query) as lines:
        assert bytes(next(iter(lines))) == b"generate_series\n"
        raise Broken


def test_an_export_that_breaks_leaves_nothing(lodged, tmp_path):
    lodged(import_form())

    def break_off(*_):
        raise Broken

    with pytest.raises(Broken):
        export(tmp_path / "file", watch=break_off)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_a_folder_with_anything_in_it_is_left_alone(tmp_path):
    (tmp_path / "file").mkdir()
    (tmp_path / "file" / "manifest.json").write_text("mine")
    with pytest.raises(FolderInUse):
        export(tmp_path / "file")
    assert [path.read_text() for path in tmp_path.rglob("*.*")] == ["mine"]


@pytest.mark.django_db(transaction=True)
def test_an_empty_folder_is_taken_and_only_its_owner_may_read_it(tmp_path):
    (tmp_path / "file").mkdir()
    export(tmp_path / "file")
    assert sorted(path.name for path in (tmp_path / "file").iterdir()) == [
        *("data_dictionary.csv", "data_dictionary.md", "datapackage.json", "dcat.jsonld", "export_declaration.csv"),
        *("import_declaration.csv", "manifest.json"),
    ]
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o700


def test_parquet_has_the_same_cells_by_month_and_texts_as_they_are(lodged, tmp_path):
    form = import_form(items=[goods_item(description="＝1+1"), balls()])
    lodged(form)
    lodged(export_form())
    export(tmp_path / "csv")
    call_command("export_dataset", str(tmp_path / "parquet"), "--parquet", verbosity=0)
    files = tmp_path / "parquet" / "import_declaration" / "*" / "*.parquet"
    read = duckdb.sql(f"SELECT * FROM read_parquet('{files}', hive_partitioning = true) ORDER BY item")
    rows = read.to_arrow_table().to_pylist()
    told = rows_in(tmp_path / "csv", IMPORT_DECLARATION)

    assert [row.pop("ym") for row in rows] == ["2024-08", "2024-08"]
    assert [list(row) for row in rows] == [list(row) for row in told]
    assert [row["description"] for row in rows] == ["＝1+1", told[1]["description"]]
    for name, kind in [("base_value", int), ("invoice_price", Decimal), ("date", str), ("number", str)]:
        assert [kind(row[name]) for row in rows] == [kind(row[name]) for row in told]
    assert [row["lodged_at"].astimezone(UTC).isoformat()[:19] for row in rows] == [
        row["lodged_at"][:19] for row in told
    ]
    assert [row["released_at"] for row in rows] == [None, None]


def test_what_describes_the_files_for_programs_is_true(lodged, tmp_path):
    lodged(import_form())
    export(tmp_path / "file")
    package, record = (
        json.loads((tmp_path / "file" / name).read_bytes()) for name in ("datapackage.json", "dcat.jsonld")
    )
    for resource in package["resources"]:
        content = (tmp_path / "file" / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
        heading = next(csv.reader(io.StringIO(content.decode())))
        assert [field["name"] for field in resource["schema"]["fields"]] == heading
    assert [each["dcat:byteSize"] for each in record["dcat:distribution"]] == [
        resource["bytes"] for resource in package["resources"]
    ]
    assert record["dct:accessRights"].endswith("/NON_PUBLIC")


def test_the_command_prints_rows_and_hashes(lodged, tmp_path, capsys):
    lodged(import_form())
    call_command("export_dataset", str(tmp_path / "file"), "--table", "import_declaration")
    manifest = json.loads((tmp_path / "file" / "manifest.json").read_bytes())
    heading, row, as_at = capsys.readouterr().out.splitlines()
    assert heading.split() == ["table", "rows", "seconds", "sha256"]
    name, rows, _, digest = row.split()
    assert (name, rows, digest) == ("import_declaration", "1", manifest["tables"][0]["sha256"][:12])
    assert as_at.startswith(f"{tmp_path / 'file'}, as at ")
    assert not (tmp_path / "file" / "export_declaration.csv").exists()


@pytest.mark.parametrize(
    ("named", "imports", "exports"),
    [
        (
            "source",
            "number date shipper importer_number importer code invoice_price currency freight base_value duty"
            " base_amount unit",
            "number date consignee exporter_number exporter code invoice_price currency freight fob_value duty"
            " base_amount unit",
        ),
        ("origin,number,shipper", "number shipper origin", "number origin"),
        ("item,paid_at,number", "number item paid_at", "number item"),
    ],
)
def test_only_the_columns_that_are_named_come_in_the_order_of_the_file(lodged, tmp_path, named, imports, exports):
    lodged(import_form())
    lodged(export_form())
    export(tmp_path / "whole")
    call_command("export_dataset", str(tmp_path / "few"), "--columns", named, verbosity=0)
    call_command("export_dataset", str(tmp_path / "parquet"), "--columns", named, "--parquet", verbosity=0)
    told = json.loads((tmp_path / "few" / "manifest.json").read_bytes())["tables"]
    for table, columns, each in zip((IMPORT_DECLARATION, EXPORT_DECLARATION), (imports, exports), told, strict=True):
        assert each["columns"] == columns.split()
        whole, few = rows_in(tmp_path / "whole", table), rows_in(tmp_path / "few", table)
        assert few == [{name: row[name] for name in columns.split()} for row in whole] != []
        read = duckdb.sql(f"SELECT * FROM read_parquet('{tmp_path}/parquet/{table.name}/*/*.parquet')")
        assert [*read.columns] == [*columns.split(), "ym"]
        assert [row[0] for row in read.fetchall()] == [row["number"] for row in few]


def test_a_table_without_any_of_the_columns_is_left_out(lodged, tmp_path):
    lodged(import_form())
    lodged(export_form())
    call_command("export_dataset", str(tmp_path / "file"), "--columns", "paid_at", verbosity=0)
    assert sorted(path.name for path in (tmp_path / "file").glob("*_declaration.csv")) == ["import_declaration.csv"]


@pytest.mark.django_db(transaction=True)
def test_all_columns_that_are_in_no_table_are_told_at_once_and_nothing_is_written(tmp_path):
    with pytest.raises(CommandError, match="No table has a column called colour, weight: "):
        call_command("export_dataset", str(tmp_path / "file"), "--columns", "weight,number,colour")
    assert not (tmp_path / "file").exists()


@pytest.mark.django_db(transaction=True)
def test_the_command_refuses_a_folder_in_use_in_one_sentence(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(CommandError, match="not empty: name a new folder"):
        call_command("export_dataset", str(tmp_path))


def test_stata_files_are_read_by_another_program_with_their_labels(lodged, tmp_path):
    number = lodged(import_form(items=[goods_item(description="＝1+1"), balls()]))
    lodged(export_form())
    export(tmp_path / "csv")
    call_command("export_dataset", str(tmp_path / "stata"), "--stata", verbosity=0)
    part = tmp_path / "stata" / "import_declaration" / "ym=2024-08" / "part-0.dta"
    frame, about = pyreadstat.read_dta(part)
    rows, told = frame.to_dict("records"), rows_in(tmp_path / "csv", IMPORT_DECLARATION)

    assert list(frame.columns) == list(told[0])
    assert [row["number"] for row in rows] == [number, number]
    assert [row["description"] for row in rows] == ["＝1+1", told[1]["description"]]
    assert [Decimal(str(row["invoice_price"])) for row in rows] == [Decimal(row["invoice_price"]) for row in told]
    assert [(str(row["date"]), str(row["lodged_at"])) for row in rows] == [("2024-08-05", "2024-08-05 03:00:00")] * 2
    assert rows[0]["released_at"] is None or rows[0]["released_at"] != rows[0]["released_at"]

    labelled = pyreadstat.read_dta(part, apply_value_formats=True)[0].to_dict("records")
    assert [labelled[0][name] for name in ("status", "category", "e_commerce", "cause")] == [
        *("LODGED (lodged: declared to customs)", "1 simplified examination", "no", "LODGED (lodged)"),
    ]
    assert {column.name: column.label for column in IMPORT_DECLARATION.columns} == about.column_names_to_labels


def test_a_month_of_stata_comes_in_parts_and_a_long_text_is_whole(lodged, tmp_path, monkeypatch):
    monkeypatch.setattr(stata, "ROWS_A_PART", 1)
    monkeypatch.setattr(stata, "_LONGEST_TEXT", 5)
    monkeypatch.setattr(batches, "_BLOCK", 4096)
    for _ in range(9):
        lodged(import_form())
    call_command("export_dataset", str(tmp_path / "stata"), "--stata", verbosity=0)
    parts = sorted((tmp_path / "stata").rglob("*.dta"))
    frames = [pyreadstat.read_dta(part)[0] for part in parts]
    assert len(parts) > 1
    assert sum(len(frame) for frame in frames) == 9
    assert {text for frame in frames for text in frame["description"]} == {"SOY SAUCE"}
