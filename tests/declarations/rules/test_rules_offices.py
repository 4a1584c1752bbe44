"""Chapter OF: offices, bonded areas, and who may choose."""

from datetime import date

import pytest

from declarations.rules.offices import FREE_CHOICE_SINCE
from tests.declarations.rules.cases import (
    AEO_BROKER,
    AEO_EXPORTER,
    AEO_IMPORTER,
    BALLS,
    EXPORT,
    breaks,
    holds,
    judge,
    place,
)

BEFORE, SINCE = date(2017, 10, 7), date(2017, 10, 8)
OFFICE, AREA = "/customs_office", "/bonded_area"
ELSEWHERE = {OFFICE: "2A", "/transport/arrival_on": "2017-10-01"}
ELSEWHERE_EXPORT = {OFFICE: "2A", "/transport/departure_on": "2017-10-20"}
COMPETENT = place(OFFICE, bonded_area="1AW01", office="1A")
SHOTGUN = {**BALLS, "commodity_code": f"930330000{930330000 % 7}", "description": "SHOTGUNS"}
ARMS, OF_ITEM = {"/goods_items/0": SHOTGUN}, "/goods_items/0/commodity_code"
ARMS_PLACE = place(OF_ITEM, item=1, commodity_code=SHOTGUN["commodity_code"], office="1A")


def test_the_choice_of_office_is_free_since_8_october_2017():
    assert FREE_CHOICE_SINCE == SINCE


TRIALS = [
    holds("OF-701", "known"),
    breaks("OF-701", "unknown", {OFFICE: "0Z"}, place(OFFICE, customs_office="0Z")),
    holds("OF-702", "confirmed"),
    breaks("OF-702", "only inferred", {OFFICE: "3A", AREA: "3AW01"}, place(OFFICE, customs_office="3A", name="3A")),
    holds("OF-703", "known"),
    breaks("OF-703", "unknown", {AREA: "1AW99"}, place(AREA, bonded_area="1AW99", declared_on="2026-07-09")),
    breaks(
        "OF-703",
        "a day before its permission",
        {"/transport/arrival_on": "2009-12-30"},
        place(AREA, bonded_area="1AW01", declared_on="2009-12-31"),
        on=date(2009, 12, 31),
        also=("GD-403",),
    ),
    holds("OF-704", "its own office, whoever declares"),
    breaks("OF-704", "nobody is AEO", ELSEWHERE, COMPETENT, on=SINCE),
    breaks("OF-704", "nor is the exporter", ELSEWHERE_EXPORT, COMPETENT, on=SINCE, form=EXPORT),
    breaks("OF-704", "AEO importer, a day too early", ELSEWHERE, COMPETENT, on=BEFORE, standing=AEO_IMPORTER),
    holds("OF-704", "AEO importer", ELSEWHERE, on=SINCE, standing=AEO_IMPORTER),
    breaks("OF-704", "AEO exporter imports", ELSEWHERE, COMPETENT, on=SINCE, standing=AEO_EXPORTER),
    breaks(
        "OF-704",
        "AEO exporter, a day too early",
        ELSEWHERE_EXPORT,
        COMPETENT,
        on=BEFORE,
        form=EXPORT,
        standing=AEO_EXPORTER,
    ),
    holds("OF-704", "AEO exporter", ELSEWHERE_EXPORT, on=SINCE, form=EXPORT, standing=AEO_EXPORTER),
    breaks("OF-704", "AEO importer exports", ELSEWHERE_EXPORT, COMPETENT, on=SINCE, form=EXPORT, standing=AEO_IMPORTER),
    breaks("OF-704", "AEO broker, a day too early", ELSEWHERE, COMPETENT, on=BEFORE, standing=AEO_BROKER),
    holds("OF-704", "AEO broker, any client's import", ELSEWHERE, on=SINCE, standing=AEO_BROKER),
    holds("OF-704", "AEO broker, any client's export", ELSEWHERE_EXPORT, on=SINCE, form=EXPORT, standing=AEO_BROKER),
    holds("OF-705", "arms where they lie", ARMS, standing=AEO_BROKER),
    holds("OF-705", "other goods elsewhere", {OFFICE: "2A"}, standing=AEO_IMPORTER),
    breaks("OF-705", "arms elsewhere", {**ARMS, OFFICE: "2A"}, ARMS_PLACE, standing=AEO_IMPORTER),
    breaks("OF-705", "arms elsewhere", {**ARMS, OFFICE: "2A"}, ARMS_PLACE, form=EXPORT, standing=AEO_BROKER),
    holds(
        "OF-705",
        "who may not choose hears another rule",
        {**ARMS, OFFICE: "2A"},
        also=("OF-704",),
    ),
]


@pytest.mark.parametrize("trial", TRIALS, ids=str)
def test_offices(trial):
    judge(trial)
