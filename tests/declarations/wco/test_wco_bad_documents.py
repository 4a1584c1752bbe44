"""Bad documents, rows 68 and 69 of the catalogue and their kin: the exact answer to each, over HTTP, nothing written.

Memory is counted by the operating system in a process of its own, because what libxml2 takes Python does not see.
"""

import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from declarations import wco
from declarations.models import Submission
from tests.declarations.wco.documents import MEDIA_TYPE, import_pair
from tests.doors import CLOCK

pytestmark = pytest.mark.django_db
GOOD, _ = import_pair()
PROLOG, BODY = GOOD.split(b"?>\n", 1)
GOODS = b"<GoodsShipment>"


def with_doctype(subset: str, *, name: str = "md:MetaData") -> bytes:
    return PROLOG + f"?>\n<!DOCTYPE {name} {subset}>".encode() + BODY


def entities(count: int, *, of: int, text: str) -> str:
    """Entities of which each is so many of the one before."""
    told = [f'<!ENTITY e0 "{text}">']
    told += [f'<!ENTITY e{i} "{f"&e{i - 1};" * of}">' for i in range(1, count)]
    return f"[{''.join(told)}]"


def nested(levels: int) -> bytes:
    return b"<a>" * levels + b"</a>" * levels


def with_root(attributes: bytes) -> bytes:
    return GOOD.replace(b"<md:MetaData", b"<md:MetaData " + attributes, 1)


XSI = b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
XINCLUDE = b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname" parse="text"/>'
BAD = {
    "68 billion laughs": (with_doctype(entities(10, of=10, text="ha")), 400, "xml-doctype-forbidden"),
    "68 quadratic": (with_doctype(entities(1, of=1, text="a" * 100_000)), 400, "xml-doctype-forbidden"),
    "68 parameter entity": (
        with_doctype('[<!ENTITY % p SYSTEM "http://127.0.0.1:1/x">%p;]'),
        400,
        "xml-doctype-forbidden",
    ),
    "68 file": (with_doctype('[<!ENTITY x SYSTEM "file:///etc/passwd">]'), 400, "xml-doctype-forbidden"),
    "68 http": (with_doctype('[<!ENTITY x SYSTEM "http://127.0.0.1:1/x">]'), 400, "xml-doctype-forbidden"),
    "68 external subset": (with_doctype('SYSTEM "http://127.0.0.1:1/x.dtd"'), 400, "xml-doctype-forbidden"),
    "68 nothing in it": (with_doctype(""), 400, "xml-doctype-forbidden"),
    "68 in small letters": (PROLOG + b"?><!doctype a>" + BODY, 400, "xml-doctype-forbidden"),
    "68 UTF-16": (with_doctype("").decode().encode("utf-16"), 400, "xml-doctype-forbidden"),
    "68 UTF-16 without a mark": (with_doctype("").decode().encode("utf-16-be"), 400, "xml-doctype-forbidden"),
    "68 UTF-32": (with_doctype("").decode().encode("utf-32"), 400, "xml-doctype-forbidden"),
    "68 UTF-7": (
        b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE a+AD4-<a/>',
        400,
        "malformed-xml",
    ),
    "68 EBCDIC": ('<?xml version="1.0" encoding="cp037"?><!DOCTYPE a><a/>'.encode("cp037"), 400, "malformed-xml"),
    "68 entity without a document type": (GOOD.replace(b"SOY SAUCE<", b"&sauce;<"), 400, "malformed-xml"),
    "69 60 levels": (nested(60), 400, "xml-limits"),
    "69 100,000 levels": (nested(100_000), 400, "xml-limits"),
    "69 100,000 attributes": (
        b"<a " + b" ".join(b'b%d="1"' % i for i in range(100_000)) + b"/>",
        400,
        "xml-limits",
    ),
    "69 100,000 attributes on many elements": (b"<a>" + b'<b c="1" d="1"/>' * 50_000 + b"</a>", 400, "xml-limits"),
    "69 200,000 elements": (b"<a>" + b"<b/>" * 200_000 + b"</a>", 400, "xml-limits"),
    "69 XInclude": (GOOD.replace(GOODS, GOODS + XINCLUDE), 400, "xml-limits"),
    "69 external XSD": (with_root(XSI + b'xsi:schemaLocation="urn:a http://127.0.0.1:1/a.xsd"'), 400, "xml-limits"),
    "69 external XSD without a namespace": (
        with_root(XSI + b'xsi:noNamespaceSchemaLocation="file:///etc/a.xsd"'),
        400,
        "xml-limits",
    ),
    "3 MB": (GOOD.replace(b"SOY SAUCE<", b"SOY SAUCE" + b" " * 3_000_000 + b"<"), 413, "body-too-large"),
    "white space": (b" ", 400, "malformed-xml"),
    "JSON": (b'{"a":1}', 400, "malformed-xml"),
    "cut off": (GOOD[:-20], 400, "malformed-xml"),
    "two roots": (b"<a/><b/>", 400, "malformed-xml"),
    "twice the same attribute": (b'<a b="1" b="2"/>', 400, "malformed-xml"),
    "invalid UTF-8": (GOOD.replace(b"SOY", b"S\xff"), 400, "malformed-xml"),
    "another encoding": (GOOD.replace(b"UTF-8", b"ISO-8859-1"), 400, "malformed-xml"),
    "NUL": (GOOD.replace(b"SOY", b"S\x00Y"), 400, "malformed-xml"),
    "NUL by number": (GOOD.replace(b"SOY", b"S&#0;Y"), 400, "malformed-xml"),
    "bidi override": (GOOD.replace(b"SOY", "S\u202eY".encode()), 422, "invalid-character"),
    "C1 control by number": (GOOD.replace(b"SOY", b"S&#x9b;Y"), 422, "invalid-character"),
    "another root": (b"<a/>", 422, "xml-schema"),
    "the same names in no namespace": (b"<Declaration><FunctionCode>9</FunctionCode></Declaration>", 422, "xml-schema"),
}


