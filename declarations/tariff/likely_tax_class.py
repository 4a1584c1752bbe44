"""Which rate of consumption tax goods of a heading likely bear. Pure.

The reduced rate is for food and drink other than liquor (Consumption Tax Act, annex 1), whatever its code. The
schedule does not print it, so it is inferred from the heading; the column can be corrected line by line.
"""

from declarations.tariff.values import ConsumptionTaxClass

_FOOD_CHAPTERS = frozenset({"02", "04", "07", "08", "09", "10", "11", "16", "17", "18", "19", "20", "21"})
_FOOD_HEADINGS = frozenset(
    {
        *("0302", "0303", "0304", "0305", "0306", "0307", "0308", "0309"),
        *("1201", "1202", "1208", "1212", "1501", "1507", "1508", "1509", "1510", "1511", "1512", "1513", "1514"),
        *("1515", "1517", "2201", "2202", "2209", "2501"),
    }
)


def likely_class_of(code9: str) -> ConsumptionTaxClass:
    """The class of a statistical code."""
    is_food = code9[:2] in _FOOD_CHAPTERS or code9[:4] in _FOOD_HEADINGS
    return ConsumptionTaxClass.REDUCED if is_food else ConsumptionTaxClass.STANDARD
