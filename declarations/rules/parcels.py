"""Chapter PA: small parcels, declared by the manifest of a consolidated air cargo (NACCS: MIC and MEC).

Imports: Customs Act Basic Circular 67-4-6, 67-4-7, as Japan Customs' answer 1005 tells its conditions. Exports:
Basic Circular 67-2-5, 67-2-6. That goods bear no false mark of origin (Customs Act art. 71) cannot be seen from a
declaration. A parcel is a declaration of the type MANIFEST, whichever form it came in.
"""

from declarations.data import Direction, GoodsItem
from declarations.data.parcel import MANIFEST, PRIVATE_PARTY
from declarations.rules.book import Verdict, because, item_rule, rule
from declarations.rules.case import Case
from declarations.rules.procedure import FLIGHT
from declarations.tariff import small_value
from declarations.tariff.consumption_tax import other_excise

MOST_EXPORTED = 200_000
"""FOB value of one house waybill, yen, up to and including which it may be exported by the manifest."""

BARRED_DESTINATIONS = frozenset({"IR", "IQ", "KP"})

_IMPORT_LAW, _EXPORT_LAW = "Customs Act Basic Circular 67-4-6", "Customs Act Basic Circular 67-2-5"
_BOTH = f"{_EXPORT_LAW}, 67-4-6"
_OTHERWISE = "Declare the goods by an ordinary declaration."


@rule(
    "PA-901",
    law=_BOTH,
    at="/goods_items",
    ja="マニフェスト通関による申告は、一の混載貨物運送状につき一欄でなければなりません。",
    remedy=_OTHERWISE,
)
def parcel_is_one_goods_item(case: Case) -> Verdict:
    """A parcel declared by the manifest is one goods item."""
    items = len(case.declaration.goods_items)
    return not _is_parcel(case) or items == 1 or because(goods_items=items)


@rule(
    "PA-902",
    law=f"{_IMPORT_LAW}; {small_value.LAW}",
    at="/invoice/amount",
    direction=Direction.IMPORT,
    ja="マニフェスト通関により輸入できる貨物は、課税価格の合計額が1万円以下のものに限ります。",
    remedy=_OTHERWISE,
)
def imported_parcel_is_of_a_small_value(case: Case) -> Verdict:
    """A parcel imported by the manifest has a customs value of at most 10,000 yen."""
    if not _is_parcel(case) or case.valuation is None:
        return True
    worth = case.valuation.item_values
    return small_value.is_within_limit(worth) or because(customs_value=sum(worth), limit=small_value.LIMIT)


@item_rule(
    "PA-903",
    law=f"{_IMPORT_LAW}; Enforcement Order of the Customs Tariff Act art. 16-3",
    at="/commodity_code",
    direction=Direction.IMPORT,
    ja="少額であっても関税が免除されない貨物は、マニフェスト通関により輸入することができません。",
    remedy=_OTHERWISE,
)
def imported_parcel_is_free_of_duty(item: GoodsItem, number: int, case: Case) -> Verdict:
    """A parcel imported by the manifest holds goods that are free of duty at a small value."""
    free = small_value.is_exempt(item.commodity_code[:9])
    return not _is_parcel(case) or free or because(commodity_code=item.commodity_code)


@item_rule(
    "PA-904",
    law=_IMPORT_LAW,
    at="/commodity_code",
    direction=Direction.IMPORT,
    ja="消費税以外の内国消費税が課される貨物は、マニフェスト通関により輸入することができません。",
    remedy=_OTHERWISE,
)
def imported_parcel_bears_no_internal_tax_but_consumption_tax(item: GoodsItem, number: int, case: Case) -> Verdict:
    """A parcel imported by the manifest bears no internal tax other than consumption tax."""
    law = other_excise(item.commodity_code[:9])
    return not _is_parcel(case) or not law or because(law=law)


@item_rule(
    "PA-905",
    law=f"{_BOTH}; Customs Act art. 70",
    at="/permits",
    ja="他法令の証明又は確認を要する貨物は、マニフェスト通関によることができません。",
    remedy="State why the law does not bind these goods, or declare them by an ordinary declaration.",
)
def parcel_needs_no_permit_of_another_law(item: GoodsItem, number: int, case: Case) -> Verdict:
    """A parcel declared by the manifest needs no permit; a law that may bind it is answered by why it does not."""
    if not _is_parcel(case):
        return True
    answered = {claim.law for claim in item.permits}
    unanswered = [law.code for law in case.laws(number) if not law.connected and law.code not in answered]
    permits = [
        because(at=f"/permits/{index}", repeat_index=index + 1, law=claim.law)
        for index, claim in enumerate(item.permits)
        if claim.permit_number is not None
    ]
    return [*permits, *(because(law=law) for law in unanswered)]


