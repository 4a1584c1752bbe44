"""Selection: profiles raise, the draw is honest, and an auditor can replay it."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.selection import criteria
from declarations.selection.in_force import edition, profiles
from declarations.selection.models import RiskProfile

ON = date(2026, 11, 24)
KEY = criteria.day_key(b"secret", ON)
GOODS = (criteria.Goods(1, "4202212103", "FR"), criteria.Goods(2, "9506320003", "US"))
FEATURES = criteria.Features("A2000000001", ON, "IMPORT", "12345678901239000", 2_000_000, GOODS, duty_is_computed=True)
PROFILE = criteria.Profile("RP-1", 1, 3, "IMPORT", "420221", "FR", "", 1_000_000, date(2026, 1, 1), date(2026, 12, 31))
NEVER = Decimal(0)


def select(features=FEATURES, profile=PROFILE, share=NEVER):
    return criteria.select(features, profiles=[profile], key=KEY, share=share)


def test_a_profile_fires_with_the_values_that_fit():
    selected = select()

    assert selected.category == 3
    [reason] = selected.reasons
    assert (reason.code, reason.version, reason.item) == ("RP-1", 1, 1)
    assert reason.values == {"commodity": "4202212103", "origin": "FR", "value": "2000000"}


@pytest.mark.parametrize(
    "changes",
    [
        {"direction": "EXPORT"},
        {"commodity_prefix": "4203"},
        {"origin": "IT"},
        {"trader_code": "SOMEBODYELSE"},
        {"value_from": 2_000_001},
        {"valid_from": date(2026, 11, 25)},
        {"valid_to": date(2026, 11, 23)},
    ],
)
def test_a_profile_whose_condition_does_not_fit_is_silent(changes):
    assert select(profile=msgspec.structs.replace(PROFILE, **changes)).category == 1


@pytest.mark.parametrize("changes", [{"value_from": 2_000_000}, {"valid_from": ON}, {"valid_to": ON}, {"origin": ""}])
def test_a_profile_fires_on_its_boundaries(changes):
    assert select(profile=msgspec.structs.replace(PROFILE, **changes)).category == 3


def test_a_duty_that_cannot_be_computed_asks_for_the_documents():
    features = msgspec.structs.replace(FEATURES, duty_is_computed=False, value=0)

    assert select(features).category == 2


def test_the_sandbox_script_decides_alone():
    features = msgspec.structs.replace(FEATURES, scripted_category=1)

    assert select(features, share=Decimal(1)).category == 1


def test_the_draw_takes_its_share_and_can_be_replayed():
    numbers = [f"N{i}" for i in range(4000)]
    drawn = [criteria.draw(KEY, number) < Decimal("0.05") for number in numbers]

    assert 150 < sum(drawn) < 250  # 200 expected; five standard deviations are 69
    assert drawn == [criteria.draw(criteria.day_key(b"secret", ON), number) < Decimal("0.05") for number in numbers]
    assert criteria.draw(KEY, "N1") != criteria.draw(criteria.day_key(b"secret", date(2026, 11, 25)), "N1")


@given(st.text(max_size=20), st.decimals(0, 1, places=4))
def test_no_draw_lowers_a_category(number, share):
    features = msgspec.structs.replace(FEATURES, number=number)

    assert select(features, share=share).category == 3
    assert 0 <= criteria.draw(KEY, number) < 1


@pytest.mark.django_db
def test_a_changed_profile_is_read_at_the_next_edition():
    before = edition()
    RiskProfile.objects.create(code="RP-NEW", version=1, title="New", category=2, valid_from=ON)
    RiskProfile.objects.create(code="RP-NEW", version=2, title="New", category=3, valid_from=ON)
    after = edition()

    assert after > before
    [profile] = [profile for profile in profiles(after) if profile.code == "RP-NEW"]
    assert (profile.version, profile.category) == (2, 3)
