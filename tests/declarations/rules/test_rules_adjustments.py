"""Chapter VA, continued: additions, deductions, and what shares the charges."""

import pytest

from tests.declarations.rules.cases import BALLS, EXPORT, breaks, holds, judge, place

TERMS, ADJUSTMENTS, SHARED, NET_MASS = (
    "/invoice/incoterm",
    "/adjustments",
    "/charges_shared_by",
    "/goods_items/0/net_mass",
)
IMPORT_KINDS = (
    "COMMISSIONS, CONTAINERS, PACKING, ASSISTS, ROYALTIES, RESALE_PROCEEDS, "
    "LATER_WORK, INLAND_TRANSPORT, DUTIES_AND_TAXES, DEFERRED_INTEREST"
)


def adjusted(*stated: tuple[str, int], currency: str = "JPY") -> dict[str, object]:
    return {ADJUSTMENTS: [{"kind": kind, "currency": currency, "amount": str(amount)} for kind, amount in stated]}


def delivered(*stated: tuple[str, int]) -> dict[str, object]:
    """200,000 yen delivered duty paid."""
    return {TERMS: "DDP", "/freight": ..., "/insurance": ..., **adjusted(*stated)}


def two_by_mass(price: int, freight: int) -> dict[str, object]:
    """An export of two items of 10 and 90 kg at a CFR price, of which the heavy one costs `price`."""
    items = [
        {**BALLS, "origin": "JP", "invoice_amount": "200000", "net_mass": "10"},
        {**BALLS, "origin": "JP", "commodity_code": "6905100005", "quantity": "1", "quantity_unit": "MT"},
    ]
    items[1] |= {"invoice_amount": str(price), "net_mass": "90", "quantity": "0.09"}
    return {
        TERMS: "CFR",
        SHARED: "NET_MASS",
        "/freight": {"currency": "JPY", "amount": str(freight)},
        "/invoice/amount": str(200_000 + price),
        "/goods_items": items,
    }


TRIALS = [
    holds("VA-519", "royalties", adjusted(("ROYALTIES", 1))),
    holds("VA-519", "carriage to the ship", adjusted(("CARRIAGE_TO_SHIP", 1)), form=EXPORT),
    breaks(
        "VA-519",
        "nothing that the law names, and what is of exports",
        adjusted(("ROYALTIES", 1), ("TIPS", 1), ("CARRIAGE_TO_SHIP", 1)),
        place("/adjustments/1/kind", repeat_index=2, kind="TIPS", known=IMPORT_KINDS),
        place("/adjustments/2/kind", repeat_index=3, kind="CARRIAGE_TO_SHIP", known=IMPORT_KINDS),
    ),
    breaks(
        "VA-519",
        "royalties of an export",
        adjusted(("ROYALTIES", 1)),
        place("/adjustments/0/kind", repeat_index=1, kind="ROYALTIES", known="CARRIAGE_TO_SHIP"),
        form=EXPORT,
    ),
    holds("VA-520", "a yen is left", delivered(("DUTIES_AND_TAXES", 199_999))),
    holds("VA-520", "in a currency without a rate", adjusted(("LATER_WORK", 9), currency="GBP"), also=("VA-507",)),
    breaks(
        "VA-520",
        "nothing is left",
        delivered(("DUTIES_AND_TAXES", 200_000)),
        place(ADJUSTMENTS, price_yen="200000", deductions_yen="200000"),
    ),
    holds("VA-521", "stated", {SHARED: "NET_MASS"}),
    holds("VA-521", "the price shares", {SHARED: "PRICE", NET_MASS: ...}),
    breaks(
        "VA-521",
        "missing",
        {SHARED: "NET_MASS", NET_MASS: ...},
        place(NET_MASS, item=1, charges_shared_by="NET_MASS"),
    ),
    breaks(
        "VA-521",
        "nothing",
        {SHARED: "NET_MASS", NET_MASS: "0"},
        place(NET_MASS, item=1, charges_shared_by="NET_MASS"),
        also=("GD-415",),
    ),
    holds("VA-522", "one way", {SHARED: "NET_MASS"}),
    holds("VA-522", "the price, said twice", {SHARED: "PRICE", "/goods_items/0/apportionment": "1"}),
    breaks(
        "VA-522",
        "two ways",
        {SHARED: "NET_MASS", "/goods_items/0/apportionment": "1"},
        place(SHARED, items_with_a_coefficient="1"),
    ),
    holds("VA-523", "all of the price", two_by_mass(900, 1000), form=EXPORT),
    breaks(
        "VA-523",
        "a yen more",
        two_by_mass(899, 1000),
        place("/goods_items/1/invoice_amount", item=2, taken_off_yen="900"),
        form=EXPORT,
    ),
    holds("VA-524", "stated", delivered(("DUTIES_AND_TAXES", 0))),
    holds("VA-524", "another term"),
    breaks("VA-524", "not stated", delivered(), place(ADJUSTMENTS, incoterm="DDP")),
    holds("VA-525", "stated", {TERMS: "EXW", **adjusted(("CARRIAGE_TO_SHIP", 3000))}, form=EXPORT),
    holds("VA-525", "FOB", form=EXPORT),
    breaks("VA-525", "not stated", {TERMS: "EXW"}, place(ADJUSTMENTS, incoterm="EXW"), form=EXPORT),
]


@pytest.mark.parametrize("trial", TRIALS, ids=str)
def test_adjustments(trial):
    judge(trial)
