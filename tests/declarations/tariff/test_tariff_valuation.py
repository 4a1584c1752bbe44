"""From the invoice to the customs value."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.tariff.adjustments import ADJUSTMENTS, Adjusted, AdjustmentKind
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


def test_additions_and_deductions_are_taken_with_their_law():
    """219,000 + royalties 100 USD = 10,950, + packing 1,000 yen, - inland carriage 50 EUR = 6,491: 224,459."""
    valuation = valued(
        incoterm="DAP",
        freight=None,
        adjustments=(
            Adjusted("ROYALTIES", "USD", D(100)),
            Adjusted("PACKING", "JPY", D(1000)),
            Adjusted("INLAND_TRANSPORT", "EUR", D(50)),
        ),
    )

    assert (valuation.total, valuation.adjusted) == (D("224459.00"), D("5459.00"))
    assert [(step.name, step.law, step.amount) for step in valuation.steps][1:4] == [
        ("ROYALTIES_ADDED", "Customs Tariff Act art. 4 (1) item 4", 10_950),
        ("PACKING_ADDED", "Customs Tariff Act art. 4 (1) item 2 (c)", 1_000),
        ("INLAND_TRANSPORT_DEDUCTED", "Enforcement Order of the Customs Tariff Act art. 1-4 item 2", 6_491),
    ]


def test_an_export_priced_ex_works_takes_its_carriage_to_the_ship():
    """219,000 + 8,000 yen to the ship and on board."""
    carriage = Adjusted("CARRIAGE_TO_SHIP", "JPY", D(8000))

    assert valued(direction="EXPORT", incoterm="EXW", freight=None, adjustments=(carriage,)).total == 227_000


def test_charges_are_shared_by_mass_and_each_price_stays_where_it_is():
    """Prices of 90,000 and 10,000 yen, 20,000 yen of freight over 10 and 90 kg: 90,000 + 2,000 and 10,000 + 18,000.
    By price it would be 108,000 and 12,000."""
    stated = {
        "invoice_currency": "JPY",
        "invoice_amount": D(100_000),
        "freight": ("JPY", D(20_000)),
        "weights": (D(90_000), D(10_000)),
    }

    assert valued(**stated, masses=(D(10), D(90))).item_values == (92_000, 28_000)
    assert valued(**stated).item_values == (108_000, 12_000)


def test_a_rate_of_an_earlier_week_is_named_in_the_step():
    steps = valued(stand_ins={"USD": "(nearest earlier week)"}).steps

    assert [step.rate for step in steps] == ["109.5 (nearest earlier week)", "109.5 (nearest earlier week)", "FOB"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"adjustments": (Adjusted("TIPS", "JPY", D(1)),)}, "UNKNOWN_ADJUSTMENT"),
        ({"adjustments": (Adjusted("CARRIAGE_TO_SHIP", "JPY", D(1)),)}, "UNKNOWN_ADJUSTMENT"),
        ({"adjustments": (Adjusted("ROYALTIES", "GBP", D(1)),)}, "NO_EXCHANGE_RATE"),
        ({"adjustments": (Adjusted("LATER_WORK", "USD", D(2501)),)}, "NEGATIVE_VALUE"),
        ({"masses": (D(0),)}, "NO_WEIGHTS"),
    ],
)
def test_adjustments_and_masses_that_give_no_value_are_refused_by_code(changes, code):
    with pytest.raises(NotValuable) as refusal:
        valued(**changes)

    assert refusal.value.code == code


def test_every_kind_of_adjustment_has_a_direction_a_sign_a_meaning_and_a_law():
    assert set(ADJUSTMENTS) == set(AdjustmentKind)
    for law in ADJUSTMENTS.values():
        assert (law.sign in (1, -1), law.direction in ("IMPORT", "EXPORT")) == (True, True)
        assert law.meaning
        assert law.law


lines = st.lists(
    st.tuples(st.decimals(1, 10**9, places=4), st.decimals("0.001", 10**6, places=3)), min_size=1, max_size=98
)


@given(lines, st.decimals(0, 10**6, places=2))
def test_by_mass_or_by_price_the_parts_add_up_to_the_total(goods, freight):
    prices, masses = zip(*goods, strict=True)
    stated = {"invoice_amount": sum(prices), "freight": ("EUR", freight), "weights": prices}

    for shared in ({"masses": masses}, {}):
        valuation = valued(**stated, **shared)
        assert sum(valuation.item_values) == int(valuation.total)
        assert min(valuation.item_values) >= 0
