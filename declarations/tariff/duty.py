"""Duty and taxes on imports, to the yen. Pure.

For each item (Customs Act art. 13-4; General Rules for National Taxes art. 118 and 119):

    base   = customs value cut to 1,000 yen
    duty   = base x rate, cut to whole yen, less the relief
    other internal taxes, each by its own rate (`internal_tax.py`)
    tax base = customs value + duty cut to 100 yen + other internal taxes, cut to 1,000 yen
    consumption tax = tax base x national rate, cut to whole yen
    local consumption tax = consumption tax cut to 100 yen x local share, cut to whole yen

and for the declaration each sum is cut to 100 yen. Exports owe nothing.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from declarations.tariff import internal_tax, simplified, small_value
from declarations.tariff.chosen_rate import BY_HAND_LAW, ChosenRate, NotAssessed, chosen_rate
from declarations.tariff.consumption_tax import LOCAL_TAX_LAW, ConsumptionTaxLaw, law_of
from declarations.tariff.internal_tax import LeviedTax, NoTax
from declarations.tariff.rounding import AMOUNT_STEP, BASE_STEP, floor_to, whole_yen
from declarations.tariff.totals import total
from declarations.tariff.values import AssessedItem, Assessment, ByHand, DutiableItem, Step

_TO_YEN, _TO_THOUSAND = "cut to whole yen", "cut to 1,000 yen"
_BASE_LAW = "Customs Act art. 13-4; General Rules for National Taxes art. 118 (1)"
_TAX_BASE_LAW = "Consumption Tax Act art. 28 (4)"
_RELIEF_LAW = "Customs Tariff Act art. 14 to 20-3, by the code declared"
_EXEMPT = "EXEMPT"

Assessed = tuple[AssessedItem, tuple[LeviedTax, ...]]


def assess(items: Sequence[DutiableItem], *, on: date, simplified_tariff: bool = False) -> Assessment:
    """What an import declaration of these items owes under the law of the declared day.

    `simplified_tariff` asks for the simplified tariff, which is given where the whole declaration is small enough.
    Items that cannot be computed carry their reason and are left out of the totals; see `Assessment.is_complete`.
    """
    tax_law = law_of(on)
    values = [item.customs_value for item in items]
    small = small_value.is_within_limit(values)
    simple = simplified_tariff and simplified.is_within_limit(values)
    assessed = [
        _exempt(item, on=on)
        if small and small_value.is_exempt(item.commodity.code9) and item.by_hand is None
        else _assessed(item, tax_law=tax_law, on=on, simple=simple)
        for item in items
    ]
    return total(tuple(item for item, _ in assessed), [tax for _, taxes in assessed for tax in taxes])


def _exempt(item: DutiableItem, *, on: date) -> Assessed:
    """Free of duty and consumption tax; liquor and tobacco tax are owed all the same."""
    reason = f"total customs value of the declaration is not above {small_value.LIMIT:,} yen"
    step = Step("EXEMPTION", small_value.LAW, f"{item.customs_value} yen", "free", 0, reason)
    try:
        taxes = _internal_taxes(item, on=on, exempt=True)
    except NoTax as why:
        return _not_assessed(item, why)
    return AssessedItem(
        number=item.number,
        customs_value=item.customs_value,
        rate_regime=_EXEMPT,
        rate_notation="Free",
        rate_reason=reason,
        internal_tax_line=sum(tax.amount for tax in taxes),
        steps=(step, *(tax.step for tax in taxes)),
    ), taxes


def _assessed(item: DutiableItem, *, tax_law: ConsumptionTaxLaw, on: date, simple: bool) -> Assessed:
    try:
        chosen = chosen_rate(item, on=on, simple=simple)
        taxes = _internal_taxes(item, on=on)
    except (NotAssessed, NoTax) as why:
        return _not_assessed(item, why)
    duty = whole_yen(chosen.lawful_duty)
    if item.relief > duty:
        return _not_assessed(item, f"relief of {item.relief} yen is more than the duty of {duty} yen")
    duty_base = floor_to(item.customs_value, BASE_STEP)
    counted_duty = floor_to(duty - item.relief, AMOUNT_STEP)
    internal = sum(tax.amount for tax in taxes)
    tax_base = floor_to(item.customs_value + counted_duty + internal, BASE_STEP)
    tax_rate = tax_law.national(item.commodity.consumption_tax_class)
    tax = whole_yen(tax_base * tax_rate / 100)
    counted_tax = floor_to(tax, AMOUNT_STEP)
    local_tax = counted_tax * tax_law.local_numerator // tax_law.local_denominator
    return AssessedItem(
        number=item.number,
        customs_value=item.customs_value,
        rate_regime=chosen.regime,
        rate_notation=chosen.notation,
        rate_reason=chosen.reason,
        duty_base=duty_base,
        duty_computed=whole_yen(chosen.rate.duty(item.customs_value, item.quantities)),
        duty_line=duty,
        relief=item.relief,
        internal_tax_line=internal,
        consumption_tax_rate=tax_rate,
        consumption_tax_base=tax_base,
        consumption_tax_line=tax,
        local_consumption_tax_line=local_tax,
        steps=(
            Step("DUTY_BASE", _BASE_LAW, f"{item.customs_value} yen", "", duty_base, _TO_THOUSAND),
            Step("DUTY", chosen.law, _duty_base_text(item, chosen, duty_base), chosen.notation, duty, _TO_YEN),
            *_relief_steps(item, duty),
            *(levied.step for levied in taxes),
            Step(
                "CONSUMPTION_TAX_BASE",
                _TAX_BASE_LAW,
                _tax_base_text(item, counted_duty, internal),
                "",
                tax_base,
                _TO_THOUSAND,
            ),
            Step("CONSUMPTION_TAX", tax_law.citation, f"{tax_base} yen", f"{tax_rate}%", tax, _TO_YEN),
            Step("LOCAL_CONSUMPTION_TAX", LOCAL_TAX_LAW, f"{counted_tax} yen", tax_law.local_rate, local_tax, _TO_YEN),
        ),
    ), taxes


def _not_assessed(item: DutiableItem, why: object) -> Assessed:
    return AssessedItem(number=item.number, customs_value=item.customs_value, not_computable=str(why)), ()


def _internal_taxes(item: DutiableItem, *, on: date, exempt: bool = False) -> tuple[LeviedTax, ...]:
    if item.by_hand is not None:
        return _taxes_by_hand(item.by_hand)
    return internal_tax.levied(
        item.internal_taxes, code9=item.commodity.code9, quantities=item.quantities, on=on, exempt=exempt
    )


def _taxes_by_hand(by_hand: ByHand) -> tuple[LeviedTax, ...]:
    if not by_hand.internal_tax:
        return ()
    step = Step("INTERNAL_TAX", BY_HAND_LAW, "as assessed", "", by_hand.internal_tax, "not computed here")
    return (LeviedTax(BY_HAND_LAW, by_hand.internal_tax, step),)


def _relief_steps(item: DutiableItem, duty: int) -> tuple[Step, ...]:
    if not item.relief_code:
        return ()
    base = f"{duty} - {item.relief} yen"
    return (Step("RELIEF", _RELIEF_LAW, base, item.relief_code, duty - item.relief, "as declared"),)


def _duty_base_text(item: DutiableItem, chosen: ChosenRate, duty_base: int) -> str:
    """The value and, for rates by quantity, the quantities as declared."""
    if not chosen.rate.units():
        return f"{duty_base} yen"
    return f"{duty_base} yen; " + ", ".join(f"{_plain(quantity)} {unit}" for quantity, unit in item.quantities)


def _tax_base_text(item: DutiableItem, counted_duty: int, internal: int) -> str:
    text = f"{item.customs_value} + {counted_duty} yen"
    return f"{text} + {internal} yen other internal taxes" if internal else text


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
