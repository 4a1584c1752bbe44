"""The published language on the wire."""

import json
from datetime import UTC, datetime

import msgspec
import pytest
from uuid_utils.compat import uuid7

from permits.question import answer_from_wire, notice_from_wire, question_from_wire, to_wire
from tests.permits.conftest import answer, question


def test_a_question_comes_back_from_the_wire_as_it_went():
    asked = question(uuid7())

    assert question_from_wire(to_wire(asked)) == asked
    assert json.loads(to_wire(asked))["quantity"] == "2000.5"
    assert json.loads(to_wire(asked))["arrival_on"] == "2026-03-02"


def test_an_answer_comes_back_from_the_wire_as_it_went():
    said = answer("REFUSED", reason_code="R-1", reason_text="食品衛生法", decided_at=datetime(2026, 3, 1, tzinfo=UTC))

    assert answer_from_wire(to_wire(said)) == said


@pytest.mark.parametrize(
    "change",
    [
        {"status": "MAYBE"},
        {"reference": ""},
        {"reference": "two\nlines"},
        {"reason_text": "a\u0000b"},
        {"reason_text": "x" * 2001},
        {"decided_at": "2026-03-01T00:00:00"},
        {"reference": 7},
    ],
)
def test_an_answer_that_could_not_be_kept_is_not_understood(change):
    said = {"reference": "FD-1", "status": "RECEIVED"} | change

    with pytest.raises(msgspec.ValidationError):
        answer_from_wire(json.dumps(said).encode())


@pytest.mark.parametrize("version", [0, 40000, "1"])
def test_a_notice_names_a_version_that_can_exist(version):
    said = {"agency": "FD", "idempotency_key": "k", "subject_version": version}
    said["answer"] = {"reference": "FD-1", "status": "RECEIVED"}

    with pytest.raises(msgspec.ValidationError):
        notice_from_wire(json.dumps(said).encode())
