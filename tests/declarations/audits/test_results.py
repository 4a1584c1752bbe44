"""What was found says of the selection: hit rates, the estimate, what a profile would do, where to go next, drift."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from declarations.audits.hit_rates import hit_rates
from declarations.audits.noncompliance import noncompliance, noncompliance_by_month
from declarations.audits.simulating import simulate
from declarations.audits.sites import sites
from declarations.selection.estimating import Rate
from declarations.selection.in_force import profile_of
from declarations.selection.learning.drift import drift, drifts
from declarations.selection.learning.model import save
from declarations.selection.sites import MOST_HOURS, Site, ranked
from tests.declarations.audits.conftest import DAY, profile
from tests.declarations.selection.rows import declared, made_up
from tests.declarations.selection.test_scoring import model_of
from tests.forms import balls, import_form

pytestmark = pytest.mark.django_db


def test_a_profiles_hit_rate_counts_what_is_over_and_of_it_what_was_looked_at(lodge, examine, settings):
    profile()
    profile(code="RP-NEVER", commodity_prefix="99")
    clean, wrong, _ = lodge(), lodge(), lodge()
    examine(clean)
    examine(wrong, in_order=False)
    settings.RANDOM_SELECTION_SHARE = 1
    chance = lodge()
    examine(chance)

    told = {each.name: (each.selected, each.rate) for each in hit_rates(DAY, DAY, known_at=timezone.now())}
    assert told == {"RP-BOOKS v1": (3, Rate(3, 1)), "RANDOM": (1, Rate(1, 0))}
    assert hit_rates(date(2024, 8, 6), date(2024, 8, 7), known_at=timezone.now()) == []


def test_the_estimate_takes_results_of_audits_and_tells_months_apart(lodge, examine, audit, settings):
    settings.RANDOM_SELECTION_SHARE = 1
    first, second = lodge(), lodge()
    examine(first)
    examine(second)
    audit(second, in_order=False, lacking=5)
    lodge(clock="2024-09-05T10:00:00+09:00")

    whole = noncompliance(DAY, date(2024, 9, 30), known_at=timezone.now())
    assert (whole.declarations, whole.results, whole.unknown, whole.rate) == (3, 2, 1, 0.5)
    [august, september] = noncompliance_by_month(DAY, date(2024, 9, 30), known_at=timezone.now())
    assert (august[0], august[1].rate, september) == (date(2024, 8, 1), 0.5, (date(2024, 9, 1), None))


def test_a_profile_is_simulated_over_what_was_lodged_whatever_its_own_days(lodge, examine, audit):
    new, found = lodge(), lodge()
    audit(found, in_order=False, lacking=5)
    known = profile()
    caught = lodge()
    examine(caught)
    lodge(import_form(items=[balls()]))
    next_version = profile(version=2, valid_from=date(2030, 1, 1), value_to=1)

    first, second = simulate([profile_of(known), profile_of(next_version)], at=timezone.now(), until=DAY)
    assert (first.declarations, first.hits, first.new, first.among_hits) == (4, 3, 2, Rate(2, 1))
    assert (second.hits, second.among_hits.share, second.among_all) == (0, None, Rate(2, 1))
    assert new in {new, found}


def test_importers_are_ranked_by_what_an_hour_finds_and_what_is_audited_is_left_out(
    lodge, broker, in_use, audit, tmp_path
):
    save(model_of(price_above=1.0), tmp_path)
    lodge()
    in_use(tmp_path)
    for _ in range(2):
        number = lodge()
    [site] = sites(DAY, DAY, at=timezone.now())
    assert (site.code, site.declarations, site.unscored, site.audited_on) == ("12345678901239000", 3, 1, None)
    audit(number)
    [site] = sites(DAY, DAY, at=timezone.now())
    assert (site.declarations, site.audited_on) == (2, DAY)

    said = {"name": "X", "declarations": 4, "unscored": 0, "stake": 9, "audited_on": None}
    rich, poor = Site(code="A", expected=1700.0, **said), Site(code="B", expected=17.0, **said)
    busy = Site(code="C", expected=1700.0, **said | {"declarations": 4000})
    assert [each.code for each in ranked([poor, busy, rich])] == ["A", "C", "B"]
    assert (rich.hours, rich.by_hour, busy.hours) == (17.0, 100.0, MOST_HOURS)


def test_drift_is_none_where_nothing_moved_and_much_where_it_did():
    rows = [row.declared for row in made_up(2000).rows]
    same = [row.declared for row in made_up(2000, seed=2).rows]
    moved = [declared(office="9Z", net_mass=None, price=10.0) for _ in same]

    assert {each.verdict for each in drifts(rows, same) if each.name != "importer"} == {"none"}
    told = {each.name: each.verdict for each in drifts(rows, moved)}
    assert (told["office"], told["price"], told["net_mass"], told["departure"]) == ("much", "much", "much", "none")
    assert drifts(rows, []) == []
    assert drift("x", [1.0] * 50 + [2.0] * 50, [1.0] * 50 + [2.0] * 50).index == 0.0


def test_the_drift_report_compares_with_the_days_before(lodge, capsys):
    lodge(clock="2024-08-02T10:00:00+09:00")
    lodge(clock="2024-08-05T10:00:00+09:00")
    call_command("drift_report", "--since", "2024-08-05", "--until", "2024-08-07")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1 goods items of 2024-08-05 to 2024-08-07 beside 1 of 2024-08-02 to 2024-08-04"
    assert len(lines) > 10