def post(program, raw):
    told = {**program.headers, "Sandbox-Clock": CLOCK, "Idempotency-Key": "bad", "Content-Type": MEDIA_TYPE}
    return program.http.post("/api/v1/declarations", raw, content_type=MEDIA_TYPE, headers=told)


@pytest.mark.parametrize(("raw", "status", "slug"), BAD.values(), ids=BAD.keys())
def test_a_bad_document_gets_its_answer_and_nothing_is_written(broker, raw, status, slug):
    answer = post(broker, raw)

    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (status, slug)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["correlation_id"]
    assert not Submission.objects.exists()


def test_59_levels_are_not_too_deep_and_a_place_beside_the_document_is_a_remark():
    with pytest.raises(Exception, match="invalid-format"):
        wco.read(nested(59))
    assert wco.read(with_root(XSI + b'xsi:schemaLocation="urn:a ../a.xsd"')).value == wco.read(GOOD).value


def test_every_error_of_the_schema_comes_at_once_with_its_element(broker):
    raw, _ = import_pair(
        **{
            "<CountryCode>SG</CountryCode></Address>": "<CountryCode>SGP</CountryCode></Address>",
            'currencyID="JPY">45000': 'currencyID="yen">45000',
            "<ConditionCode>FOB<": "<ConditionCode>F0B<",
            "<Invoice><ID>INV-1</ID></Invoice>": "<Zzz/>",
            ">40</TotalPackageQuantity>": ">4.5</TotalPackageQuantity>",
            "<SequenceNumeric>1</SequenceNumeric>\n        <Additional": "<Additional",
        }
    )
    answer = post(broker, raw)
    above = "/MetaData/Declaration"

    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (422, "xml-schema")
    assert {error["pointer"] for error in answer.json()["errors"]} == {
        f"{above}/TotalPackageQuantity",
        f"{above}/GoodsShipment/Consignor/Address/CountryCode",
        f"{above}/GoodsShipment/CustomsValuation/FreightChargeAmount",
        f"{above}/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument",
        f"{above}/GoodsShipment/Zzz",
    }
    reasons = {error["pointer"].rpartition("/")[2]: error["facts"]["reason"] for error in answer.json()["errors"]}
    assert "SequenceNumeric" in reasons["AdditionalDocument"]


@pytest.mark.parametrize(
    ("content_type", "headers", "slug"),
    [
        (f"{MEDIA_TYPE}; charset=utf-16", {}, "unsupported-media-type"),
        (MEDIA_TYPE, {"Content-Encoding": "gzip"}, "unsupported-encoding"),
        ("application/xml", {}, "unsupported-media-type"),
        ("text/xml", {}, "unsupported-media-type"),
    ],
)
def test_it_is_taken_in_utf_8_uncompressed_and_under_its_own_media_type(broker, content_type, headers, slug):
    told = {**broker.headers, "Idempotency-Key": "media", **headers}
    answer = broker.http.post("/api/v1/declarations", GOOD, content_type=content_type, headers=told)

    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (415, slug)


def test_nothing_is_fetched():
    """A listener stands where every bad document points; nobody comes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1]).encode()
        came: list[object] = []
        waiting = threading.Thread(target=lambda: came.append(listener.accept()), daemon=True)
        waiting.start()
        for raw, _, _ in BAD.values():
            with pytest.raises(Exception, match=r".+"):
                wco.read(raw.replace(b"127.0.0.1:1/", b"127.0.0.1:" + port + b"/"))
        assert came == []
        socket.create_connection(listener.getsockname()).close()
        waiting.join()
        assert len(came) == 1  # it was listening all the while


_GROWTH = """
import resource, sys
from declarations import wco
wco.read(open(sys.argv[1], "rb").read())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    wco.read(open(sys.argv[2], "rb").read())
except Exception as refused:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize("name", [name for name in BAD if name.startswith(("68", "69"))])
def test_a_bomb_costs_less_than_20_mb(tmp_path, name):
    (tmp_path / "good").write_bytes(GOOD)
    (tmp_path / "bad").write_bytes(BAD[name][0])
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", _GROWTH, tmp_path / "good", tmp_path / "bad"]
    told = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True).stdout

    assert int(told) < 20 * 1024, f"{told} KiB"
