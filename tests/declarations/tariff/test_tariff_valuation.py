"""From the invoice to the customs value."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.tariff.valuation import INCOTERMS, Charges, NotValuable, Treatment, apportion, charges_required, value

D = Decimal
RATES = {"USD": D("109.50"), "EUR": D("129.82")}


def valued(**changes):
    stated = {
        "direction": "IMPORT",
        "incoterm": "FOB",
        "invoice_currency": "USD",
        "invoice_amount": D(2000),
        "freight": ("USD", D(500)),
        "insurance": None,
        "weights": (D(1),),
        "yen_per": RATES,
    }
    return value(**{**stated, **changes})


@pytest.mark.parametrize(
    ("currency", "invoice", "freight", "total"),
    [("JPY", 200_000, 50_000, 250_000), ("USD", 2_000, 500, 273_750), ("EUR", 2_000, 500, 324_550)],
    ids=["soy sauce", "tiles", "golf balls"],
)
def test_the_source_documents_rows_have_their_value(currency, invoice, freight, total):
    """2,500 USD at 109.50 = 273,750; 2,500 EUR at 129.82 = 324,550."""
    valuation = valued(invoice_currency=currency, invoice_amount=D(invoice), freight=(currency, D(freight)))

    assert (valuation.total, valuation.item_values) == (total, (total,))


@pytest.mark.parametrize(
    ("direction", "incoterm", "freight", "insurance"),
    [
        ("IMPORT", "EXW", "ADDED", "ADDED"),
        ("IMPORT", "FOB", "ADDED", "ADDED"),
        ("IMPORT", "CFR", "INSIDE", "ADDED"),
        ("IMPORT", "CIF", "INSIDE", "INSIDE"),
        ("IMPORT", "DDP", "INSIDE", "INSIDE"),
        ("EXPORT", "FOB", "OUTSIDE", "OUTSIDE"),
        ("EXPORT", "CPT", "DEDUCTED", "OUTSIDE"),
        ("EXPORT", "CIP", "DEDUCTED", "DEDUCTED"),
    ],
)
def test_the_term_decides_what_happens_to_the_charges(direction, incoterm, freight, insurance):
    charges = charges_required(incoterm, direction)

    assert (charges.freight, charges.insurance) == (Treatment(freight), Treatment(insurance))
    moved = {"ADDED", "DEDUCTED"}
    assert charges.needed == tuple(
        name for name, treatment in (("freight", freight), ("insurance", insurance)) if treatment in moved
    )


def test_an_import_is_cif():
    """2,000 USD + 100 EUR + 5,000 yen = 219,000 + 12,982 + 5,000."""
    assert valued(freight=("EUR", D(100)), insurance=("JPY", D(5000))).total == 236_982
    assert valued(incoterm="CFR", freight=("EUR", D(100)), insurance=("JPY", D(5000))).total == 224_000
    assert valued(incoterm="CIF", freight=("EUR", D(100)), insurance=("JPY", D(5000))).total == 219_000


def test_an_export_is_fob():
    """2,000 USD - 500 USD - 5,000 yen = 219,000 - 54,750 - 5,000."""
    assert valued(direction="EXPORT", incoterm="CIF", insurance=("JPY", D(5000))).total == 159_250
    assert valued(direction="EXPORT", incoterm="FOB", insurance=("JPY", D(5000))).total == 219_000


def test_the_total_is_exact_and_the_items_share_its_whole_yen():
    """100.01 USD at 109.50 = 10,951.095; 10,951 over three equal weights, the first takes the odd yen."""
    valuation = valued(invoice_amount=D("100.01"), freight=None, weights=(D(1), D(1), D(1)))

    assert valuation.total == D("10951.095")
    assert valuation.item_values == (3651, 3650, 3650)


def test_the_steps_show_what_was_added_at_which_rate():
    steps = valued().steps

    assert [(step.name, step.base, step.rate, step.amount) for step in steps] == [
        ("INVOICE", "2000 USD", "109.5", 219_000),
        ("FREIGHT_ADDED", "500 USD", "109.5", 54_750),
        ("CUSTOMS_VALUE", "273750 yen", "FOB", 273_750),
    ]


@pytest.mark.parametrize(
    ("changes", "code", "about"),
    [
        ({"incoterm": "XXX"}, "UNKNOWN_INCOTERM", "XXX"),
        ({"invoice_currency": "GBP"}, "NO_EXCHANGE_RATE", "GBP"),
        ({"direction": "EXPORT", "incoterm": "CIF", "freight": ("USD", D(3000))}, "NEGATIVE_VALUE", "-109500.00 yen"),
        ({"weights": ()}, "NO_WEIGHTS", "weights none"),
        ({"weights": (D(0), D(0))}, "NO_WEIGHTS", "weights 0, 0"),
        ({"weights": (D(2), D(-1))}, "NO_WEIGHTS", "weights 2, -1"),
    ],
)
def test_figures_without_a_value_are_refused_by_code(changes, code, about):
    with pytest.raises(NotValuable) as refusal:
        valued(**changes)

    assert (refusal.value.code, refusal.value.about) == (code, about)


def test_every_term_has_a_treatment_in_both_directions():
    assert len(INCOTERMS) == 16
    for direction in ("IMPORT", "EXPORT"):
        assert all(isinstance(charges_required(incoterm, direction), Charges) for incoterm in INCOTERMS)


weights = st.lists(st.decimals(0, 10**12, places=4), min_size=1, max_size=98).filter(any)


@given(st.integers(0, 10**15), weights)
def test_parts_add_up_and_none_is_a_yen_off(total, weights):
    parts = apportion(total, weights)

    assert sum(parts) == total
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * whole - total * weight) < whole
