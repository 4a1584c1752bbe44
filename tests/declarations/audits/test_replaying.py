"""An auditor does every selection again from what is stored, and what was changed there comes out."""

import pytest
from django.core.management import call_command
from django.db import connection

from declarations.audits.stored import stored
from declarations.selection.learning.features import digest, vector
from declarations.selection.learning.model import load, save
from declarations.selection.models import Selection
from tests.declarations.audits.conftest import DAY, NOON, profile
from tests.declarations.selection.test_scoring import model_of
from tests.forms import balls, export_form, goods_item, import_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def variety(lodge, in_use, settings, tmp_path):
    """Declarations that profiles of several versions, a model, a claim, chance and nothing selected."""
    lodge()
    profile(value_from=1_000_000)
    lodge()
    profile(version=2, category=3, yen_per_kg_below=10_000, customs_office="1A", country="SG")
    lodge()
    save(model_of(), tmp_path)
    in_use(tmp_path, mode="RAISE")
    lodge(import_form(items=[goods_item(), balls()]))
    lodge(import_form(items=[goods_item(relief_code="14010", relief_amount="1")]))
    settings.RANDOM_SELECTION_SHARE = 1
    lodge(export_form())
    return Selection.objects.order_by("recorded_at", "at")


def test_every_selection_comes_out_as_it_was_kept(variety, capsys):
    codes = {reason["code"] for row in variety for reason in row.reasons}
    assert codes == {"RP-BOOKS", "MODEL", "RELIEF_CLAIMED", "RANDOM"}

    call_command("replay_selection", "--since", "2024-08-05", "--until", "2024-08-05")
    assert capsys.readouterr().out == "6 selections done again, 0 come out otherwise.\n"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE selection_selection SET category = 1 WHERE category = 3",
        "UPDATE selection_selection SET reasons = '[]' WHERE category = 2",
        "UPDATE selection_selection SET draw = 0.5",
        "UPDATE selection_riskprofile SET category = 2 WHERE version = 2",
        "UPDATE selection_selection SET score = 0.1 WHERE score IS NOT NULL",
        "UPDATE declarations_goodsitem SET net_mass = 0.001 WHERE commodity_code LIKE '4901%'",
    ],
)
def test_whatever_is_changed_behind_the_walls_comes_out(variety, change, capsys):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("selection_selection", "selection_riskprofile", "declarations_goodsitem"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(change)
    with pytest.raises(SystemExit):
        call_command("replay_selection", "--since", "2024-08-05", "--until", "2024-08-05")
    assert "again  " in capsys.readouterr().out


def test_the_store_tells_a_model_exactly_what_it_saw_at_the_lodging(variety, tmp_path):
    scored = {row.id: row for row in variety if row.score is not None}
    model = load(tmp_path / "model.json")
    seen = {}
    for each in stored(DAY, DAY, known_at=NOON):
        if each.head.selection in scored:
            item = each.declared()[scored[each.head.selection].model_item - 1]
            seen[each.head.selection] = digest(vector(item, model.encoding))

    assert len(seen) == 2
    assert seen == {key: row.features_sha256 for key, row in scored.items()}
