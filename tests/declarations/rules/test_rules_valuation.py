"""Chapter VA: prices, currencies, price terms, shares."""

import pytest

from declarations.rules import blocking, examine
from declarations.rules.code_lists import CURRENCIES, smallest_unit
from tests.declarations.rules.cases import BALLS, EXPORT, IMPORT, breaks, case_of, holds, judge, place

AMOUNT, CURRENCY, TERMS, PRICE = (
    "/invoice/amount",
    "/invoice/currency",
    "/invoice/incoterm",
    "/goods_items/0/invoice_amount",
)
INSURANCE, FREIGHT = "/insurance", "/freight"


def priced(currency: str, amount: str) -> dict[str, object]:
    """Everything in the price, in this currency."""
    return {TERMS: "CIF", FREIGHT: ..., INSURANCE: ..., CURRENCY: currency, AMOUNT: amount, PRICE: amount}


def two(**second: object) -> dict[str, object]:
    """Two items of balls."""
    return {
        "/goods_items": [BALLS, {**BALLS, "origin": "US", **second}],
        AMOUNT: str(200_000 + int(str(second.get("invoice_amount", 200_000)))),
    }


def shared(first: str | None, second: str | None) -> dict[str, object]:
    """Two items with these coefficients."""
    shares = [{} if share is None else {"apportionment": share} for share in (first, second)]
    items = [{**BALLS, "origin": origin, **share} for origin, share in zip(("FR", "US"), shares, strict=True)]
    return {"/goods_items": items, AMOUNT: "400000"}


