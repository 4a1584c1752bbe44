"""The declaration number."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations import numbering

DAYS = st.dates(date(2000, 1, 1), date(2085, 3, 31))


@given(DAYS)
def test_a_number_is_well_formed_and_carries_its_month(on):
    number = numbering.allot(on)

    assert len(number) == 11
    assert numbering.is_well_formed(number)
    assert numbering.month_of(number) == (on.year, on.month)


@given(DAYS, st.integers(0, 10), st.sampled_from(numbering.ALPHABET))
def test_one_wrong_character_is_noticed(on, place, character):
    number = numbering.allot(on)
    wrong = number[:place] + character + number[place + 1 :]

    assert numbering.is_well_formed(wrong) is (wrong == number)


@pytest.mark.parametrize("text", ["", "0" * 10, "0" * 12, "O" * 11, "1234567890a", "12345 67890"])
def test_other_text_is_no_number(text):
    assert not numbering.is_well_formed(text)


def test_numbers_of_a_day_do_not_tell_one_another():
    numbers = {numbering.allot(date(2026, 11, 24)) for _ in range(1000)}

    assert len(numbers) == 1000
    assert len({number[2:10] for number in numbers}) == 1000
    assert {number[:2] for number in numbers} == {"A2"}
