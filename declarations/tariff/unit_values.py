"""Codes that the value of a kilogram decides: onions and pork. Pure.

The schedule splits these goods by customs value per kilogram, so the code itself says what that value must be. The
borders of onions, and 299.25 and 399 yen of pork, are printed in the schedule. The other borders of pork follow from
the standard import prices of Temporary Tariff Measures Act annex 1-3-2 (carcasses 409.90, cuts 546.53 yen/kg): less
the specific duty (361, 482) the limit of specific duty, over 1.043 the gate price (393, 524). A safeguard may raise
them for a time, which is why `is_sure` is False there.
"""

from decimal import Decimal

from msgspec import Struct

_LAW_OF_ONIONS = "Customs Tariff Act annex 07.03"
_LAW_OF_PORK = "Temporary Tariff Measures Act annexes 1-3 and 1-3-2, item 02.03"


class UnitValue(Struct, frozen=True, kw_only=True):
    """Between which customs values of a kilogram, in yen, the goods of a code lie.

    `above` is outside the band and `from_` inside it; so are `below` and `up_to` at the other end. None is no border.
    """

    law: str
    is_sure: bool
    above: Decimal | None = None
    from_: Decimal | None = None
    below: Decimal | None = None
    up_to: Decimal | None = None

    def holds(self, value_yen: int, kilograms: Decimal) -> bool:
        """Whether goods of this value and net mass lie in the band; multiplied, so that nothing is rounded."""
        return (
            (self.above is None or value_yen > self.above * kilograms)
            and (self.from_ is None or value_yen >= self.from_ * kilograms)
            and (self.below is None or value_yen < self.below * kilograms)
            and (self.up_to is None or value_yen <= self.up_to * kilograms)
        )

    @property
    def text(self) -> str:
        """The band in words, e.g. `above 67 and up to 73.70 yen/kg`."""
        borders = (("above", self.above), ("from", self.from_), ("below", self.below), ("up to", self.up_to))
        return " and ".join(f"{word} {border}" for word, border in borders if border is not None) + " yen/kg"


def _onions(**borders: Decimal) -> UnitValue:
    return UnitValue(law=_LAW_OF_ONIONS, is_sure=True, **borders)


def _pork(**borders: Decimal) -> UnitValue:
    return UnitValue(law=_LAW_OF_PORK, is_sure=False, **borders)


_ONIONS_CHEAP, _ONIONS_DEAR = Decimal(67), Decimal("73.70")
# Subdivision of 0203.11 and 0203.21 (carcasses); of the other subheadings (cuts).
_CARCASSES = {
    "020": _pork(up_to=Decimal("48.90")),
    "031": _pork(above=Decimal("48.90"), below=Decimal("299.25")),
    "032": _pork(from_=Decimal("299.25"), up_to=Decimal(393)),
    "040": _pork(above=Decimal(393)),
}
_CUTS = {
    "023": _pork(up_to=Decimal("64.53")),
    "024": _pork(above=Decimal("64.53"), below=Decimal(399)),
    "025": _pork(from_=Decimal(399), up_to=Decimal(524)),
    "022": _pork(above=Decimal(524)),
}
UNIT_VALUES: dict[str, UnitValue] = {
    "070310011": _onions(up_to=_ONIONS_CHEAP),
    "070310012": _onions(above=_ONIONS_CHEAP, up_to=_ONIONS_DEAR),
    "070310013": _onions(above=_ONIONS_DEAR),
    **{heading + part: band for heading in ("020311", "020321") for part, band in _CARCASSES.items()},
    **{heading + part: band for heading in ("020312", "020319", "020322", "020329") for part, band in _CUTS.items()},
}


def fitting(code9: str, value_yen: int, kilograms: Decimal) -> str:
    """The code of the same subheading in whose band the goods lie; empty where there is none."""
    return next(
        (code for code, band in UNIT_VALUES.items() if code[:6] == code9[:6] and band.holds(value_yen, kilograms)), ""
    )
