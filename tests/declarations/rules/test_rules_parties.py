"""Chapter PT: who declares, for whom, and the party abroad."""

import pytest
from msgspec.structs import replace

from tests.declarations.rules.cases import (
    BROKER,
    BY_BROKER,
    EXPORT,
    EXPORTER,
    IMPORTER,
    ON,
    breaks,
    holds,
    judge,
    place,
)

UNREGISTERED = replace(BY_BROKER, trader_is_registered=False, mandate_is_live=False)
WITHOUT_MANDATE = replace(BY_BROKER, mandate_is_live=False)
BY_ITSELF = replace(BY_BROKER, declarant_code=IMPORTER, is_broker=False, mandate_is_live=False)
BY_SOMEBODY = replace(BY_ITSELF, declarant_code="99999999999990000")
ITS_ADDRESS, THEIR_ADDRESS = "/importer/address", "/consignor/address"


def address(country: str) -> dict[str, object]:
    return {"lines": ["1 HARBOUR ROAD"], "country": country}


TRIALS = [
    holds("PT-201", "registered"),
    breaks(
        "PT-201",
        "unknown; then its mandate is not asked for",
        {},
        place("/importer/party_code", party_code=IMPORTER),
        standing=UNREGISTERED,
    ),
    holds("PT-202", "registered", form=EXPORT),
    breaks(
        "PT-202",
        "unknown",
        {},
        place("/exporter/party_code", party_code=EXPORTER),
        form=EXPORT,
        standing=UNREGISTERED,
    ),
    holds("PT-203", "a live mandate"),
    holds("PT-203", "a broker's own goods", standing=replace(WITHOUT_MANDATE, declarant_code=IMPORTER)),
    breaks(
        "PT-203",
        "no mandate of the importer",
        {},
        place("/importer/party_code", party_code=IMPORTER, on=str(ON)),
        standing=WITHOUT_MANDATE,
    ),
    breaks(
        "PT-203",
        "no mandate of the exporter",
        {},
        place("/exporter/party_code", party_code=EXPORTER, on=str(ON)),
        form=EXPORT,
        standing=WITHOUT_MANDATE,
    ),
    holds("PT-204", "its own goods, without a mandate", standing=BY_ITSELF),
    holds("PT-204", "a broker declares for others", {"/importer/party_code": BROKER}),
    breaks(
        "PT-204",
        "another's import",
        {},
        place("/importer/party_code", party_code=IMPORTER, declarant="99999999999990000"),
        standing=BY_SOMEBODY,
    ),
    breaks(
        "PT-204",
        "another branch is another trader, and a mandate does not make a broker",
        {},
        place("/exporter/party_code", party_code=EXPORTER, declarant="12345678901239001"),
        form=EXPORT,
        standing=replace(BY_ITSELF, declarant_code="12345678901239001", mandate_is_live=True),
    ),
    holds("PT-205", "Taiwan", {"/consignor/country": "TW"}),
    breaks("PT-205", "no country", {"/consignor/country": "ZZ"}, place("/consignor/country", country="ZZ")),
    breaks(
        "PT-205", "no country", {"/consignee/country": "UK"}, place("/consignee/country", country="UK"), form=EXPORT
    ),
    holds("PT-206", "abroad"),
    breaks("PT-206", "from Japan", {"/consignor/country": "JP"}, place("/consignor/country", country="JP")),
    breaks("PT-206", "to Japan", {"/consignee/country": "JP"}, place("/consignee/country", country="JP"), form=EXPORT),
    holds("PT-207", "both", {ITS_ADDRESS: address("JP"), THEIR_ADDRESS: address("SG")}),
    holds("PT-207", "neither says its country", {ITS_ADDRESS: {"lines": ["1"]}, THEIR_ADDRESS: {"lines": ["1"]}}),
    breaks(
        "PT-207",
        "both are wrong",
        {ITS_ADDRESS: address("XX"), THEIR_ADDRESS: address("EN")},
        place("/importer/address/country", country="XX"),
        place("/consignor/address/country", country="EN"),
    ),
    holds("PT-208", "in Japan", {ITS_ADDRESS: address("JP")}),
    breaks(
        "PT-208",
        "an importer abroad",
        {ITS_ADDRESS: address("US")},
        place("/importer/address/country", country="US"),
    ),
    breaks(
        "PT-208",
        "an exporter abroad",
        {"/exporter/address": address("US")},
        place("/exporter/address/country", country="US"),
        form=EXPORT,
    ),
]


@pytest.mark.parametrize("trial", TRIALS, ids=str)
def test_parties(trial):
    judge(trial)
