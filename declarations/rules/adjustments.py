"""Chapter VA, continued: what is added to the price and taken out of it, and what shares the charges over the items."""

from decimal import Decimal

from declarations.data import Direction, GoodsItem
from declarations.rules.book import Severity, Verdict, because, item_rule, rule
from declarations.rules.case import Case
from declarations.rules.valuation import VALUE_LAW, amounts, treatments
from declarations.tariff.adjustments import ADJUSTMENTS, AdjustmentKind, adjustment_law
from declarations.tariff.valuation import Treatment

_BY_NET_MASS = "NET_MASS"
_ZERO = Decimal(0)


@rule(
    "VA-519",
    law="Customs Tariff Act art. 4 (1); its Enforcement Order art. 1-4",
    at="/adjustments",
    ja="加算要素又は控除要素の種別は、輸入又は輸出について定められたものでなければなりません。",
    remedy="Write one of the kinds that the law names, such as ROYALTIES.",
)
def adjustments_are_of_a_kind_that_the_law_names(case: Case) -> Verdict:
    """An addition to the price or a deduction from it is of a kind that the law names for this direction."""
    direction = case.declaration.direction.value
    known = ", ".join(kind for kind, law in ADJUSTMENTS.items() if law.direction == direction)
    return [
        because(at=f"/adjustments/{index}/kind", repeat_index=index + 1, kind=each.kind, known=known)
        for index, each in enumerate(case.declaration.adjustments)
        if adjustment_law(each.kind, direction) is None
    ]


@rule(
    "VA-520",
    law=VALUE_LAW,
    at="/adjustments",
    direction=Direction.IMPORT,
    ja="控除要素を差し引いた後の課税価格は、0より大きくなければなりません。",
    remedy="Correct the price or the deductions.",
)
def deductions_are_less_than_the_price(case: Case) -> Verdict:
    """The customs value is above zero after the deductions."""
    price, moved = _price_yen(case), _moved_yen(case)
    if not price or moved is None or moved >= 0:
        return True
    return price + moved > 0 or because(price_yen=price, deductions_yen=-moved)


@item_rule(
    "VA-521",
    law="NACCS IDA, item FRS",
    at="/net_mass",
    ja="運賃等を正味重量で按分する場合には、全ての欄に正味重量を入力しなければなりません。",
    remedy="State the net mass of the item, or let the price share the charges.",
)
def net_mass_is_stated_where_it_shares_the_charges(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The net mass of an item is stated and above zero where net mass shares the charges."""
    return not _is_by_net_mass(case) or bool(item.net_mass) or because(charges_shared_by=_BY_NET_MASS)


@rule(
    "VA-522",
    law="NACCS IDA, items BPR and FRS",
    at="/charges_shared_by",
    ja="課税価格按分係数を入力した場合には、運賃等を正味重量で按分することができません。",
    remedy="Leave out the coefficients, or the sharing by net mass.",
)
def charges_are_shared_in_one_way(case: Case) -> Verdict:
    """The charges are not shared by net mass where a coefficient shares the whole value."""
    stated = [number for number, item in case.items() if item.apportionment is not None]
    return not _is_by_net_mass(case) or not stated or because(items_with_a_coefficient=len(stated))


@item_rule(
    "VA-523",
    law=VALUE_LAW,
    at="/invoice_amount",
    ja="正味重量で按分した控除額が、その欄の価格を超えてはなりません。",
    remedy="Let the price share the charges, or give each item its coefficient.",
)
def what_is_taken_off_an_item_is_within_its_price(item: GoodsItem, number: int, case: Case) -> Verdict:
    """What is taken off the price of an item by its net mass is at most that price."""
    price, moved = _price_yen(case), _moved_yen(case)
    if not _is_by_net_mass(case) or not price or moved is None or moved >= 0:
        return True
    if not item.net_mass or not case.net_mass or not case.declaration.invoice.amount:
        return True
    own = price * item.invoice_amount * case.net_mass
    taken = -moved * item.net_mass * case.declaration.invoice.amount
    return own >= taken or because(taken_off_yen=int(-moved * item.net_mass / case.net_mass))


@rule(
    "VA-524",
    law="Enforcement Order of the Customs Tariff Act art. 1-4 item 3",
    at="/adjustments",
    direction=Direction.IMPORT,
    severity=Severity.ADVISORY,
    ja="価格条件DDPの価格に含まれる関税その他の公課は、その額を明らかにすれば課税価格に算入されません。",
    remedy="State the duties and taxes in the price as a deduction; otherwise they are part of the customs value.",
)
def duties_in_a_price_delivered_duty_paid_are_stated(case: Case) -> Verdict:
    """The duties and taxes in a price delivered duty paid are stated."""
    incoterm = case.declaration.invoice.incoterm
    return incoterm != "DDP" or _is_adjusted_by(AdjustmentKind.DUTIES_AND_TAXES, case) or because(incoterm=incoterm)


@rule(
    "VA-525",
    law=VALUE_LAW,
    at="/adjustments",
    direction=Direction.EXPORT,
    severity=Severity.ADVISORY,
    ja="価格条件EXWの輸出貨物については、本船渡しまでの費用を価格に加算します。",
    remedy="State the carriage to the ship; 0 where the price has it already.",
)
def carriage_to_the_ship_is_stated_of_a_price_ex_works(case: Case) -> Verdict:
    """The carriage to the ship is stated where an export is priced ex works."""
    incoterm = case.declaration.invoice.incoterm
    return incoterm != "EXW" or _is_adjusted_by(AdjustmentKind.CARRIAGE_TO_SHIP, case) or because(incoterm=incoterm)


def _is_by_net_mass(case: Case) -> bool:
    return case.declaration.charges_shared_by == _BY_NET_MASS


def _is_adjusted_by(kind: AdjustmentKind, case: Case) -> bool:
    return any(each.kind == kind for each in case.declaration.adjustments)


def _price_yen(case: Case) -> Decimal | None:
    """The invoice amount in yen; None where its currency has no rate."""
    return _yen("invoice", case)


def _moved_yen(case: Case) -> Decimal | None:
    """Charges and adjustments added less those taken off, in yen; None where one cannot be told."""
    parts = [
        (1 if treatment is Treatment.ADDED else -1, _yen(name, case))
        for name, treatment in treatments(case).items()
        if treatment in (Treatment.ADDED, Treatment.DEDUCTED) and name in amounts(case)
    ]
    for index, each in enumerate(case.declaration.adjustments):
        law = adjustment_law(each.kind, case.declaration.direction.value)
        if law is None:
            return None
        parts.append((law.sign, _yen(f"adjustments/{index}", case)))
    if any(yen is None for _, yen in parts):
        return None
    return sum((sign * yen for sign, yen in parts if yen is not None), _ZERO)


def _yen(name: str, case: Case) -> Decimal | None:
    currency, amount = amounts(case)[name]
    rate = case.reference.exchange_rate(currency)
    return None if rate is None else amount * rate.yen
