"""The generator: lawful declarations that the store is whole with, marked as made up, the same for the same seed."""

import csv
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from declarations.audits.noncompliance import noncompliance
from declarations.clearance import assess
from declarations.clearance.standing import Editions
from declarations.dataset.errors import NoRoomToGenerate
from declarations.dataset.export import export
from declarations.dataset.generating.declaring import Plan
from declarations.dataset.generating.running import generate
from declarations.dataset.generating.truth import surtax
from declarations.dataset.models import GeneratedRun, GeneratedTrader
from declarations.models import Declaration, Examination, Submission, Version
from declarations.rules import Standing, blocking
from declarations.said import said_by
from declarations.selection import in_force as selection
from declarations.selection.models import Selection
from declarations.tariff import in_force as tariff
from declarations.traders.models import ApiClient, Mandate, Trader
from declarations.verifying import verify_store
from permits import requirements
from tests.conftest import _load as load_world

pytestmark = pytest.mark.django_db(transaction=True)
PLAN = Plan(count=450, seed=11, first=date(2024, 1, 1), last=date(2024, 6, 30), misdeclared=12.0, drawn=20.0)


@pytest.fixture
def generated(world):
    return generate(PLAN, at=timezone.now())


def test_the_store_is_whole_and_every_declaration_is_released(generated):
    assert [(verdict.code, verdict.first) for verdict in verify_store() if not verdict.holds] == []
    assert Counter(Declaration.objects.values_list("status", flat=True)) == {"RELEASED": 450}


def test_what_is_selected_is_examined_and_what_lies_is_found_and_put_right(generated):
    """By the product's own selection; the price that was amended is the true one, and the first version stays."""
    hidden = {each.own_reference: each for each in generated.misdeclared}
    selected = Declaration.objects.exclude(category=1)
    assert {2, 3} == set(selected.values_list("category", flat=True))
    found = set(Examination.objects.filter(result="NOT_IN_ORDER").values_list("declaration__own_reference", flat=True))
    assert found == {each.own_reference for each in selected if each.own_reference in hidden} != set()
    for declaration in selected:
        last = declaration.examinations.latest("at")
        prices = list(declaration.versions.order_by("number").values_list("invoice_amount", flat=True))
        assert (last.result, last.at, last.version) == ("IN_ORDER", declaration.released_at, declaration.version)
        if declaration.own_reference in found:
            told = hidden[declaration.own_reference]
            assert prices == [Decimal(told.declared_price), Decimal(told.true_price)]
        else:
            assert len(prices) == 1


def test_the_random_draw_is_the_products_own_and_its_estimate_holds_what_was_planted(generated):
    told = noncompliance(PLAN.first, PLAN.last, known_at=timezone.now())
    assert told.low <= len(generated.misdeclared) / PLAN.count <= told.high
    rows = Selection.objects.filter(id__in=Version.objects.filter(number=1).values("selection"))
    by_chance = [row.draw < row.share for row in rows if "RANDOM" in {reason["code"] for reason in row.reasons}]
    assert (rows.count(), {row.share for row in rows}, set(by_chance)) == (PLAN.count, {Decimal("0.2")}, {True})


def test_the_same_seed_gives_the_same_data_file_however_many_processes(world, tmp_path):
    files = []
    for processes in (1, 2):
        generate(PLAN, at=timezone.now(), processes=processes)
        export(tmp_path / f"{processes}")
        files.append(_rows_but_for_receipt(tmp_path / f"{processes}"))
        call_command("flush", interactive=False, verbosity=0)
        load_world()
    assert len(files[0]) > PLAN.count
    assert files[0] == files[1]


def _rows_but_for_receipt(folder):
    """The rows of the data file without the instant at which the store received them."""
    rows = []
    for path in sorted(folder.glob("*_declaration.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += [{**row, "received_at": ""} for row in csv.DictReader(file)]
    return rows


def test_every_generated_declaration_keeps_all_rules_and_owes_what_the_rules_path_finds(generated):
    """Each message, as it is kept, is judged anew by the whole of the product: rules, value, duty."""
    editions = Editions(tariff.edition(), requirements.edition(), selection.edition())
    versions = Version.objects.select_related("submission", "declaration__declarant")
    for version in versions.prefetch_related("goods_items__assessed_duty"):
        trader = version.declaration.declarant
        standing = Standing(
            declarant_code=trader.code,
            is_broker=False,
            declarant_aeo=trader.aeo,
            trader_is_registered=True,
            trader_aeo=trader.aeo,
            mandate_is_live=False,
        )
        data = said_by(version.submission)
        judged = assess(data, standing=standing, editions=editions, at=version.declaration.lodged_at)
        assert blocking(judged.findings) == (), version.submission.body
        assert judged.laws == ((),) * len(data.goods_items)
        owed = judged.worth.assessment
        assert (version.customs_value, version.total_to_pay) == (
            sum(judged.worth.valuation.item_values),
            owed.total_to_pay,
        )
        kept = [
            (duty.duty_computed, duty.duty_line, duty.consumption_tax_line, duty.local_consumption_tax_line)
            for duty in (item.assessed_duty for item in version.goods_items.all())
        ]
        assert kept == [
            (item.duty_computed, item.duty_line, item.consumption_tax_line, item.local_consumption_tax_line)
            for item in owed.items
        ]


def test_they_are_made_up_and_nobody_can_declare_as_their_traders(generated):
    run = GeneratedRun.objects.get()
    traders = Trader.objects.filter(id__in=GeneratedTrader.objects.filter(run=run).values("trader"))
    assert Declaration.objects.exclude(declarant__in=traders).count() == 0
    assert set(traders.values_list("is_demonstration", flat=True)) == {True}
    assert ApiClient.objects.filter(trader__in=traders).count() == 0
    assert Mandate.objects.filter(trader__in=traders).count() == 0
    assert set(Submission.objects.values_list("client", flat=True)) == {"generator:11"}


def test_what_was_planted_is_written_down(generated):
    assert GeneratedRun.objects.get().truth["misdeclared"][0]["own_reference"] == generated.misdeclared[0].own_reference
    for hidden in generated.misdeclared:
        version = Version.objects.select_related("declaration").get(
            declaration__own_reference=hidden.own_reference, number=1
        )
        assert version.declaration.direction == "IMPORT"
        assert version.invoice_amount == Decimal(hidden.declared_price) < Decimal(hidden.true_price)
        assert hidden.tax_lacking >= 0


def test_a_seed_is_used_once_and_a_sandbox_is_needed(generated):
    with pytest.raises(NoRoomToGenerate, match="Seed 11 was used before"):
        generate(PLAN, at=timezone.now())
    assert Declaration.objects.count() == 450


def test_the_command_refuses_outside_the_sandbox_and_leaves_nothing(world, settings):
    settings.SANDBOX = False
    with pytest.raises(CommandError, match="only where SANDBOX is on"):
        call_command("generate_declarations", "--count", "5", "--seed", "1")
    assert (Declaration.objects.count(), GeneratedRun.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("lacking", "declared", "tax"),
    [
        (49_999, 0, 0),  # 10 % of 40,000 is below 5,000
        (50_000, 0, 5_000),
        (509_999, 0, 50_000),  # 500,000 at 10 %; the 9,999 above the limit are cut to nothing
        (600_000, 100_000, 65_000),  # 100,000 above 500,000 bear 5 % more
        (600_000, 600_000, 60_000),  # what was declared is the limit where it is more
    ],
)
def test_the_additional_tax_for_too_little_declared(lacking, declared, tax):
    assert surtax(lacking=lacking, declared=declared) == tax
