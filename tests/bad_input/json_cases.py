"""Rows 1 to 14: what cannot be read as a message at all."""

import json

from tests.bad_input.catalogue import AMOUNT, COUNT, FORM, Case, lodging, posting, spelled


def nested(depth: int) -> bytes:
    return b'{"a":' + b"[" * depth + b"]" * depth + b"}"


GOOD = json.dumps(FORM).encode()
_THREE_MEGABYTES = b'{"a":"' + b"x" * 3_000_000 + b'"}'
_MANY_KEYS = json.dumps({f"key{i}": i for i in range(200_000)}).encode()
_UNREADABLE = {
    "1 trailing comma": b'{"a":1,}',
    "1 a comment": b'{"a":1} // one',
    "1 cut off": GOOD[:-1],
    "1 two objects": b"{}{}",
    "1 single quotes": b"{'a':1}",
    "1 a raw line break in a text": b'{"a":"b\nc"}',
    "2 empty": b"",
    "2 blanks": b" \n ",
    "11 invalid UTF-8": b'{"a":"\xff"}',
    "11 overlong UTF-8": b'{"a":"\xc0\xaf"}',
    "11 UTF-16": '{"a":1}'.encode("utf-16"),
    "11 UTF-16 without a mark": '{"a":1}'.encode("utf-16-le"),
    "11 a surrogate in UTF-8": b'{"a":"\xed\xa0\x80"}',
    "11 byte order mark": b"\xef\xbb\xbf" + b'{"a":1}',
    "27 NaN": spelled(AMOUNT, "NaN"),
    "27 Infinity": spelled(AMOUNT, "Infinity"),
    "27 minus Infinity": spelled(AMOUNT, "-Infinity"),
    "37 integer of 100,000 digits": spelled(COUNT, "9" * 100_000),
    "37 negative integer of 100,000 digits": spelled(COUNT, "-" + "9" * 100_000),
    "37 integer with a leading zero": spelled(COUNT, "01"),
}
_OTHER = {
    "3 null": (b"null", "not-an-object"),
    "3 list": (b"[1]", "not-an-object"),
    "3 text": (b'"x"', "not-an-object"),
    "3 number": (b"1", "not-an-object"),
    "3 true": (b"true", "not-an-object"),
    "4 duplicate keys": (b'{"a":1,"a":2}', "duplicate-key"),
    "4 duplicate keys inside": (b'{"a":{"b":1,"b":1}}', "duplicate-key"),
    "4 duplicate keys, one escaped": (b'{"a":1,"\\u0061":2}', "duplicate-key"),
    "4 duplicate keys in a list": (b'{"a":[{"b":1,"b":1}]}', "duplicate-key"),
    "5 depth 100,000": (nested(100_000), "too-deep"),
    "5 depth 980": (nested(980), "too-deep"),
    "5 depth 980, never closed": (b'{"a":' + b"[" * 980, "too-deep"),
    "5 objects to depth 980": (b'{"a":' * 980 + b"1" + b"}" * 980, "too-deep"),
    "6 depth 940": (nested(940), "too-deep"),
    "6 depth 500": (nested(500), "too-deep"),
    "6 depth 21": (nested(20), "too-deep"),
}
_MEDIA = {
    "12 UTF-7": "application/json; charset=utf-7",
    "12 a bogus character set": "application/json; charset=klingon",
    "12 Latin-1": "application/json; charset=iso-8859-1",
    "13 plain text": "text/plain",
    "13 XML": "application/xml",
    "13 a form": "application/x-www-form-urlencoded",
    "13 a form with files": "multipart/form-data; boundary=x",
    "13 octets": "application/octet-stream",
    "13 none": "",
    "13 nonsense": "json",
    "64 a merge patch": "application/merge-patch+json",
    "64 a JSON patch": "application/json-patch+json",
}
_CHUNKED = {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}

CASES = (
    *(lodging(id, body, 400, "malformed-json") for id, body in _UNREADABLE.items()),
    *(lodging(id, body, 400, type) for id, (body, type) in _OTHER.items()),
    lodging(
        "6 brackets in text are no depth",
        {"a": "[" * 50},
        422,
        "required",
        errors=(("/direction", "required"),),
    ),
    lodging("7 3 MB", _THREE_MEGABYTES, 413, "body-too-large"),
    posting("7 3 MB as a draft", "/drafts", _THREE_MEGABYTES, 413, "body-too-large"),
    posting("7 3 MB as a question", "/duty-estimates", _THREE_MEGABYTES, 413, "body-too-large"),
    Case(
        id="7 65 KB from an agency",
        path="/agency/v1/answers",
        body=b" " * (64 * 1024 + 1),
        by="nobody",
        status=413,
        type="body-too-large",
    ),
    lodging("8 200,000 keys", _MANY_KEYS, 413, "body-too-large"),
    lodging("9 chunked, without a length", GOOD, 411, "length-required", environ=_CHUNKED),
    posting("9 a chunked batch", "/batches", GOOD, 411, "length-required", environ=_CHUNKED),
    lodging("10 gzip", b"\x1f\x8b\x08", 415, "unsupported-encoding", headers={"Content-Encoding": "gzip"}),
    lodging("10 brotli", GOOD, 415, "unsupported-encoding", headers={"Content-Encoding": "br"}),
    lodging("10 twice compressed", GOOD, 415, "unsupported-encoding", headers={"Content-Encoding": "gzip, gzip"}),
    *(lodging(id, GOOD, 415, "unsupported-media-type", media_type=media) for id, media in _MEDIA.items()),
    lodging("14 CSV is asked for", GOOD, 406, "not-acceptable", headers={"Accept": "text/csv"}),
    lodging("14 XML is asked for", GOOD, 406, "not-acceptable", headers={"Accept": "application/xml"}),
)