TRIALS = [
    holds("VA-501", "a yen", {AMOUNT: "1", PRICE: "1"}, also=("VA-516",)),
    breaks("VA-501", "nothing", {AMOUNT: "0"}, place(AMOUNT, amount="0"), also=("VA-503",)),
    breaks("VA-501", "nothing in all", {AMOUNT: "0", PRICE: "0"}, place(AMOUNT, amount="0"), also=("VA-502",)),
    holds("VA-502", "a yen", two(invoice_amount="1")),
    breaks("VA-502", "nothing", two(invoice_amount="0"), place("/goods_items/1/invoice_amount", item=2, amount="0")),
    holds("VA-503", "equal", two()),
    breaks(
        "VA-503",
        "a yen less",
        {**two(), AMOUNT: "399999"},
        place(AMOUNT, amount="399999", sum_of_items="400000", difference="-1"),
    ),
    breaks(
        "VA-503",
        "a yen more",
        {AMOUNT: "200001"},
        place(AMOUNT, amount="200001", sum_of_items="200000", difference="1"),
    ),
    holds("VA-504", "three currencies", {CURRENCY: "USD", "/insurance/currency": "KWD"}),
    breaks(
        "VA-504",
        "none of them",
        {CURRENCY: "YEN", "/freight/currency": "RMB", "/insurance/currency": "NTD"},
        place(CURRENCY, currency="YEN"),
        place("/freight/currency", currency="RMB"),
        place("/insurance/currency", currency="NTD"),
    ),
    holds("VA-505", "cents of a dollar", {**priced("USD", "0.01")}),
    holds("VA-505", "a thousandth of a dinar", {**priced("KWD", "0.001")}),
    holds("VA-505", "zeros behind the point are no decimals", {AMOUNT: "200000.00"}),
    breaks(
        "VA-505",
        "a tenth of a cent",
        {**priced("USD", "10"), AMOUNT: "10.001", "/freight": {"currency": "JPY", "amount": "0.5"}},
        place(AMOUNT, amount="10.001", currency="USD", smallest="0.01"),
        place("/freight/amount", amount="0.5", currency="JPY", smallest="1"),
        also=("VA-503", "VA-513"),
    ),
    breaks(
        "VA-505",
        "insurance",
        {"/insurance": {"currency": "KWD", "amount": "1.0005"}},
        place("/insurance/amount", amount="1.0005", currency="KWD", smallest="0.001"),
    ),
    holds("VA-506", "a whole yen, with zeros", {PRICE: "200000.0"}),
    breaks(
        "VA-506",
        "half a yen",
        {
            "/goods_items": [
                {**BALLS, "invoice_amount": "199999.5"},
                {**BALLS, "origin": "US", "invoice_amount": "0.5"},
            ]
        },
        place(PRICE, item=1, amount="199999.5", currency="JPY", smallest="1"),
        place("/goods_items/1/invoice_amount", item=2, amount="0.5", currency="JPY", smallest="1"),
    ),
    holds("VA-507", "yen need none"),
    holds(
        "VA-507",
        "charges inside the price need none",
        {TERMS: "CIF", "/freight/currency": "GBP"},
        also=("VA-513", "VA-514"),
    ),
    breaks(
        "VA-507",
        "no rate for pounds",
        {CURRENCY: "GBP", "/insurance/currency": "GBP"},
        place(CURRENCY, currency="GBP", declared_on="2026-07-09"),
        place("/insurance/currency", currency="GBP", declared_on="2026-07-09"),
    ),
    holds("VA-508", "this week's dollar", priced("USD", "1000")),
    breaks(
        "VA-508",
        "last week's euro",
        priced("EUR", "1000"),
        place(CURRENCY, currency="EUR", used="170.5", of_week_to="2026-07-04"),
    ),
    breaks(
        "VA-508",
        "a currency is named once, where it stands first",
        {"/freight": {"currency": "EUR", "amount": "1"}, "/insurance": {"currency": "EUR", "amount": "1"}},
        place("/freight/currency", currency="EUR", used="170.5", of_week_to="2026-07-04"),
    ),
    *(holds("VA-509", term, {TERMS: term}) for term in ("EXW", "FCA", "FAS", "FOB")),
    *(
        holds(
            "VA-509",
            term,
            {TERMS: term, FREIGHT: ..., INSURANCE: ...},
            also=("VA-524",) if term == "DDP" else (),
        )
        for term in ("CIF", "CIP", "DAP", "DPU", "DDP")
    ),
    *(holds("VA-509", term, {TERMS: term, FREIGHT: ...}) for term in ("CFR", "CPT")),
    breaks("VA-509", "C&F", {TERMS: "CAF"}, place(TERMS, incoterm="CAF")),
    holds("VA-510", "2020", {**priced("JPY", "200000"), TERMS: "DPU"}),
    *(
        breaks("VA-510", term, {**priced("JPY", "200000"), TERMS: term}, place(TERMS, incoterm=term))
        for term in ("DAT", "DDU", "DES")
    ),
    holds("VA-517", "on every item", shared("1", "2")),
    holds("VA-517", "on none", shared(None, None)),
    breaks("VA-517", "on one of two", shared("1", None), place("/goods_items", stated="1", goods_items="2")),
    holds("VA-518", "next to nothing", shared("0.0001", "0")),
    breaks("VA-518", "nothing", shared("0", "0"), place("/goods_items", total="0")),
]


@pytest.mark.parametrize("trial", TRIALS, ids=str)
def test_valuation(trial):
    judge(trial)


@pytest.mark.parametrize(
    ("form", "changes"),
    [
        (IMPORT, {TERMS: "CAF"}),
        (IMPORT, {CURRENCY: "GBP"}),
        (IMPORT, {CURRENCY: "YEN"}),
        (IMPORT, {"/freight/currency": "GBP"}),
        (IMPORT, {AMOUNT: "0", PRICE: "0"}),
        (IMPORT, shared("0", "0")),
        (IMPORT, {"/goods_items/0": {**BALLS, "invoice_amount": "0", "apportionment": "0"}}),
        (EXPORT, {TERMS: "CFR", FREIGHT: {"currency": "JPY", "amount": "200001"}}),
    ],
)
def test_what_has_no_customs_value_is_refused_by_a_rule(form, changes):
    case = case_of(form, changes)

    assert case.valuation is None
    assert blocking(examine(case))


def test_every_currency_has_a_smallest_unit():
    scales = {currency: smallest_unit(currency).as_tuple().exponent for currency in CURRENCIES}

    assert {scales[currency] for currency in ("JPY", "KRW", "VND")} == {0}
    assert {scales[currency] for currency in ("USD", "EUR", "CNY")} == {-2}
    assert {scales[currency] for currency in ("KWD", "BHD", "TND")} == {-3}
    assert set(scales.values()) == {0, -2, -3, -4}
