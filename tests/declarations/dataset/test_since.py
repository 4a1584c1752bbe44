"""A data file that goes on from an earlier one: the same bytes as a whole one, and only what has changed is read."""

from datetime import UTC, datetime
from functools import partial

import pytest
from django.core.management import CommandError, call_command

from declarations import clearance
from declarations.audits.recording import Audited, record_audit
from declarations.clearance import ledger
from declarations.dataset import marks
from declarations.dataset.errors import NotAsWritten, NotToGoOnFrom
from declarations.dataset.export import EVERY_TABLE, export
from declarations.dataset.manifest import Form
from declarations.dataset.tables import narrowed
from declarations.models import Declaration
from declarations.traders.declarant import ALL_SCOPES
from declarations.traders.models import ApiClient, Trader, User
from tests.forms import balls, export_form, import_form

AUGUST, SEPTEMBER, OCTOBER = (datetime(2024, month, 7, 3, tzinfo=UTC) for month in (8, 9, 10))
FORMS = pytest.mark.parametrize("form", list(Form))


@pytest.fixture
def september(lodged):
    """The number of an import of September; another of August and of October, and an export of August."""
    lodged(import_form(items=[balls(), balls()]), at=AUGUST)
    lodged(import_form(items=[balls()]), at=OCTOBER)
    lodged(export_form(), at=AUGUST)
    return lodged(import_form(items=[balls()]), at=SEPTEMBER)


def pay(number):
    declaration = Declaration.objects.get(number=number)
    broker = ApiClient.objects.get(client_id="demo-broker").as_declarant(scopes=ALL_SCOPES)
    owed = {"amount": ledger.balance(declaration), "method": clearance.Method.PAY, "reference": "BANK-1"}
    clearance.pay(number, by=broker, at=SEPTEMBER, **owed)


def audit(number, *, lacking=5000, **said):
    officer = User.objects.get(username="demo-officer").as_officer()
    found = Audited(on=OCTOBER.date(), in_order=False, lacking=lacking, remarks="Books.")
    return record_audit(number, found, by=officer, at=OCTOBER, **said)


def files_in(folder):
    """The files of its tables, and what is in them."""
    tables = [*folder.glob("*_declaration.csv"), *folder.glob("*_declaration/ym=*/*")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in tables}


def kept_of(told, table):
    """How many rows were there before anything was read, and how many there are, as who watches is told."""
    return next((rows, total) for each, rows, total in told if each.name == table)


@FORMS
def test_each_file_is_that_of_a_whole_export_whatever_has_changed_and_the_other_months_are_kept(
    lodged, september, tmp_path, form
):
    export(tmp_path / "0", form=form)
    changes = [
        (lambda: None, (4, 4), (1, 1)),
        (partial(lodged, import_form(items=[balls()]), at=SEPTEMBER), (3, 5), (1, 1)),
        (partial(pay, september), (3, 5), (1, 1)),
        (partial(audit, september), (3, 5), (1, 1)),
        (partial(lodged, export_form(), at=datetime(2024, 7, 5, 3, tzinfo=UTC)), (5, 5), (1, 2)),
    ]
    for number, (change, imports, exports) in enumerate(changes, start=1):
        change()
        told = []
        since, whole = tmp_path / f"{number}", tmp_path / f"{number}-whole"
        manifest = export(
            since, form=form, since=tmp_path / f"{number - 1}", watch=lambda *said, told=told: told.append(said)
        )
        assert [kept_of(told, table.name) for table in EVERY_TABLE] == [imports, exports]
        again = export(whole, form=form)
        assert files_in(since) == files_in(whole) != {}
        assert [(each.rows, each.sha256, each.months) for each in manifest.tables] == [
            (each.rows, each.sha256, each.months) for each in again.tables
        ]


def test_what_no_event_tells_is_read_again_too(september, tmp_path):
    """A correction of an audit, and another code of who declared."""
    pay(september)
    first = audit(september)
    export(tmp_path / "0")
    audit(september, lacking=9000, corrects=first.id)
    export(tmp_path / "1", since=tmp_path / "0")
    Trader.objects.filter(code="DEMOBROKER01").update(code="DEMOBROKER99")
    export(tmp_path / "2", since=tmp_path / "1")
    export(tmp_path / "whole")
    assert len({(tmp_path / name / "import_declaration.csv").read_bytes() for name in "012"}) == 3
    assert files_in(tmp_path / "2") == files_in(tmp_path / "whole")


def test_every_model_that_a_table_reads_is_covered_by_a_mark():
    assert {alias for table in EVERY_TABLE for alias in table.aliases} == marks.TOLD_BY_EVENTS | marks.TOLD_BESIDE


def test_other_cells_of_the_same_declarations_are_read_again(september, tmp_path):
    export(tmp_path / "0")
    few = narrowed(EVERY_TABLE, ["number", "item"])
    export(tmp_path / "few", tables=few, since=tmp_path / "0")
    export(tmp_path / "whole", tables=few)
    assert files_in(tmp_path / "few") == files_in(tmp_path / "whole")


@FORMS
@pytest.mark.parametrize("fault", ["changed", "gone"])
def test_an_earlier_file_that_is_not_what_was_written_is_refused_and_nothing_is_left(september, tmp_path, form, fault):
    export(tmp_path / "0", form=form)
    path = next(path for path in sorted((tmp_path / "0").rglob("*")) if "import" in str(path) and path.is_file())
    if fault == "changed":
        content = bytearray(path.read_bytes())
        content[content.find(b"\n") + 1] ^= 1  # of the CSV, in the first line after the heading
        path.write_bytes(content)
    elif form is Form.CSV:
        path.unlink()
    else:
        path.unlink()
        path.parent.rmdir()
    with pytest.raises(NotAsWritten, match=r"2024-08.* is (not what was written|gone)|csv is gone"):
        export(tmp_path / "1", form=form, since=tmp_path / "0")
    assert [each.name for each in tmp_path.iterdir()] == ["0"]


def test_a_folder_that_holds_no_data_file_or_one_of_another_form_is_refused(september, tmp_path):
    export(tmp_path / "csv")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "manifest.json").write_text('{"tables": []}')
    for earlier, why in [("notes", "no data file with a manifest"), ("nowhere", "no data file with a manifest")]:
        with pytest.raises(NotToGoOnFrom, match=why):
            export(tmp_path / "1", since=tmp_path / earlier)
    with pytest.raises(CommandError, match="a data file as csv, not as parquet"):
        call_command("export_dataset", str(tmp_path / "1"), "--parquet", "--since", str(tmp_path / "csv"))
    assert not (tmp_path / "1").exists()
