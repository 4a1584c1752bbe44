"""Chapter GD: the goods items, their commodity codes, origins and quantities.

Small items. Position 10 of a code is a check digit, or a letter where the goods are too small in value to be
listed apart: `E` marks one such item, `X` an item in which several of different codes are grouped.
"""

from collections.abc import Hashable, Mapping

from declarations.data import Direction, GoodsItem
from declarations.rules.book import Breach, Severity, Verdict, because, item_rule, rule
from declarations.rules.case import Case
from declarations.rules.code_lists import COUNTRIES
from declarations.tariff import small_value
from declarations.tariff.regimes import PREFERENCES, regime_asked
from declarations.tariff.values import CommodityInForce

SMALL_ITEM_YEN = 200_000
GROUPED, SINGLE_SMALL = "X", "E"

_CODES_LAW = "Customs Act art. 102; Notification 94 of 1987 (statistical schedules)"
_SMALL_LAW = "NACCS IDA, item CM2 (10th character); broker practice for items up to 200,000 yen"


@item_rule(
    "GD-401",
    law=_CODES_LAW,
    at="/commodity_code",
    ja="統計品目番号は、統計品目表にある番号でなければなりません。",
    remedy="Look the goods up in the schedule and write the code that stands there.",
)
def commodity_code_exists(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The commodity code is one of the statistical schedule."""
    known = case.commodity(number) or case.reference.commodity_ever(item.commodity_code)
    return known is not None or because(commodity_code=item.commodity_code)


@item_rule(
    "GD-402",
    law=_CODES_LAW,
    at="/commodity_code",
    ja="統計品目番号は、申告日において廃止されていてはなりません。",
    remedy="Use the code that took its place in the schedule.",
)
def commodity_code_has_not_expired(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The commodity code has not expired by the declared day."""
    line = _line_not_in_force(item, number, case)
    if line is None or line.valid_to is None or case.on <= line.valid_to:
        return True
    return because(commodity_code=item.commodity_code, valid_to=line.valid_to, declared_on=case.on)


@item_rule(
    "GD-403",
    law=_CODES_LAW,
    at="/commodity_code",
    ja="統計品目番号は、申告日において施行されていなければなりません。",
    remedy="Use the code that is in the schedule of the declared day.",
)
def commodity_code_is_in_force_already(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The commodity code is in force already on the declared day."""
    line = _line_not_in_force(item, number, case)
    if line is None or line.valid_from <= case.on:
        return True
    return because(commodity_code=item.commodity_code, valid_from=line.valid_from, declared_on=case.on)


@item_rule(
    "GD-404",
    law=_CODES_LAW,
    at="/commodity_code",
    ja="統計品目番号は、申告日の季節に適用されるものでなければなりません。",
    remedy="Use the code of the season of the declared day.",
)
def commodity_code_is_in_season(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The commodity code has a line for the season of the declared day."""
    line = _line_not_in_force(item, number, case)
    if line is None or line.valid_from > case.on or (line.valid_to is not None and case.on > line.valid_to):
        return True
    return because(commodity_code=item.commodity_code, declared_on=case.on)


def _line_not_in_force(item: GoodsItem, number: int, case: Case) -> CommodityInForce | None:
    """The latest line of a code that has none for the declared day; None where it has one or never had any."""
    return None if case.commodity(number) else case.reference.commodity_ever(item.commodity_code)


@item_rule(
    "GD-405",
    law="NACCS IDA, item CM2 (10th character)",
    at="/commodity_code",
    ja="NACCS用コード（10桁目）は、統計品目番号（9桁）を7で除した余りでなければなりません。",
    remedy="See whether the nine digits are right; the tenth is the remainder after division of them by 7.",
)
def naccs_digit_checks_the_code(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The NACCS digit is the remainder of the nine digits of the code divided by 7."""
    digit, expected = item.commodity_code[9], str(int(item.commodity_code[:9]) % 7)
    return not digit.isdigit() or digit == expected or because(digit=digit, expected=expected)


@item_rule(
    "GD-406",
    law="NACCS IDA, item CM2 (10th character)",
    at="/commodity_code",
    severity=Severity.ADVISORY,
    ja="NACCS用コード（10桁目）の英字は、X又はEのほかは本システムでは意味を確認できません。",
    remedy="Write the check digit, X for grouped small items, or E for a single small item.",
)
def naccs_letter_is_known(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The letter in place of the NACCS digit is X or E."""
    letter = item.commodity_code[9]
    return letter.isdigit() or _is_small(item) or because(letter=letter)


@item_rule(
    "GD-407",
    law=_SMALL_LAW,
    at="/commodity_code",
    ja="NACCS用コードEは、申告価格が20万円以下の欄にのみ使用できます。",
    remedy="Write the check digit in place of E.",
)
def small_item_is_worth_at_most_the_limit(item: GoodsItem, number: int, case: Case) -> Verdict:
    """An item marked E has a customs value of at most 200,000 yen."""
    worth = case.customs_value(number)
    if item.commodity_code[9] != SINGLE_SMALL or worth is None or worth <= SMALL_ITEM_YEN:
        return True
    return because(customs_value=worth, limit=SMALL_ITEM_YEN)


@rule(
    "GD-408",
    law=_SMALL_LAW,
    at="/commodity_code",
    ja="NACCS用コードXの欄は、他の欄の後に置かなければなりません。",
    remedy="Move the grouped item behind the others.",
)
def grouped_items_come_last(case: Case) -> Verdict:
    """A grouped item, marked X, comes after all items that are not grouped."""
    last = max((number for number, item in case.items() if not _is_grouped(item)), default=0)
    return [because(item=number) for number, item in case.items() if _is_grouped(item) and number < last]


@rule(
    "GD-409",
    law=_SMALL_LAW,
    at="/commodity_code",
    severity=Severity.ADVISORY,
    ja="原産地、特恵の別及び適用される税が同じ少額の欄は、NACCS用コードXの1欄にまとめることができます。",
    remedy="Put the goods of both items into one item under the code of the greatest value, with X.",
)
def small_items_stand_together(case: Case) -> Verdict:
    """Small items, marked X or E, that have origin, preference and taxes in common stand in one item."""
    marks = {number: _taxed_alike(item, number, case) for number, item in case.items() if _is_small(item)}
    return _repeated(marks)


def _taxed_alike(item: GoodsItem, number: int, case: Case) -> Hashable:
    """What duty and tax depend on besides the code: on an import all of this, on an export nothing."""
    if not case.is_import:
        return ()
    commodity = case.commodity(number)
    free = case.valuation is not None and small_value.is_within_limit(case.valuation.item_values)
    return (
        item.origin,
        item.origin_certificate,
        commodity and commodity.consumption_tax_class,
        free and small_value.is_exempt(item.commodity_code[:9]),
    )


@item_rule(
    "GD-410",
    law="this system; Customs Act art. 70 (1)",
    at="/permits",
    ja="他法令の許可等を要する貨物は、NACCS用コードXの欄にまとめることができません。",
    remedy="Give these goods an item of their own, so that the agency can answer for them.",
)
def grouped_item_claims_no_permit(item: GoodsItem, number: int, case: Case) -> Verdict:
    """A grouped item, marked X, holds no goods that have a permit under another law."""
    laws = [claim.law for claim in item.permits if claim.permit_number]
    return not _is_grouped(item) or not laws or because(laws=", ".join(laws))


@item_rule(
    "GD-411",
    law="Enforcement Order of the Customs Act art. 59 (1); NACCS IDA, item OR",
    at="/origin",
    ja="原産地は、ISO 3166の国コードでなければなりません。",
    remedy="Write the two-letter code of ISO 3166, such as SG.",
)
def origin_is_a_country(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The origin is a country of ISO 3166."""
    return item.origin in COUNTRIES or because(origin=item.origin)


@item_rule(
    "GD-412",
    law="Customs Tariff Act art. 14 item 10 (goods that return unaltered)",
    at="/origin",
    direction=Direction.IMPORT,
    severity=Severity.ADVISORY,
    ja="原産地が日本の輸入貨物は、再輸入貨物として取り扱われます。",
    remedy="Correct the origin, or keep the export permit at hand: goods that return unaltered may be free of duty.",
)
def imported_goods_are_of_foreign_origin(item: GoodsItem, number: int, case: Case) -> Verdict:
    """Imported goods are of foreign origin; those of Japanese origin are goods that return."""
    return item.origin != "JP" or because(origin="JP")


@rule(
    "GD-421",
    law="broker practice: goods of one code stand in one item",
    at="/commodity_code",
    severity=Severity.ADVISORY,
    ja="統計品目番号、原産地及び特恵の別が同じ貨物は、1欄にまとめて申告します。",
    remedy="Put the goods of both items into one.",
)
def items_alike_are_one_item(case: Case) -> Verdict:
    """Goods of the same commodity code, origin and preference stand in one item."""
    marks = {
        number: (item.commodity_code, item.origin, item.origin_certificate)
        for number, item in case.items()
        if not _is_small(item)
    }
    return _repeated(marks)


@item_rule(
    "GD-422",
    law="this system's codes for NACCS IDA, item ORS",
    at="/origin_certificate",
    direction=Direction.IMPORT,
    severity=Severity.ADVISORY,
    ja="原産地証明書識別コードが本システムにないため、特恵税率は適用されません。",
    remedy="Write one of the codes in the code list of preferences, such as EUJP.",
)
def preference_asked_is_known(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The certificate of origin names a preference that this system knows."""
    asked = (item.origin_certificate or "").strip()
    return not asked or asked in PREFERENCES or because(origin_certificate=asked, known=", ".join(PREFERENCES))


@item_rule(
    "GD-423",
    law="Customs Act art. 3, proviso; Temporary Tariff Measures Act art. 8-2",
    at="/origin_certificate",
    direction=Direction.IMPORT,
    severity=Severity.ADVISORY,
    ja="申告日において、特恵の協定等が原産国に適用されないため、特恵税率は適用されません。",
    remedy="Correct the origin or the preference; otherwise the ordinary rate applies.",
)
def preference_asked_covers_the_origin(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The preference asked for covers the origin on the declared day."""
    asked = (item.origin_certificate or "").strip()
    if asked not in PREFERENCES or regime_asked(asked, item.origin, on=case.on) is not None:
        return True
    return because(origin_certificate=asked, origin=item.origin, declared_on=case.on)


def _is_grouped(item: GoodsItem) -> bool:
    return item.commodity_code[9] == GROUPED


def _is_small(item: GoodsItem) -> bool:
    return item.commodity_code[9] in (GROUPED, SINGLE_SMALL)


def _repeated(marks: Mapping[int, Hashable]) -> list[Breach]:
    """A breach for each numbered item that has the mark of an earlier one."""
    first: dict[Hashable, int] = {}
    return [
        because(item=number, same_as=first[mark])
        for number, mark in marks.items()
        if first.setdefault(mark, number) != number
    ]
