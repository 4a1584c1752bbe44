"""Messages with several errors at once; those with one are in the catalogue (tests/bad_input)."""

from typing import Any

import pytest

from declarations.models import Declaration, Submission
from tests.forms import changed, export_form, import_form

pytestmark = pytest.mark.django_db

FORM = import_form()
NAME, CODE, AMOUNT = "/importer/name", "/goods_items/0/commodity_code", "/invoice/amount"


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


@pytest.mark.parametrize("value", [{"neither": "this"}, ["nor", "this"]], ids=["object", "list"])
@pytest.mark.parametrize("form", [import_form, export_form])
def test_a_place_that_is_wrong_makes_no_rule_find_anything(broker, nothing_written, form, value):
    for pointer in places(form()):
        answer = broker.lodge(changed(form(), pointer, value))

        assert answer.status_code == 422, pointer
        assert [error for error in answer.json()["errors"] if "law" in error] == [], pointer


def places(value: Any, at: str = "") -> list[str]:
    """Every place in a JSON value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    inner = [place for key, each in pairs for place in places(each, f"{at}/{key}")]
    return inner if at == "" else [at, *inner]
