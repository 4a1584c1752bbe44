"""Declarations that nothing scripts, lodged on a day that the forms are written for, and what is found of them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from declarations import clearance
from declarations.audits.recording import Audited, record_audit
from declarations.selection import scoring
from declarations.selection.models import RiskProfile, ScoringPolicy
from declarations.traders.models import User
from tests.doors import CLOCK
from tests.forms import parcel_form

DAY = date(2024, 8, 5)
NOON = datetime(2024, 8, 5, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_chance(settings):
    """Nothing is drawn, unless a test says so."""
    settings.RANDOM_SELECTION_SHARE = Decimal("0.0000")
    settings.RANDOM_SELECTION_SHARES = {}


@pytest.fixture
def lodge(broker):
    """Lodges a book of 4,800 yen, or what a test wants instead; its number. Where nothing holds it, it is released."""

    def lodge(form=None, *, clock=CLOCK, **changes):
        form = form or parcel_form(**changes)
        form["own_reference"] = form["own_reference"].replace("SBX-", "REF-")
        return broker.lodged(form, clock=clock)["number"]

    return lodge


@pytest.fixture
def officer(world):
    return User.objects.get(username="demo-officer").as_officer()


@pytest.fixture
def audit(officer):
    """Records what an audit found."""

    def audit(number, *, in_order=True, lacking=0, on=DAY, at=None, corrects=None):
        found = Audited(on=on, in_order=in_order, lacking=lacking, remarks="BOOKS SEEN")
        return record_audit(number, found, by=officer, at=at or timezone.now(), corrects=corrects)

    return audit


@pytest.fixture
def examine(officer):
    """Records what an examination found."""

    def examine(number, *, in_order=True, at=NOON):
        clearance.examine(number, by=officer, in_order=in_order, remarks="PAPERS SEEN", at=at)

    return examine


def profile(**changes):
    """A profile of books, in force."""
    said = {"code": "RP-BOOKS", "version": 1, "title": "Books", "commodity_prefix": "4901", "category": 2}
    return RiskProfile.objects.create(**{**said, "valid_from": date(2020, 1, 1), **changes})


@pytest.fixture
def in_use(officer, settings, tmp_path):
    """Puts a model into use."""
    settings.SELECTION_MODELS_DIR = tmp_path / "models"
    scoring.forget()

    def put(folder, *, mode="SHADOW", document_from=0.5):
        at = timezone.now()
        model = clearance.register_model(folder / "model.json", by=officer, at=at)
        policy = clearance.propose_policy(
            model.sha256,
            by=officer,
            mode=ScoringPolicy.Mode(mode),
            g=Decimal(0),
            document_from=document_from,
            inspection_from=None,
            reason="Try.",
            at=at,
        )
        senior = User.objects.get(username="demo-senior-officer").as_officer()
        return clearance.decide_policy(policy.version, by=senior, approves=True, at=at)

    yield put
    scoring.forget()
