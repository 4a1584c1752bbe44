"""Rows 28 to 39: amounts are decimal strings of one spelling, and whole numbers are whole."""

from tests.bad_input.catalogue import AMOUNT, COUNT, FORM, against_the_rules, posting, raw, spelled, wrong
from tests.forms import changed

PRICE, QUANTITY = "/goods_items/0/invoice_amount", "/goods_items/0/quantity"
_TEXTS = {
    "28": ({"NaN": "NaN", "sNaN": "sNaN", "Infinity": "Infinity", "-inf": "-inf"}, "not-a-number"),
    "29": ({"1e2": "1e2", "1E+2": "1E+2", "1e-2": "1e-2"}, "decimal-format"),
    "31": ({"1_000": "1_000", "_1": "_1"}, "decimal-format"),
    "32": (
        {"full-width": "１２３", "Arabic": "١٢٣", "Devanagari": "१२३", "superscript": "1²", "kanji": "一二三"},
        "decimal-format",
    ),
    "33": ({"-5": "-5", "-0.00": "-0.00", "-0": "-0"}, "out-of-range"),
    "34": (
        {
            repr(text): text
            for text in (" 1", "1 ", "+1", "1.", ".5", "01", "00", "1,000", "1'000", "0x10", "", "1/2", "¥5", "1.2.3")
        },
        "decimal-format",
    ),
    "35": ({"100,000 digits": "9" * 100_000, "14 digits": "9" * 14, "5 places": "1.00001"}, "out-of-range"),
}
_LITERALS = {
    "28 1e400": ("1e400", "decimal-format"),
    "29 1e2 as a number": ("1e2", "decimal-format"),
    "30 0.1 as a number": ("0.1", "decimal-format"),
    "30 a whole number": ("200000", "decimal-format"),
    "30 -0 as a number": ("-0", "decimal-format"),
    "30 true": ("true", "wrong-type"),
    "30 null": ("null", "wrong-type"),
    "35 1e999999": ("1e999999", "decimal-format"),
}
_COUNTS = {
    "38 2 to the 63rd": (str(2**63), "out-of-range"),
    "38 2 to the 31st": (str(2**31), "out-of-range"),
    "38 2 to the 64th": (str(2**64), "out-of-range"),
    "38 negative": ("-1", "out-of-range"),
    "38 one more than allowed": ("100000000", "out-of-range"),
    "39 1.0": ("1.0", "wrong-type"),
    "39 1e2": ("1e2", "wrong-type"),
    "39 text": ('"12"', "wrong-type"),
    "39 full-width digits": ('"１２"', "wrong-type"),
}


def in_dollars(amount: str) -> dict:
    """The form with its price in dollars."""
    form = changed(changed(FORM, "/invoice/currency", "USD"), AMOUNT, amount)
    return changed(form, PRICE, amount)


CASES = (
    *(
        wrong(f"{row} {name}", raw(AMOUNT, text), AMOUNT, code)
        for row, (texts, code) in _TEXTS.items()
        for name, text in texts.items()
    ),
    *(wrong(id, spelled(AMOUNT, literal), AMOUNT, code) for id, (literal, code) in _LITERALS.items()),
    *(wrong(id, spelled(COUNT, literal), COUNT, code) for id, (literal, code) in _COUNTS.items()),
    wrong("29 exponent of a quantity", raw(QUANTITY, "2e3"), QUANTITY, "decimal-format"),
    wrong("33 negative mass", raw("/gross_mass", "-1"), "/gross_mass", "out-of-range"),
    posting(
        "31 underscore in an estimate",
        "/duty-estimates",
        {
            "incoterm": "CIF",
            "currency": "JPY",
            "goods_items": [
                {
                    "commodity_code": "2103100005",
                    "origin": "SG",
                    "invoice_amount": "1_000",
                    "quantity": "1",
                    "quantity_unit": "KG",
                }
            ],
        },
        422,
        "decimal-format",
        errors=(("/goods_items/0/invoice_amount", "decimal-format"),),
    ),
    against_the_rules(
        "36 yen with decimals",
        changed(changed(FORM, AMOUNT, "200000.5"), PRICE, "200000.5"),
        (AMOUNT, "VA-505"),
        (PRICE, "VA-506"),
    ),
    against_the_rules("36 three places of a dollar", in_dollars("200.123"), (AMOUNT, "VA-505"), (PRICE, "VA-506")),
    against_the_rules(
        "36 a price of nothing", changed(changed(FORM, AMOUNT, "0"), PRICE, "0"), (AMOUNT, "VA-501"), (PRICE, "VA-502")
    ),
)
