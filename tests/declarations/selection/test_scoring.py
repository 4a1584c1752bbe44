"""The model in use: it may raise a category and never lower one, tells why, and costs no lodging whatever it does."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from declarations import clearance
from declarations.errors import FourEyes, UnknownApplication
from declarations.selection import criteria, scoring
from declarations.selection.learning.features import Kind, Reason, encoding
from declarations.selection.learning.forest import Forest, Node, Tree
from declarations.selection.learning.model import (
    FORMAT,
    BrokenModel,
    Model,
    Origin,
    Settings,
    Source,
    load,
    save,
)
from declarations.selection.models import LearnedModel, ScoringPolicy, Selection
from declarations.selection.scoring import Failure, Mode, Policy
from declarations.traders.models import User
from singlewindow.service_status import read as service_status
from tests.declarations.selection.rows import declared, made_up
from tests.forms import balls, export_form, import_form

ON = date(2026, 11, 24)
PRICE = 11  # the place of the price among the features


def model_of(*, price_above: float = 100_000.0, trees: int = 1) -> Model:
    """A model that finds likely (0.88) what is dear and unlikely (0.12) what is cheap."""
    rows = made_up(50).rows
    tree = Tree((Node(PRICE, price_above, None, True, -1, -2, 0.0),), (-2.0 / trees, 2.0 / trees))
    source = Source("made-up.csv", "0" * 64, 50, since=ON, until=ON)
    return Model(
        format=FORMAT,
        encoding=encoding(rows, kind=Kind.DECLARED),
        forest=Forest((tree,) * trees),
        origin=Origin(source, source, Settings(1, 2, 0.1, 1), {"precision_at_5": 0.5}),
    )


@dataclass
class People:
    """The officers of the demonstration."""

    officer: object
    senior: object
    chief: object


@pytest.fixture
def people(world):
    names = ("demo-officer", "demo-senior-officer", "demo-chief-officer")
    return People(*(User.objects.get(username=name).as_officer() for name in names))


@pytest.fixture
def in_use(people, settings, tmp_path):
    """Puts a model into use: proposed by one, approved by another."""
    settings.SELECTION_MODELS_DIR = tmp_path / "models"
    scoring.forget()

    def put(*, mode=Mode.RAISE, g="0", document_from=0.5, inspection_from=None, model=None):
        save(model or model_of(), tmp_path / "new")
        sha256 = clearance.register_model(tmp_path / "new" / "model.json", by=people.officer, at=timezone.now()).sha256
        policy = clearance.propose_policy(
            sha256,
            by=people.officer,
            mode=ScoringPolicy.Mode(mode),
            g=Decimal(g),
            document_from=document_from,
            inspection_from=inspection_from,
            reason="Tried in shadow.",
            at=timezone.now(),
        )
        clearance.decide_policy(policy.version, by=people.senior, approves=True, at=timezone.now())
        return scoring.file_of(sha256, folder=settings.SELECTION_MODELS_DIR)

    yield put
    scoring.forget()


def lodged(broker, form=None):
    """Lodged without a script of the sandbox, and how it was selected."""
    form = form or import_form()
    form["own_reference"] = form["own_reference"].replace("SBX-", "REF-")
    account = broker.lodged(form)
    return account, Selection.objects.get(number=account["number"])


REASONS = st.lists(st.sampled_from([each.value for each in Reason]), max_size=3).map(tuple)
SCORED = st.builds(
    criteria.Scored,
    policy=st.integers(1, 9),
    model_sha256=st.just("0" * 64),
    features_sha256=st.just("0" * 64),
    item=st.integers(1, 98),
    likelihood=st.floats(0, 1),
    score=st.floats(allow_nan=True),
    category=st.integers(-1, 5),
    reasons=REASONS,
    counts=st.booleans(),
)
PROFILES = st.lists(
    st.builds(
        criteria.Profile,
        code=st.just("RP"),
        version=st.just(1),
        category=st.sampled_from([2, 3]),
        direction=st.sampled_from(["", "IMPORT", "EXPORT"]),
        commodity_prefix=st.sampled_from(["", "42", "93"]),
        origin=st.sampled_from(["", "FR", "US"]),
        trader_code=st.just(""),
        value_from=st.sampled_from([0, 10**9]),
        valid_from=st.just(ON),
        valid_to=st.none(),
    ),
    max_size=4,
)


@given(SCORED, PROFILES, st.decimals(0, 1, places=4), st.booleans(), st.sampled_from([None, 1, 2, 3]))
def test_lowering_by_a_model_is_impossible(scored, profiles, share, is_computed, scripted):
    goods = (criteria.Goods(1, "4202212103", "FR"),)
    features = criteria.Features("A1", ON, "IMPORT", "T", 1, goods, is_computed, scripted_category=scripted)
    key = criteria.day_key(b"secret", ON)
    without = criteria.select(features, profiles=profiles, key=key, share=share)
    selected = criteria.select(features, profiles=profiles, key=key, share=share, scored=scored)

    assert selected.category >= without.category
    assert [reason for reason in selected.reasons if reason.code != "MODEL"] == list(without.reasons)
    assert (selected.draw, selected.share) == (without.draw, without.share)
    if not scored.counts or scripted:
        assert selected == without


@given(st.floats(allow_nan=False), st.floats(0, 1e9), st.floats(0, 1e9))
def test_a_policy_asks_for_more_as_the_score_grows(score, first, second):
    policy = Policy(1, Mode.RAISE, "0" * 64, 0.1, min(first, second), max(first, second))

    assert policy.category(score) == 1 + (score >= policy.document_from) + (score >= policy.inspection_from)


def test_the_item_with_the_highest_score_speaks_and_only_the_weightiest_are_asked():
    policy = Policy(1, Mode.RAISE, "0" * 64, 0.5, 0.5, None)
    items = [declared(price=10_000.0), declared(price=900_000.0), *[declared(price=200_000.0)] * 96]
    scored = scoring.scored_by(model_of(), policy, items)

    assert (scored.item, scored.reasons, scored.category) == (2, (Reason.PRICE,), 2)
    assert scored.score == pytest.approx(scored.likelihood * 270_001**0.5)
    assert scoring.scored_by(model_of(), policy, items) == scored


@pytest.mark.django_db
def test_a_score_raises_the_category_and_what_was_scored_is_kept(broker, in_use):
    file = in_use()
    account, kept = lodged(broker)

    assert (account["category"], kept.category, kept.model_category) == (2, 2, 2)
    [reason] = kept.reasons
    assert (reason["code"], reason["version"], reason["item"]) == ("MODEL", 1, 1)
    assert (kept.policy, kept.model_sha256, kept.model_item) == (1, file.stem, 1)
    assert kept.likelihood == kept.score == pytest.approx(0.880797, abs=1e-6)
    assert kept.model_reasons == ["PRICE"]
    assert (len(kept.features_sha256), kept.model_failure) == (64, "")
    assert lodged(broker)[1].features_sha256 == kept.features_sha256


@pytest.mark.django_db
def test_in_shadow_the_score_is_kept_and_changes_nothing(broker, in_use):
    in_use(mode=Mode.SHADOW)
    account, kept = lodged(broker)

    assert (account["category"], kept.category, kept.reasons) == (1, 1, [])
    assert (kept.model_category, kept.model_reasons) == (2, ["PRICE"])


@pytest.mark.django_db
@pytest.mark.parametrize("mode", [Mode.OFF, None])
def test_without_a_model_in_use_nothing_is_asked(broker, in_use, mode):
    if mode:
        in_use(mode=mode)
    account, kept = lodged(broker)

    assert (account["category"], kept.policy, kept.score, kept.model_failure) == (1, None, None, "")


@pytest.mark.django_db
def test_exports_are_not_scored_and_cheap_goods_are_not_raised(broker, in_use):
    in_use(model=model_of(price_above=1e12))
    assert lodged(broker, export_form())[1].score is None
    _, kept = lodged(broker, import_form(items=[balls()]))
    assert (kept.category, kept.model_category, kept.model_reasons) == (1, 1, [])


def _missing(file):
    file.unlink()


def _corrupt(file):
    file.write_bytes(file.read_bytes().replace(b"2.0", b"9.0", 1))


def _not_json(file):
    file.write_bytes(b"\x80\x04no model")


@pytest.mark.django_db
@pytest.mark.parametrize("broken", [_missing, _corrupt, _not_json])
def test_a_broken_file_costs_no_lodging_and_is_told(broker, in_use, broken, caplog):
    broken(in_use())
    account, kept = lodged(broker)

    assert (account["category"], kept.category, kept.reasons) == (1, 1, [])
    assert (kept.policy, kept.score, kept.model_failure) == (1, None, Failure.BROKEN)
    assert "cannot be used: rules alone" in caplog.text
    status = service_status()
    assert "selection-model-failing" in status.attention
    assert (status.selection.mode, status.selection.policy, status.selection.failures) == ("RAISE", 1, 1)


@pytest.mark.django_db
def test_a_slow_model_costs_no_lodging_and_is_told(broker, in_use, settings, caplog):
    in_use(model=model_of(trees=100))
    settings.SELECTION_MODEL_MS = 0
    account, kept = lodged(broker)

    assert (account["category"], kept.score, kept.model_failure) == (1, None, Failure.SLOW)
    assert "took more than 0 ms: rules alone" in caplog.text
    assert "selection-model-failing" in service_status().attention
    settings.SELECTION_MODEL_MS = 10_000
    assert lodged(broker)[1].category == 2


@pytest.mark.django_db
def test_a_profile_stands_whatever_the_model_says(broker, in_use):
    in_use(model=model_of(price_above=1e12))
    form = import_form()
    form["goods_items"][0]["relief_code"] = "14010"
    form["goods_items"][0]["relief_amount"] = "1"
    _, kept = lodged(broker, form)

    assert (kept.model_category, kept.category) == (1, 2)


def test_a_tree_that_leads_nowhere_is_no_model(tmp_path):
    model = model_of()
    for bad in (Node(PRICE, 1.0, None, True, 0, -1, 0.0), Node(99, 1.0, None, True, -1, -2, 0.0)):
        save(msgspec.structs.replace(model, forest=Forest((Tree((bad,), (1.0, 2.0)),))), tmp_path)
        with pytest.raises(BrokenModel, match="leads nowhere"):
            load(tmp_path / "model.json")


@pytest.mark.django_db
def test_a_policy_takes_two_officers_and_one_of_them_senior(people, in_use):
    in_use(mode=Mode.SHADOW)
    model = LearnedModel.objects.get()
    told = {"mode": ScoringPolicy.Mode.RAISE, "g": Decimal("0.1"), "document_from": 0.5, "inspection_from": None}
    at = timezone.now()
    policy = clearance.propose_policy(model.sha256, by=people.senior, reason="Good.", at=at, **told)
    for refused in (people.senior, people.officer):
        with pytest.raises(FourEyes):
            clearance.decide_policy(policy.version, by=refused, approves=True, at=at)
    assert ScoringPolicy.objects.get(version=2).approved_at is None

    clearance.decide_policy(policy.version, by=people.chief, approves=True, at=at)
    with pytest.raises(UnknownApplication):
        clearance.decide_policy(policy.version, by=people.chief, approves=True, at=at)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        ScoringPolicy.objects.filter(version=2).update(document_from=0.1)
    with pytest.raises(DatabaseError, match="only appended"), transaction.atomic():
        LearnedModel.objects.update(metrics={})
    waits = clearance.propose_policy(model.sha256, by=people.chief, reason="Mine.", at=at, **told)
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        ScoringPolicy.objects.filter(version=waits.version).update(approved_by=waits.proposed_by, approved_at=at)


@pytest.mark.django_db
def test_a_model_comes_into_use_by_the_command_and_by_two(people, settings, tmp_path, capsys):
    settings.SELECTION_MODELS_DIR = tmp_path / "models"
    sha256 = save(model_of(), tmp_path)
    call_command("selection_model", "register", "--model", str(tmp_path), "--by", "demo-officer")
    propose = ["--sha256", sha256, "--g", "0.1", "--document-from", "0.5", "--reason", "Try.", "--by", "demo-officer"]
    call_command("selection_model", "propose", *propose)
    with pytest.raises(CommandError, match="Another officer"):
        call_command("selection_model", "approve", "--version", "1", "--by", "demo-officer")
    call_command("selection_model", "approve", "--version", "1", "--by", "demo-chief-officer")

    assert "policy v1 SHADOW is in force" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no officer"):
        call_command("selection_model", "approve", "--version", "1", "--by", "demo-broker")
    with pytest.raises(CommandError, match="scoring_policy_g"):
        call_command("selection_model", "propose", *[("7" if each == "0.1" else each) for each in propose])
