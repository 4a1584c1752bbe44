"""Which column of the schedule applies, and the sentence that says why."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from declarations.tariff.applied_rate import NoRate, applied_rate
from declarations.tariff.notation import read
from declarations.tariff.regimes import PREFERENCES, Regime, regime_asked
from declarations.tariff.values import CommodityInForce, DutiableItem

TODAY = date(2026, 7, 9)
DAY = timedelta(days=1)


def item(certificate: str = "", origin: str = "CN", **cells: str) -> DutiableItem:
    """1,000,000 yen of 1,000 kg under these columns."""
    commodity = CommodityInForce(
        code9="210310000",
        naccs_digit=5,
        description="SOY SAUCE",
        valid_from=date(2014, 1, 1),
        rates=tuple((Regime(regime), read(cell)) for regime, cell in cells.items()),
    )
    return DutiableItem(
        number=1,
        commodity=commodity,
        customs_value=1_000_000,
        quantities=((Decimal(1000), "KG"),),
        origin=origin,
        origin_certificate=certificate,
    )


@pytest.mark.parametrize(
    ("goods", "regime", "reason"),
    [
        (item(GENERAL="9.6%"), "GENERAL", "general 9.6%"),
        (item(GENERAL="9.6%", WTO="7.2%"), "WTO", "WTO 7.2%, lower than general 9.6%"),
        (item(GENERAL="9.6%", WTO="(7.2%)"), "GENERAL", "general 9.6%"),
        (item(GENERAL="9.6%", WTO="9.6%"), "GENERAL", "general 9.6%; WTO 9.6% is not lower"),
        (item(GENERAL="(9.6%)", TEMPORARY="8%", WTO="9%"), "TEMPORARY", "temporary 8%; WTO 9% is not lower"),
        (item(GENERAL="100yen/kg", WTO="7.2%"), "WTO", "WTO 7.2%, lower than general 100yen/kg"),
        (
            item("EUJP", "FR", GENERAL="9.6%", WTO="7.2%", EU="Free"),
            "EU",
            "EU Free, lower than WTO 7.2%",
        ),
        (item("AUJP", "AU", GENERAL="9.6%", AU="4.8%"), "AU", "Australia-Japan 4.8%, lower than general 9.6%"),
        (item("AUJP", "AU", GENERAL="Free", AU="Free"), "GENERAL", "general Free; Australia-Japan Free is not lower"),
        (item("INJP", "IN", GENERAL="9.6%"), "GENERAL", "general 9.6%; no India-Japan rate for this commodity"),
        (
            item("EUJP", "US", GENERAL="9.6%", EU="Free"),
            "GENERAL",
            "general 9.6%; certificate EUJP gives nothing for origin US on 2026-07-09",
        ),
        (
            item("CPTP", "MY", GENERAL="9.6%", CPTPP="（マレーシアに対する待遇）　3% （他の締約国に対する待遇）　1%"),
            "CPTPP",
            "CPTPP （マレーシアに対する待遇）　3% （他の締約国に対する待遇）　1%, lower than general 9.6%",
        ),
        (
            item(GENERAL="5%", WTO="●21%〜29.8%+1,159円/kg"),
            "GENERAL",
            "general 5%; whichever rate of WTO ●21%〜29.8%+1,159円/kg it were, none is lower",
        ),
        (
            item("EUJP", "FR", GENERAL="関税割当数量以内のもの　無税", EU="Free"),
            "EU",
            "EU Free; nothing can be lower, though the ordinary rate needs an officer "
            "(general 関税割当数量以内のもの　無税: depends on a tariff quota)",
        ),
    ],
)
def test_the_rate_is_chosen_and_explained(goods, regime, reason):
    applied = applied_rate(goods, on=TODAY)

    assert (applied.regime, applied.reason) == (regime, reason)


@pytest.mark.parametrize(("origin", "duty"), [("MY", 30_000), ("MX", 10_000)])
def test_parties_that_a_cell_treats_apart_owe_their_own_rate(origin, duty):
    cell = "（マレーシアに対する待遇）　3% （他の締約国に対する待遇）　1%"

    assert applied_rate(item("CPTP", origin, GENERAL="9.6%", CPTPP=cell), on=TODAY).lawful_duty == duty


@pytest.mark.parametrize(
    ("goods", "why"),
    [
        (item(), "no applied rate"),
        (item(GENERAL="●Free~5%"), "general ●Free~5%: several rates within the line"),
        (item(GENERAL="5yen/l"), "general 5yen/l: quantity missing in L"),
        (item("EUJP", "FR", GENERAL="●Free~5%", EU="1%"), "several rates within the line"),
        (item(GENERAL="5%", WTO="●4%~6%"), "WTO ●4%~6%: several rates within the line"),
    ],
)
def test_what_cannot_be_computed_is_never_an_amount(goods, why):
    with pytest.raises(NoRate, match=why):
        applied_rate(goods, on=TODAY)


PARTIES = [
    (certificate, preference.regime, party)
    for certificate, preferences in PREFERENCES.items()
    for preference in preferences
    for party in preference.parties
]


@pytest.mark.parametrize(("certificate", "regime", "party"), PARTIES, ids=[f"{c}-{p.origin}" for c, _, p in PARTIES])
def test_a_party_is_preferred_from_its_own_day_on(certificate, regime, party):
    assert regime_asked(certificate, party.origin, on=party.since) is regime
    assert regime_asked(certificate, party.origin, on=party.since - DAY) is None


def test_every_column_but_three_is_asked_by_a_certificate():
    asked = {preference.regime for preferences in PREFERENCES.values() for preference in preferences}

    assert len(Regime) == 27
    assert set(Regime) - asked == {Regime.GENERAL, Regime.TEMPORARY, Regime.WTO}
    assert all(len(certificate) <= 4 for certificate in PREFERENCES)


def test_the_united_kingdom_was_of_the_union_until_its_transition_ended():
    assert regime_asked("EUJP", "GB", on=date(2020, 12, 31)) is Regime.EU
    assert regime_asked("EUJP", "GB", on=date(2021, 1, 1)) is None
    assert regime_asked("UKJP", "GB", on=date(2021, 1, 1)) is Regime.UK
