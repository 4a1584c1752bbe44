"""From generated declarations and played audits a model learns what was planted, over the product's own store."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.utils import timezone

from declarations.audits.learning import Days, declarations_in, items_in
from declarations.audits.models import AuditResult
from declarations.dataset.generating.declaring import Plan
from declarations.dataset.generating.running import generate
from declarations.models import Declaration, Examination
from declarations.selection.learning import fitting
from declarations.selection.learning.features import Kind
from declarations.selection.learning.judging import judge, naive, score
from declarations.selection.learning.model import Settings

pytestmark = pytest.mark.django_db(transaction=True)
FEW = (Settings(trees=60, leaves=15, rate=0.1, least_rows=20),)
PLAN = Plan(count=3000, seed=12, first=date(2024, 1, 1), last=date(2024, 6, 30), misdeclared=15.0)
CUT, UNTIL = date(2024, 5, 1), date(2024, 6, 30)


@pytest.fixture
def truth(world):
    return generate(PLAN, at=timezone.now())


@pytest.mark.skipif(not fitting.IS_INSTALLED, reason="requirements-selection.txt is not installed")
def test_a_model_of_our_own_store_beats_the_naive_sorts_on_later_days(truth, capsys):
    call_command("audit_generated", "--seed", "12", "--percent", "80")
    at = timezone.now()
    learned = items_in(Days(date(2024, 1, 1), date(2024, 4, 30), at))
    model = fitting.train(learned, items_in(Days(CUT, UNTIL, at)), kind=Kind.HISTORY, settings=FEW)

    rows = [row for row in declarations_in(Days(CUT, UNTIL, at)).rows if row.found is not None]
    scores = [max(score(model.probability(item), item.duty, g=0.5) for item in row.items) for row in rows]
    ours, others = judge("ours", scores, rows), naive(rows, model.encoding)
    base = sum(bool(row.found) for row in rows) / len(rows)
    assert ours.at[2].precision > 2 * base
    assert ours.at[2].revenue > max(other.at[2].revenue for other in others)


def test_only_some_are_audited_and_what_they_find_is_what_was_planted(truth):
    call_command("audit_generated", "--seed", "12", "--percent", "30")
    imports = Declaration.objects.filter(direction="IMPORT").count()
    planted = {each.own_reference: each for each in truth.misdeclared}
    results = AuditResult.objects.select_related("declaration")

    assert 0.25 < results.count() / imports < 0.35
    for row in results:
        hidden = planted.get(row.declaration.own_reference) if row.declaration.version == 1 else None
        assert (row.result, row.lacking) == (
            ("NOT_IN_ORDER", hidden.duty_lacking + hidden.tax_lacking) if hidden else ("IN_ORDER", 0)
        )
    known = declarations_in(Days(date(2024, 1, 1), UNTIL, timezone.now())).rows
    examined = Examination.objects.filter(declaration__direction="IMPORT").values("declaration")
    looked_at = Declaration.objects.filter(Q(id__in=results.values("declaration")) | Q(id__in=examined))
    assert sum(row.found is not None for row in known) == looked_at.count()
    before = declarations_in(Days(date(2024, 1, 1), UNTIL, datetime(2024, 1, 1, tzinfo=UTC))).rows
    assert {row.found for row in before} == {None}
    with pytest.raises(CommandError, match="audited already"):
        call_command("audit_generated", "--seed", "12")


def test_audits_are_played_only_of_a_generated_run_in_the_sandbox(world, settings):
    with pytest.raises(CommandError, match="no finished run of seed 7"):
        call_command("audit_generated", "--seed", "7")


@pytest.mark.parametrize(
    "said",
    [["--store"], ["--store", "--since", "2024-02-01", "--valid-since", "2024-01-01", "--until", "2024-03-01"], []],
)
def test_the_command_says_which_days_it_needs(db, said):
    with pytest.raises(CommandError, match="--valid"):
        call_command("train_selection", *said)
    with pytest.raises(CommandError, match="--since and --until"):
        call_command("evaluate_selection", "--model", "no-such-folder", *said[:1])
