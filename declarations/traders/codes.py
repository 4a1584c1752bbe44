"""Party codes: a corporate number (13) with a branch (4), or a 12-character code of JASTPRO or customs.

The corporate number's check digit is that of the Act on the Use of Numbers, ministerial ordinance of 2014 on the
designation of corporate numbers, article 2.
"""

from stdnum.jp import cn

PATTERN = r"^([0-9]{17}|[0-9A-Z]{12})$"
_CORPORATE_NUMBER_DIGITS = 13


def corporate_number(code: str) -> str | None:
    """The corporate number within a 17-digit party code, or None in a code of the other kind."""
    return code[:_CORPORATE_NUMBER_DIGITS] if len(code) == 17 else None


def corporate_number_is_genuine(code: str) -> bool:
    """Whether the corporate number's check digit is right; a code without a corporate number has none to be wrong."""
    number = corporate_number(code)
    return number is None or cn.is_valid(number)
