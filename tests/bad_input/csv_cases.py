"""Rows 72 and 73: tables that are none, and cells that a spreadsheet would compute.

What is exported is guarded beside the data file (tests/declarations/dataset/test_dataset_export.py).
"""

from typing import Any

from tests.bad_input.catalogue import FORM, Case, lodging, posting
from tests.forms import changed

_HEAD = b"direction,own_reference\r\n"
_FAULTS: dict[str, tuple[bytes, list[tuple[int, str | None, str]]]] = {
    "72 1,000 columns in a row": (_HEAD + b"IMPORT,X" + b"," * 998 + b"\r\n", [(2, None, "csv-width")]),
    "72 1,000 columns in the header": (
        b",".join([b"x%d" % number for number in range(1_000)]) + b"\r\n",
        [(1, f"x{number}", "csv-unknown-column") for number in range(100)],
    ),
    "72 CP932 in a UTF-8 table": (_HEAD + b"IMPORT," + "醤".encode("cp932") + b"\r\n", [(2, None, "csv-encoding")]),
    "72 1,000,000 rows": (_HEAD + b"IMPORT,X\r\n" * 1_000_000, [(10_002, None, "too-many-rows")]),
    "72 a formula": (_HEAD + b'IMPORT,"=HYPERLINK(""x"")"\r\n', [(2, "own_reference", "csv-formula")]),
    "72 300 faults, of which 100 are told": (
        _HEAD + b"IMPORT\r\n" * 300,
        [(row, None, "csv-width") for row in range(2, 102)],
    ),
    "72 an unknown column": (_HEAD.strip() + b",zzz\r\nIMPORT,X,1\r\n", [(1, "zzz", "csv-unknown-column")]),
    "72 a column twice": (_HEAD.strip() + b",direction\r\n", [(1, "direction", "csv-repeated-column")]),
    "72 a quotation without an end": (_HEAD + b'IMPORT,"X\r\n', [(2, None, "csv-malformed")]),
    "72 a line of 3 MB": (_HEAD + b"IMPORT," + b"X" * 3_000_000, [(2, None, "line-too-long")]),
    "72 nothing": (b"", [(1, None, "empty-file")]),
}
_STARTS = {"=": "=1+1", "+": "+1", "-": "-1+1", "@": "@SUM(1)", "full-width =": "＝1+1", "full-width @": "＠SUM(1)"}
_TABLE: dict[str, Any] = {"headers": {"Idempotency-Key": "bad-input"}, "media_type": "text/csv"}

CASES: tuple[Case, ...] = (
    *(
        posting(
            id,
            "/batches",
            body,
            422,
            "import-errors",
            facts={"faults": faults},
            environ={"CONTENT_LENGTH": str(len(body))},  # told also where there is nothing
            **_TABLE,
        )
        for id, (body, faults) in _FAULTS.items()
    ),
    posting(
        "72 a character set that is none",
        "/batches",
        _HEAD,
        415,
        "unsupported-media-type",
        **{**_TABLE, "media_type": "text/csv; charset=utf-7"},
    ),
    posting(
        "72 a table that is declared CP932",
        "/batches",
        _HEAD + "IMPORT,醤\r\n".encode("cp932"),
        202,
        writes=True,
        **{**_TABLE, "media_type": "text/csv; charset=cp932"},
    ),
    *(
        posting(
            f"73 a cell that starts with {name}",
            "/batches",
            _HEAD + f"IMPORT,{text}\r\n".encode(),
            422,
            "import-errors",
            facts={"faults": [(2, "own_reference", "csv-formula")]},
            **_TABLE,
        )
        for name, text in _STARTS.items()
    ),
    *(
        lodging(
            f"73 a name that starts with {name}",
            changed(FORM, "/consignor/name", text),
            201,
            writes=True,
        )
        for name, text in _STARTS.items()
        if text.isascii()
    ),
)
