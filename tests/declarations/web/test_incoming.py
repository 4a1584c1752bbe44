"""Goods items by paste and out of files: Excel's block, CSV in UTF-8 and CP932, XLSX; errors by row and column."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from declarations.web.claims import claims_in, line_of
from tests.declarations.web.drafting import Form, begun, page_of, said_by
from tests.forms import goods_item, import_form

SOY = goods_item()
BLOCK = "2103.10-0005\tSOY SAUCE\tsg\t200,000\t2,000\tKG\t2000\t\t\t\tFD FD26-000123\r\n"


def sent(person, draft, *, block="", file=None, way="replace", act="items"):
    """Paste a block or upload a file."""
    values = {**Form(page_of(person, draft, "/incoming")).values, "block": block, "way": way, "act": act}
    return person.post(f"/declarations/drafts/{draft.number}/incoming", values | ({"file": file} if file else {}))


def csv_file(text: str, codec: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile("goods.csv", text.encode(codec))


def workbook(rows) -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("goods.xlsx", content.getvalue())


def test_a_block_from_a_spreadsheet_becomes_goods_items(broker_person):
    draft = begun(broker_person, import_form(items=[goods_item()]))
    answer = sent(broker_person, draft, block=BLOCK + BLOCK, way="append")

    assert answer.status_code == 303, answer.content.decode()
    assert said_by(draft)["goods_items"][1:] == [SOY, SOY]


def test_a_block_with_headings_is_read_by_them_in_either_language(broker_person):
    for head in (
        "Commodity code\tPrice\tDescription",
        "品目番号\t価格\t品名",
        "commodity_code\tinvoice_amount\tdescription",
    ):
        draft = begun(broker_person)
        sent(broker_person, draft, block=f"{head}\n2103100005\t７５０\tSOY\n")

        assert said_by(draft)["goods_items"] == [
            {"commodity_code": "2103100005", "invoice_amount": "750", "description": "SOY"}
        ]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp932"])
def test_a_csv_file_is_read_in_the_letters_it_is_written_in(broker_person, codec):
    draft = begun(broker_person)
    answer = sent(broker_person, draft, file=csv_file("品目番号,品名,原産国\n2103100005,髙級しょうゆ,SG\n", codec))

    assert answer.status_code == 303
    assert said_by(draft)["goods_items"] == [
        {"commodity_code": "2103100005", "description": "髙級しょうゆ", "origin": "SG"}
    ]


def test_the_table_of_the_batches_gives_its_goods_items(broker_person):
    draft = begun(broker_person)
    table = "direction,own_reference,goods_items.commodity_code,goods_items.permits.1.law\nIMPORT,R-1,2103100005,FD\n"

    assert sent(broker_person, draft, file=csv_file(table)).status_code == 303
    assert said_by(draft)["goods_items"] == [{"commodity_code": "2103100005", "permits": [{"law": "FD"}]}]


def test_a_workbook_gives_numbers_as_they_were_written(broker_person):
    draft = begun(broker_person)
    rows = [
        ["Code", "Description", "Price", "Quantity", "Unit"],
        [709994004, "SWEET CORN", 1234.5, 2000, "KG"],
        [None, None, None, None, None],
        ["0709994004", date(2024, 8, 1), 10.10, 1e3, "KG"],
    ]

    assert sent(broker_person, draft, file=workbook(rows)).status_code == 303
    told = said_by(draft)["goods_items"]
    assert [(each["commodity_code"], each["invoice_amount"], each["quantity"]) for each in told] == [
        ("0709994004", "1234.5", "2000"),
        ("0709994004", "10.1", "1000"),
    ]


def test_what_is_wrong_is_told_by_cell_and_nothing_is_kept(broker_person):
    draft = begun(broker_person)
    before = said_by(draft)
    block = "Code\tDescription\tOrigin\tPrice\n2103100005\tSOY\tSingapore\t12,34\n\n=1+1\tSOY\tSG\t5\n"
    wrong = sent(broker_person, draft, block=block).content.decode()
    form = sent(broker_person, draft, block=block.replace("=1+1", "2103100005")).content.decode()

    assert '<td class="govuk-table__cell">A4</td>' in wrong
    assert "is a formula" in wrong
    assert '<td class="govuk-table__cell">C2</td>' in form
    assert '<td class="govuk-table__cell">D2</td>' in form
    assert "12,34" in form
    assert said_by(draft) == before


def test_fifty_lines_by_csv_are_fifty_goods_items(broker_person):
    draft = begun(broker_person)
    lines = "\n".join(f"2103100005,SOY SAUCE {n},SG,4000,40,KG,40,,,,FD FD26-{n:06}" for n in range(50))

    assert sent(broker_person, draft, file=csv_file(lines), act="grid")["Location"].endswith(
        "/grid?check=1#goods_items"
    )
    assert len(said_by(draft)["goods_items"]) == 50


@pytest.mark.parametrize("rows", [98, 99, 5000])
def test_no_more_goods_items_than_a_declaration_may_have(broker_person, rows):
    draft = begun(broker_person)
    answer = sent(broker_person, draft, block="2103100005\tSOY\tSG\t5\n" * rows)

    assert answer.status_code == (303 if rows == 98 else 422)
    assert len(said_by(draft)["goods_items"]) == (98 if rows == 98 else 1)


def zip_bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return content.getvalue()


def billion_laughs() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><workbook>&c;</workbook>')
    return content.getvalue()


def half_a_workbook() -> bytes:
    whole = workbook([["Code", "Price"], ["2103100005", 5]]).read()
    return whole[: len(whole) // 2]


def no_workbook() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", "<document/>")
    return content.getvalue()


# Named, since some are made anew in each process and are not of one length: a zip tells the time.
NO_FILES = {
    "nothing": b"",
    "one NUL": b"\x00",
    "two letters of a zip": b"PK",
    "a zip of noise": b"PK\x03\x04" + b"\xff" * 500,
    "UTF-16": b"\xff\xfe\x41\x00",
    "half a letter of CP932": b"\x81",
    "an open quote": b'"open',
    "commas": b"," * 50_000,
    "empty lines": b"\n" * 50_000,
    "Latin-1": "é".encode("latin-1"),
    "an endless number": b"Code,Price\n" + b"9" * 200_000 + b",5\n",
    "too large": b"x" * (2 * 1024 * 1024 + 1),
    "a zip bomb": zip_bomb(),
    "a billion laughs": billion_laughs(),
    "half a workbook": half_a_workbook(),
    "no workbook": no_workbook(),
}


@pytest.mark.parametrize("content", NO_FILES.values(), ids=NO_FILES)
def test_a_file_that_is_none_is_refused_in_words(broker_person, content):
    draft = begun(broker_person)
    before = said_by(draft)
    answer = sent(broker_person, draft, file=SimpleUploadedFile("goods.xlsx", content))

    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert said_by(draft) == before


def test_a_block_is_kept_when_the_language_is_switched(broker_person):
    draft = begun(broker_person)
    values = Form(page_of(broker_person, draft, "/incoming")).values
    answer = broker_person.post(
        f"/declarations/drafts/{draft.number}/incoming", {**values, "block": BLOCK, "language": "ja"}
    )

    assert '<html lang="ja"' in answer.content.decode()
    assert Form(answer.content.decode()).values["block"].strip() == BLOCK.strip()


@pytest.mark.parametrize(
    ("line", "claims"),
    [
        ("FD FD26-000123", [{"law": "FD", "permit_number": "FD26-000123"}]),
        (
            "fd ask; PL 該当なし：乾燥品",
            [{"law": "FD", "ask_agency": True}, {"law": "PL", "not_subject_reason": "乾燥品"}],
        ),
        ("AN no: not for breeding", [{"law": "AN", "not_subject_reason": "not for breeding"}]),
        ("nonsense", [{"law": "nonsense"}]),
        ("", []),
    ],
)
def test_claims_are_written_in_one_line(line, claims):
    assert claims_in(line) == claims
    assert claims_in(line_of(claims)) == claims
