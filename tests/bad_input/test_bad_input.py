"""The catalogue of bad input: the exact answer to each case, and a store that is as it was."""

from collections import Counter
from itertools import chain
from typing import Any

import pytest
from django.utils import timezone

from declarations.traders.throttles import Misses
from tests.bad_input import (
    csv_cases,
    date_cases,
    declaration_cases,
    form_cases,
    json_cases,
    key_and_state_cases,
    limit_cases,
    number_cases,
    parameter_cases,
    text_cases,
    token_cases,
    upload_cases,
    webhook_cases,
    xml_cases,
)
from tests.bad_input.catalogue import PROBLEM, Case
from tests.bad_input.other_connection import let_go
from tests.bad_input.scene import Scene
from tests.bad_input.store import differences, kept_submissions, store

_SUBJECTS = (
    json_cases, text_cases, number_cases, date_cases, declaration_cases, parameter_cases, key_and_state_cases,
    token_cases, xml_cases, upload_cases, csv_cases, webhook_cases, form_cases, limit_cases,
)  # fmt: skip
CASES: tuple[Case, ...] = tuple(chain.from_iterable(subject.CASES for subject in _SUBJECTS))
ROWS = range(1, 83)


@pytest.fixture
def scene(world, settings, tmp_path, monkeypatch):
    """The demonstration, with a folder for documents of its own, and all guesses of a case in one minute."""
    begun = timezone.now()
    monkeypatch.setattr(Misses, "clock", staticmethod(lambda: begun))
    documents = {**settings.STORAGES["documents"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "documents": documents}
    settings.WEBHOOK_LOOPBACK_HOSTS = frozenset()
    yield Scene(settings)
    let_go()


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=[case.id[:80] for case in CASES])
def test_it_gets_its_answer_and_leaves_the_store_as_it_was(scene, case):
    if case.given:
        case.given(scene)
    scene.caller(case.by)
    before = store()

    answer = scene.send(case)

    said = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = said.decode(errors="replace")
    assert answer.status_code == case.status, text[:1000]
    assert "Traceback" not in text
    assert len(answer["Correlation-Id"]) == 32
    if case.type:
        _is_the_problem(answer, case)
    for name, beginning in case.told.items():
        assert answer[name].startswith(beginning), (name, answer[name])
    for each in case.shows:
        assert scene.facts.get(each.strip("{}"), each) in text, text[:2000]
    for each in case.hides:
        assert each not in text
    if not case.writes:
        assert differences(before, store()) == kept_submissions(case.kept)


def _is_the_problem(answer: Any, case: Case) -> None:
    problem = answer.json()
    assert answer["Content-Type"] == PROBLEM
    assert problem["type"].rpartition("/problems/")[2] == case.type
    assert (problem["status"], problem["correlation_id"]) == (case.status, answer["Correlation-Id"])
    if case.errors is not None:
        assert sorted((error["pointer"], error["code"]) for error in problem["errors"]) == sorted(case.errors)
        assert all(error["message"] and error["message_ja"] for error in problem["errors"])
    if faults := case.facts.get("faults"):
        assert [(each["row"], each.get("column"), each["code"]) for each in problem["errors"]] == faults


def test_every_row_of_the_catalogue_has_its_cases():
    told = Counter(case.row for case in CASES)

    assert sorted(told) == list(ROWS)
    assert len(CASES) >= 250
    assert [id for id, times in Counter(case.id for case in CASES).items() if times > 1] == []
