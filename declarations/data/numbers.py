"""The kinds of number. On the wire each is a decimal string; in the domain each is a Decimal.

msgspec's own Decimal would take `"1e2"`, `"NaN"` and JSON numbers, so each kind states its own pattern and
is turned into a Decimal by `decimal_string`, the decoding hook. Arithmetic on a kind gives a plain Decimal.
"""

import re
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, ClassVar

from msgspec import Meta

# What a person or a spreadsheet may write that is a number, but not in our format.
_SIGNED = re.compile(r"-[0-9]+(\.[0-9]+)?")
_LONG = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")
_NOT_A_NUMBER = {"nan", "snan", "infinity", "-infinity", "inf", "-inf"}
_LONGEST_LOOKED_AT = 64
# `$` of a pattern would let a line break by at the end; `fullmatch` does not.
_compiled = cache(re.compile)


class Number(Decimal):
    """A non-negative decimal: no sign, no exponent, no separators, no leading zero."""

    digits: ClassVar[int] = 13
    places: ClassVar[int] = 6
    kind: ClassVar[str] = "number"

    @classmethod
    @cache
    def pattern(cls) -> str:
        """The format on the wire, as a regular expression that Python and JSON Schema read alike."""
        whole = f"(0|[1-9][0-9]{{0,{cls.digits - 1}}})"
        return f"^{whole}(\\.[0-9]{{1,{cls.places}}})?$" if cls.places else f"^{whole}$"

    @classmethod
    def problem(cls, value: object) -> str:
        """Why `value` is not of this kind, as the code a client gets; empty when it is."""
        if not isinstance(value, str):
            return "decimal-format" if isinstance(value, int | float) and not isinstance(value, bool) else "wrong-type"
        if _compiled(cls.pattern()).fullmatch(value):
            return ""
        if value.lower() in _NOT_A_NUMBER:
            return "not-a-number"
        if len(value) > _LONGEST_LOOKED_AT:
            return "out-of-range" if value.isascii() and value.replace(".", "", 1).isdigit() else "decimal-format"
        if _SIGNED.fullmatch(value):
            return "out-of-range"
        return "out-of-range" if _LONG.fullmatch(value) else "decimal-format"

    @classmethod
    def schema(cls) -> dict[str, Any]:
        """The JSON Schema of this kind; `x-number` lets a refusal name the exact reason."""
        return {"type": "string", "pattern": cls.pattern(), "x-number": cls.kind}


class Money(Number):
    """An amount in the currency named beside it: up to 13 digits and 4 places (a currency's own scale is a rule)."""

    digits, places, kind = 13, 4, "money"


class Mass(Number):
    """Kilograms, or the unit named beside it: up to 8 digits and 3 places."""

    digits, places, kind = 8, 3, "mass"


class Quantity(Number):
    """A quantity in the unit named beside it: up to 9 digits and 4 places."""

    digits, places, kind = 9, 4, "quantity"


class Coefficient(Number):
    """A share for apportioning the customs value over goods items: up to 13 digits and 4 places."""

    digits, places, kind = 13, 4, "coefficient"


class Degrees(Number):
    """Alcohol by volume in percent: up to 2 digits and 2 places."""

    digits, places, kind = 2, 2, "degrees"


KINDS: dict[str, type[Number]] = {kind.kind: kind for kind in (Number, Money, Mass, Quantity, Coefficient, Degrees)}

Count = Annotated[int, Meta(ge=0, le=99_999_999)]


def decimal_string(kind: type, value: object) -> Number:
    """msgspec's decoding hook: a decimal string as its kind. Anything else is a ValueError, which msgspec locates."""
    if not (isinstance(kind, type) and issubclass(kind, Number)):
        raise NotImplementedError(f"no decoding for {kind}")
    if problem := kind.problem(value):
        raise ValueError(problem)
    return kind(value)  # type: ignore[arg-type]


def number_text(value: object) -> str:
    """msgspec's encoding hook: a kind of number as its decimal string, as it was written."""
    if isinstance(value, Number):
        return str(value)
    raise NotImplementedError(f"no encoding for {type(value)}")


def plain(value: Decimal) -> str:
    """A decimal as it goes on the wire: no exponent, no trailing zeros. `Decimal("2.50")` is `"2.5"`."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
