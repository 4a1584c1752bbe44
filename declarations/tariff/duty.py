"""Duty and consumption tax on imports, to the yen. Pure.

For each item (Customs Act art. 13-4; General Rules for National Taxes art. 118 and 119):

    base   = customs value cut to 1,000 yen
    duty   = base x rate, cut to whole yen
    tax base = customs value + duty cut to 100 yen + other excise, cut to 1,000 yen
    consumption tax = tax base x national rate, cut to whole yen
    local consumption tax = consumption tax cut to 100 yen x local share, cut to whole yen

and for the declaration each sum is cut to 100 yen. Exports owe nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from declarations.tariff import small_value
from declarations.tariff.applied_rate import AppliedRate, NoRate, applied_rate
from declarations.tariff.consumption_tax import LOCAL_TAX_LAW, ConsumptionTaxLaw, law_of
from declarations.tariff.rounding import AMOUNT_STEP, BASE_STEP, floor_to, whole_yen
from declarations.tariff.values import AssessedItem, Assessment, DutiableItem, Step

_TO_YEN, _TO_THOUSAND = "cut to whole yen", "cut to 1,000 yen"
_BASE_LAW = "Customs Act art. 13-4; General Rules for National Taxes art. 118 (1)"
_TAX_BASE_LAW = "Consumption Tax Act art. 28 (4)"
_EXEMPT = "EXEMPT"


def assess(items: Sequence[DutiableItem], *, on: date) -> Assessment:
    """What an import declaration of these items owes under the law of the declared day.

    Items that cannot be computed carry their reason and are left out of the totals; see
    `Assessment.is_complete`.
    """
    tax_law = law_of(on)
    small = small_value.is_within_limit([item.customs_value for item in items])
    assessed = tuple(
        _exempt(item)
        if small and small_value.is_exempt(item.commodity.code9)
        else _assessed(item, tax_law=tax_law, on=on)
        for item in items
    )
    return Assessment(
        items=assessed,
        duty_total=_total(item.duty_line for item in assessed),
        consumption_tax_total=_total(item.consumption_tax_line for item in assessed),
        local_consumption_tax_total=_total(item.local_consumption_tax_line for item in assessed),
    )


def _total(lines: Iterable[int]) -> int:
    return floor_to(sum(lines), AMOUNT_STEP)


def _exempt(item: DutiableItem) -> AssessedItem:
    reason = f"total customs value of the declaration is not above {small_value.LIMIT:,} yen"
    step = Step("EXEMPTION", small_value.LAW, f"{item.customs_value} yen", "free", 0, reason)
    return AssessedItem(
        number=item.number,
        customs_value=item.customs_value,
        rate_regime=_EXEMPT,
        rate_notation="Free",
        rate_reason=reason,
        steps=(step,),
    )


def _assessed(item: DutiableItem, *, tax_law: ConsumptionTaxLaw, on: date) -> AssessedItem:
    try:
        applied = applied_rate(item, on=on)
    except NoRate as reason:
        return AssessedItem(number=item.number, customs_value=item.customs_value, not_computable=str(reason))
    duty_base = floor_to(item.customs_value, BASE_STEP)
    duty = whole_yen(applied.lawful_duty)
    counted_duty = floor_to(duty, AMOUNT_STEP)
    tax_base = floor_to(item.customs_value + counted_duty + item.other_excise, BASE_STEP)
    tax_rate = tax_law.national(item.commodity.consumption_tax_class)
    tax = whole_yen(tax_base * tax_rate / 100)
    counted_tax = floor_to(tax, AMOUNT_STEP)
    local_tax = counted_tax * tax_law.local_numerator // tax_law.local_denominator
    duty_law = applied.regime.law
    return AssessedItem(
        number=item.number,
        customs_value=item.customs_value,
        rate_regime=applied.regime.value,
        rate_notation=applied.notation,
        rate_reason=applied.reason,
        duty_base=duty_base,
        duty_computed=whole_yen(applied.rate.duty(item.customs_value, item.quantities)),
        duty_line=duty,
        consumption_tax_rate=tax_rate,
        consumption_tax_base=tax_base,
        consumption_tax_line=tax,
        local_consumption_tax_line=local_tax,
        steps=(
            Step("DUTY_BASE", _BASE_LAW, f"{item.customs_value} yen", "", duty_base, _TO_THOUSAND),
            Step("DUTY", duty_law, _duty_base_text(item, applied, duty_base), applied.notation, duty, _TO_YEN),
            Step("CONSUMPTION_TAX_BASE", _TAX_BASE_LAW, _tax_base_text(item, counted_duty), "", tax_base, _TO_THOUSAND),
            Step("CONSUMPTION_TAX", tax_law.citation, f"{tax_base} yen", f"{tax_rate}%", tax, _TO_YEN),
            Step("LOCAL_CONSUMPTION_TAX", LOCAL_TAX_LAW, f"{counted_tax} yen", tax_law.local_rate, local_tax, _TO_YEN),
        ),
    )


def _duty_base_text(item: DutiableItem, applied: AppliedRate, duty_base: int) -> str:
    """The value and, for rates by quantity, the quantities as declared."""
    if not applied.rate.units():
        return f"{duty_base} yen"
    return f"{duty_base} yen; " + ", ".join(f"{_plain(quantity)} {unit}" for quantity, unit in item.quantities)


def _tax_base_text(item: DutiableItem, counted_duty: int) -> str:
    text = f"{item.customs_value} + {counted_duty} yen"
    return f"{text} + {item.other_excise} yen other excise" if item.other_excise else text


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
