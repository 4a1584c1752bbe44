"""Chapter PR: which type of declaration is open to whom and for what, and what must be told of the delivery."""

import re
from datetime import date

from declarations.data import Direction, GoodsItem
from declarations.rules.book import Severity, Verdict, because, item_rule, rule
from declarations.rules.case import Case
from declarations.tariff import simplified, small_value

DELIVERY_TOLD_SINCE = date(2025, 10, 12)
"""First day on which an import tells the place of delivery and whether it was sold through e-commerce."""

_OF_AEO_IMPORTERS, _OF_AEO_BROKERS = frozenset("HJ"), frozenset("NP")
_BONDING, _EX_BONDED, _SPECIAL = frozenset("SMAG"), frozenset("KDULBER"), frozenset("TV")
_SMALL_DUTY_FREE = "Y"
# Airline designator and flight number, perhaps with the day: NH105, NH0105/20NOV.
FLIGHT = re.compile(r"(?=.{0,1}[A-Z])[0-9A-Z]{2} ?[0-9]{1,4}[A-Z]?(/.*)?")

_DELIVERY_LAW = "Enforcement Order of the Customs Act art. 59 (1); its Enforcement Regulation art. 7-6"


@rule(
    "PR-601",
    law="Customs Act art. 7-2 (1)",
    at="/declaration_type",
    direction=Direction.IMPORT,
    ja="申告種別H及びJは、特例輸入者（AEO輸入者）の貨物に限り使用できます。",
    remedy="Use C, or N or P through an AEO customs broker.",
)
def aeo_importers_types_are_used_for_aeo_importers(case: Case) -> Verdict:
    """Types H and J are used only for the goods of an AEO importer."""
    declared = case.declaration.declaration_type
    return declared not in _OF_AEO_IMPORTERS or "IMPORTER" in case.standing.trader_aeo or because(type=declared)


@rule(
    "PR-602",
    law="Customs Act art. 7-2 (1), 79-2",
    at="/declaration_type",
    direction=Direction.IMPORT,
    ja="申告種別N及びPは、認定通関業者（AEO通関業者）が申告する場合に限り使用できます。",
    remedy="Use C, or entrust an AEO customs broker.",
)
def aeo_brokers_types_are_used_by_aeo_brokers(case: Case) -> Verdict:
    """Types N and P are used only by an AEO customs broker."""
    declared = case.declaration.declaration_type
    return declared not in _OF_AEO_BROKERS or _declares_as_aeo_broker(case) or because(type=declared)


@rule(
    "PR-603",
    law="Customs Act art. 43-3 (1), 61-4, 62-3, 62-10; not yet taken by this system",
    at="/declaration_type",
    direction=Direction.IMPORT,
    ja="保税地域への蔵入、移入、総保入及び展示等の申請（S、M、A、G）は、本システムではまだ受け付けていません。",
    remedy="Apply for the bonding approval at the customs office.",
)
def bonding_approvals_are_asked_elsewhere(case: Case) -> Verdict:
    """Approvals to place goods under bond (S, M, A, G) are not applied for here yet."""
    return case.declaration.declaration_type not in _BONDING or because(type=case.declaration.declaration_type)


@rule(
    "PR-604",
    law="Customs Act art. 67; not yet taken by this system",
    at="/declaration_type",
    direction=Direction.IMPORT,
    ja="蔵出、移出及び総保出の輸入申告（K、D、U、L、B、E、R）は、本システムではまだ受け付けていません。",
    remedy="Declare goods that leave a bonded warehouse or factory at the customs office.",
)
def goods_out_of_bond_are_declared_elsewhere(case: Case) -> Verdict:
    """Imports of goods out of bond (K, D, U, L, B, E, R) are not declared here yet."""
    return case.declaration.declaration_type not in _EX_BONDED or because(type=case.declaration.declaration_type)


@rule(
    "PR-605",
    law="Customs Act art. 7-2 (2); NACCS lodges it by IDA01 after the release",
    at="/declaration_type",
    direction=Direction.IMPORT,
    ja="特例申告（T、V）は、本システムではまだ受け付けていません。",
    remedy="File the special duty declaration at the customs office by the end of the month after the permit.",
)
def special_duty_declarations_are_filed_elsewhere(case: Case) -> Verdict:
    """Special duty declarations (T, V) are not filed here yet."""
    return case.declaration.declaration_type not in _SPECIAL or because(type=case.declaration.declaration_type)


@rule(
    "PR-606",
    law=f"{small_value.LAW}; NACCS IDA, item ICB",
    at="/declaration_type",
    direction=Direction.IMPORT,
    ja="申告種別Yは、課税価格の合計額が1万円以下の貨物に限り使用できます。",
    remedy="Use C.",
)
def small_value_type_is_used_up_to_the_limit(case: Case) -> Verdict:
    """Type Y is used only for a total customs value of at most 10,000 yen."""
    if case.declaration.declaration_type != _SMALL_DUTY_FREE or case.valuation is None:
        return True
    worth = case.valuation.item_values
    return small_value.is_within_limit(worth) or because(customs_value=sum(worth), limit=small_value.LIMIT)


