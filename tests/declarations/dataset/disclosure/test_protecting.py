"""Complementary suppression: what is hidden stays hidden from whoever has every table and a solver; the certificate
proves it without one."""

import subprocess
import sys

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from msgspec.structs import replace

from declarations.dataset.disclosure.certificate import decoded, faults_of
from declarations.dataset.disclosure.protecting import protect
from declarations.dataset.disclosure.rules import Reason, Rules
from declarations.dataset.disclosure.searching import CannotBeProtected
from declarations.dataset.disclosure.tables import TOTAL, Contribution, Frame, Tabulation, tallies_of
from tests.declarations.dataset.disclosure.trade import FRAME, RULES, attacked, by_chapter_and_country, released, trade

JANUARY, FEBRUARY = by_chapter_and_country("2024-01"), by_chapter_and_country("2024-02")
BOTH = by_chapter_and_country("2024-01", "2024-02")


@pytest.fixture(scope="module")
def contributions():
    return trade()


@pytest.fixture(scope="module")
def ledger(contributions):
    return released(contributions, [JANUARY, FEBRUARY, BOTH])


def test_every_cell_the_rules_forbid_is_hidden_and_others_only_with_a_reason(contributions, ledger):
    table = ledger[0]
    assert {key for key, figure in table.figures.items() if figure is None} == table.reasons.keys()
    assert {Reason.FEW_FIRMS, Reason.COMPLEMENT} <= set(table.reasons.values())
    assert table.figures[TOTAL, TOTAL] == sum(each.amount for each in contributions if each.at[0] == "2024-01")


def test_tables_that_are_safe_alone_give_one_another_away_and_together_they_do_not(contributions, ledger):
    """January, February, and both: the control recovers, the ledger gives nothing, not even within ten percent."""
    exact, _ = attacked(released(contributions, [JANUARY, FEBRUARY, BOTH], jointly=False))
    assert exact > 10
    assert attacked(ledger) == (0, 0)
    places = {each.at for each in contributions}
    assert attacked(ledger, places=places) == (0, 0)  # nor to whoever knows which places are empty


def test_a_certificate_proves_and_survives_its_file(ledger):
    for table in ledger:
        assert list(faults_of(decoded(table.certificate.encoded()))) == []


