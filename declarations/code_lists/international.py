"""International lists: countries, currencies, kinds of package, terms of price, units of quantity."""

from collections.abc import Callable, Iterator
from functools import cache
from gettext import translation

import pycountry

from declarations.code_lists.entries import CodeListEntry
from declarations.rules.code_lists import PACKAGE_KINDS, smallest_unit
from declarations.tariff.units import NAMES_OF_UNITS
from declarations.tariff.valuation import INCOTERMS, charges_required

_TERMS = {
    "EXW": "Ex Works",
    "FCA": "Free Carrier",
    "FAS": "Free Alongside Ship",
    "FOB": "Free On Board",
    "CFR": "Cost and Freight",
    "CPT": "Carriage Paid To",
    "CIF": "Cost, Insurance and Freight",
    "CIP": "Carriage and Insurance Paid To",
    "DAP": "Delivered At Place",
    "DPU": "Delivered at Place Unloaded",
    "DDP": "Delivered Duty Paid",
    "DAT": "Delivered At Terminal",
    "DAF": "Delivered At Frontier",
    "DES": "Delivered Ex Ship",
    "DEQ": "Delivered Ex Quay",
    "DDU": "Delivered Duty Unpaid",
}
_WITHDRAWN = frozenset({"DAT", "DAF", "DES", "DEQ", "DDU"})


@cache
def _japanese(domain: str) -> Callable[[str], str]:
    """From an English name to the Japanese one, by the translations of pycountry."""
    return translation(domain, pycountry.LOCALES_DIR, languages=["ja"], fallback=True).gettext


def countries() -> Iterator[CodeListEntry]:
    """ISO 3166-1 alpha-2."""
    for country in pycountry.countries:
        name_ja = _japanese("iso3166-1")(country.name)
        yield CodeListEntry(code=country.alpha_2, name=country.name, name_ja="" if name_ja == country.name else name_ja)


def currencies() -> Iterator[CodeListEntry]:
    """ISO 4217, with the smallest amount that can be expressed."""
    for currency in pycountry.currencies:
        name_ja = _japanese("iso4217")(currency.name)
        yield CodeListEntry(
            code=currency.alpha_3,
            name=currency.name,
            name_ja="" if name_ja == currency.name else name_ja,
            facts={"smallest_unit": f"{smallest_unit(currency.alpha_3):f}"},
        )


def package_kinds() -> Iterator[CodeListEntry]:
    """UN/ECE Recommendation 21, those that are usual in Japan's trade."""
    for code, name in PACKAGE_KINDS.items():
        yield CodeListEntry(code=code, name=name)


def incoterms() -> Iterator[CodeListEntry]:
    """Terms of price, and what becomes of freight and insurance under each."""
    for term in INCOTERMS:
        on_import, on_export = charges_required(term, "IMPORT"), charges_required(term, "EXPORT")
        facts = {
            "edition": "withdrawn" if term in _WITHDRAWN else "2020",
            "import_freight": on_import.freight,
            "import_insurance": on_import.insurance,
            "export_freight": on_export.freight,
            "export_insurance": on_export.insurance,
        }
        yield CodeListEntry(code=term, name=_TERMS[term], facts=facts)


def units() -> Iterator[CodeListEntry]:
    """Units of the schedule, and customary ones that invoices count in."""
    for code, name in NAMES_OF_UNITS.items():
        customary = len(code) == 3
        yield CodeListEntry(
            code=code, name=name, facts={"of": "UN/ECE Recommendation 20" if customary else "the schedule"}
        )
