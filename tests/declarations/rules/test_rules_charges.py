"""Chapter VA, continued: freight and insurance by price terms and direction."""

import pytest

from tests.declarations.rules.cases import EXPORT, breaks, holds, judge, place

TERMS, FREIGHT, INSURANCE = "/invoice/incoterm", "/freight", "/insurance"


def yen(amount: int) -> dict[str, str]:
    return {"currency": "JPY", "amount": str(amount)}


TRIALS = [
    holds("VA-511", "added to FOB"),
    holds("VA-511", "inside CFR", {TERMS: "CFR", FREIGHT: ...}),
    breaks("VA-511", "missing", {FREIGHT: ...}, place(FREIGHT, incoterm="FOB", treatment="ADDED")),
    holds("VA-511", "an export's FOB price is its value", form=EXPORT),
    breaks(
        "VA-511",
        "an export's CFR price has it inside",
        {TERMS: "CFR"},
        place(FREIGHT, incoterm="CFR", treatment="DEDUCTED"),
        form=EXPORT,
    ),
    holds("VA-512", "not insured", {INSURANCE: yen(0)}),
    holds("VA-512", "inside CIF", {TERMS: "CIF", FREIGHT: ..., INSURANCE: ...}),
    breaks("VA-512", "missing", {INSURANCE: ...}, place(INSURANCE, incoterm="FOB", treatment="ADDED")),
    breaks(
        "VA-512",
        "missing, and CFR does not have it",
        {TERMS: "CFR", FREIGHT: ..., INSURANCE: ...},
        place(INSURANCE, incoterm="CFR", treatment="ADDED"),
    ),
    breaks(
        "VA-512",
        "an export's CIF price has it inside",
        {TERMS: "CIF", FREIGHT: yen(20_000)},
        place(INSURANCE, incoterm="CIF", treatment="DEDUCTED"),
        form=EXPORT,
    ),
    holds("VA-513", "unknown terms say nothing", {TERMS: "CAF"}, also=("VA-509",)),
    breaks("VA-513", "inside CFR", {TERMS: "CFR"}, place(FREIGHT, incoterm="CFR", treatment="INSIDE")),
    breaks(
        "VA-513",
        "outside an export's FOB",
        {FREIGHT: yen(100)},
        place(FREIGHT, incoterm="FOB", treatment="OUTSIDE"),
        form=EXPORT,
    ),
    holds("VA-514", "added to CFR", {TERMS: "CFR", FREIGHT: ...}),
    breaks(
        "VA-514",
        "inside CIF",
        {TERMS: "CIF", FREIGHT: ...},
        place(INSURANCE, incoterm="CIF", treatment="INSIDE"),
    ),
    breaks(
        "VA-514",
        "outside an export's FOB",
        {INSURANCE: yen(100)},
        place(INSURANCE, incoterm="FOB", treatment="OUTSIDE"),
        form=EXPORT,
    ),
    holds(
        "VA-515",
        "a yen is left",
        {TERMS: "CIF", FREIGHT: yen(190_000), INSURANCE: yen(9_999)},
        form=EXPORT,
        also=("VA-516",),
    ),
    breaks(
        "VA-515",
        "nothing is left",
        {TERMS: "CIF", FREIGHT: yen(190_000), INSURANCE: yen(10_000)},
        place("/invoice/amount", price_yen="200000", charges_yen="200000"),
        form=EXPORT,
        also=("VA-516",),
    ),
    breaks(
        "VA-515",
        "less than nothing, in dollars",
        {TERMS: "CPT", FREIGHT: {"currency": "USD", "amount": "2000"}},
        place("/invoice/amount", price_yen="200000", charges_yen="300000"),
        form=EXPORT,
        also=("VA-516",),
    ),
    holds(
        "VA-515",
        "not known in pounds",
        {TERMS: "CPT", FREIGHT: {"currency": "GBP", "amount": "2000"}},
        form=EXPORT,
        also=("VA-507",),
    ),
    holds("VA-516", "half", {FREIGHT: yen(100_000)}),
    breaks(
        "VA-516",
        "a yen more",
        {FREIGHT: yen(100_001)},
        place("/freight/amount", freight_yen="100001", price_yen="200000"),
    ),
]


@pytest.mark.parametrize("trial", TRIALS, ids=str)
def test_charges(trial):
    judge(trial)
