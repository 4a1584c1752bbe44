"""A rate as words and back: `rate_of` reads, `text_of` writes what `rate_of` reads as the same rate. Pure.

    rate    := sum | sum "or" sum "whichever is the greater|less" limit?
    limit   := "but not below number yen/unit" | "but not above number %"
    sum     := term ( "+" term )*
    term    := "Free" | number "%" | number "yen/" unit | difference
    difference := "(" price "- customs value" ( "*" number )? ")/" unit
                | "((" price "- customs value" ( "*" number )? ")*" number ( "/" number )? ")/" unit

The schedule prints Japanese; extracts of it are partly in English. `worded` brings both to the English words
above, so that the whole schedule needs no second reader. Two differences that the schedule writes in another
way (each part by the kilogram, the gate price of pork) are read as the same kind of rate.
"""

import re
import unicodedata
from decimal import Decimal

from declarations.tariff.rates import (
    AdValorem,
    Compound,
    Difference,
    Free,
    GreaterOf,
    LesserOf,
    Rate,
    Specific,
)

_WORDS = (
    ("無税", "Free"),
    ("円", "yen"),
    ("課税価格", "customs value"),
    ("のうちいずれか高い税率", " whichever is the greater"),
    ("のうちいずれか低い税率", " whichever is the less"),
    ("非譲許", "no concession"),
    ("又は", " or "),
    ("〜", "~"),
    ("−", "-"),
    ("×", "*"),
)
_LIMITS = (
    (re.compile(r" ?\(?ただしその税率が([^()]+)を下回る場合は\1(?:とする)?\)?"), r" but not below \1"),
    (re.compile(r" ?\(?ただしその税率が([^()]+)を上回る場合は\1(?:とする)?\)?"), r" but not above \1"),
)
# unit in the notation (after compatibility normalisation) -> (statistical unit, how many of it). The first word
# of each is the one that is written.
_UNITS = {
    "kg": ("KG", 1),
    "MT": ("MT", 1),
    "l": ("L", 1),
    "kl": ("KL", 1),
    "m2": ("SM", 1),
    "pair": ("PR", 1),
    "足": ("PR", 1),
    "piece": ("NO", 1),
    "本": ("NO", 1),
    "sheet": ("NO", 1),
    "枚": ("NO", 1),
    "頭": ("NO", 1),
    "1,000 pcs": ("NO", 1000),
    "1,000本": ("NO", 1000),
}
_UNIT_WORDS = {unit: word for word, unit in reversed(_UNITS.items())}

_NUMBER = r"([0-9][0-9,]*(?:\.[0-9]+)?)"
_UNIT = "(" + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True)) + ")"
_VALUE = rf"customs value(?:\*{_NUMBER})?"
_PERCENT = re.compile(rf"{_NUMBER}%")
_SPECIFIC = re.compile(rf"{_NUMBER}yen ?/{_UNIT}")
_DIFFERENCE = re.compile(rf"\({_NUMBER}yen(?:\*{_NUMBER})?-{_VALUE}\)/{_UNIT}")
_PART_OF_DIFFERENCE = re.compile(rf"\(\({_NUMBER}yen-{_VALUE}\)\*{_NUMBER}(?:/{_NUMBER})?\)/{_UNIT}")
_DIFFERENCE_BY_UNIT = re.compile(rf"\(?{_NUMBER}yen/{_UNIT}-customs value/\2(?:\*{_NUMBER})?\)?")
_GATE_PRICE = re.compile(
    rf"\(\(customs value\*\({_NUMBER}-{_NUMBER}/{_NUMBER}\)\+{_NUMBER}yen\)-customs value\)/{_UNIT}"
)
_CHOICE = re.compile(r"(.+?) or (.+?) whichever is the (greater|less)(?: but not (below|above) (.+))?")


def worded(text: str) -> str:
    """The text in compatibility form and the English words of the grammar, blanks made one."""
    cell = unicodedata.normalize("NFKC", text).strip()
    for printed, word in _WORDS:
        cell = cell.replace(unicodedata.normalize("NFKC", printed), word)
    for limit, words in _LIMITS:
        cell = limit.sub(words, cell)
    return re.sub(r"\s+", " ", cell).strip()


def rate_of(text: str) -> Rate | None:
    """The rate that worded text says, or None where it is not one rate."""
    match = _CHOICE.fullmatch(text)
    if match is None:
        return _sum(text)
    one, other, which, bound, limit = match.groups()
    parts = _all_of(_sum(one), _sum(other))
    if parts is None:
        return None
    choice = GreaterOf(parts) if which == "greater" else LesserOf(parts)
    return _limited(choice, bound, limit) if bound else choice


