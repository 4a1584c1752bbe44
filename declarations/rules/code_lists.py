"""International code lists that the rules ask: countries, currencies with their smallest units, packages.

ISO 3166 and ISO 4217 come from `pycountry`, which has no currency scales; the scales are listed here.
"""

from decimal import Decimal

import pycountry

COUNTRIES = frozenset(country.alpha_2 for country in pycountry.countries)
"""ISO 3166-1 alpha-2."""

CURRENCIES = frozenset(currency.alpha_3 for currency in pycountry.currencies)
"""ISO 4217, currencies in use."""

INTERNATIONAL_WATERS = "XZ"
"""What UN/LOCODE writes for a place in no country: a ship or an installation at sea."""

# ISO 4217, list one, column "minor unit": the currencies that do not have two decimals.
_DECIMALS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"), 0),
    **dict.fromkeys(("UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}

# UN/ECE Recommendation 21, annex V: the alphabetic codes that cargo in Japan's trade usually has. The whole list
# has some 400; one that is missing here is told to the declarant and keeps nothing up.
PACKAGE_UNITS = frozenset(
    {
        *("AE", "AM", "AT", "BA", "BB", "BC", "BD", "BE", "BG", "BH", "BI", "BJ", "BK", "BL", "BN", "BO", "BQ"),
        *("BR", "BS", "BT", "BU", "BX", "CA", "CB", "CC", "CG", "CH", "CI", "CJ", "CK", "CL", "CN", "CO", "CR"),
        *("CS", "CT", "CU", "CV", "CY", "CZ", "DJ", "DR", "EN", "FC", "FD", "FI", "FO", "FP", "FR", "GB", "HG"),
        *("HR", "IN", "JC", "JG", "JR", "JT", "JY", "KG", "LG", "LT", "MB", "MC", "MS", "MT", "MX", "NE", "NS"),
        *("NT", "PA", "PC", "PG", "PH", "PI", "PK", "PL", "PN", "PO", "PT", "PU", "PX", "RD", "RG", "RL", "RO"),
        *("RT", "SA", "SC", "SD", "SE", "SH", "SK", "SL", "SM", "ST", "SU", "SW", "SZ", "TB", "TC", "TD", "TK"),
        *("TN", "TO", "TR", "TS", "TU", "TY", "TZ", "VA", "VG", "VI", "VL", "VO", "VP", "VQ", "VR", "VY", "WB"),
        *("CE", "DP", "PB", "PE", "UN", "WA"),
    }
)


def smallest_unit(currency: str) -> Decimal:
    """The smallest amount that the currency can express: 1 for JPY, 0.01 for USD, 0.001 for KWD."""
    return Decimal(1).scaleb(-_DECIMALS.get(currency, 2))


def is_expressible(amount: Decimal, currency: str) -> bool:
    """Whether the amount is a whole number of the currency's smallest unit; trailing zeros do not count."""
    return amount % smallest_unit(currency) == 0
