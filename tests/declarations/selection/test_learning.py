"""Learning: nothing leaks from the future, our walk of the trees is LightGBM's, and what is told of a model is true."""

import csv
import random
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from django.core.management import CommandError, call_command

from declarations.selection.learning import fitting
from declarations.selection.learning.csv_file import COLUMNS, DataFile, UnreadableFile, read
from declarations.selection.learning.declared import Seen
from declarations.selection.learning.features import Kind, Reason, encoding, features, vector, vectors_to_learn_from
from declarations.selection.learning.forest import Forest, Node, TooSlow, Tree, probability
from declarations.selection.learning.judging import Found, calibration, judge, naive, precision
from declarations.selection.learning.model import BrokenModel, Settings, load, save
from tests.declarations.selection.rows import SINCE, declared, made_up

PUBLISHED = Path(__file__).parents[3].parent / "shared" / "data" / "selection"
FEW = (Settings(trees=40, leaves=15, rate=0.1, least_rows=20),)
needs_lightgbm = pytest.mark.skipif(not fitting.IS_INSTALLED, reason="requirements-selection.txt is not installed")


def written(path, rows):
    with path.open("w", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


GOOD = dict.fromkeys(COLUMNS, "X") | {"Date": "2020-01-02", "Tax Rate": "8.0", "Item Price": "5", "Fraud": "1"}


def test_a_file_is_read_by_its_days_and_nobody_looked_is_not_clean(tmp_path):
    rows = [GOOD | {"Net Mass": "", "Fraud": ""}, GOOD | {"Date": "2020-01-01", "Net Mass": "2"}]
    first, second = read(written(tmp_path / "f.csv", rows)).rows

    assert (first.found, first.declared.net_mass, first.declared.duty) == (True, 2.0, 0.4)
    assert (second.found, second.declared.net_mass) == (None, None)


def test_everything_that_is_wrong_with_a_file_is_told_with_its_line(tmp_path):
    wrong = [GOOD | {"Net Mass": "1"}, GOOD | {"Date": "1.2.2020", "Net Mass": "-1", "Item Price": "nan", "Fraud": "2"}]
    with pytest.raises(UnreadableFile) as refused:
        read(written(tmp_path / "f.csv", wrong))
    assert refused.value.faults == [
        "line 3: Date is '1.2.2020', not a day such as 2020-12-31",
        "line 3: Item Price is 'nan', not a number from 0",
        "line 3: Net Mass is '-1', not a number from 0",
        "line 3: Fraud is '2': 0, 1, or empty where nobody looked",
    ]
    (tmp_path / "g.csv").write_text("Date,Fraud\n")
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path / "g.csv")
    assert "column Item Price is missing" in refused.value.faults


def test_no_result_of_a_day_or_a_later_one_changes_what_is_known_on_that_day():
    rows = made_up(200).rows
    known = encoding(rows, kind=Kind.RATES)
    before = vectors_to_learn_from(rows, known)
    day = SINCE + timedelta(days=9)
    turned = tuple(Seen(row.declared, not row.found) if row.declared.on >= day else row for row in rows)
    until = [place for place, row in enumerate(rows) if row.declared.on <= day]

    # The prior is of the whole file and is held still here: it is one number, not a row's.
    after = vectors_to_learn_from(turned, known)
    assert len(until) == 100
    assert [str(after[place]) for place in until] == [str(before[place]) for place in until]
    assert str(after) != str(before)


def test_what_is_scored_later_has_the_history_of_the_end_of_the_learning():
    first, second = declared(), declared(number="A2", on=SINCE + timedelta(days=1))
    known = encoding([Seen(first, True), Seen(second, None)], kind=Kind.RATES)
    told = dict(zip([each.name for each in features(Kind.RATES)], vector(first, known), strict=True))

    assert (told["importer_seen"], told["importer_rate"]) == (2.0, (1 + 10 * 1.0) / 11)
    assert told["is_transit"] == 0.0
    assert dict(zip(told, vector(declared(importer="NEW"), known), strict=True))["importer_seen"] == 0.0


