"""Chapter VA: the price of the goods, in which currency and on which terms, and how it is shared over the items."""

from decimal import Decimal

from declarations.data import Charge, GoodsItem
from declarations.rules.book import Severity, Verdict, because, item_rule, rule
from declarations.rules.case import Case
from declarations.rules.code_lists import CURRENCIES, is_expressible, smallest_unit
from declarations.tariff.valuation import INCOTERMS, Treatment, charges_required

INCOTERMS_2020 = frozenset({"EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF"})

VALUE_LAW = "Customs Tariff Act art. 4 (1); Enforcement Order of the Customs Act art. 59-2 (2)"
_EXCHANGE_LAW = "Customs Tariff Act art. 4-7; its Enforcement Regulation art. 1"
MOVED = (Treatment.ADDED, Treatment.DEDUCTED)


@rule(
    "VA-501",
    law=VALUE_LAW,
    at="/invoice/amount",
    ja="仕入書価格は、0より大きくなければなりません。",
    remedy="State the price; for goods free of charge the price that they would have.",
)
def invoice_amount_is_above_zero(case: Case) -> Verdict:
    """The invoice amount is above zero."""
    return case.declaration.invoice.amount > 0 or because(amount=0)


@item_rule(
    "VA-502",
    law=VALUE_LAW,
    at="/invoice_amount",
    ja="各欄の価格は、0より大きくなければなりません。",
    remedy="State the item's price; for goods free of charge the price that they would have.",
)
def item_price_is_above_zero(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The invoice price of a goods item is above zero."""
    return item.invoice_amount > 0 or because(amount=0)


@rule(
    "VA-503",
    law="this system; Customs Act art. 68 (invoice)",
    at="/invoice/amount",
    ja="各欄の価格の合計は、仕入書の合計金額と一致しなければなりません。",
    remedy="Correct the invoice amount or the prices of the goods items.",
)
def prices_of_items_add_up_to_the_invoice(case: Case) -> Verdict:
    """The invoice prices of the goods items add up to the invoice amount."""
    amount, of_items = case.declaration.invoice.amount, case.invoice_total_of_items
    return amount == of_items or because(amount=amount, sum_of_items=of_items, difference=amount - of_items)


@rule(
    "VA-504",
    law="NACCS IDA, items IP3, FR2, IN2 (ISO 4217)",
    at="/invoice/currency",
    ja="通貨コードは、ISO 4217の通貨コードでなければなりません。",
    remedy="Write the three-letter code of ISO 4217, such as USD.",
)
def currencies_are_currencies(case: Case) -> Verdict:
    """The currency of an amount is a currency of ISO 4217."""
    return [
        because(at=f"/{name}/currency", currency=currency)
        for name, (currency, _) in amounts(case).items()
        if currency not in CURRENCIES
    ]


@rule(
    "VA-505",
    law="ISO 4217 (minor unit); NACCS IDA, items IP4, FR3, IN3",
    at="/invoice/amount",
    ja="金額の小数点以下の桁数は、その通貨の補助単位の桁数を超えてはなりません。",
    remedy="Round the amount to the currency's smallest unit, as the invoice has it.",
)
def amounts_are_in_the_currencys_smallest_unit(case: Case) -> Verdict:
    """An amount has no more decimals than its currency."""
    return [
        because(at=f"/{name}/amount", amount=amount, currency=currency, smallest=smallest_unit(currency))
        for name, (currency, amount) in amounts(case).items()
        if currency in CURRENCIES and not is_expressible(amount, currency)
    ]


@item_rule(
    "VA-506",
    law="ISO 4217 (minor unit)",
    at="/invoice_amount",
    ja="各欄の価格の小数点以下の桁数は、仕入書の通貨の補助単位の桁数を超えてはなりません。",
    remedy="Round the price to the currency's smallest unit, as the invoice has it.",
)
def item_price_is_in_the_currencys_smallest_unit(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The price of a goods item has no more decimals than the invoice's currency."""
    currency = case.declaration.invoice.currency
    if currency not in CURRENCIES or is_expressible(item.invoice_amount, currency):
        return True
    return because(amount=item.invoice_amount, currency=currency, smallest=smallest_unit(currency))


@rule(
    "VA-507",
    law=_EXCHANGE_LAW,
    at="/invoice/currency",
    ja="外国為替相場が公示されている通貨でなければ、円に換算することができません。",
    remedy="Ask the customs office for the rate of this currency, or state the amount in another one.",
)
def exchange_rates_are_known(case: Case) -> Verdict:
    """A rate of exchange is published for each currency that must be turned into yen."""
    return [
        because(at=f"/{name}/currency", currency=currency, declared_on=case.on)
        for name, (currency, _) in _counted(case).items()
        if currency in CURRENCIES and case.reference.exchange_rate(currency) is None
    ]


@rule(
    "VA-508",
    law=_EXCHANGE_LAW,
    at="/invoice/currency",
    severity=Severity.ADVISORY,
    ja="申告日の週の外国為替相場がないため、直近の過去の週の相場を用いています。",
    remedy="Nothing needs to be done; an officer may apply the rate of the week of declaration.",
)
def exchange_rates_are_of_the_declared_week(case: Case) -> Verdict:
    """The rate of exchange of a currency is that of the week of the declared day."""
    first_place: dict[str, str] = {}
    for name, (currency, _) in _counted(case).items():
        first_place.setdefault(currency, name)
    rates = {name: case.reference.exchange_rate(currency) for currency, name in first_place.items()}
    return [
        because(at=f"/{name}/currency", currency=rate.currency, used=rate.yen, of_week_to=rate.valid_to)
        for name, rate in rates.items()
        if rate is not None and not rate.exact
    ]


@rule(
    "VA-509",
    law="Incoterms of the International Chamber of Commerce; NACCS IDA, item IP2",
    at="/invoice/incoterm",
    ja="価格条件は、インコタームズの条件でなければなりません。",
    remedy="Write the term on the invoice, such as FOB or CIF.",
)
def price_terms_are_an_incoterm(case: Case) -> Verdict:
    """The price terms are an Incoterm."""
    incoterm = case.declaration.invoice.incoterm
    return incoterm in INCOTERMS or because(incoterm=incoterm)


@rule(
    "VA-510",
    law="Incoterms 2020 of the International Chamber of Commerce",
    at="/invoice/incoterm",
    severity=Severity.ADVISORY,
    ja="価格条件が、インコタームズ2020にない旧規則の条件です。",
    remedy="See whether the invoice means DPU, DAP or another term of 2020; otherwise nothing needs to be done.",
)
def price_terms_are_of_the_present_edition(case: Case) -> Verdict:
    """The price terms are one of the eleven Incoterms 2020."""
    incoterm = case.declaration.invoice.incoterm
    return incoterm not in INCOTERMS or incoterm in INCOTERMS_2020 or because(incoterm=incoterm)


@rule(
    "VA-517",
    law="NACCS IDA, item BPR",
    at="/goods_items",
    ja="課税価格按分係数は、全ての欄に入力するか、全ての欄で省略しなければなりません。",
    remedy="State the coefficient on each goods item, or on none.",
)
def apportionment_is_on_every_item_or_on_none(case: Case) -> Verdict:
    """The coefficient of apportionment is stated on every goods item or on none."""
    stated = [item.apportionment is not None for _, item in case.items()]
    return all(stated) or not any(stated) or because(stated=sum(stated), goods_items=len(stated))


@rule(
    "VA-518",
    law="NACCS IDA, item BPR total",
    at="/goods_items",
    ja="課税価格按分係数の合計は、0より大きくなければなりません。",
    remedy="State a coefficient above zero, or none at all.",
)
def apportionment_shares_something(case: Case) -> Verdict:
    """The coefficients of apportionment add up to more than zero."""
    stated = [item.apportionment for _, item in case.items() if item.apportionment is not None]
    return len(stated) < len(case.declaration.goods_items) or sum(stated) > 0 or because(total=0)


def charges(case: Case) -> dict[str, Charge | None]:
    """Freight and insurance by the names of their fields."""
    return {"freight": case.declaration.freight, "insurance": case.declaration.insurance}


def amounts(case: Case) -> dict[str, tuple[str, Decimal]]:
    """Every amount that is stated, with its currency, by its place in the form."""
    invoice = case.declaration.invoice
    stated = {name: (charge.currency, charge.amount) for name, charge in charges(case).items() if charge}
    adjusted = {
        f"adjustments/{index}": (each.currency, each.amount) for index, each in enumerate(case.declaration.adjustments)
    }
    return {"invoice": (invoice.currency, invoice.amount), **stated, **adjusted}


def treatments(case: Case) -> dict[str, Treatment]:
    """What becomes of freight and insurance under the price terms; nothing is known of terms that do not exist."""
    if case.declaration.invoice.incoterm not in INCOTERMS:
        return {}
    required = charges_required(case.declaration.invoice.incoterm, case.declaration.direction.value)
    return {"freight": required.freight, "insurance": required.insurance}


def _counted(case: Case) -> dict[str, tuple[str, Decimal]]:
    """The stated amounts that the customs value is made of."""
    charged = {name for name, treatment in treatments(case).items() if treatment in MOVED}
    return {name: amount for name, amount in amounts(case).items() if name not in charges(case) or name in charged}
