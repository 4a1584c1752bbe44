"""Bad messages, rows 1 to 48 of the catalogue as far as one message goes: the exact answer to each, nothing written."""

import json
from typing import Any

import pytest

from declarations.models import Declaration, Submission
from tests.forms import changed, export_form, import_form

pytestmark = pytest.mark.django_db

FORM = import_form()
NUL, SURROGATE, ESCAPE, OVERRIDE = "\\u0000", "\\ud800", "\\u001b", "\\u202e"


def raw(pointer: str, value: Any) -> bytes:
    """The form with one value changed, as bytes."""
    return json.dumps(changed(FORM, pointer, value)).encode()


def spelled(pointer: str, literal: str) -> bytes:
    """The form with one value written as this very JSON text."""
    return raw(pointer, "@HERE@").replace(b'"@HERE@"', literal.encode())


def nested(depth: int) -> bytes:
    return b'{"a":' + b"[" * depth + b"]" * depth + b"}"


NAME, CODE, AMOUNT = "/importer/name", "/goods_items/0/commodity_code", "/invoice/amount"

UNREADABLE = {
    "1 trailing comma": (b'{"a":1,}', 400, "malformed-json"),
    "2 empty": (b"", 400, "malformed-json"),
    "3 null": (b"null", 400, "not-an-object"),
    "3 list": (b"[1]", 400, "not-an-object"),
    "3 text": (b'"x"', 400, "not-an-object"),
    "4 duplicate keys": (b'{"a":1,"a":2}', 400, "duplicate-key"),
    "4 duplicate keys inside": (b'{"a":{"b":1,"b":1}}', 400, "duplicate-key"),
    "5 depth 100,000": (nested(100_000), 400, "too-deep"),
    "5 depth 980": (nested(980), 400, "too-deep"),
    "6 depth 500": (nested(500), 400, "too-deep"),
    "6 depth 21": (nested(20), 400, "too-deep"),
    "6 brackets in text are no depth": (json.dumps({"a": "[" * 50}).encode(), 422, "required"),
    "7 3 MB": (b'{"a":"' + b"x" * 3_000_000 + b'"}', 413, "body-too-large"),
    "8 200,000 keys": (json.dumps({f"key{i}": i for i in range(200_000)}).encode(), 413, "body-too-large"),
    "11 invalid UTF-8": (b'{"a":"\xff"}', 400, "malformed-json"),
    "11 UTF-16": ('{"a":1}'.encode("utf-16"), 400, "malformed-json"),
    "11 byte order mark": (b"\xef\xbb\xbf" + b'{"a":1}', 400, "malformed-json"),
    "27 NaN": (spelled(AMOUNT, "NaN"), 400, "malformed-json"),
    "27 Infinity": (spelled(AMOUNT, "-Infinity"), 400, "malformed-json"),
    "37 integer of 100,000 digits": (spelled("/packages/count", "9" * 100_000), 400, "malformed-json"),
}
WRONG = {
    "15 NUL": (spelled(NAME, f'"a{NUL}b"'), NAME, "invalid-character"),
    "16 NUL in a key": (json.dumps(FORM)[:-1].encode() + f',"a{NUL}":1}}'.encode(), "", "invalid-character"),
    "17 lone surrogate": (spelled(NAME, f'"{SURROGATE}"'), NAME, "invalid-character"),
    "18 escape": (spelled(NAME, f'"a{ESCAPE}[2J"'), NAME, "invalid-character"),
    "18 newline": (spelled(NAME, '"a\\nb"'), NAME, "invalid-character"),
    "19 bidi override": (spelled(NAME, f'"a{OVERRIDE}b"'), NAME, "invalid-character"),
    "19 bidi isolate, raw": (raw(NAME, "a\u2066b"), NAME, "invalid-character"),
    "20 zero width": (raw(NAME, "\u200b"), NAME, "blank"),
    "20 blanks": (raw(NAME, "   "), NAME, "blank"),
    "20 empty": (raw(NAME, ""), NAME, "blank"),
    "21 a code in letters": (raw(CODE, "ABCDEFGHIJ"), CODE, "pattern"),
    "22 71 characters": (raw(NAME, "x" * 71), NAME, "too-long"),
    "22 emoji": (raw(NAME, "\U0001f600" * 70), NAME, "charset"),
    "23 unknown field": (raw("/zzz", 1), "/zzz", "unknown-field"),
    "23 unknown field inside": (raw("/goods_items/0/zzz", 1), "/goods_items/0/zzz", "unknown-field"),
    "24 status sent in": (raw("/status", "RELEASED"), "/status", "read-only-field"),
    "24 number sent in": (raw("/number", "1"), "/number", "read-only-field"),
    "25 number for text": (raw(NAME, 123), NAME, "wrong-type"),
    "25 list for object": (raw("/invoice", []), "/invoice", "wrong-type"),
    "26 text for boolean": (raw("/e_commerce", "yes"), "/e_commerce", "wrong-type"),
    "25 list for the direction": (raw("/direction", []), "/direction", "not-in-list"),
    "25 object for the direction": (raw("/direction", {}), "/direction", "not-in-list"),
    "28 NaN as text": (raw(AMOUNT, "NaN"), AMOUNT, "not-a-number"),
    "28 sNaN as text": (raw(AMOUNT, "sNaN"), AMOUNT, "not-a-number"),
    "28 Infinity as text": (raw(AMOUNT, "Infinity"), AMOUNT, "not-a-number"),
    "29 exponent": (raw(AMOUNT, "1E+2"), AMOUNT, "decimal-format"),
    "29 exponent as a number": (spelled(AMOUNT, "1e2"), AMOUNT, "decimal-format"),
    "30 float": (raw(AMOUNT, 0.1), AMOUNT, "decimal-format"),
    "31 underscore": (raw(AMOUNT, "1_000"), AMOUNT, "decimal-format"),
    "32 full-width digits": (raw(AMOUNT, "１２３"), AMOUNT, "decimal-format"),
    "32 Arabic digits": (raw(AMOUNT, "١٢٣"), AMOUNT, "decimal-format"),
    "33 negative": (raw(AMOUNT, "-5"), AMOUNT, "out-of-range"),
    "33 negative zero": (raw(AMOUNT, "-0.00"), AMOUNT, "out-of-range"),
    **{
        f"34 {text!r}": (raw(AMOUNT, text), AMOUNT, "decimal-format")
        for text in (" 1", "+1", "1.", ".5", "1e-2", "1,000", "0x10", "")
    },
    "34 '01'": (raw(AMOUNT, "01"), AMOUNT, "decimal-format"),
    "35 100,000 digits": (raw(AMOUNT, "9" * 100_000), AMOUNT, "out-of-range"),
    "35 1e999999": (raw(AMOUNT, "1e999999"), AMOUNT, "decimal-format"),
    "38 integer beyond": (raw("/packages/count", 2**63), "/packages/count", "out-of-range"),
    "39 1.0 for an integer": (spelled("/packages/count", "1.0"), "/packages/count", "wrong-type"),
    "40 30 February": (raw("/transport/arrival_on", "2026-02-30"), "/transport/arrival_on", "invalid-date"),
    "41 short date": (raw("/transport/arrival_on", "2026-1-1"), "/transport/arrival_on", "date-format"),
    "46 no goods items": (raw("/goods_items", []), "/goods_items", "line-count"),
    "46 99 goods items": (raw("/goods_items", FORM["goods_items"] * 99), "/goods_items", "line-count"),
}


