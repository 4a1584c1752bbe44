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
PACKAGE_KINDS = {
    "AE": "aerosol",
    "AM": "ampoule",
    "AT": "atomizer",
    "BA": "barrel",
    "BB": "bobbin",
    "BC": "bottle crate",
    "BD": "board",
    "BE": "bundle",
    "BG": "bag",
    "BH": "bunch",
    "BI": "bin",
    "BJ": "bucket",
    "BK": "basket",
    "BL": "bale, compressed",
    "BN": "bale, not compressed",
    "BO": "bottle, cylindrical",
    "BQ": "bottle, protected, cylindrical",
    "BR": "bar",
    "BS": "bottle, bulbous",
    "BT": "bolt",
    "BU": "butt",
    "BX": "box",
    "CA": "can, rectangular",
    "CB": "beer crate",
    "CC": "churn",
    "CE": "creel",
    "CG": "cage",
    "CH": "chest",
    "CI": "canister",
    "CJ": "coffin",
    "CK": "cask",
    "CL": "coil",
    "CN": "container",
    "CO": "carboy",
    "CR": "crate",
    "CS": "case",
    "CT": "carton",
    "CU": "cup",
    "CV": "cover",
    "CY": "cylinder",
    "CZ": "canvas",
    "DJ": "demijohn",
    "DP": "demijohn, protected",
    "DR": "drum",
    "EN": "envelope",
    "FC": "fruit crate",
    "FD": "framed crate",
    "FI": "firkin",
    "FO": "footlocker",
    "FP": "filmpack",
    "FR": "frame",
    "GB": "gas bottle",
    "HG": "hogshead",
    "HR": "hamper",
    "IN": "ingot",
    "JC": "jerrican, rectangular",
    "JG": "jug",
    "JR": "jar",
    "JT": "jute bag",
    "JY": "jerrican, cylindrical",
    "KG": "keg",
    "LG": "log",
    "LT": "lot",
    "MB": "multiply bag",
    "MC": "milk crate",
    "MS": "multiwall sack",
    "MT": "mat",
    "MX": "match box",
    "NE": "unpacked",
    "NS": "nest",
    "NT": "net",
    "PA": "packet",
    "PB": "pallet box",
    "PC": "parcel",
    "PE": "pallet, modular",
    "PG": "plate",
    "PH": "pitcher",
    "PI": "pipe",
    "PK": "package",
    "PL": "pail",
    "PN": "plank",
    "PO": "pouch",
    "PT": "pot",
    "PU": "tray",
    "PX": "pallet",
    "RD": "rod",
    "RG": "ring",
    "RL": "reel",
    "RO": "roll",
    "RT": "rednet",
    "SA": "sack",
    "SC": "shallow crate",
    "SD": "spindle",
    "SE": "sea-chest",
    "SH": "sachet",
    "SK": "skeleton case",
    "SL": "slipsheet",
    "SM": "sheet metal",
    "ST": "sheet",
    "SU": "suitcase",
    "SW": "shrink-wrapped",
    "SZ": "sheets in bundle",
    "TB": "tub",
    "TC": "tea-chest",
    "TD": "tube, collapsible",
    "TK": "tank, rectangular",
    "TN": "tin",
    "TO": "tun",
    "TR": "trunk",
    "TS": "truss",
    "TU": "tube",
    "TY": "tank, cylindrical",
    "TZ": "tubes in bundle",
    "UN": "unit",
    "VA": "vat",
    "VG": "bulk, gas",
    "VI": "vial",
    "VL": "bulk, liquid",
    "VO": "bulk, solid, large particles",
    "VP": "vacuum-packed",
    "VQ": "bulk, liquefied gas",
    "VR": "bulk, solid, granules",
    "VY": "bulk, solid, powder",
    "WA": "intermediate bulk container",
    "WB": "wicker bottle",
}
PACKAGE_UNITS = frozenset(PACKAGE_KINDS)


def smallest_unit(currency: str) -> Decimal:
    """The smallest amount that the currency can express: 1 for JPY, 0.01 for USD, 0.001 for KWD."""
    return Decimal(1).scaleb(-_DECIMALS.get(currency, 2))


def is_expressible(amount: Decimal, currency: str) -> bool:
    """Whether the amount is a whole number of the currency's smallest unit; trailing zeros do not count."""
    return amount % smallest_unit(currency) == 0