def test_a_certificate_that_does_not_prove_is_found_out(ledger):
    good = ledger[0].certificate
    [page] = good.pages
    place, hidden = next((n, key) for n, (key, figure) in enumerate(page.figures) if figure is None)
    shown = next(n for n, (_, figure) in enumerate(page.figures) if figure)
    bigger = {position: by * 10**9 for position, by in good.shifts[0].items()}
    halved = [{position: by // 2 for position, by in shift.items()} for shift in good.shifts]
    forged = {
        "would take place": replace(good, shifts=(bigger,)),
        "no shift changes it": replace(good, shifts=()),
        "by 40 percent": replace(good, percent=40),
        "would change what is out": replace(good, shifts=({0: 1},)),
        "is not the sum": replace(good, pages=(_changed(page, shown, page.figures[shown][1] + 1),)),
        f"{'|'.join(hidden)}: what is out is not": replace(good, pages=(_changed(page, place, 1),)),
        "one of which nothing is said": replace(good, pages=(replace(page, figures=page.figures[1:]),)),
        "not equally many": replace(good, amounts=good.amounts[1:]),
        "not in order": replace(good, places=good.places[::-1]),
    }
    assert {words: any(words in fault for fault in faults_of(each)) for words, each in forged.items()} == dict.fromkeys(
        forged, True
    )
    assert any("no shift changes it" in fault for fault in faults_of(replace(good, shifts=tuple(halved))))


def _changed(page, place, figure):
    figures = list(page.figures)
    figures[place] = (figures[place][0], figure)
    return replace(page, figures=tuple(figures))


def test_a_certificate_is_verified_where_no_solver_is(ledger, tmp_path):
    file = tmp_path / "certificate.json"
    file.write_bytes(ledger[2].certificate.encoded())
    script = (
        "import sys; sys.modules['highspy'] = None; sys.modules['numpy'] = None\n"
        "from declarations.dataset.disclosure.certificate import decoded, faults_of\n"
        f"print(list(faults_of(decoded(open({str(file)!r}, 'rb').read()))))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"


def test_what_is_left_of_a_total_is_not_of_two_firms_who_know_themselves():
    """In a row with two cells of a firm each, either firm would subtract itself: a third cell is hidden too."""
    big = [Contribution((country,), f"{country} {n}", 900) for country in ("CN", "DE", "US") for n in range(5)]
    table = Tabulation(measure="VALUE", axes=(("country",),))
    thin = [Contribution(("SG",), "FIRST", 500), Contribution(("TH",), "SECOND", 500)]
    out = protect([*big, *thin], table, frame=Frame(("country",)), rules=Rules())
    assert out.reasons == {
        ("SG",): Reason.FEW_FIRMS,
        ("TH",): Reason.FEW_FIRMS,
        ("CN",): Reason.COMPLEMENT,
    }


def test_a_later_vintage_does_not_tell_what_an_earlier_one_hid():
    """A little is added elsewhere, and other cells would be hidden: those that have not changed tell of the first."""
    contributions = trade(seed=1)
    late = [Contribution(("2024-01", "01", f"C{n}"), f"LATE {firm}", 9_000_000) for n in (5, 6) for firm in range(4)]
    first = protect(contributions, JANUARY, frame=FRAME, rules=RULES, name="flash")
    apart = protect([*contributions, *late], JANUARY, frame=FRAME, rules=RULES, name="revised")
    jointly = protect([*contributions, *late], JANUARY, frame=FRAME, rules=RULES, name="revised", earlier=[first.sheet])
    unchanged = tallies_of(contributions, FRAME, JANUARY)
    hidden = {key: sum(unchanged[key].values()) for key in first.reasons}
    assert [key for key, amount in hidden.items() if apart.figures[key] == amount] != []
    assert [key for key, amount in hidden.items() if jointly.figures[key] == amount] == []
    assert list(faults_of(jointly.certificate)) == []


def test_a_table_is_refused_where_what_is_out_tells_too_much_already():
    """1,020 of two months are out under rules of no effect; then January is 1,020 at most, and in truth 1,000."""
    lenient = Rules(fewest_firms=1, dominance_percent=100, percent=0)
    months = [Contribution(("2024-01", "87", "SG"), "ALONE", 1000), Contribution(("2024-02", "87", "SG"), "OTHER", 20)]
    out = protect(months, BOTH, frame=FRAME, rules=lenient)
    assert out.reasons == {}
    with pytest.raises(CannotBeProtected, match=r"cannot be protected beside what is out already"):
        protect(months, JANUARY, frame=FRAME, rules=RULES, earlier=[out.sheet])


@settings(max_examples=25, deadline=None)
@given(seed=some.integers(0, 10**6), lines=some.integers(5, 300), firms=some.integers(1, 30))
def test_any_table_is_protected_and_certified(seed, lines, firms):
    contributions = trade(chapters=4, countries=6, firms=firms, lines=lines, seed=seed)
    out = released(contributions, [JANUARY, BOTH])
    assert [fault for each in out for fault in faults_of(each.certificate)] == []
    assert attacked(out) == (0, 0)


def test_levels_of_an_axis_are_totals_of_one_another():
    frame = Frame(("hs2", "hs4", "country"))
    table = Tabulation(measure="VALUE", axes=(("hs2", "hs4"), ("country",)))
    lines = [
        Contribution(("87", heading, country), f"{heading} {n % 4}", 1000 + 37 * n)
        for heading in ("8701", "8703", "8708")
        for country in ("US", "DE")
        for n in range(6)
    ]
    out = protect([*lines, Contribution(("87", "8702", "US"), "ALONE", 800)], table, frame=frame, rules=Rules())
    assert out.figures["87/8702", "US"] is None
    assert out.figures["87", "US"] is not None
    assert list(faults_of(out.certificate)) == []
    assert msgspec.json.decode(out.certificate.encoded())["version"] == 1