@pytest.fixture
def nothing_written(db):
    yield
    assert not Submission.objects.exists()
    assert not Declaration.objects.exists()


def problem_of(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The problem, after what is true of every one of them."""
    assert answer.status_code == status, answer.content[:500]
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"].endswith(f"/problems/{code}")
    assert problem["status"] == status
    assert len(problem["correlation_id"]) == 32
    assert "Traceback" not in answer.content.decode()
    return problem


@pytest.mark.parametrize(("body", "status", "code"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_refused(broker, nothing_written, body, status, code):
    problem_of(broker.lodge(body), status, code)


@pytest.mark.parametrize(("body", "pointer", "code"), WRONG.values(), ids=WRONG)
def test_what_has_the_wrong_format_is_named_by_place_and_code(broker, nothing_written, body, pointer, code):
    problem = problem_of(broker.lodge(body), 422, code)

    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [(pointer, code)]
    assert problem["errors"][0]["message_ja"]


def test_every_format_error_comes_at_once(broker, nothing_written):
    form = changed(changed(changed(FORM, AMOUNT, "1e2"), NAME, ...), "/goods_items/0/origin", "XXX")

    problem = problem_of(broker.lodge(form), 422, "invalid-format")

    assert {(error["pointer"], error["code"], error.get("item")) for error in problem["errors"]} == {
        (AMOUNT, "decimal-format", None),
        (NAME, "required", None),
        ("/goods_items/0/origin", "pattern", 1),
    }


def test_what_the_rules_have_against_the_rest_comes_with_the_format_errors(broker, nothing_written):
    form = changed(changed(import_form(), "/invoice/number", ...), "/importer/party_code", "nobody")
    form = changed(changed(form, "/customs_office", "ZZ"), CODE, "9999999990")

    told = problem_of(broker.lodge(form), 422, "invalid-format")

    errors = [(error["code"], error["pointer"], "law" in error) for error in told["errors"]]
    assert errors[:2] == [("required", "/invoice/number", False), ("pattern", "/importer/party_code", False)]
    assert errors[2:] == [
        ("GD-401", CODE, True),
        ("GD-405", CODE, True),
        ("OF-701", "/customs_office", True),
    ]


@pytest.mark.parametrize("form", [import_form, export_form])
def test_a_place_that_is_wrong_makes_no_rule_find_anything(broker, nothing_written, form):
    for pointer in places(form()):
        answer = broker.lodge(changed(form(), pointer, {"neither": "this"}))

        assert answer.status_code == 422, pointer
        assert [error for error in answer.json()["errors"] if "law" in error] == [], pointer


def places(value: Any, at: str = "") -> list[str]:
    """Every place in a JSON value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    inner = [place for key, each in pairs for place in places(each, f"{at}/{key}")]
    return inner if at == "" else [at, *inner]


def test_a_full_width_code_is_the_code(broker):
    account = broker.lodged(changed(import_form(), "/customs_office", "１Ａ"))

    assert account["customs_office"] == "1A"


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Content-Encoding": "gzip"}, 415, "unsupported-encoding"),
        ({"Accept": "text/csv"}, 406, "not-acceptable"),
    ],
)
def test_headers_that_do_not_fit_are_refused(broker, nothing_written, headers, status, code):
    problem_of(broker.post("/declarations", FORM, **{"Idempotency-Key": "k", **headers}), status, code)


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "application/json; charset=utf-7"])
def test_other_media_types_are_refused(broker, nothing_written, media_type):
    answer = broker.http.post(
        "/api/v1/declarations",
        json.dumps(FORM).encode(),
        content_type=media_type,
        headers={**broker.headers, "Idempotency-Key": "k"},
    )

    problem_of(answer, 415, "unsupported-media-type")


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "idempotency-key-required"),
        ("", "idempotency-key-invalid"),
        ("x" * 65, "idempotency-key-invalid"),
        ("a b", "idempotency-key-invalid"),
        ("ключ", "idempotency-key-invalid"),
    ],
)
def test_a_lodging_needs_a_key_of_its_own(broker, nothing_written, key, code):
    headers = {} if key is None else {"Idempotency-Key": key}

    problem_of(broker.post("/declarations", FORM, **headers), 400, code)
