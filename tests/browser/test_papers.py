"""Receipt and permit as PDF, fetched as a browser fetches them: on A4, with their fonts, in the page's language."""

import re

import pytest

from tests.forms import export_form, goods_item, import_form

A4 = (595, 842)  # points
FONT = {"en": rb"/BaseFont /[A-Z]{6}\+", "ja": rb"/BaseFont /[A-Z]{6}\+[^ ]*(?:CJK|Gothic|Noto-Sans-JP)"}


@pytest.mark.parametrize("kind", ["receipt", "permit"])
def test_a_paper_is_saved_as_pdf(visit, trader, tmp_path, language, kind):
    form = import_form(script="P-V2", items=[goods_item()]) if kind == "receipt" else export_form(script="V1")
    number = trader.lodged(form)["number"]
    page = visit(language=language).open(f"/declarations/{number}/{kind}")

    with page.expect_download() as began:
        page.click(f"a[href$='/{kind}.pdf']")
    began.value.save_as(tmp_path / "paper.pdf")
    paper = (tmp_path / "paper.pdf").read_bytes()

    [size] = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", paper)
    assert (began.value.suggested_filename, paper[:5]) == (f"{number}-{kind}.pdf", b"%PDF-")
    assert tuple(round(float(side)) for side in size) == A4
    assert (re.search(FONT[language], paper) is not None, paper.count(b"/FontFile") > 0) == (True, True)
    assert f"/Lang ({language})".encode() in paper
    assert len(paper) < 200_000
