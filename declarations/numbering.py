"""The declaration number.

11 characters, ours (the composition of the real one is not published):

    MM RRRRRRRR C
    |  |        └ check character, ISO 7064 MOD 37,36 over the ten before it
    |  └ 8 random characters: 40 bits from the operating system, so no number tells its neighbour
    └ months since January 2000, two characters: the month finds the partition without a search

The alphabet is Crockford's base 32 (no I, L, O, U); the check character may be any letter or digit.
A number is a name, never a right of access.
"""

import re
import secrets
from datetime import date

from stdnum.iso7064 import mod_37_36

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 11
RANDOM_BITS = 40
_SHAPE = re.compile(f"[{ALPHABET}]{{{LENGTH - 1}}}[0-9A-Z]")


def _encoded(value: int, length: int) -> str:
    characters = []
    for _ in range(length):
        value, digit = divmod(value, len(ALPHABET))
        characters.append(ALPHABET[digit])
    return "".join(reversed(characters))


def allot(on: date) -> str:
    """A new number for a declaration of that day. Two calls may collide (once in a million million): retry then."""
    return number_of(on, secrets.randbits(RANDOM_BITS))


def number_of(on: date, bits: int) -> str:
    """The number of that day with these random bits."""
    months = (on.year - 2000) * 12 + on.month - 1
    body = _encoded(months, 2) + _encoded(bits, 8)
    return body + mod_37_36.calc_check_digit(body)


def is_well_formed(number: str) -> bool:
    """Whether this can be a number of ours: its shape and its check character."""
    return bool(_SHAPE.fullmatch(number)) and mod_37_36.is_valid(number)


def month_of(number: str) -> tuple[int, int]:
    """The (year, month) that the number carries."""
    months = ALPHABET.index(number[0]) * len(ALPHABET) + ALPHABET.index(number[1])
    return 2000 + months // 12, months % 12 + 1