@rule(
    "PR-607",
    law="NACCS IDA, item ICB (type Y is for air cargo)",
    at="/transport/vessel_name",
    direction=Direction.IMPORT,
    ja="申告種別Yは、航空貨物に限り使用できます。便名を入力してください。",
    remedy="Write the flight, such as NH105; for goods that came by sea use C.",
)
def air_cargo_type_is_used_for_a_flight(case: Case) -> Verdict:
    """A declaration type for air cargo is used only for goods that came by a flight."""
    declared, transport = case.reference.declaration_type(case.declaration.declaration_type), case.as_import.transport
    if declared is None or not declared.is_air_only or FLIGHT.fullmatch(transport.vessel_name):
        return True
    return because(type=declared.code, vessel_name=transport.vessel_name)


@item_rule(
    "PR-608",
    law="Enforcement Order of the Customs Tariff Act art. 16-3",
    at="/commodity_code",
    direction=Direction.IMPORT,
    severity=Severity.ADVISORY,
    ja="皮革製品、編物製衣類、履物等は、課税価格の合計額が1万円以下であっても免税されません。",
    remedy="Use C where duty is owed.",
)
def small_value_type_is_used_for_goods_that_are_then_free(item: GoodsItem, number: int, case: Case) -> Verdict:
    """Goods declared under type Y are among those that are free of duty at a small value."""
    if case.declaration.declaration_type != _SMALL_DUTY_FREE or small_value.is_exempt(item.commodity_code[:9]):
        return True
    return because(commodity_code=item.commodity_code)


@rule(
    "PR-609",
    law=_DELIVERY_LAW,
    at="/delivery_place",
    direction=Direction.IMPORT,
    since=DELIVERY_TOLD_SINCE,
    ja="輸入許可後の貨物の運送先を申告しなければなりません。",
    remedy="Write where the goods are taken after the permit.",
)
def place_of_delivery_is_told(case: Case) -> Verdict:
    """The place to which the goods are taken after the permit is told."""
    return case.as_import.delivery_place is not None


@rule(
    "PR-610",
    law=_DELIVERY_LAW,
    at="/e_commerce",
    direction=Direction.IMPORT,
    since=DELIVERY_TOLD_SINCE,
    ja="通販貨物に該当するか否かを申告しなければなりません。",
    remedy="Write true for goods that were bought through e-commerce, otherwise false.",
)
def e_commerce_is_answered(case: Case) -> Verdict:
    """It is told whether the goods were sold through e-commerce."""
    return case.as_import.e_commerce is not None


@rule(
    "PR-611",
    law=_DELIVERY_LAW,
    at="/platform_name",
    direction=Direction.IMPORT,
    since=DELIVERY_TOLD_SINCE,
    ja="通販貨物については、プラットフォームの名称等を申告しなければなりません。",
    remedy="Write the name of the platform on which the goods were sold.",
)
def platform_of_e_commerce_goods_is_named(case: Case) -> Verdict:
    """The platform is named on which e-commerce goods were sold."""
    return not case.as_import.e_commerce or case.as_import.platform_name is not None


@rule(
    "PR-612",
    law=_DELIVERY_LAW,
    at="/platform_name",
    direction=Direction.IMPORT,
    severity=Severity.ADVISORY,
    ja="通販貨物に該当しない貨物に、プラットフォームの名称が入力されています。",
    remedy="Leave the platform out, or write true for e-commerce.",
)
def platform_is_named_only_of_e_commerce_goods(case: Case) -> Verdict:
    """A platform is named only of e-commerce goods."""
    named = case.as_import.platform_name
    return named is None or case.as_import.e_commerce is True or because(platform_name=named)


@rule(
    "PR-613",
    law=simplified.LAW,
    at="/simplified_tariff",
    direction=Direction.IMPORT,
    ja="簡易税率は、課税価格の合計額が20万円以下の貨物に限り適用されます。",
    remedy="Leave out the simplified tariff; the ordinary rates apply.",
)
def simplified_tariff_is_asked_for_up_to_the_limit(case: Case) -> Verdict:
    """The simplified tariff is asked for only at a total customs value of at most 200,000 yen."""
    if not case.as_import.simplified_tariff or case.valuation is None:
        return True
    worth = case.valuation.item_values
    return simplified.is_within_limit(worth) or because(customs_value=sum(worth), limit=simplified.LIMIT)


@item_rule(
    "PR-614",
    law=simplified.LAW,
    at="/commodity_code",
    direction=Direction.IMPORT,
    severity=Severity.ADVISORY,
    ja="この貨物には簡易税率が適用されないか、又は適用の可否を税関職員が判断します。",
    remedy="Nothing needs to be done: the ordinary rate applies, or an officer assesses the item.",
)
def simplified_tariff_is_asked_for_goods_that_it_takes(item: GoodsItem, number: int, case: Case) -> Verdict:
    """Goods for which the simplified tariff is asked are among those that it takes."""
    if not case.as_import.simplified_tariff:
        return True
    try:
        taken = simplified.simplified_rate(item.commodity_code[:9])
    except simplified.Unsettled as open_question:
        return because(commodity_code=item.commodity_code, unsettled=open_question)
    return taken is not None or because(commodity_code=item.commodity_code)


def _declares_as_aeo_broker(case: Case) -> bool:
    return case.standing.is_broker and "BROKER" in case.standing.declarant_aeo