@rule(
    "PA-906",
    law=_EXPORT_LAW,
    at="/invoice/amount",
    direction=Direction.EXPORT,
    ja="マニフェスト通関により輸出できる貨物は、一の混載貨物運送状の価格が20万円以下のものに限ります。",
    remedy=_OTHERWISE,
)
def exported_parcel_is_within_the_limit_of_the_manifest(case: Case) -> Verdict:
    """A parcel exported by the manifest is worth at most 200,000 yen a house waybill."""
    if not _is_parcel(case) or case.valuation is None:
        return True
    worth = sum(case.valuation.item_values)
    return worth <= MOST_EXPORTED or because(value=worth, limit=MOST_EXPORTED)


@rule(
    "PA-907",
    law=_EXPORT_LAW,
    at="/transport/destination",
    direction=Direction.EXPORT,
    ja="イラン、イラク又は北朝鮮を仕向地とする貨物は、マニフェスト通関により輸出することができません。",
    remedy=_OTHERWISE,
)
def exported_parcel_is_not_bound_for_a_barred_country(case: Case) -> Verdict:
    """A parcel exported by the manifest is not bound for Iran, Iraq or North Korea."""
    if not _is_parcel(case):
        return True
    destination, consignee = case.as_export.transport.destination[:2], case.as_export.consignee.country
    places = (("/transport/destination", destination), ("/consignee/country", consignee))
    return [because(at=place, country=country) for place, country in places if country in BARRED_DESTINATIONS]


@item_rule(
    "PA-908",
    law=_BOTH,
    at="/relief_code",
    ja="減免税又は戻し税に係る貨物は、マニフェスト通関によることができません。",
    remedy=_OTHERWISE,
)
def parcel_claims_no_relief(item: GoodsItem, number: int, case: Case) -> Verdict:
    """No relief or drawback of duty is claimed on a parcel declared by the manifest."""
    return not _is_parcel(case) or item.relief_code is None or because(relief_code=item.relief_code)


@rule(
    "PA-909",
    law=_BOTH,
    at="/transport/vessel_name",
    ja="マニフェスト通関は、航空貨物に限ります。便名を入力してください。",
    remedy="Write the flight, such as NH105; declare goods that go by sea by an ordinary declaration.",
)
def parcel_travels_by_a_flight(case: Case) -> Verdict:
    """A parcel declared by the manifest travels by air."""
    flight = case.declaration.transport.vessel_name
    return not _is_parcel(case) or bool(FLIGHT.fullmatch(flight)) or because(vessel_name=flight)


@rule(
    "PA-910",
    law=_BOTH,
    at="/transport/documents",
    ja="マニフェスト通関による申告には、混載貨物運送状の番号を一つ入力しなければなりません。",
    remedy="State the number of the house air waybill, one a declaration.",
)
def parcel_has_one_house_waybill(case: Case) -> Verdict:
    """A parcel declared by the manifest has one house air waybill."""
    if not _is_parcel(case):
        return True
    if case.is_import:
        waybills = len(case.as_import.transport.documents)
        return waybills == 1 or because(waybills=waybills)
    return bool(case.as_export.transport.export_control_number) or because(at="/transport/export_control_number")


@rule(
    "PA-911",
    law=f"{_BOTH}: the name of the importer or exporter is on the manifest",
    at="/importer",
    ja="コードのない輸出入者は、マニフェスト通関において住所を入力した場合に限り申告できます。",
    remedy="State the address of a parcel's party; otherwise have the party registered and state its code.",
)
def party_without_a_code_is_a_parcels_and_has_an_address(case: Case) -> Verdict:
    """An importer or exporter without a code stands only on a parcel, with an address."""
    trader, party = case.declaration.trader, "importer" if case.is_import else "exporter"
    if trader.party_code != PRIVATE_PARTY:
        return True
    if not _is_parcel(case):
        return because(at=f"/{party}/party_code", party_code=trader.party_code)
    return trader.address is not None or because(at=f"/{party}/address")


def _is_parcel(case: Case) -> bool:
    return case.declaration.declaration_type == MANIFEST
