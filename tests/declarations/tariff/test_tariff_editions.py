"""Editions of the schedule: loaded, compared, corrected, refused."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from declarations.tariff.in_force import Tariff, edition, tariff
from declarations.tariff.models import Commodity, DutyRate, LoadedSchedule
from declarations.tariff.regimes import Regime
from permits.models import PermitsEdition, Requirement
from tests.declarations.tariff.schedules import row, schedule

SPRING, SUMMER, AUTUMN = date(2027, 4, 1), date(2027, 7, 1), date(2027, 10, 1)
DAY = timedelta(days=1)
CODE, OTHER, THIRD = "210310000", "690510000", "950632000"

pytestmark = pytest.mark.usefixtures("empty")


@pytest.fixture
def empty(db):
    """Laws, but no line of the schedule."""
    DutyRate.objects.all().delete()
    Commodity.objects.all().delete()


def load(path: Path, since: date, **options) -> str:
    out = io.StringIO()
    call_command("load_tariff", str(path), f"--valid-from={since}", stdout=out, may_remove=True, **options)
    return out.getvalue()


def general(code: str, on: date) -> str | None:
    line = tariff(edition()).as_at(on).commodity(code)
    return line and line.notation(Regime.GENERAL).text


def state() -> tuple:
    """Everything that a refused or repeated load must leave alone."""
    rows = Commodity.objects.order_by("id").values_list("id", "valid_from", "valid_to", "superseded_at")
    return edition(), PermitsEdition.objects.get().number, list(rows), LoadedSchedule.objects.count()


def test_an_edition_ends_the_one_before_and_an_older_day_keeps_its_rates(tmp_path):
    load(schedule(tmp_path, row(CODE), row(OTHER)), SPRING)

    told = load(schedule(tmp_path, row(CODE, general="4%"), row(THIRD)), AUTUMN)

    assert (general(CODE, AUTUMN - DAY), general(CODE, AUTUMN)) == ("5%", "4%")
    assert (general(OTHER, AUTUMN - DAY), general(OTHER, AUTUMN)) == ("5%", None)
    assert (general(THIRD, AUTUMN - DAY), general(THIRD, AUTUMN)) == (None, "5%")
    assert general(CODE, SPRING - DAY) is None
    counts = [line.split("  ") for line in told.splitlines()[1:6]]
    assert [(first, last.strip()) for first, *_, last in counts] == [
        *(("added", "1"), ("removed", "1"), ("rates changed", "1"), ("otherwise changed", "0"), ("the same", "0"))
    ]
    assert "GENERAL  5%" in told


def test_loading_the_same_file_again_changes_nothing(tmp_path):
    path = schedule(tmp_path, row(CODE, other_laws="FD"), row(OTHER))
    load(path, SPRING)
    before = state()

    load(path, SPRING)

    assert state() == before


def test_a_line_that_stays_the_same_is_one_row(tmp_path):
    load(schedule(tmp_path, row(CODE), row(OTHER)), SPRING)
    load(schedule(tmp_path, row(CODE), row(OTHER, general="1%")), AUTUMN)

    assert list(Commodity.objects.filter(code9=CODE).values_list("valid_from", "valid_to")) == [(SPRING, None)]
    believed = Commodity.objects.known().filter(code9=OTHER).order_by("valid_from")
    assert list(believed.values_list("valid_from", "valid_to")) == [(SPRING, AUTUMN - DAY), (AUTUMN, None)]


def test_a_correction_does_not_rewrite_what_was_known(tmp_path):
    load(schedule(tmp_path, row(CODE)), SPRING)
    before = timezone.now()

    load(schedule(tmp_path, row(CODE, general="6%")), SPRING)

    assert general(CODE, SPRING) == "6%"
    as_known = Tariff(edition(), known_at=before).as_at(SPRING).commodity(CODE)
    assert as_known.notation(Regime.GENERAL).text == "5%"


def test_a_correction_of_an_old_edition_leaves_the_later_one_alone(tmp_path):
    """The later edition said nothing new of the line, so its row reached into the later days: it is split."""
    load(schedule(tmp_path, row(CODE), row(OTHER)), SPRING)
    load(schedule(tmp_path, row(CODE), row(OTHER, general="1%")), AUTUMN)

    load(schedule(tmp_path, row(CODE, general="6%"), row(OTHER)), SPRING)

    assert [general(CODE, day) for day in (SPRING, AUTUMN - DAY, AUTUMN)] == ["6%", "6%", "5%"]
    assert [general(OTHER, day) for day in (SPRING, AUTUMN)] == ["5%", "1%"]


def test_an_edition_between_two_others_holds_until_the_later_one(tmp_path):
    load(schedule(tmp_path, row(CODE)), SPRING)
    load(schedule(tmp_path, row(CODE, general="3%")), AUTUMN)

    load(schedule(tmp_path, row(CODE, general="4%")), SUMMER)

    days = (SPRING, SUMMER - DAY, SUMMER, AUTUMN - DAY, AUTUMN)
    assert [general(CODE, day) for day in days] == ["5%", "5%", "4%", "4%", "3%"]


def test_a_season_is_a_line_of_its_own(tmp_path):
    bananas = [
        row("080390100", desc_ja="(1)毎年4月1日から同年9月30日までに輸入されるもの", general="40%"),
        row("080390100", desc_ja="(2)毎年10月1日から翌年2月末日までに輸入されるもの", general="50%"),
    ]
    load(schedule(tmp_path, *bananas), SPRING)

    days = (date(2027, 9, 30), date(2027, 10, 1), date(2028, 2, 29), date(2028, 3, 1))
    assert [general("080390100", day) for day in days] == ["40%", "50%", "50%", None]


def test_a_dry_run_tells_the_same_and_changes_nothing(tmp_path):
    path = schedule(tmp_path, row(CODE, other_laws="FD"))
    before = state()

    told = load(path, SPRING, dry_run=True)

    assert state() == before
    assert told.replace("Nothing was changed: a dry run.", "The edition is loaded.") == load(path, SPRING)


def test_the_difference_can_be_written_to_a_file(tmp_path):
    load(schedule(tmp_path, row(CODE)), SPRING)

    load(schedule(tmp_path, row(CODE, wto="2%", unit2="MT")), AUTUMN, report=tmp_path / "difference.csv")

    assert (tmp_path / "difference.csv").read_text().splitlines() == [
        "what,code,season,column,before,after",
        "rate,210310000,,WTO,,2%",
        "other,210310000,,unit2,KG,MT",
    ]


def test_hints_become_requirements_and_end_with_their_edition(tmp_path):
    """Plants are inspected on export too; food is not."""
    load(schedule(tmp_path, row("060220000", other_laws="PL FD")), SPRING)
    load(schedule(tmp_path, row("060220000", other_laws="FD AN")), AUTUMN)

    found = Requirement.objects.filter(commodity="060220000").order_by("law", "direction")
    assert list(found.values_list("law", "direction", "valid_from", "valid_to")) == [
        ("AN", "EXPORT", AUTUMN, None),
        ("AN", "IMPORT", AUTUMN, None),
        ("FD", "IMPORT", SPRING, None),
        ("PL", "EXPORT", SPRING, AUTUMN - DAY),
        ("PL", "IMPORT", SPRING, AUTUMN - DAY),
    ]


def test_every_fault_is_told_by_row_and_column_and_nothing_changes(tmp_path):
    load(schedule(tmp_path, row(CODE)), SPRING)
    before = state()
    broken = schedule(
        tmp_path,
        row(CODE, naccs_digit="6", unit2="kilos"),
        row(OTHER, other_laws="FD ZZ", general=""),
        row(OTHER, desc_ja=""),
        row(THIRD, desc_ja="毎年春に輸入されるもの", wto="5%\x00"),
    )

    with pytest.raises(CommandError) as refused:
        load(broken, AUTUMN)

    assert str(refused.value).splitlines()[1:] == [
        "row 2, naccs_digit: 6 does not follow from 210310000: it must be 5",
        "row 2, unit2: 'kilos' is not a statistical unit",
        "row 3, other_laws: ZZ is not a known other law",
        "row 3, general_eff: the line has no rate in any column",
        "row 4, desc_ja: must have 1 to 2000 characters, has 0",
        "row 5, desc_ja: has a season that is not understood",
        "row 5, wto_eff: has a control character",
    ]
    assert state() == before


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "row 1, code9: the column is missing"),
        (b"code9,desc_ja\n210310000,x\n", "row 1, naccs_digit: the column is missing"),
        (b"code9\n\xff\xfe\n", "row 2: is not UTF-8"),
    ],
    ids=["empty", "another table", "another encoding"],
)
def test_a_file_that_is_no_schedule_is_refused(tmp_path, content, fault):
    path = tmp_path / "schedule.csv"
    path.write_bytes(content)
    before = state()

    with pytest.raises(CommandError) as refused:
        load(path, SPRING)

    assert fault in str(refused.value).splitlines()
    assert state() == before


def test_a_row_of_another_width_and_a_quote_left_open_are_told(tmp_path):
    path = schedule(tmp_path, row(CODE))
    path.write_text(path.read_text() + '690510000,4\n"950632000')

    with pytest.raises(CommandError) as refused:
        load(path, SPRING)

    assert str(refused.value).splitlines()[1:] == [
        "row 3: has 2 cells, the header has 34",
        "row 4: is not CSV: unexpected end of data",
    ]


def test_a_line_may_be_there_once(tmp_path):
    with pytest.raises(CommandError, match=f"row 3, code9: {CODE} is already in row 2"):
        load(schedule(tmp_path, row(CODE), row(CODE)), SPRING)


def test_of_very_many_faults_the_first_hundred_are_told(tmp_path):
    with pytest.raises(CommandError) as refused:
        load(schedule(tmp_path, *(row(CODE, unit2="kilos") for _ in range(130))), SPRING)

    assert len(str(refused.value).splitlines()) == 102
    assert str(refused.value).endswith("... and 30 more")


def test_a_file_that_was_cut_off_does_not_end_the_rest_of_the_schedule(tmp_path):
    load(schedule(tmp_path, row(CODE), row(OTHER), row(THIRD)), SPRING)
    cut_off = schedule(tmp_path, row(CODE))
    before = state()

    with pytest.raises(CommandError, match="2 of 3 lines in force are not in the file"):
        call_command("load_tariff", str(cut_off), f"--valid-from={AUTUMN}")

    assert state() == before


def test_a_rate_that_is_only_written_otherwise_is_no_new_rate(tmp_path):
    load(schedule(tmp_path, row(CODE, general="Free")), SPRING)

    told = load(schedule(tmp_path, row(CODE, general="無税")), AUTUMN)

    assert "otherwise changed" in told
    assert [line.split()[-1] for line in told.splitlines()[3:5]] == ["0", "1"]


class Terminal(io.StringIO):
    """A text that says it is one."""

    def isatty(self) -> bool:
        return True