@needs_lightgbm
@pytest.mark.parametrize("kind", Kind)
def test_our_walk_of_the_trees_says_what_lightgbm_says(kind):
    file = made_up(800)
    known = encoding(file.rows, kind=kind)
    booster = fitting._grown(vectors_to_learn_from(file.rows, known), [bool(row.found) for row in file.rows], FEW[0])
    forest = fitting.forest_of(booster)
    unlike = [declared(office="NEVER", net_mass=None, commodity="ABC"), declared(origin="", net_mass=0.0)]
    asked = [vector(row, known) for row in [*(row.declared for row in made_up(100, seed=2).rows), *unlike]]

    expected = booster.predict(fitting.numpy.array(asked), raw_score=True)
    assert [forest.log_odds(told) for told in asked] == pytest.approx(list(expected), abs=1e-9)
    roots = sum(tree.nodes[0].value for tree in forest.trees)
    assert roots + sum(forest.parts(asked[0])) == pytest.approx(forest.log_odds(asked[0]))


@needs_lightgbm
def test_a_model_learns_what_is_wrong_and_says_why_and_survives_its_file(tmp_path):
    model = fitting.train(made_up(1500), made_up(500, seed=2), kind=Kind.DECLARED, settings=FEW)
    sha256 = save(model, tmp_path)
    again = load(tmp_path / "model.json", sha256=sha256)
    cheap, usual = declared(price=50_000.0), declared()

    assert again.opinion(cheap) == model.opinion(cheap)
    assert model.probability(cheap) > 0.7 > 0.3 > model.probability(usual)
    assert Reason.UNIT_PRICE in model.opinion(cheap).reasons
    assert (
        save(fitting.train(made_up(1500), made_up(500, seed=2), kind=Kind.DECLARED, settings=FEW), tmp_path) == sha256
    )
    with pytest.raises(BrokenModel):
        load(tmp_path / "model.json", sha256="0" * 64)


def test_what_trees_are_too_sure_of_is_made_to_mean_what_was_found():
    dice = random.Random(5)
    sure = [dice.gauss(0, 4) for _ in range(4000)]
    found = [dice.random() < probability(0.5 * each - 1) for each in sure]
    slope, shift = fitting.calibration(sure, found)

    assert (slope, shift) == (pytest.approx(0.5, abs=0.05), pytest.approx(-1.0, abs=0.15))
    assert fitting.calibration(sure, [not each for each in found]) == (1.0, 0.0)
    assert fitting.calibration([1.0, 2.0], [False, True])[0] > 0


@needs_lightgbm
def test_a_file_without_both_results_teaches_nothing():
    clean = made_up(50)
    clean = DataFile(clean.name, clean.sha256, tuple(Seen(row.declared, False) for row in clean.rows))
    with pytest.raises(fitting.NothingToLearn):
        fitting.train(clean, made_up(50), kind=Kind.DECLARED)


def test_a_walk_stops_when_it_may_not_go_on():
    forest = Forest((Tree((Node(0, 1.0, None, True, -1, -2, 0.0),), (0.5, -0.5)),) * 60)
    asked = []

    with pytest.raises(TooSlow):
        forest.log_odds([1.0], go_on=lambda: asked.append(1) or len(asked) < 3)
    assert len(asked) == 3
    assert forest.log_odds([1.0]) == 30.0


def test_orders_are_judged_by_what_is_among_their_first():
    rows = [Seen(declared(number=str(n), price=float(n)), n in {0, 19}) for n in range(20)]
    known = encoding(rows, kind=Kind.DECLARED)

    assert precision([row.declared.price for row in rows], [bool(row.found) for row in rows], share=0.10) == 0.5
    assert judge("price", [row.declared.price for row in rows], rows).at[2] == Found(0.5, 0.5, 1.0)
    assert [order.name for order in naive(rows, known)] == ["random", "price", "duty at stake", "importer history"]
    told = calibration([0.1] * 20, rows)
    assert (told.brier, told.error) == (pytest.approx(0.09), pytest.approx(0.16))


@needs_lightgbm
@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published declarations are not beside this copy")
def test_on_the_published_file_the_targets_are_met_from_declared_values_alone():
    train, valid = (read(PUBLISHED / f"df_syn_{part}_eng.csv") for part in ("train", "valid"))
    model = fitting.train(train, valid, kind=Kind.DECLARED, settings=fitting.TRIED[3:4])

    assert msgspec.structs.asdict(model.origin.trained_on)["rows"] == 37_385
    assert model.origin.metrics["precision_at_5"] >= 0.84
    assert model.origin.metrics["precision_at_10"] >= 0.75


def test_the_commands_say_in_one_line_what_is_missing(tmp_path):
    with pytest.raises(CommandError, match=r"model\.json: No such file"):
        call_command("evaluate_selection", test=tmp_path / "f.csv", model=tmp_path)
    with pytest.raises(CommandError, match="No such file"):
        call_command("train_selection", train=tmp_path / "f.csv", valid=tmp_path / "f.csv", model=tmp_path)
