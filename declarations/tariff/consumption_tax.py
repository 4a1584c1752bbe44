"""The rates of consumption tax by day, and who else taxes the goods. Pure."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from declarations.tariff.values import ConsumptionTaxClass


class ConsumptionTaxLaw(Struct, frozen=True):
    """The rates from `since` on: national in percent, local as a share of the national tax."""

    since: date
    standard: Decimal
    reduced: Decimal
    local_numerator: int
    local_denominator: int
    citation: str

    def national(self, tax_class: ConsumptionTaxClass) -> Decimal:
        """National rate in percent for the class of goods."""
        return self.reduced if tax_class is ConsumptionTaxClass.REDUCED else self.standard

    @property
    def local_rate(self) -> str:
        """Local consumption tax as a share of the national tax, as the law writes it."""
        return f"{self.local_numerator}/{self.local_denominator}"


_ACT = "Consumption Tax Act (Act 108 of 1988) art. 29"
CONSUMPTION_TAX_LAWS = (
    ConsumptionTaxLaw(date.min, Decimal(0), Decimal(0), 0, 1, "before the Consumption Tax Act"),
    ConsumptionTaxLaw(date(1989, 4, 1), Decimal(3), Decimal(3), 0, 1, f"{_ACT}, as enacted"),
    ConsumptionTaxLaw(date(1997, 4, 1), Decimal(4), Decimal(4), 25, 100, f"{_ACT}, as amended by Act 109 of 1994"),
    ConsumptionTaxLaw(
        date(2014, 4, 1), Decimal("6.3"), Decimal("6.3"), 17, 63, f"{_ACT}, as amended by Act 68 of 2012 (art. 2)"
    ),
    ConsumptionTaxLaw(
        date(2019, 10, 1),
        Decimal("7.8"),
        Decimal("6.24"),
        22,
        78,
        f"{_ACT}, as amended by Act 68 of 2012 (art. 3); reduced rate by Act 15 of 2016",
    ),
)
LOCAL_TAX_LAW = "Local Tax Act art. 72-83"

# Goods on which another excise is due, by the start of their code. The amount is declared, not computed here.
OTHER_EXCISES = (
    ("2203", "Liquor Tax Act"),
    ("2204", "Liquor Tax Act"),
    ("2205", "Liquor Tax Act"),
    ("2206", "Liquor Tax Act"),
    ("2208", "Liquor Tax Act"),
    ("2402", "Tobacco Tax Act"),
    ("2403", "Tobacco Tax Act"),
    ("2701", "Petroleum and Coal Tax Act"),
    ("2709", "Petroleum and Coal Tax Act"),
    ("271012", "Gasoline Tax Act / Petroleum and Coal Tax Act"),
    ("2711", "Petroleum and Coal Tax Act"),
)


def law_of(on: date) -> ConsumptionTaxLaw:
    """The law in force on the declared day."""
    return next(law for law in reversed(CONSUMPTION_TAX_LAWS) if law.since <= on)


def other_excise(code9: str) -> str:
    """The law of another excise that such goods usually bear, or an empty text.

    A hint by heading, not a ruling: alcohol content and use decide.
    """
    return next((law for prefix, law in OTHER_EXCISES if code9.startswith(prefix)), "")
