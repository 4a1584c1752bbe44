"""Chapter PA: small parcels."""

import pytest

from tests.declarations.rules.cases import (
    BALLS,
    EXPORT,
    FOOD,
    IMPORT,
    SHOES,
    SOY_SAUCE,
    TRADE_CONTROL,
    breaks,
    holds,
    judge,
    place,
)
from tests.forms import changed

TYPE, VESSEL, AMOUNT = "/declaration_type", "/transport/vessel_name", "/invoice/amount"
WAYBILLS, CONTROL_NUMBER = "/transport/documents", "/transport/export_control_number"
DESTINATION, CONSIGNEE = "/transport/destination", "/consignee/country"
IMPORTER, ADDRESS = "/importer/party_code", "/importer/address"
NOT_FOOD = [{"law": "FD", "not_subject_reason": "Not for food use"}]


def made(form, changes):
    for pointer, value in changes.items():
        form = changed(form, pointer, value)
    return form


BALL = {**BALLS, "invoice_amount": "9000"}
PARCEL = made(
    IMPORT,
    {
        TYPE: "MANIFEST",
        VESSEL: "NH105",
        "/invoice/incoterm": "CIF",
        AMOUNT: "9000",
        "/freight": ...,
        "/insurance": ...,
        "/common_control_number": ...,
        "/goods_items/0": BALL,
    },
)
SENT = made(EXPORT, {TYPE: "MANIFEST", VESSEL: "NH106", CONTROL_NUMBER: "HAWB1"})


def worth(amount, item=BALLS):
    """An import parcel or an export of this worth."""
    return {AMOUNT: amount, "/goods_items/0": {**item, "invoice_amount": amount}}


def passes(code, says, changes=None, **options):
    return holds(code, says, changes, **{"form": PARCEL, **options})


def fails(code, says, changes, *places, **options):
    return breaks(code, says, changes, *places, **{"form": PARCEL, **options})


TWO = {"/goods_items": [BALL, {**BALL, "invoice_amount": "1000", "origin": "US"}], AMOUNT: "10000"}
TRIALS = [
    passes("PA-901", "one item"),
    passes("PA-901", "two items of an ordinary declaration", {**TWO, TYPE: "C"}),
    fails("PA-901", "two items", TWO, place("/goods_items", goods_items="2")),
    passes("PA-902", "10,000 yen", worth("10000")),
    passes("PA-902", "nothing is known of its value", {"/invoice/currency": "GBP"}, also=("VA-507",)),
    fails("PA-902", "a yen more", worth("10001"), place(AMOUNT, customs_value="10001", limit="10000")),
    passes("PA-903", "golf balls"),
    fails(
        "PA-903",
        "shoes",
        worth("9000", SHOES),
        place("/goods_items/0/commodity_code", item=1, commodity_code="6404110005"),
    ),
    passes("PA-904", "golf balls"),
    fails(
        "PA-904",
        "beer",
        worth("9000", {**BALLS, "commodity_code": "2203000004", "quantity_unit": "L", "quantity": "2"}),
        place("/goods_items/0/commodity_code", item=1, law="Liquor Tax Act"),
        also=("GD-432",),
    ),
    passes("PA-905", "no law may bind"),
    passes("PA-905", "a law that may bind does not", {"/goods_items/0/permits": NOT_FOOD}, laws=(FOOD,)),
    holds("PA-905", "a permit on an ordinary declaration"),
    fails(
        "PA-905",
        "a permit",
        {**worth("9000", SOY_SAUCE), "/goods_items/0/net_mass": "2000", "/common_control_number": "26A0000123"},
        place("/goods_items/0/permits/0", item=1, repeat_index=1, law="FD"),
    ),
    fails(
        "PA-905",
        "a law proved on paper, not answered",
        {},
        place("/goods_items/0/permits", item=1, law="IL"),
        laws=(TRADE_CONTROL,),
        also=("OL-802",),
    ),
    passes("PA-906", "200,000 yen", form=SENT),
    holds("PA-906", "more by an ordinary declaration", {**worth("200001", {**BALLS, "origin": "JP"})}, form=EXPORT),
    fails(
        "PA-906",
        "a yen more",
        worth("200001", {**BALLS, "origin": "JP"}),
        place(AMOUNT, value="200001", limit="200000"),
        form=SENT,
    ),
    passes("PA-907", "to the United States", form=SENT),
    holds("PA-907", "by an ordinary declaration", {DESTINATION: "IRTHR"}, form=EXPORT),
    *(
        fails("PA-907", country, {DESTINATION: f"{country}XXX"}, place(DESTINATION, country=country), form=SENT)
        for country in ("IR", "IQ", "KP")
    ),
    fails(
        "PA-907",
        "to a consignee there, by another country",
        {CONSIGNEE: "IQ", DESTINATION: "AEDXB"},
        place(CONSIGNEE, country="IQ"),
        form=SENT,
    ),
    passes("PA-908", "no relief"),
    fails(
        "PA-908",
        "relief",
        {"/goods_items/0/relief_code": "14", "/goods_items/0/relief_amount": "0"},
        place("/goods_items/0/relief_code", item=1, relief_code="14"),
        also=("GD-428",),
    ),
    passes("PA-909", "a flight and its day", {VESSEL: "NH0105/20NOV"}),
    fails("PA-909", "a ship", {VESSEL: "PACIFIC STAR"}, place(VESSEL, vessel_name="PACIFIC STAR")),
    fails("PA-909", "a ship out", {VESSEL: "PACIFIC STAR"}, place(VESSEL, vessel_name="PACIFIC STAR"), form=SENT),
    passes("PA-910", "one waybill"),
    fails("PA-910", "two waybills", {WAYBILLS: ["HAWB1", "HAWB2"]}, place(WAYBILLS, waybills="2")),
    fails("PA-910", "none", {CONTROL_NUMBER: ...}, place(CONTROL_NUMBER), form=SENT),
    passes("PA-911", "a code"),
    passes("PA-911", "no code, an address", {IMPORTER: "PRIVATEPARTY", ADDRESS: {"lines": ["1-1 CHIYODA"]}}),
    fails("PA-911", "no code, no address", {IMPORTER: "PRIVATEPARTY"}, place(ADDRESS)),
    breaks(
        "PA-911",
        "no code on an ordinary declaration",
        {IMPORTER: "PRIVATEPARTY", ADDRESS: {"lines": ["1-1 CHIYODA"]}},
        place(IMPORTER, party_code="PRIVATEPARTY"),
    ),
]


@pytest.mark.parametrize("trial", TRIALS, ids=str)
def test_parcels(trial):
    judge(trial)
