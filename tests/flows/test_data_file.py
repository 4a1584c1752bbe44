"""The three declarations of the source document's table, lodged as at their days, come out of the data file with
exactly its figures."""

import csv
import hashlib
import json

import pytest
from django.core.management import call_command

from singlewindow.demonstration.samples import SAMPLES, TABLE
from tests.doors import Program

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_published_table_comes_out_of_the_data_file(world, tmp_path):
    broker, numbers = Program("demo-broker"), {}
    for sample in SAMPLES:
        if sample.name in TABLE:
            clock = {"clock": sample.clock} if sample.clock else {"clock": "2026-11-23T10:00:00+09:00"}
            numbers[sample.name] = broker.lodged(json.loads(sample.body), **clock)["number"]

    call_command("export_dataset", str(tmp_path / "export"), verbosity=0)

    manifest = json.loads((tmp_path / "export" / "manifest.json").read_bytes())
    [described] = [table for table in manifest["tables"] if table["table"] == "import_declaration"]
    file = tmp_path / "export" / described["file"]
    assert described["rows"] == 3
    assert described["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    heading, *rows = csv.reader(file.open(encoding="utf-8", newline=""))
    assert heading[:13] == [
        *("number", "date", "shipper", "importer_number", "importer", "code", "invoice_price", "currency"),
        *("freight", "base_value", "duty", "base_amount", "unit"),
    ]
    figures = {row[0]: row[1:13] for row in rows}
    assert figures == {
        numbers["soy_sauce"]: list(TABLE["soy_sauce"]),
        numbers["roofing_tiles"]: list(TABLE["roofing_tiles"]),
        numbers["golf_balls"]: ["2026-11-23", *TABLE["golf_balls"][1:]],
    }
