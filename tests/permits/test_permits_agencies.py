"""The contract of the adapters, and what a deployment is warned of."""

import subprocess
import sys

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from uuid_utils.compat import uuid7

from permits.agencies import ADAPTERS, AgencyError, AgencyProtocolError, AgencyUnavailable, AskedOnPaper, adapter_for
from permits.agencies.json_http import LARGEST_ANSWER
from permits.models import Agency
from permits.question import PermitAnswer
from tests.permits.conftest import question, says


@pytest.mark.parametrize("name", sorted(ADAPTERS))
def test_every_adapter_answers_a_repeated_question_with_one_reference_or_fails_by_name(name, simulator):
    fd, asked = simulator(), question(uuid7(), asker_reference="SBX-P-1")
    adapter = adapter_for(Agency(code="FD", adapter=name))

    answers = []
    for _ in range(2):
        try:
            answers.append(adapter.ask(asked))
        except AgencyError as failure:
            answers.append(failure)

    if isinstance(answers[0], PermitAnswer):
        assert answers[0] == answers[1]
        assert fd.counts()["distinct_references"] == 1
    else:
        assert [type(each) for each in answers] == [AskedOnPaper] * 2
        assert fd.counts()["requests"] == 0


@pytest.mark.parametrize("name", sorted(ADAPTERS))
def test_every_adapter_fails_by_name_when_the_agency_is_away(name, settings):
    settings.AGENCY_URLS = {"FD": "http://127.0.0.1:9"}

    with pytest.raises(AgencyError) as failure:
        adapter_for(Agency(code="FD", adapter=name)).ask(question(uuid7()))

    assert failure.value.code in {"no-connection", "asked-on-paper"}


def test_an_agency_without_address_or_adapter_fails_by_name(settings):
    settings.AGENCY_URLS = {}

    with pytest.raises(AgencyUnavailable, match="address"):
        adapter_for(Agency(code="FD", adapter="json_http"))
    with pytest.raises(AgencyProtocolError, match="unknown adapter"):
        adapter_for(Agency(code="FD", adapter="pigeon"))


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        ((500, b""), AgencyUnavailable, "http-500"),
        ((429, b""), AgencyUnavailable, "http-429"),
        ((409, b""), AgencyUnavailable, "http-409"),
        ((301, b""), AgencyProtocolError, "http-301"),
        ((404, b""), AgencyProtocolError, "http-404"),
        ((200, b"{}"), AgencyProtocolError, "answer-not-understood"),
        ((200, b"\xff"), AgencyProtocolError, "answer-not-understood"),
        ((200, b" " * (LARGEST_ANSWER + 1)), AgencyProtocolError, "answer-too-large"),
    ],
)
def test_a_failure_is_of_the_kind_that_heals_or_of_the_other(agency_that, reply, kind, code):
    agency_that(lambda asked: reply)

    with pytest.raises(kind) as failure:
        adapter_for(Agency(code="FD", adapter="json_http")).ask(question(uuid7()))

    assert failure.value.code == code


def test_the_question_arrives_as_it_was_asked(agency_that):
    seen = []
    agency_that(lambda asked: seen.append(asked) or says("RECEIVED"))
    asked = question(uuid7())

    adapter_for(Agency(code="FD", adapter="json_http")).ask(asked)

    assert seen == [asked]


def test_a_connected_agency_without_address_is_warned_of(laws, settings, capsys):
    settings.AGENCY_URLS = {"FD": "http://fd", "PL": "http://pl"}
    Agency.objects.create(code="ODD", name="odd", adapter="pigeon")

    with pytest.raises(SystemCheckError, match=r"permits\.E001"):
        call_command("check", databases=["default"])

    Agency.objects.filter(code="ODD").delete()
    call_command("check", databases=["default"])
    warned = capsys.readouterr().err
    assert "permits.W001" in warned
    assert "Agency AN is connected but has no address." in warned
    assert "Agency FD" not in warned


@pytest.mark.parametrize("module", ["permits.question", "permits.signing", "permits.simulator.__main__"])
def test_it_starts_without_django(module):
    code = f"import {module}, sys; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
