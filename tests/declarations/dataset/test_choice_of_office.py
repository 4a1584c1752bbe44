"""The free choice of office: what was planted is found within its interval, and nothing where nothing was planted."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from declarations.dataset.generating.declaring import Declaring, Plan
from declarations.dataset.generating.firms import Firms
from declarations.dataset.generating.market import Area, Market
from declarations.dataset.statistics.cells import Choice
from declarations.dataset.statistics.choice import NotEnough, Tally, by_week, study

OFFICES = ("1A", "2A", "29", "1M", "14")
AREAS = tuple(Area(f"{office}W01", office, weight) for office, weight in zip(OFFICES, (5, 3, 2, 1, 1), strict=True))
WEEKS, A_WEEK = 12, 500
PLANTED, USUAL = 30.0, 8.0


def panel(seed, diversion=PLANTED):
    """Weeks of AEO declarations, as the generator chooses their offices."""
    first = date(2024, 1, 8)
    plan = Plan(count=1, seed=seed, first=first, last=first + timedelta(weeks=WEEKS * 3 // 2), diversion=diversion)
    declaring = Declaring(plan, Market((), (), AREAS), Firms((), ()), yen_per=lambda currency, on: 1.0)
    chance, cells = Random(seed), Counter()
    for week in range(-8, 1):
        monday = plan.monday + timedelta(weeks=week)
        for area in chance.choices(AREAS, [area.weight for area in AREAS], k=A_WEEK):
            day = monday + timedelta(days=chance.randrange(5))
            office = declaring.office_for(area, day, is_aeo=True, chance=chance)
            cells[area.office, day, office != area.office] += 1
    return plan.monday, [
        Choice("IMPORT", office, day, cells[office, day, True] + cells[office, day, False], cells[office, day, True])
        for office, day in sorted({(office, day) for office, day, _ in cells})
    ]


def test_a_planted_diversion_is_within_its_interval_in_at_least_90_of_100_seeds():
    found = 0
    for seed in range(100):
        monday, cells = panel(seed)
        effect = study(by_week(cells), office="1A", monday=monday).effect
        found += effect.low <= PLANTED <= effect.high and effect.finds_something
    assert found >= 90


def test_nothing_is_found_where_nothing_was_planted():
    """Weeks before, an untouched office, the trend, and the week itself without a diversion: about 5 % by chance."""
    false, asked = Counter(), Counter()
    for seed in range(100):
        monday, cells = panel(seed)
        quiet_monday, quiet = panel(seed + 1000, diversion=0.0)
        found = study(by_week(cells), office="1A", monday=monday)
        looks = {
            "placebo": found.placebos,
            "untouched": [found.untouched],
            "trend": [found.trend],
            "quiet": [study(by_week(quiet), office="1A", monday=quiet_monday).effect],
        }
        for name, estimates in looks.items():
            asked[name] += len(estimates)
            false[name] += sum(estimate.finds_something for estimate in estimates)
    assert asked["placebo"] == 800
    assert {name: false[name] / asked[name] <= 0.1 for name in asked} == dict.fromkeys(asked, True), false


def test_weeks_begin_on_monday_and_directions_are_apart():
    cells = [
        Choice("IMPORT", "1A", date(2024, 4, 1), 3, 1),
        Choice("IMPORT", "1A", date(2024, 4, 7), 2, 0),
        Choice("EXPORT", "1A", date(2024, 4, 8), 5, 5),
    ]
    assert by_week(cells) == {("1A", date(2024, 4, 1)): Tally(5, 1), ("1A", date(2024, 4, 8)): Tally(5, 5)}
    assert by_week(cells, direction="EXPORT") == {("1A", date(2024, 4, 8)): Tally(5, 5)}


def test_two_weeks_before_are_too_few():
    weeks = {(office, date(2024, 4, day)): Tally(9, 1) for office in OFFICES for day in (1, 8, 15)}
    with pytest.raises(NotEnough):
        study(weeks, office="1A", monday=date(2024, 4, 15))
