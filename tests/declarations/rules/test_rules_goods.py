"""Chapter GD: codes, small items, origins, preferences."""

from datetime import date

import pytest

from declarations.tariff.regimes import PREFERENCES
from tests.declarations.rules.cases import BALLS, EXPORT, SOY_SAUCE, breaks, holds, judge, place

CODE, ORIGIN, CERTIFICATE = (f"/goods_items/0/{name}" for name in ("commodity_code", "origin", "origin_certificate"))
OF_ITEM, ITEMS, AMOUNT = "/goods_items/0", "/goods_items", "/invoice/amount"


def book(code9: str) -> dict[str, object]:
    return {**BALLS, "commodity_code": f"{code9}{int(code9) % 7}", "quantity_unit": "KG", "quantity": "100"}


def goods(*items: dict[str, object], price: int = 100_000) -> dict[str, object]:
    """Items of one price each, on an invoice that has everything in it."""
    return {
        "/goods_items": [{**item, "invoice_amount": str(price)} for item in items],
        "/invoice/amount": str(price * len(items)),
        "/gross_mass": "20000",
    }


def marked(letter: str, **changes: object) -> dict[str, object]:
    return {**BALLS, "commodity_code": f"950632000{letter}", **changes}


def at_the_reduced_rate(letter: str) -> dict[str, object]:
    """A line that the tariff of `cases` puts at the reduced rate of consumption tax."""
    return marked(letter, commodity_code=f"420221220{letter}")


def free_of_charges(yen: str) -> dict[str, object]:
    """One small item at exactly this customs value."""
    return {
        OF_ITEM: marked("E", invoice_amount=yen),
        AMOUNT: yen,
        "/invoice/incoterm": "CIF",
        "/freight": ...,
        "/insurance": ...,
    }


THEN = {"/transport/arrival_on": "2019-01-20"}
EUROPEAN = {OF_ITEM: {**BALLS, "origin_certificate": "EUJP"}}
ORANGES = {**SOY_SAUCE, "commodity_code": "0805100004", "origin": "US"}
TILES = {**BALLS, "commodity_code": "6905100005", "quantity": "1", "quantity_unit": "MT"}

