"""Chapter GD, continued: codes by the value of a kilogram, relief, other internal taxes."""

import pytest

from declarations.tariff.internal_tax import KINDS
from tests.declarations.rules.cases import BALLS, EXPORT, SOY_SAUCE, breaks, holds, judge, place

OF_ITEM = "/goods_items/0"
CODE, RELIEF, OFF, TAXES = (
    f"{OF_ITEM}/{name}" for name in ("commodity_code", "relief_code", "relief_amount", "internal_taxes")
)
KNOWN = ", ".join(KINDS)


def code10(code9: str) -> str:
    return f"{code9}{int(code9) % 7}"


def by_the_kilogram(code9: str, value: int, *, kilograms: str = "1000") -> dict[str, object]:
    """Goods with everything in the price, so that the price is the customs value."""
    item = {**SOY_SAUCE, "commodity_code": code10(code9), "invoice_amount": str(value), "quantity": kilograms}
    del item["permits"], item["net_mass"]
    return {
        "/invoice/incoterm": "CIF",
        "/freight": ...,
        "/insurance": ...,
        "/invoice/amount": str(value),
        OF_ITEM: item,
    }


def off(code9: str, yen_per_kg: str, expected: str, fits: str) -> tuple[str, int | None, int | None, dict[str, str]]:
    return place(CODE, item=1, yen_per_kg=yen_per_kg, expected=expected, fitting_code=fits)


def taxed(*taxes: dict[str, str], code9: str = "220300000") -> dict[str, object]:
    """200 litres of beer, or goods of another code, under these taxes."""
    beer = {**BALLS, "commodity_code": code10(code9), "quantity": "200"}
    if code9 == "220300000":
        beer["quantity_unit"] = "L"
    return {OF_ITEM: {**beer, "internal_taxes": list(taxes)}}


def tax(field: str, index: int = 0, **facts: str) -> tuple[str, int | None, int | None, dict[str, str]]:
    return place(f"{TAXES}/{index}/{field}", item=1, repeat_index=index + 1, **facts)


BEER = {"kind": "BEER", "alcohol": "5"}

TRIALS = [
    holds("GD-424", "67 yen", by_the_kilogram("070310011", 67_000)),
    holds("GD-424", "a yen above 67,000 in the next code", by_the_kilogram("070310012", 67_001)),
    holds("GD-424", "73.70 yen", by_the_kilogram("070310012", 73_700)),
    holds("GD-424", "a yen above 73,700 in the last code", by_the_kilogram("070310013", 73_701)),
    breaks(
        "GD-424",
        "a yen above 67,000",
        by_the_kilogram("070310011", 67_001),
        off("070310011", "67.0010", "up to 67 yen/kg", "070310012"),
    ),
    breaks(
        "GD-424",
        "67 yen in the next code",
        by_the_kilogram("070310012", 67_000),
        off("070310012", "67.0000", "above 67 and up to 73.70 yen/kg", "070310011"),
    ),
    breaks(
        "GD-424",
        "73.70 yen in the last code",
        by_the_kilogram("070310013", 73_700),
        off("070310013", "73.7000", "above 73.70 yen/kg", "070310012"),
    ),
    holds("GD-425", "a yen above 524,000", by_the_kilogram("020329022", 524_001)),
    holds("GD-425", "64.53 yen", by_the_kilogram("020329023", 64_530)),
    breaks(
        "GD-425",
        "524 yen",
        by_the_kilogram("020329022", 524_000),
        off("020329022", "524.0000", "above 524 yen/kg", "020329025"),
    ),
    breaks(
        "GD-425",
        "a yen above 64,530",
        by_the_kilogram("020329023", 64_531),
        off("020329023", "64.5310", "up to 64.53 yen/kg", "020329024"),
    ),
    holds("GD-426", "both", {RELIEF: "14010", OFF: "100"}, also=("GD-428",)),
    breaks("GD-426", "no amount", {RELIEF: "14010"}, place(OFF, item=1), also=("GD-428",)),
    breaks("GD-426", "no code", {OFF: "100"}, place(RELIEF, item=1)),
    breaks(
        "GD-426",
        "half a yen",
        {RELIEF: "14010", OFF: "100.5"},
        place(OFF, item=1, amount="100.5"),
        also=("GD-428",),
    ),
    holds("GD-427", "neither", form=EXPORT),
    breaks("GD-427", "a relief", {RELIEF: "14010", OFF: "1"}, place(RELIEF, item=1), form=EXPORT),
    breaks(
        "GD-427",
        "a tax",
        {TAXES: [BEER]},
        place(TAXES, item=1, stated="1"),
        form=EXPORT,
        also=("GD-431",),
    ),
    holds("GD-428", "no relief"),
    breaks("GD-428", "a relief", {RELIEF: "14010", OFF: "1"}, place(RELIEF, item=1, relief_code="14010")),
    holds("GD-429", "beer", taxed(BEER)),
    breaks("GD-429", "mead", taxed(BEER, {"kind": "MEAD"}), tax("kind", 1, kind="MEAD", known=KNOWN)),
    holds("GD-430", "beer by its alcohol", taxed(BEER)),
    holds("GD-430", "no tax, no amount", taxed({"kind": "NONE"}), also=("GD-433",)),
    breaks("GD-430", "no alcohol", taxed({"kind": "BEER"}), tax("alcohol", kind="BEER")),
    breaks("GD-430", "an amount that is computed", taxed({**BEER, "amount": "1"}), tax("amount", kind="BEER")),
    breaks(
        "GD-430",
        "an amount of no tax",
        taxed({"kind": "NONE", "amount": "1"}),
        tax("amount", kind="NONE"),
        also=("GD-433",),
    ),
    breaks(
        "GD-430",
        "other liquors, once without an amount and once with half a yen",
        taxed({"kind": "OTHER_LIQUOR"}, {"kind": "OTHER_LIQUOR", "amount": "0.5"}),
        tax("amount", kind="OTHER_LIQUOR"),
        tax("amount", 1, kind="OTHER_LIQUOR"),
        also=("GD-433",),
    ),
    holds("GD-431", "beer of malt", taxed(BEER)),
    breaks(
        "GD-431",
        "beer of golf balls",
        taxed(BEER, code9="950632000"),
        tax("kind", kind="BEER", commodity_code="9506320003"),
    ),
    holds("GD-432", "beer that is stated", taxed(BEER)),
    holds("GD-432", "golf balls bear none"),
    breaks("GD-432", "beer that is not", taxed(), place(TAXES, item=1, binding="Liquor Tax Act")),
    holds("GD-433", "beer is computed", taxed(BEER)),
    breaks(
        "GD-433",
        "other liquors are not",
        taxed({"kind": "OTHER_LIQUOR", "amount": "5000"}),
        tax("kind", kind="OTHER_LIQUOR"),
    ),
    holds("GD-434", "nothing stands in the way"),
    breaks(
        "GD-434",
        "a rate by the litre of goods that are counted in kilograms",
        by_the_kilogram("110100011", 200_000),
        place(CODE, item=1, why="general 17yen/l: quantity missing in L"),
    ),
]


@pytest.mark.parametrize("trial", TRIALS, ids=str)
def test_taxes(trial):
    judge(trial)
