"""How the selection works, on the console: what is told, by whom models come into use, and what is not given away."""

import csv
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from declarations import clearance
from declarations.audits.models import AuditResult
from declarations.models import Declaration
from declarations.selection import scoring
from declarations.selection.learning.model import save
from declarations.selection.models import RiskProfile, ScoringPolicy
from declarations.traders.models import User
from tests.declarations.console.conftest import page, signed_in, told
from tests.declarations.selection.test_scoring import model_of
from tests.forms import import_form, parcel_form

pytestmark = pytest.mark.django_db
RESULTS, MODELS, SITES = "/console/selection-results/", "/console/selection-models/", "/console/audit-sites/"


@pytest.fixture
def book(lodge, settings):
    """Lodges a book that nothing scripts; its number."""
    settings.RANDOM_SELECTION_SHARE = Decimal(0)

    def book(**changes):
        form = parcel_form(**changes)
        return lodge(form | {"own_reference": form["own_reference"].replace("SBX-", "REF-")})

    return book


@pytest.fixture
def risk(world):
    return signed_in("demo-risk-officer")


@pytest.fixture
def senior(world):
    """A supervisor of the middle grade."""
    User.objects.get(username="demo-senior-officer").groups.add(Group.objects.get(name="supervisor"))
    return signed_in("demo-senior-officer")


@pytest.fixture
def model(world, settings, tmp_path):
    """A registered model."""
    settings.SELECTION_MODELS_DIR = tmp_path / "models"
    scoring.forget()
    save(model_of(), tmp_path)
    by = User.objects.get(username="demo-officer").as_officer()
    yield clearance.register_model(tmp_path / "model.json", by=by, at=timezone.now())
    scoring.forget()


def profile(**changes):
    said = {
        "code": "RP-BOOKS",
        "version": 1,
        "title": "Books of <b>note</b>",
        "commodity_prefix": "4901",
        "category": 2,
    }
    return RiskProfile.objects.create(**{**said, "valid_from": date(2020, 1, 1), **changes})


def examine(number, *, in_order=True):
    by = User.objects.get(username="demo-officer").as_officer()
    clearance.examine(number, by=by, in_order=in_order, remarks="SEEN", at=timezone.now())


def test_the_page_tells_hit_rates_the_estimate_and_drift_with_a_table_beside_each_picture(risk, book):
    assert "Nothing is declared yet" in risk.get(RESULTS).content.decode()
    book()
    profile()
    examine(book())
    examine(book(), in_order=False)

    answer = risk.get(RESULTS)
    text = answer.content.decode()
    shown = answer.context["results"]
    assert [(each.name, each.selected, each.rate.wrong) for each in shown.hit_rates] == [("RP-BOOKS v1", 2, 1)]
    assert "Books of &lt;b&gt;note&lt;/b&gt;" in text
    assert "50.0 %" in text
    assert text.count('<svg class="chart"') == 2  # nothing was imported before, so nothing is compared
    assert (shown.estimate.declarations, shown.estimate.results) == (3, 2)
    assert " style=" not in text.partition('<div id="main"')[2]
    for days in ("30", "365", "0", "x"):
        assert risk.get(RESULTS, {"days": days}).status_code == 200


def test_no_page_tells_how_many_open_cases_chance_or_a_profile_selected(risk, book, settings):
    profile()
    book()
    settings.RANDOM_SELECTION_SHARE = Decimal(1)
    book()

    assert risk.get(RESULTS).context["results"].hit_rates == []


def test_a_model_comes_into_use_by_two_and_whoever_proposed_may_only_take_it_back(risk, senior, model):
    said = {"mode": "SHADOW", "g": "0.1", "document_from": "0.5", "inspection_from": "", "reason": "TRY"}
    where = risk.post(f"{MODELS}{model.sha256}/", said).url
    assert "higher grade" not in risk.get(where).content.decode()
    assert "Take it back" in risk.get(where).content.decode()
    risk.post(where, {"decision": "APPROVE", "remarks": "ME"})
    assert ScoringPolicy.objects.get().approved_by == ""

    answer = senior.post(where, {"decision": "APPROVE", "remarks": "SEEN"}, follow=True)
    assert "approved, and in force" in answer.content.decode()
    policy = ScoringPolicy.objects.get()
    assert (policy.approved_by, policy.remarks, policy.mode) == ("officer:demo-senior-officer", "SEEN", "SHADOW")
    registry = senior.get(MODELS).content.decode()
    assert ("In force" in registry, "File is there" in registry, model.sha256 in registry) == (True, True, True)
    assert (
        "No such" not in senior.post(where, {"decision": "DECLINE", "remarks": "AGAIN"}, follow=True).content.decode()
    )
    assert ScoringPolicy.objects.get().declined_by == ""


