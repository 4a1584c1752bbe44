"""Chapter OF: the customs office declared to, and the bonded area where the goods lie.

Goods are declared to the office with jurisdiction over the bonded area. Since 2017-10-08 authorised operators may
choose any office: an AEO importer for its imports, an AEO exporter for its exports, and for any client an AEO
customs broker. Arms are excepted; here they are the goods of chapter 93, since the lists of the Export Trade
Control Order do not follow the tariff.
"""

from datetime import date

from declarations.data import GoodsItem
from declarations.rules.book import Severity, Verdict, because, item_rule, rule
from declarations.rules.case import Case

FREE_CHOICE_SINCE = date(2017, 10, 8)
_ARMS = "93"


@rule(
    "OF-701",
    law="Customs Act art. 67-2 (1); NACCS IDA, item CH",
    at="/customs_office",
    ja="申告先税関官署のコードは、税関官署コードでなければなりません。",
    remedy="Choose a code of the code list of customs offices, such as 1A.",
)
def customs_office_exists(case: Case) -> Verdict:
    """The customs office is one of Japan Customs' offices."""
    code = case.declaration.customs_office
    return case.reference.office(code) is not None or because(customs_office=code)


@rule(
    "OF-702",
    law="this system",
    at="/customs_office",
    severity=Severity.ADVISORY,
    ja="この税関官署のコードは、公表資料では確認できていません。",
    remedy="See whether it is the office that is meant; an administrator can confirm the code.",
)
def code_of_the_customs_office_is_confirmed(case: Case) -> Verdict:
    """The code of the customs office is confirmed by a published source."""
    office = case.reference.office(case.declaration.customs_office)
    return office is None or office.is_verified or because(customs_office=office.code, name=office.name)


@rule(
    "OF-703",
    law="Customs Act art. 29, 30 (1); NACCS IDA, item ST",
    at="/bonded_area",
    ja="貨物の蔵置場所は、申告日において許可等を受けた保税地域でなければなりません。",
    remedy="Write the code of the bonded area where the goods lie or will lie.",
)
def bonded_area_is_known(case: Case) -> Verdict:
    """The bonded area has its permission on the declared day."""
    code = case.declaration.bonded_area
    return case.reference.bonded_area(code) is not None or because(bonded_area=code, declared_on=case.on)


@rule(
    "OF-704",
    law="Customs Act art. 67-2 (1), 67-3 (1), 67-19",
    at="/customs_office",
    ja="申告は、貨物が置かれている保税地域の所在地を所轄する税関官署に対して行わなければなりません。",
    remedy="Declare to the office named. AEO traders may choose since 2017-10-08, as may any AEO broker.",
)
def office_has_jurisdiction_over_the_bonded_area(case: Case) -> Verdict:
    """The customs office has jurisdiction over the bonded area, unless an authorised operator may choose."""
    competent = _competent_instead(case)
    return competent is None or _may_choose(case) or because(bonded_area=case.declaration.bonded_area, office=competent)


@item_rule(
    "OF-705",
    law="Customs Act art. 67-2 (1); arms (Export Trade Control Order, table 1, item 1) are excepted from the choice",
    at="/commodity_code",
    ja="武器等（第93類）は、蔵置場所を所轄する税関官署に対して申告しなければなりません。",
    remedy="Declare these goods to the office named.",
)
def arms_are_declared_where_they_lie(item: GoodsItem, number: int, case: Case) -> Verdict:
    """Arms are declared to the office with jurisdiction over the bonded area, whoever declares them."""
    if not item.commodity_code.startswith(_ARMS) or not _may_choose(case):
        return True
    competent = _competent_instead(case)
    return competent is None or because(commodity_code=item.commodity_code, office=competent)


def _competent_instead(case: Case) -> str | None:
    """The office with jurisdiction, where it is another than the one declared to; None where that is not known."""
    office = case.reference.office(case.declaration.customs_office)
    area = case.reference.bonded_area(case.declaration.bonded_area)
    return None if office is None or area is None or area.office_code == office.code else area.office_code


def _may_choose(case: Case) -> bool:
    """Whether an authorised operator is at work who may declare to any office."""
    if case.on < FREE_CHOICE_SINCE:
        return False
    trader = "IMPORTER" if case.is_import else "EXPORTER"
    by_aeo_broker = case.standing.is_broker and "BROKER" in case.standing.declarant_aeo
    return by_aeo_broker or trader in case.standing.trader_aeo