def text_of(rate: Rate) -> str:
    """The words of a rate that the grammar has; `rate_of` gives it back.

    Raises:
        ValueError: the grammar has no words for it.
    """
    if isinstance(rate, GreaterOf | LesserOf):
        return _text_of_choice(rate)
    if isinstance(rate, Compound):
        return "+".join(map(_text_of_term, rate.parts))
    return _text_of_term(rate)


def _limited(choice: GreaterOf | LesserOf, bound: str, limit: str) -> Rate | None:
    least_or_most = _term(limit)
    if bound == "below" and isinstance(least_or_most, Specific):
        return GreaterOf((choice, least_or_most))
    if bound == "above" and isinstance(least_or_most, AdValorem):
        return LesserOf((choice, least_or_most))
    return None


def _text_of_choice(rate: GreaterOf | LesserOf) -> str:
    one, other = rate.parts
    if isinstance(one, GreaterOf | LesserOf):
        bound = "below" if isinstance(rate, GreaterOf) else "above"
        return f"{_text_of_choice(one)} but not {bound} {_text_of_term(other)}"
    which = "greater" if isinstance(rate, GreaterOf) else "less"
    return f"{text_of(one)} or {text_of(other)} whichever is the {which}"


def _sum(text: str) -> Rate | None:
    whole = _term(text)
    if whole is not None:
        return whole
    terms = _all_of(*(_term(term.strip()) for term in text.split("+")))
    return Compound(terms) if terms and len(terms) > 1 else None


def _all_of(*rates: Rate | None) -> tuple[Rate, ...] | None:
    """The rates, if every one was understood."""
    understood = tuple(rate for rate in rates if rate is not None)
    return understood if len(understood) == len(rates) else None


def _term(text: str) -> Rate | None:
    if text == "Free":
        return Free()
    if match := _PERCENT.fullmatch(text):
        return AdValorem(_number(match[1]))
    if match := _SPECIFIC.fullmatch(text):
        return Specific(_number(match[1]), *_UNITS[match[2]])
    return _difference(text)


def _difference(text: str) -> Difference | None:
    if match := _DIFFERENCE.fullmatch(text):
        price, factor, share, unit = match.groups()
        return _lacking(_number(price) * _number(factor), unit, share=_number(share))
    if match := _PART_OF_DIFFERENCE.fullmatch(text):
        price, share, times, over, unit = match.groups()
        return _lacking(_number(price), unit, share=_number(share), times=_number(times), over=_number(over))
    if match := _DIFFERENCE_BY_UNIT.fullmatch(text):
        price, unit, share = match.groups()
        return _lacking(_number(price), unit, share=_number(share))
    if match := _GATE_PRICE.fullmatch(text):
        # value x (a - b/c) + price - value, each part times c so that no digit is lost
        a, b, c, gate = map(_number, match.groups()[:4])
        return _lacking(gate * c, match[5], share=(1 - a) * c + b, over=c)
    return None


def _lacking(
    price: Decimal, unit: str, *, share: Decimal, times: Decimal = Decimal(1), over: Decimal = Decimal(1)
) -> Difference | None:
    code, per = _UNITS[unit]
    return Difference(price, code, share, times, over) if per == 1 else None


def _text_of_term(rate: Rate) -> str:
    match rate:
        case Free():
            return "Free"
        case AdValorem(percent=percent):
            return f"{_plain(percent)}%"
        case Specific(yen=yen, unit=unit, per=per) if (unit, per) in _UNIT_WORDS:
            return f"{_plain(yen)}yen/{_UNIT_WORDS[unit, per]}"
        case Difference(unit=unit) if (unit, 1) in _UNIT_WORDS:
            return _text_of_difference(rate)
    raise ValueError(f"no words for {rate}")


def _text_of_difference(rate: Difference) -> str:
    share = "" if rate.share == 1 else f"*{_plain(rate.share)}"
    lacking = f"({_plain(rate.price)}yen-customs value{share})"
    unit = _UNIT_WORDS[rate.unit, 1]
    if rate.times == rate.over == 1:
        return f"{lacking}/{unit}"
    return f"({lacking}*{_plain(rate.times)}/{_plain(rate.over)})/{unit}"


def _number(text: str | None) -> Decimal:
    """The number, without its separators; one where the notation leaves it out."""
    return Decimal(text.replace(",", "")) if text else Decimal(1)


def _plain(number: Decimal) -> str:
    return f"{number:f}"
