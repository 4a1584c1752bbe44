"""Chapter GD, continued: codes that the value of a kilogram decides, relief of duty, and other internal taxes."""

from decimal import Decimal
from typing import Any

from declarations.data import Direction, GoodsItem, InternalTax
from declarations.rules.book import Breach, Severity, Verdict, because, item_rule
from declarations.rules.case import Case
from declarations.tariff.consumption_tax import other_excise
from declarations.tariff.internal_tax import KINDS, NOT_TAXED
from declarations.tariff.unit_values import UNIT_VALUES, fitting
from declarations.tariff.units import QuantityMissing, quantity_in

_INTERNAL_TAX_LAW = "Act on Collection of Internal Consumption Taxes on Imports art. 5, 6"


@item_rule(
    "GD-424",
    law="Customs Tariff Act annex 07.03 (onions: 67 and 73.70 yen/kg)",
    at="/commodity_code",
    direction=Direction.IMPORT,
    ja="1キログラム当たりの課税価格が、統計品目番号に定められた価格の範囲になければなりません。",
    remedy="Write the code of the subheading that fits the customs value of a kilogram.",
)
def value_of_a_kilogram_fits_the_code(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The customs value of a kilogram lies within the limits that the commodity code sets."""
    return _unit_value_fits(item, number, case, is_sure=True)


@item_rule(
    "GD-425",
    law="Temporary Tariff Measures Act annexes 1-3, 1-3-2 (pork: limits as usual, a safeguard may change them)",
    at="/commodity_code",
    direction=Direction.IMPORT,
    severity=Severity.ADVISORY,
    ja="豚肉の1キログラム当たりの課税価格が、統計品目番号に係る通常の価格の範囲にありません。",
    remedy="See whether another code of the subheading fits the customs value of a kilogram; an officer will look.",
)
def value_of_a_kilogram_of_pork_fits_the_code(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The customs value of a kilogram of pork lies within the usual limits of the commodity code."""
    return _unit_value_fits(item, number, case, is_sure=False)


def _unit_value_fits(item: GoodsItem, number: int, case: Case, *, is_sure: bool) -> Verdict:
    code9 = item.commodity_code[:9]
    band, value, kilograms = UNIT_VALUES.get(code9), case.customs_value(number), _kilograms(item)
    if band is None or band.is_sure is not is_sure or value is None or not kilograms or band.holds(value, kilograms):
        return True
    return because(
        yen_per_kg=f"{value / kilograms:.4f}", expected=band.text, fitting_code=fitting(code9, value, kilograms)
    )


def _kilograms(item: GoodsItem) -> Decimal | None:
    """The quantity as a mass; None where none is stated."""
    stated = ((item.quantity, item.quantity_unit), (item.second_quantity, item.second_quantity_unit))
    try:
        return quantity_in("KG", [(amount, unit) for amount, unit in stated if amount is not None and unit])
    except QuantityMissing:
        return item.net_mass


@item_rule(
    "GD-426",
    law="NACCS IDA, items RE, REG",
    at="/relief_amount",
    ja="減免税コードと減免税額は、ともに入力し、減免税額は円単位でなければなりません。",
    remedy="State the code and the whole yen that it takes off the duty, or neither.",
)
def relief_has_a_code_and_an_amount(item: GoodsItem, number: int, case: Case) -> Verdict:
    """A relief of duty has a code and an amount in whole yen."""
    if (item.relief_code is None) != (item.relief_amount is None):
        return because(at="/relief_code") if item.relief_code is None else because()
    amount = item.relief_amount
    return amount is None or amount == int(amount) or because(amount=amount)


@item_rule(
    "GD-427",
    law="Customs Tariff Act art. 3; Consumption Tax Act art. 7 (exports owe neither duty nor tax)",
    at="/internal_taxes",
    direction=Direction.EXPORT,
    ja="輸出申告には、減免税及び内国消費税を入力することができません。",
    remedy="Leave out the relief and the taxes.",
)
def exports_have_no_relief_and_no_internal_tax(item: GoodsItem, number: int, case: Case) -> Verdict:
    """An export has no relief of duty and no internal tax."""
    if item.relief_code is not None:
        return because(at="/relief_code")
    return not item.internal_taxes or because(stated=len(item.internal_taxes))


@item_rule(
    "GD-428",
    law="Customs Tariff Act art. 14 to 20-3",
    at="/relief_code",
    direction=Direction.IMPORT,
    severity=Severity.ADVISORY,
    ja="減免税の適用については、税関職員が書類を審査します。",
    remedy="Keep the papers of the relief at hand.",
)
def relief_is_examined(item: GoodsItem, number: int, case: Case) -> Verdict:
    """No relief of duty is claimed; one that is claimed is examined by an officer."""
    return item.relief_code is None or because(relief_code=item.relief_code)


@item_rule(
    "GD-429",
    law="this system's codes for NACCS IDA, item TX_",
    at="/internal_taxes",
    ja="内国消費税の種別は、本システムにある種別でなければなりません。",
    remedy="Write one of the kinds of the code list, such as BEER; NONE where no such tax binds.",
)
def kinds_of_internal_tax_are_known(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The kind of an internal tax is one that this system knows."""
    return [
        _at(index, "kind", kind=tax.kind, known=", ".join(KINDS))
        for index, tax in enumerate(item.internal_taxes)
        if tax.kind not in KINDS
    ]


@item_rule(
    "GD-430",
    law=_INTERNAL_TAX_LAW,
    at="/internal_taxes",
    ja="酒税にはアルコール分を、その他の内国消費税には円単位の税額を入力しなければなりません。",
    remedy="State the alcohol of a liquor and no amount; of another tax the amount in whole yen.",
)
def internal_taxes_state_what_they_come_from(item: GoodsItem, number: int, case: Case) -> Verdict:
    """A tax on liquor states the alcohol and no amount; any other tax states its amount in whole yen."""
    verdicts = (_basis_of(index, tax) for index, tax in enumerate(item.internal_taxes) if tax.kind in KINDS)
    return [breach for breach in verdicts if breach is not None]


def _basis_of(index: int, tax: InternalTax) -> Breach | None:
    """What is wrong with what one tax is computed from; None where all is right."""
    if KINDS[tax.kind].is_computed:
        if tax.alcohol is None:
            return _at(index, "alcohol", kind=tax.kind)
        return None if tax.amount is None else _at(index, "amount", kind=tax.kind)
    if tax.kind == NOT_TAXED:
        return None if tax.amount is None else _at(index, "amount", kind=tax.kind)
    if tax.amount is None or tax.amount != int(tax.amount):
        return _at(index, "amount", kind=tax.kind)
    return None


@item_rule(
    "GD-431",
    law=_INTERNAL_TAX_LAW,
    at="/internal_taxes",
    severity=Severity.ADVISORY,
    ja="内国消費税の種別が、統計品目番号に通常対応するものではありません。",
    remedy="See whether code and kind of tax are right; otherwise nothing needs to be done.",
)
def internal_tax_is_usual_for_the_code(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The kind of an internal tax is one that usually lies on the commodity."""
    return [
        _at(index, "kind", kind=tax.kind, commodity_code=item.commodity_code)
        for index, tax in enumerate(item.internal_taxes)
        if tax.kind in KINDS and not item.commodity_code.startswith(KINDS[tax.kind].prefixes)
    ]


@item_rule(
    "GD-432",
    law=_INTERNAL_TAX_LAW,
    at="/internal_taxes",
    direction=Direction.IMPORT,
    severity=Severity.ADVISORY,
    ja="酒税その他の内国消費税が課される貨物ですが、税の種別が入力されていないため、税関職員が税額を決定します。",
    remedy="State the tax, or NONE where it does not bind these goods; otherwise an officer assesses the item.",
)
def internal_tax_that_binds_is_stated(item: GoodsItem, number: int, case: Case) -> Verdict:
    """An internal tax that usually lies on the commodity is stated."""
    law = other_excise(item.commodity_code[:9])
    return not law or bool(item.internal_taxes) or because(binding=law)


@item_rule(
    "GD-433",
    law=_INTERNAL_TAX_LAW,
    at="/internal_taxes",
    direction=Direction.IMPORT,
    severity=Severity.ADVISORY,
    ja="本システムで計算しない内国消費税については、税関職員が申告された内容を審査します。",
    remedy="Nothing needs to be done; keep the computation of the tax at hand.",
)
def internal_tax_is_computed_here(item: GoodsItem, number: int, case: Case) -> Verdict:
    """An internal tax is computed by this system; one that is only stated is examined by an officer."""
    return [
        _at(index, "kind", kind=tax.kind)
        for index, tax in enumerate(item.internal_taxes)
        if tax.kind in KINDS and not KINDS[tax.kind].is_computed
    ]


@item_rule(
    "GD-434",
    law="Customs Act art. 6-2 (1) item 2 and 8 (assessment by customs)",
    at="/commodity_code",
    direction=Direction.IMPORT,
    severity=Severity.ADVISORY,
    ja="この欄の税額は計算することができないため、税関職員が決定します。",
    remedy="Correct what the reason names; otherwise an officer assesses the item.",
)
def duty_can_be_computed(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The duty and taxes on a goods item can be computed; where they cannot, an officer assesses the item."""
    why = case.why_not_computable(number)
    return not why or because(why=why)


def _at(index: int, field: str, **facts: Any) -> Breach:
    return because(at=f"/internal_taxes/{index}/{field}", repeat_index=index + 1, **facts)
