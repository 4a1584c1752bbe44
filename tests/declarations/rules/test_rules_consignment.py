"""Chapter CN: packing and journey."""

import pytest

from tests.declarations.rules.cases import BALLS, EXPORT, breaks, holds, judge, place

ARRIVAL, DEPARTURE, LOADING = "/transport/arrival_on", "/transport/departure_on", "/transport/loading_place"
DOCUMENTS, DESTINATION = "/transport/documents", "/transport/destination"
UNWEIGHED = {"/goods_items/0": {**BALLS, "net_mass": "0.001"}}

TRIALS = [
    holds("CN-301", "one", {"/packages/count": 1}),
    breaks("CN-301", "none", {"/packages/count": 0}, place("/packages/count", count="0")),
    *(holds("CN-302", unit, {"/packages/unit": unit}) for unit in ("CT", "PK", "PX", "VL", "NE")),
    breaks("CN-302", "an unusual one", {"/packages/unit": "QQ"}, place("/packages/unit", unit="QQ")),
    holds("CN-303", "a gram", {**UNWEIGHED, "/gross_mass": "0.001"}),
    breaks(
        "CN-303",
        "nothing",
        {**UNWEIGHED, "/gross_mass": "0", "/goods_items/0/net_mass": ...},
        place("/gross_mass", gross_mass="0"),
    ),
    holds("CN-304", "as much as the net mass", {"/gross_mass": "2000"}),
    breaks(
        "CN-304",
        "a gram less than two items have",
        {"/goods_items": [BALLS, {**BALLS, "origin": "US"}], "/gross_mass": "229.999", "/invoice/amount": "400000"},
        place("/gross_mass", gross_mass="229.999", net_mass="230"),
    ),
    holds("CN-305", "two", {DOCUMENTS: ["A1", "A2"]}),
    breaks(
        "CN-305",
        "one is there three times",
        {DOCUMENTS: ["A1", "A2", "A1", "A1"]},
        place("/transport/documents/2", repeat_index=3, document="A1"),
        place("/transport/documents/3", repeat_index=4, document="A1"),
    ),
    holds("CN-306", "the same day", {DEPARTURE: "2026-07-05"}),
    breaks(
        "CN-306",
        "the day after",
        {DEPARTURE: "2026-07-06"},
        place(ARRIVAL, arrival_on="2026-07-05", departure_on="2026-07-06"),
    ),
    holds("CN-307", "at sea", {LOADING: "XZSEA"}),
    breaks("CN-307", "no country", {LOADING: "ZZSIN"}, place(LOADING, place="ZZSIN")),
    breaks("CN-307", "no country", {DESTINATION: "ZZLAX"}, place(DESTINATION, place="ZZLAX"), form=EXPORT),
    holds("CN-308", "abroad"),
    breaks("CN-308", "in Japan", {LOADING: "JPOSA"}, place(LOADING, place="JPOSA")),
    holds("CN-309", "abroad", form=EXPORT),
    breaks("CN-309", "in Japan", {DESTINATION: "JPOSA"}, place(DESTINATION, place="JPOSA"), form=EXPORT),
    holds("CN-310", "today", {DEPARTURE: "2026-07-09"}, form=EXPORT),
    breaks(
        "CN-310",
        "yesterday",
        {DEPARTURE: "2026-07-08"},
        place(DEPARTURE, departure_on="2026-07-08", declared_on="2026-07-09"),
        form=EXPORT,
    ),
    holds("CN-311", "today", {ARRIVAL: "2026-07-09"}),
    breaks(
        "CN-311",
        "tomorrow: a preliminary declaration",
        {ARRIVAL: "2026-07-10"},
        place(ARRIVAL, arrival_on="2026-07-10", declared_on="2026-07-09"),
    ),
    holds("CN-312", "one each", {"/transport/container_count": 40}),
    breaks(
        "CN-312",
        "one more",
        {"/transport/container_count": 41},
        place("/transport/container_count", containers="41", packages="40"),
    ),
]


@pytest.mark.parametrize("trial", TRIALS, ids=str)
def test_consignment(trial):
    judge(trial)
