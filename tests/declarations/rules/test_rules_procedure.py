"""Chapter PR: types of declaration, and what is told of the delivery."""

from datetime import date

import pytest
from msgspec.structs import replace

from declarations.rules.procedure import DELIVERY_TOLD_SINCE
from tests.declarations.rules.cases import (
    AEO_BROKER,
    AEO_EXPORTER,
    AEO_IMPORTER,
    BALLS,
    IMPORTER,
    SHOES,
    SOY_SAUCE,
    breaks,
    holds,
    judge,
    place,
)

TYPE, VESSEL = "/declaration_type", "/transport/vessel_name"
DELIVERY, E_COMMERCE, PLATFORM = "/delivery_place", "/e_commerce", "/platform_name"
SIMPLE = "/simplified_tariff"
SHIRT, BAG = (f"{code9}{int(code9) % 7}" for code9 in ("620520000", "420221210"))
BEFORE, SINCE = date(2025, 10, 11), date(2025, 10, 12)
THEN = {"/transport/arrival_on": "2025-10-01"}
AEO_BROKER_AS_TRADER = replace(AEO_BROKER, is_broker=False, declarant_code=IMPORTER)


def parcel(amount: str, **item: str) -> dict[str, object]:
    """Golf balls by air at a price that has everything in it, under type Y."""
    return {
        TYPE: "Y",
        VESSEL: "NH105",
        "/invoice/incoterm": "CIP",
        "/freight": ...,
        "/insurance": ...,
        "/invoice/amount": amount,
        "/goods_items/0": {**BALLS, "invoice_amount": amount, **item},
    }


def simple(amount: str, **item: str | None) -> dict[str, object]:
    """Shirts at an FOB price, with 50,000 yen of charges, for which the simplified tariff is asked."""
    shirts = {**SHOES, "commodity_code": SHIRT, "quantity_unit": "NO", "invoice_amount": amount, **item}
    stated = {name: value for name, value in shirts.items() if value is not None}
    return {SIMPLE: True, "/invoice/amount": amount, "/goods_items/0": stated}


def test_the_delivery_is_told_since_12_october_2025():
    assert DELIVERY_TOLD_SINCE == SINCE


TRIALS = [
    *(holds("PR-601", f"{letter} for an AEO importer", {TYPE: letter}, standing=AEO_IMPORTER) for letter in "HJ"),
    *(breaks("PR-601", f"{letter} for another", {TYPE: letter}, place(TYPE, type=letter)) for letter in "HJ"),
    breaks("PR-601", "the AEO broker does not make it one", {TYPE: "H"}, place(TYPE, type="H"), standing=AEO_BROKER),
    *(holds("PR-602", f"{letter} by an AEO broker", {TYPE: letter}, standing=AEO_BROKER) for letter in "NP"),
    *(breaks("PR-602", f"{letter} by another", {TYPE: letter}, place(TYPE, type=letter)) for letter in "NP"),
    breaks("PR-602", "for an AEO importer", {TYPE: "N"}, place(TYPE, type="N"), standing=AEO_IMPORTER),
    breaks("PR-602", "no broker any more", {TYPE: "N"}, place(TYPE, type="N"), standing=AEO_BROKER_AS_TRADER),
    holds("PR-603", "an import", standing=AEO_EXPORTER),
    *(breaks("PR-603", letter, {TYPE: letter}, place(TYPE, type=letter)) for letter in "SMAG"),
    holds("PR-604", "an import for consumption"),
    *(breaks("PR-604", letter, {TYPE: letter}, place(TYPE, type=letter)) for letter in "KDULBER"),
    holds("PR-605", "release and duty together", {TYPE: "J"}, standing=AEO_IMPORTER),
    *(breaks("PR-605", letter, {TYPE: letter}, place(TYPE, type=letter)) for letter in "TV"),
    holds("PR-606", "10,000 yen", parcel("10000")),
    holds("PR-606", "nothing is known of its value", {**parcel("9"), "/invoice/currency": "GBP"}, also=("VA-507",)),
    breaks("PR-606", "10,001 yen", parcel("10001"), place(TYPE, customs_value="10001", limit="10000")),
    *(
        holds("PR-607", flight, {**parcel("9000"), VESSEL: flight})
        for flight in ("NH105", "AV0123", "5X 76", "NH0105/20NOV", "BA5A")
    ),
    *(
        breaks("PR-607", ship, {**parcel("9000"), VESSEL: ship}, place(VESSEL, type="Y", vessel_name=ship))
        for ship in ("PACIFIC STAR", "NH", "12345", "AAL2000000")
    ),
    holds("PR-608", "golf balls", parcel("9000")),
    holds("PR-608", "shoes under the ordinary type", {"/goods_items/0": SHOES}),
    breaks(
        "PR-608",
        "shoes",
        {**parcel("9000"), "/goods_items/0": {**SHOES, "invoice_amount": "9000"}},
        place("/goods_items/0/commodity_code", item=1, commodity_code="6404110005"),
    ),
    holds("PR-609", "the day before", {**THEN, DELIVERY: ...}, on=BEFORE),
    breaks("PR-609", "the first day", {**THEN, DELIVERY: ...}, place(DELIVERY), on=SINCE),
    holds("PR-609", "told on the first day", THEN, on=SINCE),
    holds("PR-610", "the day before", {**THEN, E_COMMERCE: ...}, on=BEFORE),
    breaks("PR-610", "the first day", {**THEN, E_COMMERCE: ...}, place(E_COMMERCE), on=SINCE),
    holds("PR-610", "no is an answer", {**THEN, E_COMMERCE: False}, on=SINCE),
    holds("PR-611", "the day before", {**THEN, E_COMMERCE: True}, on=BEFORE),
    breaks("PR-611", "the first day", {**THEN, E_COMMERCE: True}, place(PLATFORM), on=SINCE),
    holds("PR-611", "named", {**THEN, E_COMMERCE: True, PLATFORM: "EXAMPLE MARKET"}, on=SINCE),
    holds("PR-612", "named of e-commerce goods", {E_COMMERCE: True, PLATFORM: "EXAMPLE MARKET"}),
    breaks("PR-612", "named of others", {PLATFORM: "EXAMPLE MARKET"}, place(PLATFORM, platform_name="EXAMPLE MARKET")),
    holds("PR-613", "200,000 yen", simple("150000")),
    holds("PR-613", "not asked for"),
    holds("PR-613", "said not to be asked for", {**simple("150001"), SIMPLE: False}),
    breaks("PR-613", "a yen more", simple("150001"), place(SIMPLE, customs_value="200001", limit="200000")),
    holds("PR-614", "shirts that are not knitted", simple("150000")),
    breaks(
        "PR-614",
        "leather bags keep their ordinary rate",
        simple("150000", commodity_code=BAG),
        place("/goods_items/0/commodity_code", item=1, commodity_code=BAG),
    ),
    breaks(
        "PR-614",
        "sauce, or food that is outside",
        {**simple("150000"), "/goods_items/0": {**SOY_SAUCE, "invoice_amount": "150000"}},
        place(
            "/goods_items/0/commodity_code",
            item=1,
            commodity_code=SOY_SAUCE["commodity_code"],
            unsettled="whether food and farm products are outside the simplified tariff is not settled here",
        ),
    ),
]


@pytest.mark.parametrize("trial", TRIALS, ids=str)
def test_procedure(trial):
    judge(trial)
