"""Receipt and permit as PDF, fetched as a browser fetches them: on A4, with their fonts, in the page's language."""

import re
import zlib

import pytest

from tests.forms import export_form, goods_item, import_form

A4 = (595, 842)  # points
LARGEST = 500_000  # bytes: 310,000 in Japanese, whose letters are most of it, 23,000 in English


def insides(paper: bytes) -> bytes:
    """A PDF with its compressed parts opened: what it says of its pages, fonts and language."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", paper, re.DOTALL)
    return paper + b"".join(zlib.decompressobj().decompress(each) for each in streams if each[:1] == b"x")


@pytest.mark.parametrize("kind", ["receipt", "permit"])
def test_a_paper_is_saved_as_pdf(visit, trader, tmp_path, language, kind):
    form = import_form(script="P-V2", items=[goods_item()]) if kind == "receipt" else export_form(script="V1")
    number = trader.lodged(form)["number"]
    page = visit(language=language).open(f"/declarations/{number}/{kind}")

    with page.expect_download() as began:
        page.click(f"a[href$='/{kind}.pdf']")
    began.value.save_as(tmp_path / "paper.pdf")
    paper = (tmp_path / "paper.pdf").read_bytes()

    told = insides(paper)
    sizes = re.findall(rb"/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]", told)
    assert (began.value.suggested_filename, paper[:5]) == (f"{number}-{kind}.pdf", b"%PDF-")
    assert [tuple(round(float(side)) for side in size) for size in sizes] == [A4]
    assert f"/Lang ({language})".encode() in told
    assert (b"/FontFile" in told, b"CJK" in told) == (True, language == "ja")
    assert len(paper) < LARGEST
