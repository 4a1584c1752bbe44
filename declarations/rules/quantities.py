"""Chapter GD, continued: how much of the goods there is, in the units of the schedule.

The units must be those of the schedule; a line that is counted in one unit may have it in either of its columns.
"""

from decimal import Decimal
from typing import Any

from declarations.data import GoodsItem
from declarations.rules.book import Verdict, because, item_rule
from declarations.rules.case import Case
from declarations.rules.goods import GROUPED
from declarations.tariff.units import QuantityMissing, convert, quantity_in, without_note

_QUANTITY_LAW = "Enforcement Order of the Customs Act art. 59-2 (1)"


@item_rule(
    "GD-413",
    law="NACCS IDA, items QN1, QT1",
    at="/quantity_unit",
    ja="数量(1)と数量単位コード(1)は、ともに入力しなければなりません。",
    remedy="State both, or neither.",
)
def quantity_has_a_unit(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The quantity and its unit are stated together."""
    if (item.quantity is None) == (item.quantity_unit is None):
        return True
    return because(at="/quantity") if item.quantity is None else because()


@item_rule(
    "GD-414",
    law="NACCS IDA, items QN2, QT2",
    at="/second_quantity_unit",
    ja="数量(2)と数量単位コード(2)は、ともに入力しなければなりません。",
    remedy="State both, or neither.",
)
def second_quantity_has_a_unit(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The second quantity and its unit are stated together."""
    if (item.second_quantity is None) == (item.second_quantity_unit is None):
        return True
    return because(at="/second_quantity") if item.second_quantity is None else because()


@item_rule(
    "GD-415",
    law=_QUANTITY_LAW,
    at="/quantity",
    ja="数量及び正味重量は、0より大きくなければなりません。",
    remedy="State how much it is, or leave the field out where it is not asked for.",
)
def quantities_are_above_zero(item: GoodsItem, number: int, case: Case) -> Verdict:
    """A quantity or net mass that is stated is above zero."""
    return [because(at=f"/{name}") for name in ("quantity", "second_quantity", "net_mass") if getattr(item, name) == 0]


@item_rule(
    "GD-416",
    law=_QUANTITY_LAW,
    at="/quantity",
    ja="統計品目表に単位のある品目については、数量を申告しなければなりません。",
    remedy="State the net quantity in the unit of the schedule.",
)
def quantity_is_stated(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The quantity is stated where the schedule counts the commodity."""
    units = _units(item, number, case)
    return not units or bool(item.quantity_unit) or item.quantity is not None or because(unit=units[0])


@item_rule(
    "GD-417",
    law=_QUANTITY_LAW,
    at="/quantity_unit",
    ja="数量単位コード(1)は、統計品目表の第1単位でなければなりません。",
    remedy="State the quantity in the unit of the schedule.",
)
def quantity_is_in_the_unit_of_the_schedule(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The quantity is in the first unit in which the schedule counts the commodity."""
    units = _units(item, number, case)
    if not units or item.quantity_unit in (None, units[0]):
        return True
    return because(
        unit=item.quantity_unit, expected=units[0], **_converted(item.quantity, item.quantity_unit, units[0])
    )


@item_rule(
    "GD-418",
    law=_QUANTITY_LAW,
    at="/second_quantity",
    ja="統計品目表に第2単位のある品目については、数量(2)を申告しなければなりません。",
    remedy="State the second quantity, too, in the second unit of the schedule.",
)
def second_quantity_is_stated(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The second quantity is stated where the schedule counts the commodity in two units."""
    units = _units(item, number, case)
    stated = bool(item.second_quantity_unit) or item.second_quantity is not None
    return len(units) < 2 or stated or because(unit=units[1])


@item_rule(
    "GD-419",
    law=_QUANTITY_LAW,
    at="/second_quantity_unit",
    ja="数量単位コード(2)は、統計品目表の第2単位でなければなりません。",
    remedy="State the second quantity in the second unit of the schedule.",
)
def second_quantity_is_in_the_unit_of_the_schedule(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The second quantity is in the second unit in which the schedule counts the commodity."""
    units = _units(item, number, case)
    if len(units) < 2 or item.second_quantity_unit in (None, units[1]):
        return True
    stated, unit = item.second_quantity, item.second_quantity_unit
    return because(unit=unit, expected=units[1], **_converted(stated, unit, units[1]))


@item_rule(
    "GD-420",
    law="this system; Enforcement Order of the Customs Act art. 59-2 (1) (net quantity)",
    at="/quantity",
    ja="重量で示された数量は、総重量を超えてはなりません。",
    remedy="Correct the quantity, its unit, or the gross mass.",
)
def mass_of_the_item_is_within_the_gross_mass(item: GoodsItem, number: int, case: Case) -> Verdict:
    """A quantity stated as a mass is at most the gross mass of the consignment."""
    stated = (
        ("/quantity", item.quantity, item.quantity_unit),
        ("/second_quantity", item.second_quantity, item.second_quantity_unit),
    )
    gross_mass = case.declaration.gross_mass
    masses = ((field, _kilograms(quantity, unit)) for field, quantity, unit in stated)
    return [
        because(at=field, quantity_kg=mass, gross_mass=gross_mass)
        for field, mass in masses
        if mass is not None and mass > gross_mass
    ]


@item_rule(
    "GD-435",
    law="Customs Act art. 67 (the quantity is declared); Enforcement Order of the Customs Act art. 59-2 (1)",
    at="/net_mass",  # it can be stated in whatever unit the right code turns out to be counted
    ja="統計品目番号が統計品目表にない貨物についても、数量又は正味重量を申告しなければなりません。",
    remedy="State the net mass in kilograms, or the quantity in the unit of the schedule once the code is right.",
)
def goods_of_no_known_code_say_how_much_they_are(item: GoodsItem, number: int, case: Case) -> Verdict:
    """Goods whose commodity code is not in the schedule are stated with a quantity or a net mass, too."""
    if case.commodity(number) is not None:
        return True
    return item.net_mass is not None or item.quantity is not None or because()


def _units(item: GoodsItem, number: int, case: Case) -> tuple[str, ...]:
    """The units of the schedule, first unit first; none for a grouped item, whose goods are of several codes."""
    commodity = case.commodity(number)
    if commodity is None or item.commodity_code[9] == GROUPED:
        return ()
    return tuple(without_note(unit) for unit in commodity.units)


def _converted(quantity: Decimal | None, unit: str | None, expected: str) -> dict[str, Any]:
    """The quantity as it should stand, for the declarant to copy; nothing where no conversion is known."""
    converted = None if quantity is None or unit is None else convert(quantity, unit, expected)
    return {} if converted is None else {"converted": converted}


def _kilograms(quantity: Decimal | None, unit: str | None) -> Decimal | None:
    """A quantity as a mass; None where it is not one."""
    if quantity is None or unit is None:
        return None
    try:
        return quantity_in("KG", ((quantity, unit),))
    except QuantityMissing:
        return None