def test_a_policy_that_is_declined_or_taken_back_is_never_in_force(risk, senior, chief, model):
    said = {"mode": "RAISE", "g": "0", "document_from": "0.5", "inspection_from": "0.9", "reason": "TRY"}
    declined = risk.post(f"{MODELS}{model.sha256}/", said).url
    senior.post(declined, {"decision": "DECLINE", "remarks": "NO"})
    taken_back = senior.post(f"{MODELS}{model.sha256}/", said).url
    senior.post(taken_back, {"decision": "WITHDRAW"})
    for where in (declined, taken_back):
        chief.post(where, {"decision": "APPROVE", "remarks": "YES"})

    assert list(ScoringPolicy.objects.order_by("version").values_list("approved_by", "declined_by")) == [
        ("", "officer:demo-senior-officer"),
        ("", "officer:demo-senior-officer"),
    ]
    registry = chief.get(MODELS).content.decode()
    assert ("Declined" in registry, "Taken back" in registry, "In force" in registry) == (True, True, False)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"g": "1.5"}, "g"),
        ({"g": "NaN"}, "g"),
        ({"document_from": "inf"}, "document_from"),
        ({"inspection_from": "0.1"}, "inspection_from"),
        ({"mode": "ALWAYS"}, "mode"),
        ({"reason": ""}, "reason"),
        ({"reason": "A\0B"}, "reason"),
    ],
)
def test_a_policy_that_cannot_be_is_not_proposed(risk, model, wrong, field):
    said = {"mode": "RAISE", "g": "0", "document_from": "0.5", "inspection_from": "0.9", "reason": "TRY", **wrong}

    answer = risk.post(f"{MODELS}{model.sha256}/", said)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert ScoringPolicy.objects.count() == 0


@pytest.mark.parametrize(
    "address",
    [f"{MODELS}{'0' * 64}/", "/console/selection-policies/1/", "/console/selection-policies/99999999999999999999/"],
)
def test_what_is_not_there_is_not_found(risk, address):
    assert risk.get(address).status_code == 404


def test_an_audit_is_recorded_on_the_case_and_corrected(officer, book):
    number = book()
    where = page(number, "audit")
    said = {"audited_on": "2024-09-01", "result": "NOT_IN_ORDER", "lacking": "900", "remarks": "INVOICE SEEN"}
    assert "is recorded" in told(officer.post(where, said))[0]
    assert "900 yen lacking" in officer.get(page(number)).content.decode()

    first = AuditResult.objects.get()
    said |= {"result": "IN_ORDER", "lacking": "0", "corrects": str(first.id)}
    officer.post(where, said)
    assert AuditResult.objects.get(corrects=first).lacking == 0
    assert "Corrected" in officer.get(page(number)).content.decode()
    assert officer.post(where, said).context["form"].errors.keys() == {"corrects"}
    wrong = {"audited_on": "1.9.2024", "result": "", "lacking": "-1", "remarks": ""}
    assert set(officer.post(where, wrong).context["form"].errors) == set(wrong)
    early = said | {"corrects": "", "audited_on": "2024-08-01"}
    assert "not possible" in told(officer.post(where, early))[0]
    assert AuditResult.objects.count() == 2


def test_only_what_is_released_is_audited(officer, lodge):
    where = page(lodge(import_form(script="V2")), "audit")
    said = {"audited_on": "2024-09-01", "result": "IN_ORDER", "lacking": "0", "remarks": "X"}

    assert "not released" in told(officer.post(where, said))[0]
    assert AuditResult.objects.count() == 0


def test_sites_are_a_page_and_a_file_that_no_spreadsheet_computes(risk, book):
    assert "Nothing is released" in risk.get(SITES).content.decode()
    number = book()
    text = risk.get(SITES).content.decode()
    assert ("12345678901239000" in text, "1 declarations were scored by no model" in text) == (True, True)

    trader = Declaration.objects.get(number=number).trader
    trader.name = "=cmd|calc"
    trader.save()
    [head, row] = csv.reader(risk.get("/console/audit-sites.csv").content.decode().splitlines())
    assert dict(zip(head, row, strict=True)) == {
        "rank": "1",
        "importer": "12345678901239000",
        "name": "'=cmd|calc",
        "declarations": "1",
        "unscored": "1",
        "at_stake_yen": "0",
        "expected_yen": "0",
        "hours": "16.25",
        "expected_yen_an_hour": "0",
        "last_audited_on": "",
    }
