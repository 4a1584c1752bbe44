"""The contract of the adapters, and what a deployment is warned of."""

import subprocess
import sys
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import IntegrityError, transaction
from uuid_utils.compat import uuid7

from permits import checking
from permits.agencies import (
    ADAPTERS,
    AgencyError,
    AgencyProtocolError,
    AgencyUnavailable,
    AskedOnPaper,
    adapter_for,
    address_of,
)
from permits.agencies.json_http import LARGEST_ANSWER
from permits.models import Agency, Law, PermitCheck, Requirement
from permits.question import PermitAnswer
from permits.requirements import edition, in_force
from tests.permits.conftest import AT, eventually, insert, question, says


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


def test_adding_an_agency_is_adding_rows(open_check, simulator):
    """A new agency with a new law for toys: its rows, and it is asked, calls back and is believed."""
    toys = simulator("TOYS")
    settings.AGENCY_URLS.clear()
    Agency.objects.create(code="TOYS", name="Toy safety desk", adapter="json_http", url=toys.url)
    Law.objects.create(
        code="TY", name_en="Toy Safety Act", agency_name="Toys", agency_id="TOYS", confidence="high", connected=True
    )
    Requirement.objects.create(
        commodity="9503", direction="IMPORT", origin="DE", law_id="TY", valid_from=date(2026, 1, 1)
    )
    [binding] = in_force(edition()).laws_binding("9503003002", direction="IMPORT", origin="DE", on=date(2026, 3, 2))
    asked = question(uuid7(), law=binding.code, agency=binding.agency_code)
    insert([checking.due_row(asked, check_id=UUID(asked.idempotency_key), law=binding, at=AT)])

    [check_id] = checking.claim_due(limit=9)
    checking.ask(check_id)

    check = eventually(lambda: PermitCheck.objects.filter(id=check_id, settled_at__isnull=False).first())
    assert (check.status, check.agency_reference, check.rule) == (
        "CONFIRMED",
        "TOYS-00000001",
        "TY/9503/IMPORT/DE/2026-01-01",
    )
    assert list(check.inbox.values_list("outcome", flat=True)) == ["APPLIED"]


def test_the_address_and_limits_of_the_row_come_before_those_of_the_environment(settings):
    settings.AGENCY_URLS = {"FD": "http://environment"}

    assert address_of(Agency(code="FD")) == "http://environment"
    assert address_of(Agency(code="FD", url="https://row/fd")) == "https://row/fd"
    assert address_of(Agency(code="PL")) == ""


@pytest.mark.parametrize(
    "lie",
    [
        {"url": "ftp://fd"},
        {"url": "https://user@fd"},
        {"url": "https://fd/?q"},
        {"total_seconds": 20.5},
        {"total_seconds": 0},
        {"connect_seconds": -1},
        {"soft_limit": timedelta(minutes=1)},
        {"hard_limit": timedelta(hours=1)},
        {"acknowledge_within": timedelta(0)},
    ],
    ids=str,
)
def test_the_database_refuses_an_agency_that_cannot_be_asked(laws, lie):
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.filter(code="FD").update(**lie)


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


def test_no_agency_is_asked_in_clear_in_production(laws, settings):
    settings.AGENCY_URLS = {code: f"https://{code.lower()}.example" for code in ("FD", "PL", "AN")}
    settings.SECURE_SSL_REDIRECT = True
    call_command("check", databases=["default"])

    settings.AGENCY_URLS = {**settings.AGENCY_URLS, "PL": "http://pl.example"}
    with pytest.raises(SystemCheckError, match=r"permits\.E002\) Agency PL is asked in clear"):
        call_command("check", databases=["default"])


@pytest.mark.parametrize("module", ["permits.question", "permits.signing", "permits.simulator.__main__"])
def test_it_starts_without_django(module):
    code = f"import {module}, sys; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