TRIALS = [
    holds("GD-401", "known"),
    breaks("GD-401", "unknown", {OF_ITEM: book("999999999")}, place(CODE, item=1, commodity_code="9999999995")),
    holds("GD-402", "its last day", {OF_ITEM: book("490199001")}, on=date(2026, 7, 8)),
    breaks(
        "GD-402",
        "the day after",
        {OF_ITEM: book("490199001")},
        place(CODE, item=1, commodity_code="4901990015", valid_to="2026-07-08", declared_on="2026-07-09"),
    ),
    holds("GD-403", "its first day", {OF_ITEM: book("490199002")}, on=date(2026, 7, 10)),
    breaks(
        "GD-403",
        "the day before",
        {OF_ITEM: book("490199002")},
        place(CODE, item=1, commodity_code="4901990026", valid_from="2026-07-10", declared_on="2026-07-09"),
    ),
    holds(
        "GD-404",
        "the last day of its season",
        {OF_ITEM: ORANGES, "/transport/arrival_on": "2026-05-20"},
        on=date(2026, 5, 31),
    ),
    breaks(
        "GD-404",
        "the day after",
        {OF_ITEM: ORANGES, "/transport/arrival_on": "2026-05-20"},
        place(CODE, item=1, commodity_code="0805100004", declared_on="2026-06-01"),
        on=date(2026, 6, 1),
    ),
    holds("GD-405", "5"),
    breaks("GD-405", "6", {CODE: "2103100006"}, place(CODE, item=1, digit="6", expected="5")),
    breaks("GD-405", "9", {CODE: "2103100009"}, place(CODE, item=1, digit="9", expected="5")),
    holds("GD-406", "X", {**goods(marked("X"))}),
    breaks("GD-406", "U", {CODE: "210310000U"}, place(CODE, item=1, letter="U")),
    holds("GD-407", "200,000 yen", free_of_charges("200000")),
    breaks(
        "GD-407",
        "200,001 yen",
        free_of_charges("200001"),
        place(CODE, item=1, customs_value="200001", limit="200000"),
    ),
    holds("GD-408", "last", goods(SOY_SAUCE, marked("X"))),
    holds("GD-408", "last are two of different origin", goods(TILES, marked("X"), marked("X", origin="US"))),
    breaks(
        "GD-408",
        "before another",
        goods(marked("X"), SOY_SAUCE, marked("X", origin="US")),
        place(CODE, item=1),
    ),
    holds("GD-409", "of different origin", goods(marked("E"), marked("X", origin="US"))),
    holds("GD-409", "at another rate of consumption tax", goods(marked("E"), at_the_reduced_rate("X"))),
    holds(
        "GD-409",
        "of which one stays dutiable in a small consignment",
        {
            **goods(marked("E"), marked("X", commodity_code="420221210X"), price=1_000),
            "/invoice/incoterm": "CIF",
            "/freight": ...,
            "/insurance": ...,
        },
    ),
    breaks(
        "GD-409",
        "of one origin",
        goods(marked("E", origin="US"), marked("E"), marked("X")),
        place("/goods_items/2/commodity_code", item=3, same_as="2"),
    ),
    breaks(
        "GD-409",
        "on an export whatever the origin",
        goods(marked("E", origin="JP"), marked("X", origin="US")),
        place("/goods_items/1/commodity_code", item=2, same_as="1"),
        form=EXPORT,
    ),
    holds(
        "GD-410",
        "a reason why no law binds",
        {CODE: "210310000X", f"{OF_ITEM}/permits": [{"law": "FD", "not_subject_reason": "Toys"}]},
    ),
    breaks(
        "GD-410",
        "a permit",
        {CODE: "210310000X"},
        place("/goods_items/0/permits", item=1, laws="FD"),
    ),
    holds("GD-411", "Kosovo is not in ISO 3166, Serbia is", {ORIGIN: "RS"}),
    breaks("GD-411", "no country", {ORIGIN: "XK"}, place(ORIGIN, item=1, origin="XK")),
    holds("GD-412", "Japanese goods are exported", form=EXPORT),
    breaks("GD-412", "Japanese goods return", {ORIGIN: "JP"}, place(ORIGIN, item=1, origin="JP")),
    holds("GD-421", "another origin", goods(BALLS, {**BALLS, "origin": "US"})),
    holds("GD-421", "another preference", goods(BALLS, {**BALLS, "origin_certificate": "EUJP"})),
    breaks(
        "GD-421",
        "the first and the third",
        goods(BALLS, SOY_SAUCE, BALLS),
        place("/goods_items/2/commodity_code", item=3, same_as="1"),
    ),
    holds("GD-422", "blanks fill the code", {OF_ITEM: {**BALLS, "origin_certificate": "GSP "}}),
    breaks(
        "GD-422",
        "unknown",
        {CERTIFICATE: "XXXX"},
        place(
            CERTIFICATE,
            item=1,
            origin_certificate="XXXX",
            known=", ".join(PREFERENCES),
        ),
    ),
    holds(
        "GD-423",
        "the first day of the agreement",
        {**EUROPEAN, **THEN},
        on=date(2019, 2, 1),
    ),
    breaks(
        "GD-423",
        "Singapore is not in the EU",
        {CERTIFICATE: "EUJP"},
        place(CERTIFICATE, item=1, origin_certificate="EUJP", origin="SG", declared_on="2026-07-09"),
    ),
    breaks(
        "GD-423",
        "the day before the agreement",
        {**EUROPEAN, **THEN},
        place(CERTIFICATE, item=1, origin_certificate="EUJP", origin="FR", declared_on="2019-01-31"),
        on=date(2019, 1, 31),
    ),
]


@pytest.mark.parametrize("trial", TRIALS, ids=str)
def test_goods(trial):
    judge(trial)
