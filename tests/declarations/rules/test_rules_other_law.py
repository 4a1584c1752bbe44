"""Chapter OL: other laws and the claims that answer them."""

import pytest

from tests.declarations.rules.cases import (
    BALLS,
    EXPORT,
    FOOD,
    PLANTS,
    SOY_SAUCE,
    TRADE_CONTROL,
    breaks,
    holds,
    judge,
    place,
)

CLAIMS, OF_ITEM = "/goods_items/0/permits", "/goods_items/0"
CONTROL = "/common_control_number"


def permit(law: str) -> dict[str, str]:
    return {"law": law, "permit_number": f"{law}26-1"}


def not_subject(law: str) -> dict[str, str]:
    return {"law": law, "not_subject_reason": "Not for food use"}


def ask_agency(law: str, **more: object) -> dict[str, object]:
    return {"law": law, "ask_agency": True, **more}


def items_under(*laws: str) -> dict[str, object]:
    """An item of balls for each law, of different origins."""
    origins = ("FR", "DE", "IT", "ES", "GB", "US", "CA")
    return {
        "/goods_items": [
            {**BALLS, "origin": origin, "permits": [permit(law)]} for law, origin in zip(laws, origins, strict=False)
        ],
        "/invoice/amount": str(200_000 * len(laws)),
    }


FIVE = ("FD", "PL", "AN", "CR", "WA")
ALL_OF_THEM = tuple(FOOD.__class__(code, code, True) for code in (*FIVE, "PA"))

TRIALS = [
    holds("OL-801", "a permit"),
    holds("OL-801", "a reason", {CLAIMS: [not_subject("FD")]}),
    holds("OL-801", "the agency is asked", {CLAIMS: [ask_agency("FD")]}),
    holds("OL-801", "no law binds", {OF_ITEM: BALLS}),
    breaks(
        "OL-801",
        "one of two laws is not answered",
        {CLAIMS: [permit("FD")]},
        place(CLAIMS, item=1, law="PL", name="Plant Protection Act"),
        laws=(FOOD, PLANTS),
    ),
    breaks(
        "OL-801",
        "neither is answered, on an export",
        {},
        place(CLAIMS, item=1, law="FD", name="Food Sanitation Act"),
        place(CLAIMS, item=1, law="PL", name="Plant Protection Act"),
        form=EXPORT,
        laws=(FOOD, PLANTS),
    ),
    holds("OL-802", "answered all the same", {CLAIMS: [permit("IL")]}, laws=(TRADE_CONTROL,)),
    breaks(
        "OL-802",
        "not answered",
        {CLAIMS: [permit("FD")]},
        place(CLAIMS, item=1, law="IL", name="Import Trade Control Order"),
        laws=(FOOD, TRADE_CONTROL),
    ),
    holds("OL-803", "each says one thing", {CLAIMS: [permit("FD"), not_subject("PL")]}, laws=(FOOD, PLANTS)),
    breaks(
        "OL-803",
        "nothing, and both",
        {CLAIMS: [{"law": "FD"}, {**permit("PL"), **not_subject("PL")}]},
        place(f"{CLAIMS}/0", item=1, repeat_index=1, law="FD"),
        place(f"{CLAIMS}/1", item=1, repeat_index=2, law="PL"),
        laws=(FOOD, PLANTS),
    ),
    holds(
        "OL-803",
        "each of the three, and a wish that is denied says nothing",
        {CLAIMS: [{**permit("FD"), "ask_agency": False}, not_subject("AN"), ask_agency("PL")]},
        also=("OL-807",),
        laws=(FOOD, PLANTS),
    ),
    breaks(
        "OL-803",
        "the agency is asked beside a permit, beside a reason, beside both, and not at all",
        {
            CLAIMS: [
                ask_agency("FD", permit_number="FD26-1"),
                ask_agency("PL", not_subject_reason="Not a plant"),
                ask_agency("AN", permit_number="AN26-1", not_subject_reason="No animal"),
                {"law": "CR", "ask_agency": False},
            ]
        },
        *(
            place(f"{CLAIMS}/{index}", item=1, repeat_index=index + 1, law=law)
            for index, law in enumerate(("FD", "PL", "AN", "CR"))
        ),
        also=("OL-807", "OL-809"),
        laws=(FOOD, PLANTS),
    ),
    holds("OL-804", "known"),
    breaks(
        "OL-804",
        "unknown; whether it binds is not asked then",
        {CLAIMS: [permit("FD"), permit("QQ")]},
        place(f"{CLAIMS}/1/law", item=1, repeat_index=2, law="QQ"),
    ),
    holds("OL-805", "two laws", {CLAIMS: [permit("FD"), permit("PL")]}, laws=(FOOD, PLANTS)),
    breaks(
        "OL-805",
        "one law twice",
        {CLAIMS: [permit("FD"), not_subject("FD")]},
        place(f"{CLAIMS}/1", item=1, repeat_index=2, law="FD"),
    ),
    holds("OL-806", "five, one of them twice", items_under(*FIVE, "FD"), also=("OL-801",), laws=ALL_OF_THEM),
    breaks(
        "OL-806",
        "six",
        items_under(*FIVE, "PA"),
        place("/goods_items", laws="AN, CR, FD, PA, PL, WA", most="5"),
        also=("OL-801",),
        laws=ALL_OF_THEM,
    ),
    holds(
        "OL-806",
        "six on an export: its items have five each",
        {**items_under(*FIVE, "PA"), "/gross_mass": "1000", CONTROL: "26A0000123"},
        form=EXPORT,
        also=("OL-801",),
        laws=ALL_OF_THEM,
    ),
    holds("OL-807", "it may bind"),
    breaks(
        "OL-807",
        "it does not bind soy sauce",
        {CLAIMS: [permit("FD"), not_subject("WA")]},
        place(f"{CLAIMS}/1/law", item=1, repeat_index=2, law="WA"),
    ),
    holds("OL-808", "no permit, no number", {CLAIMS: [not_subject("FD")], CONTROL: ...}),
    holds("OL-808", "the agency is asked, no number", {CLAIMS: [ask_agency("FD")], CONTROL: ...}),
    breaks("OL-808", "a permit, no number", {CONTROL: ...}, place(CONTROL, permits="1")),
    holds("OL-809", "it binds and is asked electronically", {CLAIMS: [ask_agency("FD")]}),
    holds("OL-809", "nobody is asked", {CLAIMS: [permit("FD"), not_subject("IL")]}, laws=(FOOD, TRADE_CONTROL)),
    breaks(
        "OL-809",
        "one is asked on paper, one does not bind",
        {CLAIMS: [ask_agency("FD"), ask_agency("IL"), ask_agency("PL")]},
        place(f"{CLAIMS}/1/ask_agency", item=1, repeat_index=2, law="IL"),
        place(f"{CLAIMS}/2/ask_agency", item=1, repeat_index=3, law="PL"),
        also=("OL-807",),
        laws=(FOOD, TRADE_CONTROL),
    ),
    breaks(
        "OL-808",
        "two permits, no number",
        {
            "/goods_items": [SOY_SAUCE, {**SOY_SAUCE, "origin": "MY"}],
            "/invoice/amount": "400000",
            "/gross_mass": "4000",
            CONTROL: ...,
        },
        place(CONTROL, permits="2"),
    ),
]


@pytest.mark.parametrize("trial", TRIALS, ids=str)
def test_other_laws(trial):
    judge(trial)
