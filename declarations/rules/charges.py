"""Chapter VA, continued: freight and insurance.

What becomes of a charge depends on the price terms and the direction: an import is valued CIF, an export FOB, so a
charge is added to the price, taken off it, or counts for nothing because the price has it right already.
"""

from decimal import Decimal

from declarations.rules.book import Severity, Verdict, because, rule
from declarations.rules.case import Case
from declarations.rules.valuation import MOVED, VALUE_LAW, amounts, charges, treatments
from declarations.tariff.valuation import Treatment

_HALF = Decimal("0.5")


@rule(
    "VA-511",
    law=VALUE_LAW,
    at="/freight",
    ja="価格条件により価格に加算し、又は価格から控除すべき運賃は、申告しなければなりません。",
    remedy="State the freight to the Japanese port for an import, or from it for an export.",
)
def freight_is_stated_where_it_counts(case: Case) -> Verdict:
    """The freight is stated where the price terms call for adding it or taking it off."""
    return _is_stated_where_it_counts("freight", case)


@rule(
    "VA-512",
    law=VALUE_LAW,
    at="/insurance",
    ja="価格条件により価格に加算し、又は価格から控除すべき保険料は、申告しなければなりません。",
    remedy="State the insurance; 0 where the goods are not insured.",
)
def insurance_is_stated_where_it_counts(case: Case) -> Verdict:
    """The insurance is stated where the price terms call for adding it or taking it off."""
    return _is_stated_where_it_counts("insurance", case)


@rule(
    "VA-513",
    law=VALUE_LAW,
    at="/freight",
    severity=Severity.ADVISORY,
    ja="申告された運賃は、価格条件により課税価格等の計算に用いられません。",
    remedy="Leave the freight out, or correct the price terms.",
)
def freight_is_not_stated_where_it_does_not_count(case: Case) -> Verdict:
    """The freight is left out where the price terms make it count for nothing."""
    return _is_left_out_where_it_does_not_count("freight", case)


@rule(
    "VA-514",
    law=VALUE_LAW,
    at="/insurance",
    severity=Severity.ADVISORY,
    ja="申告された保険料は、価格条件により課税価格等の計算に用いられません。",
    remedy="Leave the insurance out, or correct the price terms.",
)
def insurance_is_not_stated_where_it_does_not_count(case: Case) -> Verdict:
    """The insurance is left out where the price terms make it count for nothing."""
    return _is_left_out_where_it_does_not_count("insurance", case)


@rule(
    "VA-515",
    law="Enforcement Order of the Customs Act art. 59-2 (2): an export is valued FOB",
    at="/invoice/amount",
    ja="運賃及び保険料を控除した後の価格は、0より大きくなければなりません。",
    remedy="Correct the invoice amount, the freight or the insurance.",
)
def price_without_the_charges_is_above_zero(case: Case) -> Verdict:
    """The price is above zero after the charges are taken off."""
    taken_off = [name for name, treatment in treatments(case).items() if treatment is Treatment.DEDUCTED]
    yen = _yen(case)
    price, taken = yen["invoice"], [yen[name] for name in taken_off if name in yen]
    if not price or not taken or None in taken:
        return True
    total = sum((charge for charge in taken if charge), Decimal(0))
    return price > total or because(price_yen=price, charges_yen=total)


@rule(
    "VA-516",
    law="this system",
    at="/freight/amount",
    severity=Severity.ADVISORY,
    ja="運賃が仕入書価格の半額を超えています。",
    remedy="See whether amount and currency of the freight are right; otherwise nothing needs to be done.",
)
def freight_is_at_most_half_of_the_price(case: Case) -> Verdict:
    """The freight is at most half of the invoice amount."""
    yen = _yen(case)
    price, freight = yen["invoice"], yen.get("freight")
    if not price or freight is None or freight <= price * _HALF:
        return True
    return because(freight_yen=freight, price_yen=price)


def _yen(case: Case) -> dict[str, Decimal | None]:
    """Every stated amount in yen; None where the currency has no rate."""
    rates = {currency: case.reference.exchange_rate(currency) for currency, _ in amounts(case).values()}
    return {
        name: amount * rate.yen if (rate := rates[currency]) else None
        for name, (currency, amount) in amounts(case).items()
    }


def _is_stated_where_it_counts(name: str, case: Case) -> Verdict:
    treatment = treatments(case).get(name)
    if treatment not in MOVED or charges(case)[name] is not None:
        return True
    return because(incoterm=case.declaration.invoice.incoterm, treatment=treatment)


def _is_left_out_where_it_does_not_count(name: str, case: Case) -> Verdict:
    treatment = treatments(case).get(name)
    if treatment is None or treatment in MOVED or charges(case)[name] is None:
        return True
    return because(incoterm=case.declaration.invoice.incoterm, treatment=treatment)
