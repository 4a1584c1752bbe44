"""Quantities in the units of the schedule."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.tariff.units import QuantityMissing, convert, quantity_in, without_note

D = Decimal


@pytest.mark.parametrize(
    ("quantity", "declared", "wanted", "converted"),
    [
        ("2.5", "MT", "KG", "2500"),
        ("2500", "GR", "KG", "2.5"),
        ("5", "CT", "GR", "1"),
        ("3", "DZ", "NO", "36"),
        ("30", "NO", "DZ", "2.5"),
        ("2.5", "TH", "DZ", "208.3333333333333333333333333"),
        ("1.2345", "KL", "L", "1234.5"),
        ("750", "ML", "L", "0.75"),
        ("7", "SM", "SM", "7"),
    ],
)
def test_units_of_the_schedule_convert_exactly(quantity, declared, wanted, converted):
    assert convert(D(quantity), declared, wanted) == D(converted)


@pytest.mark.parametrize(
    ("quantity", "declared", "wanted", "converted"),
    [
        ("100", "LBR", "KG", "45.359"),
        ("12345", "LBR", "KG", "5599.6"),
        ("1000000", "LBR", "MT", "453.59"),
        ("1", "BLL", "KL", "0.15899"),
        ("10", "YRD", "M", "9.144"),
        ("10", "YDK", "SM", "8.3613"),
    ],
)
def test_customary_units_convert_to_five_significant_digits(quantity, declared, wanted, converted):
    """100 lb are 45.359237 kg; 12,345 lb are 5,599.597...; a barrel is 158.987 L."""
    assert convert(D(quantity), declared, wanted) == D(converted)


@pytest.mark.parametrize(
    ("declared", "wanted"), [("L", "KG"), ("PR", "NO"), ("SM", "M"), ("CM", "L"), ("XX", "KG"), ("KG", "XX")]
)
def test_what_cannot_be_converted_is_not(declared, wanted):
    assert convert(D(1), declared, wanted) is None


def test_the_very_unit_comes_before_one_that_converts():
    assert quantity_in("KG", ((D(1), "MT"), (D(990), "KG"))) == 990
    assert quantity_in("KG", ((D(1), "NO"), (D(1), "MT"))) == 1000
    with pytest.raises(QuantityMissing, match="quantity missing in L"):
        quantity_in("L", ((D(1), "KG"),))


def test_a_note_beside_a_unit_does_not_count():
    assert [without_note(unit) for unit in ("KG (I.I.)", "MT (D.W.)", "KG")] == ["KG", "MT", "KG"]


@given(st.decimals(0, 10**6, places=4))
def test_there_and_back_is_the_same_quantity(quantity):
    for one, other in (("MT", "KG"), ("KL", "L"), ("TH", "NO"), ("GR", "KG")):
        assert convert(convert(quantity, one, other), other, one) == quantity
