"""How what elements say becomes the value of a field: each way with the words by which the table tells it."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from declarations.data import plain
from declarations.wco.document import NAMESPACE, Leaf, name_of

_JAPAN = ZoneInfo("Asia/Tokyo")
_MOMENT = re.compile(r"(?P<day>[0-9]{8})(?P<time>[0-9]{6}(Z|[+-][0-9]{2}))?")
_DECIMAL = re.compile(r"\+?([0-9]{1,20}(\.[0-9]{0,10})?|\.[0-9]{1,10})")
_YES, _NO = {"true", "1", "Y"}, {"false", "0", "N"}
# UN/ECE Recommendation 20 beside the statistical units of Japan's tariff schedule.
UNITS = {
    "GRM": "GR",
    "KGM": "KG",
    "TNE": "MT",
    "MLT": "ML",
    "LTR": "L",
    "KLR": "KL",
    "NAR": "NO",
    "NMB": "NO",
    "C62": "NO",
    "DZN": "DZ",
    "MIL": "TH",
    "NPR": "PR",
    "MTR": "M",
    "MTK": "SM",
    "MTQ": "CM",
    "SET": "ST",
}


class Unfit(ValueError):
    """What the elements say is nothing that the field can take; the message tells why."""


class Misfit(Unfit):
    """What they say is a value, and none that the field can take."""

    def __init__(self, why: str, given: "Given") -> None:
        super().__init__(why)
        self.given = given


class Given(Struct, frozen=True):
    """A value for the field, or for the place `at` in it, and the leaves that it came from."""

    value: Any
    leaves: tuple[Leaf, ...]
    at: str = ""


class How(Struct, frozen=True):
    """A way to read: in words, and from the leaves that the row found among so many goods items."""

    words: str
    read: Callable[[Sequence[Leaf], int], list[Given]]


def _first(turned: Callable[[Leaf], Any]) -> Callable[[Sequence[Leaf], int], list[Given]]:
    """The first of the leaves, turned into a value; the others are left over."""
    return lambda leaves, items: [Given(turned(leaves[0]), (leaves[0],))]


def constant(value: str) -> Callable[[Sequence[Leaf], int], list[Given]]:
    """This value, whatever the leaf says: what it says has chosen the row."""
    return _first(lambda leaf: value)


def _number(leaf: Leaf) -> str:
    if not _DECIMAL.fullmatch(leaf.text):
        raise Unfit("it is no number")
    return plain(Decimal(leaf.text))


def _price(leaf: Leaf) -> str:
    invoice = f"{{{NAMESPACE}}}InvoiceAmount"
    total = next((above.find(invoice) for above in leaf.element.iterancestors(f"{{{NAMESPACE}}}Declaration")), None)
    currency = leaf.element.get("currencyID")
    if total is not None and currency and total.get("currencyID", currency) != currency:
        raise Unfit("it is not in the currency of the invoice")
    return _number(leaf)


def _kilograms(leaf: Leaf) -> str:
    if leaf.element.get("unitCode", "KGM") != "KGM":
        raise Unfit("it is not in kilograms (KGM)")
    return _number(leaf)


def _day(leaf: Leaf) -> str:
    said = _MOMENT.fullmatch(leaf.text)
    if said is None:
        return leaf.text
    try:
        if said["time"] is None:
            return datetime.strptime(leaf.text, "%Y%m%d").date().isoformat()
        written = re.sub(r"([+-][0-9]{2})$", r"\g<1>00", leaf.text)
        return datetime.strptime(written, "%Y%m%d%H%M%S%z").astimezone(_JAPAN).date().isoformat()
    except (ValueError, OverflowError):
        raise Unfit("there is no such day") from None


def _yes_or_no(leaf: Leaf) -> bool:
    if leaf.text not in _YES | _NO:
        raise Unfit("it is neither true nor false")
    return leaf.text in _YES


def _total(leaves: Sequence[Leaf], items: int) -> list[Given]:
    if len(leaves) != items:
        raise Unfit(f"{items - len(leaves)} goods items do not say it, so that there is no total")
    return [Given(plain(sum((Decimal(_number(leaf)) for leaf in leaves), Decimal())), tuple(leaves))]


def _total_kilograms(leaves: Sequence[Leaf], items: int) -> list[Given]:
    for leaf in leaves:
        _kilograms(leaf)
    return _total(leaves, items)


def _total_count(leaves: Sequence[Leaf], items: int) -> list[Given]:
    return [Given(int(sum(Decimal(leaf.text) for leaf in leaves)), tuple(leaves))]


def _same(leaves: Sequence[Leaf], items: int) -> list[Given]:
    said = list(dict.fromkeys(leaf.text for leaf in leaves))
    if len(said) > 1:
        raise Unfit(f"there are several, and the field takes one: {', '.join(said[:5])}")
    return [Given(said[0], tuple(leaves))]


def _distinct(leaves: Sequence[Leaf], items: int) -> list[Given]:
    return [Given(", ".join(dict.fromkeys(leaf.text for leaf in leaves)), tuple(leaves))]


def _each(leaves: Sequence[Leaf], items: int) -> list[Given]:
    said = dict.fromkeys(leaf.text for leaf in leaves)
    return [
        Given(text, tuple(leaf for leaf in leaves if leaf.text == text), at=f"/{index}")
        for index, text in enumerate(said)
    ]


def _address(leaves: Sequence[Leaf], items: int) -> list[Given]:
    """The street comes before the city, which the data model writes first."""
    order = {"Line": 0, "CityName": 1, "CountrySubDivisionName": 2}
    return _each(sorted(leaves, key=lambda leaf: order[name_of(leaf.element)]), items)


def _commodity_code(leaves: Sequence[Leaf], items: int) -> list[Given]:
    """The code of the schedule, with its last two digits where they are given apart."""
    kind = f"{{{NAMESPACE}}}IdentificationTypeCode"
    by_kind = {next(leaf.element.iterancestors()).findtext(kind): leaf for leaf in reversed(leaves)}
    parts = [by_kind[each] for each in ("TSP", "TRC") if each in by_kind]
    if parts and len(parts[0].text) == 10:
        parts = parts[:1]
    return [Given("".join(part.text for part in parts), tuple(parts))]


AS_IT_IS = How("as it is", _first(lambda leaf: leaf.text))
WHOLE_NUMBER = How("as a whole number", _first(lambda leaf: int(Decimal(leaf.text))))
NUMBER = How("as a decimal string", _first(_number))
PRICE = How("as a decimal string, in the currency of the invoice", _first(_price))
KILOGRAMS = How("in kilograms (KGM, or no unit)", _first(_kilograms))
DAY = How("the day, in Japan where the zone is given", _first(_day))
YES_OR_NO = How("true, 1, Y or false, 0, N", _first(_yes_or_no))
UNIT = How(
    "UN/ECE Recommendation 20 to the schedule's unit; others as they are",
    _first(lambda leaf: UNITS.get(leaf.text, leaf.text)),
)
PORT = How(
    "UN/LOCODE of Japan without its country; others as they are",
    _first(lambda leaf: re.sub("^JP(?=[A-Z]{3}$)", "", leaf.text)),
)
TOTAL = How("the total of the goods items, where each says it", _total)
TOTAL_KILOGRAMS = How("the total of the goods items in kilograms, where each says it", _total_kilograms)
TOTAL_COUNT = How("the total of the packings", _total_count)
SAME = How("where all say the same", _same)
DISTINCT = How("all that differ, with commas", _distinct)
EACH = How("each that differs, in order", _each)
ADDRESS = How("line, city, subdivision, each on a line", _address)
COUNTED = How("how many there are", lambda leaves, items: [Given(len(leaves), tuple(leaves))])
COMMODITY_CODE = How("the code of type TSP; of type TRC joined on where it lacks two digits", _commodity_code)
