"""Chapter GD, continued: quantities in the units of the schedule."""

import pytest

from tests.declarations.rules.cases import BALLS, SHOES, SOY_SAUCE, breaks, holds, judge, place

OF_ITEM = "/goods_items/0"
QUANTITY, UNIT, SECOND, SECOND_UNIT = (
    f"{OF_ITEM}/{name}" for name in ("quantity", "quantity_unit", "second_quantity", "second_quantity_unit")
)
CODE, NET_MASS, UNKNOWN = f"{OF_ITEM}/commodity_code", f"{OF_ITEM}/net_mass", "4202121900"
OF_UNKNOWN = ("GD-401", "GD-405", "OL-807")
PICKLES = {**SOY_SAUCE, "commodity_code": f"200110100{200110100 % 7}"}
GROUPED = {**BALLS, "commodity_code": "950632000X", "quantity": "100"}
TILES = {**BALLS, "commodity_code": "6905100005", "quantity": "2.2", "quantity_unit": "MT"}


def shoes(**changes: object) -> dict[str, object]:
    return {OF_ITEM: {name: value for name, value in {**SHOES, **changes}.items() if value is not None}}


TRIALS = [
    holds("GD-413", "both"),
    breaks("GD-413", "no unit", {UNIT: ...}, place(UNIT, item=1)),
    breaks("GD-413", "no quantity", {QUANTITY: ...}, place(QUANTITY, item=1)),
    holds("GD-414", "both", shoes()),
    breaks("GD-414", "no unit", shoes(second_quantity_unit=None), place(SECOND_UNIT, item=1)),
    breaks("GD-414", "no quantity", shoes(second_quantity=None), place(SECOND, item=1)),
    holds("GD-415", "next to nothing", shoes(quantity="0.0001", second_quantity="0.0001", net_mass="0.001")),
    breaks(
        "GD-415",
        "nothing, three times",
        shoes(quantity="0", second_quantity="0", net_mass="0"),
        place(QUANTITY, item=1),
        place(SECOND, item=1),
        place(f"{OF_ITEM}/net_mass", item=1),
    ),
    holds("GD-416", "stated"),
    holds("GD-416", "grouped goods have no unit in common", {OF_ITEM: GROUPED, QUANTITY: ..., UNIT: ...}),
    breaks("GD-416", "missing", {QUANTITY: ..., UNIT: ...}, place(QUANTITY, item=1, unit="KG")),
    holds("GD-435", "GD-416 asks", {QUANTITY: ..., UNIT: ..., NET_MASS: ...}, also=("GD-416",)),
    holds("GD-435", "a net mass", {CODE: UNKNOWN, QUANTITY: ..., UNIT: ...}, also=OF_UNKNOWN),
    holds("GD-435", "a quantity", {CODE: UNKNOWN, NET_MASS: ...}, also=OF_UNKNOWN),
    breaks(
        "GD-435",
        "neither",
        {CODE: UNKNOWN, QUANTITY: ..., UNIT: ..., NET_MASS: ...},
        place(NET_MASS, item=1),
        also=OF_UNKNOWN,
    ),
    holds("GD-417", "kilograms including inner packing", {OF_ITEM: PICKLES}),
    holds(
        "GD-417",
        "grouped goods have no unit in common",
        {OF_ITEM: {**GROUPED, "quantity_unit": "KG"}},
    ),
    breaks(
        "GD-417",
        "pieces of soy sauce",
        {UNIT: "NO"},
        place(UNIT, item=1, unit="NO", expected="KG"),
    ),
    breaks(
        "GD-417",
        "kilograms of tiles: they are not converted",
        {OF_ITEM: {**TILES, "quantity": "2200", "quantity_unit": "KG"}},
        place(UNIT, item=1, unit="KG", expected="MT", converted="2.2"),
    ),
    holds("GD-418", "two units", shoes()),
    breaks(
        "GD-418",
        "one is missing",
        shoes(second_quantity=None, second_quantity_unit=None),
        place(SECOND, item=1, unit="KG"),
    ),
    holds("GD-419", "kilograms", shoes()),
    breaks(
        "GD-419",
        "tons",
        shoes(second_quantity_unit="MT", second_quantity="1"),
        place(SECOND_UNIT, item=1, unit="MT", expected="KG", converted="1000"),
    ),
    holds("GD-420", "all of the gross mass", {OF_ITEM: {**SOY_SAUCE, "quantity": "2200"}}),
    holds("GD-420", "all of the gross mass, in tons", {OF_ITEM: TILES}),
    holds("GD-420", "pieces are no mass", {OF_ITEM: {**BALLS, "quantity": "999999"}}),
    breaks(
        "GD-420",
        "a gram more",
        {QUANTITY: "2200.001"},
        place(QUANTITY, item=1, quantity_kg="2200.001", gross_mass="2200"),
    ),
    breaks(
        "GD-420",
        "a kilogram more, in tons",
        {OF_ITEM: {**TILES, "quantity": "2.201"}},
        place(QUANTITY, item=1, quantity_kg="2201", gross_mass="2200"),
    ),
    breaks(
        "GD-420",
        "the second quantity",
        shoes(second_quantity="2201"),
        place(SECOND, item=1, quantity_kg="2201", gross_mass="2200"),
    ),
]


@pytest.mark.parametrize("trial", TRIALS, ids=str)
def test_quantities(trial):
    judge(trial)
