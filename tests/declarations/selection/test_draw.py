"""The random draw is promised before the day, shown after it, checked by anybody, and given away to nobody before."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from declarations import clearance
from declarations.models import Declaration, Examination
from declarations.selection.models import DrawDay, RiskProfile, Selection
from declarations.traders.models import User
from tests.forms import import_form

SCRIPT = Path(__file__).parents[3] / "clients" / "verify_draw.py"
CLOCK = "2024-08-05T10:00:00+09:00"
BEFORE = datetime(2024, 8, 1, 1, 0, tzinfo=UTC)
DAY = date(2024, 8, 5)
AFTER = datetime(2024, 8, 6, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def all_drawn(settings):
    """Everything of a usual size is drawn; nothing large is."""
    settings.RANDOM_SELECTION_SHARE = Decimal("1.0000")
    settings.RANDOM_SELECTION_SHARES = {"IMPORT/LARGE": Decimal("0.0000")}


def lodged(broker, **changes):
    form = import_form(**changes)
    form["own_reference"] = form["own_reference"].replace("SBX-", "REF-")
    return broker.lodged(form, clock=CLOCK)["number"]


def officer() -> Client:
    client = Client()
    client.force_login(User.objects.get(username="demo-officer"))
    return client


def examine(number: str) -> None:
    by = User.objects.get(username="demo-officer").as_officer()
    clearance.examine(number, by=by, in_order=True, remarks="Papers agree.", at=AFTER)


def script(path: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(path), *more], capture_output=True, text=True, check=False
    )


def test_a_day_is_promised_before_it_and_shown_when_no_drawn_case_waits(broker, all_drawn, tmp_path):
    assert clearance.keep_draw_days(BEFORE) == 8
    assert clearance.keep_draw_days(BEFORE) == 0
    commitment = DrawDay.objects.get(on=DAY).key_sha256
    number = lodged(broker)
    [kept] = Selection.objects.filter(number=number)
    assert (kept.drawn_on, kept.stratum, kept.share) == (DAY, "IMPORT/MIDDLE", 1)
    assert [reason["code"] for reason in kept.reasons] == ["RANDOM"]

    clearance.keep_draw_days(AFTER)
    assert DrawDay.objects.get(on=DAY).key == ""
    with pytest.raises(CommandError, match="is not shown"):
        call_command("verify_draw", "--day", "2024-08-05")

    examine(number)
    clearance.keep_draw_days(AFTER)
    assert DrawDay.objects.get(on=DAY).shown_at == AFTER

    published = tmp_path / "draw.json"
    with pytest.raises(SystemExit):  # the test's promise is of today, long after the day: that is told
        call_command("verify_draw", "--day", "2024-08-05", "--publish", str(published))
    told = json.loads(published.read_bytes())
    assert "not of before the day" in script(published).stdout

    told["committed_at"] = BEFORE.isoformat()
    published.write_text(json.dumps(told))
    honest = script(published, "--commitment", commitment)
    assert (honest.returncode, honest.stdout) == (0, "2024-08-05: 1 declarations, the draw is as promised\n")
    assert "not the one that was committed to" in script(published, "--commitment", "0" * 64).stdout
    told["draws"][0]["drawn"] = False
    published.write_text(json.dumps(told))
    assert script(published).stdout == f"{number}: not drawn against the key\n"


def test_a_share_that_is_changed_holds_from_the_first_day_that_was_not_promised(broker, all_drawn, settings):
    clearance.keep_draw_days(BEFORE)
    settings.RANDOM_SELECTION_SHARE = Decimal("0.0000")
    promised = Selection.objects.get(number=lodged(broker))
    settings.RANDOM_SELECTION_SHARES = {}
    later = broker.lodged(import_form() | {"own_reference": "REF-LATER"}, clock="2024-08-12T10:00:00+09:00")

    assert (promised.share, promised.category) == (1, 2)
    assert Selection.objects.get(number=later["number"]).share == 0


def test_a_key_is_shown_at_the_latest_after_sixty_days(broker, all_drawn):
    clearance.keep_draw_days(BEFORE)
    lodged(broker)
    clearance.keep_draw_days(AFTER + timedelta(days=59))
    assert DrawDay.objects.get(on=DAY).key == ""
    clearance.keep_draw_days(AFTER + timedelta(days=60))
    assert DrawDay.objects.get(on=DAY).key != ""


def test_a_promise_is_never_changed_and_only_its_own_key_fits(db):
    clearance.keep_draw_days(BEFORE)
    day = DrawDay.objects.filter(on=DAY)
    for change in ({"key_sha256": "0" * 64}, {"shares": {}}, {"committed_at": BEFORE}):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            day.update(**change)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        day.delete()
    with pytest.raises(IntegrityError, match="draw_day_key_fits"), transaction.atomic():
        day.update(key="00" * 32, shown_at=AFTER)
    assert day.get().key == ""


def test_an_officer_cannot_tell_a_random_case_from_a_profiles_until_the_result(broker, all_drawn):
    random = lodged(broker)
    RiskProfile.objects.create(code="RP-SOY", version=1, title="Soy sauce", category=2, valid_from=date(2020, 1, 1))
    by_profile = lodged(broker)
    pages = {number: case(number) for number in (random, by_profile)}

    for number, (reasons, text) in pages.items():
        assert reasons == []
        assert not any(word in text for word in ("RANDOM", "RP-SOY", "Random draw", "Drawn at random"))
        assert number in text
    assert section(pages[random][1]) == section(pages[by_profile][1])

    for number in pages:
        examine(number)
    assert case(random)[0] == ["RANDOM"]
    assert set(case(by_profile)[0]) == {"RP-SOY", "RANDOM"}
    assert "Random draw" in case(random)[1]
    assert Examination.objects.count() == Declaration.objects.count() == 2


def test_an_inspection_is_explained_at_once_but_not_whether_chance_would_have_chosen_it_too(broker, all_drawn):
    RiskProfile.objects.create(code="RP-3", version=1, title="Soy sauce", category=3, valid_from=date(2020, 1, 1))

    assert case(lodged(broker))[0] == ["RP-3"]


def case(number: str) -> tuple[list[str], str]:
    answer = officer().get(f"/console/declarations/declaration/{number}/")
    assert answer.status_code == 200
    return [reason.code for reason in answer.context["case"].reasons], answer.content.decode()


def section(text: str) -> str:
    return text[text.index('<section aria-labelledby="selection">') :].partition("</section>")[0]
