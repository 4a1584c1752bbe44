"""Chapter HD: types and days."""

from datetime import date

import pytest

from tests.declarations.rules.cases import EXPORT, breaks, holds, judge, place

ARRIVAL, DEPARTURE = "/transport/arrival_on", "/transport/departure_on"

TRIALS = [
    *(holds("HD-101", f"type {letter}", {"/declaration_type": letter}) for letter in "CF"),
    breaks(
        "HD-101",
        "an export's word",
        {"/declaration_type": "NORMAL"},
        place("/declaration_type", declaration_type="NORMAL"),
    ),
    breaks("HD-101", "two letters", {"/declaration_type": "MA"}, place("/declaration_type", declaration_type="MA")),
    *(holds("HD-102", word, {"/declaration_type": word}, form=EXPORT) for word in ("NORMAL", "REEXPORT", "SHIPSTORES")),
    breaks(
        "HD-102",
        "an import's letter",
        {"/declaration_type": "C"},
        place("/declaration_type", declaration_type="C", known="NORMAL, REEXPORT, SHIPSTORES, MANIFEST"),
        form=EXPORT,
    ),
    holds("HD-103", "five years to the day", {ARRIVAL: "2021-07-09"}),
    breaks(
        "HD-103",
        "a day more",
        {ARRIVAL: "2021-07-08"},
        place(ARRIVAL, arrival_on="2021-07-08", earliest="2021-07-09"),
    ),
    breaks(
        "HD-103",
        "the first day",
        {ARRIVAL: "0001-01-01"},
        place(ARRIVAL, arrival_on="0001-01-01", earliest="2021-07-09"),
    ),
    holds("HD-103", "five years before 29 February is the 28th", {ARRIVAL: "2019-02-28"}, on=date(2024, 2, 29)),
    holds("HD-104", "a year to the day", {ARRIVAL: "2027-07-09"}, also=("CN-311",)),
    breaks(
        "HD-104",
        "a day more",
        {ARRIVAL: "2027-07-10"},
        place(ARRIVAL, arrival_on="2027-07-10", latest="2027-07-09"),
        also=("CN-311",),
    ),
    breaks(
        "HD-104",
        "the last day",
        {ARRIVAL: "9999-12-31"},
        place(ARRIVAL, arrival_on="9999-12-31", latest="2027-07-09"),
        also=("CN-311",),
    ),
    holds("HD-105", "no departure stated"),
    holds("HD-105", "five years to the day", {DEPARTURE: "2021-07-09"}),
    breaks(
        "HD-105",
        "a day more",
        {DEPARTURE: "2021-07-08"},
        place(DEPARTURE, departure_on="2021-07-08", earliest="2021-07-09"),
    ),
    holds("HD-106", "a year to the day", {DEPARTURE: "2027-07-09"}, form=EXPORT),
    breaks(
        "HD-106",
        "a day more",
        {DEPARTURE: "2027-07-10"},
        place(DEPARTURE, departure_on="2027-07-10", latest="2027-07-09"),
        form=EXPORT,
    ),
]


@pytest.mark.parametrize("trial", TRIALS, ids=str)
def test_types_and_days(trial):
    judge(trial)
