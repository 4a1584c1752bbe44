"""Rows 46 to 48: the goods items, their codes, and what they add up to."""

from tests.bad_input.catalogue import AMOUNT, CODE, FORM, against_the_rules, lodging, raw, wrong
from tests.forms import changed, goods_item, import_form

_ITEMS = FORM["goods_items"]

CASES = (
    wrong("46 no goods items", raw("/goods_items", []), "/goods_items", "line-count"),
    wrong("46 99 goods items", raw("/goods_items", _ITEMS * 99), "/goods_items", "line-count"),
    lodging("46 10,000 goods items", raw("/goods_items", _ITEMS * 10_000), 413, "body-too-large"),
    against_the_rules("47 an unknown code", changed(FORM, CODE, "9999999990"), (CODE, "GD-401"), (CODE, "GD-405")),
    against_the_rules(
        "47 a code that is not in force yet",
        changed(FORM, "/transport/arrival_on", "2009-12-01"),
        (CODE, "GD-403"),
        ("/bonded_area", "OF-703"),
        ("/importer/party_code", "PT-203"),
        headers={"Sandbox-Clock": "2009-12-06T10:00:00+09:00"},
    ),
    wrong("47 letters", raw(CODE, "21031O0005"), CODE, "pattern"),
    wrong("47 nine digits", raw(CODE, "210310000"), CODE, "pattern"),
    wrong("47 dots", raw(CODE, "2103.10.0005"), CODE, "pattern"),
    wrong("47 a number", raw(CODE, 2103100005), CODE, "wrong-type"),
    against_the_rules("48 the items are less than the invoice", changed(FORM, AMOUNT, "200001"), (AMOUNT, "VA-503")),
    against_the_rules("48 the items are more than the invoice", changed(FORM, AMOUNT, "1"), (AMOUNT, "VA-503")),
    against_the_rules(
        "48 two items, of which the invoice has one",
        changed(import_form(items=[goods_item(), goods_item(origin="TH")]), AMOUNT, "200000"),
        (AMOUNT, "VA-503"),
    ),
)
