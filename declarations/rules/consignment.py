"""Chapter CN: what travelled together, how it is packed, and its journey."""

from declarations.data import Direction
from declarations.rules.book import Severity, Verdict, because, rule
from declarations.rules.case import Case
from declarations.rules.code_lists import COUNTRIES, INTERNATIONAL_WATERS, PACKAGE_UNITS

JAPAN = "JP"


@rule(
    "CN-301",
    law="NACCS IDA, item NO; NACCS EDA, packages",
    at="/packages/count",
    ja="貨物の個数は、1以上でなければなりません。",
    remedy="State the number of packages; cargo in bulk counts as one.",
)
def consignment_has_a_package(case: Case) -> Verdict:
    """The consignment has at least one package."""
    return case.declaration.packages.count >= 1 or because(count=0)


@rule(
    "CN-302",
    law="UN/ECE Recommendation 21, annex V; NACCS IDA, package unit code",
    at="/packages/unit",
    severity=Severity.ADVISORY,
    ja="荷姿コードが、通常用いられる国連勧告第21号のコードにありません。",
    remedy="See whether another code is meant, such as CT for cartons; otherwise nothing needs to be done.",
)
def package_unit_is_a_usual_one(case: Case) -> Verdict:
    """The kind of package is one of the usual codes of UN/ECE Recommendation 21."""
    unit = case.declaration.packages.unit
    return unit in PACKAGE_UNITS or because(unit=unit)


@rule(
    "CN-303",
    law="NACCS IDA, item GW; NACCS EDA, gross weight",
    at="/gross_mass",
    ja="総重量は、0より大きくなければなりません。",
    remedy="State the gross mass in kilograms.",
)
def gross_mass_is_above_zero(case: Case) -> Verdict:
    """The gross mass is above zero."""
    return case.declaration.gross_mass > 0 or because(gross_mass=case.declaration.gross_mass)


@rule(
    "CN-304",
    law="this system; Enforcement Order of the Customs Act art. 59-2 (1) (net quantity)",
    at="/gross_mass",
    ja="総重量は、各欄の正味重量の合計以上でなければなりません。",
    remedy="Correct the gross mass or the net masses of the goods items.",
)
def gross_mass_is_at_least_net_mass(case: Case) -> Verdict:
    """The gross mass is at least the sum of the net masses of the goods items."""
    gross_mass = case.declaration.gross_mass
    return gross_mass >= case.net_mass or because(gross_mass=gross_mass, net_mass=case.net_mass)


@rule(
    "CN-305",
    law="NACCS IDA, item BL_",
    at="/transport/documents",
    direction=Direction.IMPORT,
    ja="船荷証券又は航空貨物運送状の番号は、重複してはなりません。",
    remedy="State each number once.",
)
def transport_documents_differ(case: Case) -> Verdict:
    """Each bill of lading or air waybill is stated once."""
    documents = case.as_import.transport.documents
    return [
        because(at=f"/transport/documents/{index}", repeat_index=index + 1, document=document)
        for index, document in enumerate(documents)
        if document in documents[:index]
    ]


@rule(
    "CN-306",
    law="this system",
    at="/transport/arrival_on",
    direction=Direction.IMPORT,
    ja="入港年月日は、外国における出港年月日以後でなければなりません。",
    remedy="Correct the day of arrival or the day of departure.",
)
def arrival_is_not_before_departure(case: Case) -> Verdict:
    """The day of arrival is not before the day of departure."""
    arrival_on, departure_on = case.as_import.transport.arrival_on, case.as_import.transport.departure_on
    if departure_on is None or arrival_on >= departure_on:
        return True
    return because(arrival_on=arrival_on, departure_on=departure_on)


@rule(
    "CN-307",
    law="NACCS IDA, item PSC; NACCS EDA, final destination code (UN/LOCODE)",
    at="/transport/loading_place",
    ja="地名コードの最初の2文字は、国コードでなければなりません。",
    remedy="Write the UN/LOCODE of the place, such as SGSIN.",
)
def place_abroad_lies_in_a_country(case: Case) -> Verdict:
    """The place abroad begins with a country of ISO 3166."""
    field, place = _place_abroad(case)
    country = place[:2]
    return country in COUNTRIES or country == INTERNATIONAL_WATERS or because(at=field, place=place)


@rule(
    "CN-308",
    law="Customs Act art. 2 (1) item 1: import is of goods that came from abroad",
    at="/transport/loading_place",
    direction=Direction.IMPORT,
    ja="輸入貨物の積出地は、外国でなければなりません。",
    remedy="Name the place abroad where the goods were loaded.",
)
def place_of_loading_is_abroad(case: Case) -> Verdict:
    """The place of loading of an import is abroad."""
    place = case.as_import.transport.loading_place
    return not place.startswith(JAPAN) or because(place=place)


@rule(
    "CN-309",
    law="Customs Act art. 2 (1) item 2: export is sending goods abroad",
    at="/transport/destination",
    direction=Direction.EXPORT,
    ja="輸出貨物の最終仕向地は、外国でなければなりません。",
    remedy="Name the place abroad where the goods are bound.",
)
def destination_is_abroad(case: Case) -> Verdict:
    """The final destination of an export is abroad."""
    place = case.as_export.transport.destination
    return not place.startswith(JAPAN) or because(place=place)


@rule(
    "CN-310",
    law="Customs Act art. 67: the permit comes before the export; NACCS EDA, planned departure date",
    at="/transport/departure_on",
    direction=Direction.EXPORT,
    ja="出港予定年月日は、申告日以後でなければなりません。",
    remedy="Correct the planned day of departure; goods that have left cannot be declared any more.",
)
def planned_departure_is_not_before_the_declared_day(case: Case) -> Verdict:
    """The planned day of departure is not before the declared day."""
    departure_on = case.as_export.transport.departure_on
    return departure_on >= case.on or because(departure_on=departure_on, declared_on=case.on)


@rule(
    "CN-311",
    law="Customs Act art. 67-2: an import is declared once its goods are in the bonded area",
    at="/transport/arrival_on",
    direction=Direction.IMPORT,
    severity=Severity.ADVISORY,
    ja="貨物が未到着のため、本申告は予備申告として扱われます。",
    remedy="Nothing needs to be done, if the goods are still on their way.",
)
def goods_have_arrived_unless_the_declaration_is_preliminary(case: Case) -> Verdict:
    """The goods have arrived by the declared day; before that the declaration is a preliminary one."""
    arrival_on = case.as_import.transport.arrival_on
    return arrival_on <= case.on or because(arrival_on=arrival_on, declared_on=case.on)


@rule(
    "CN-312",
    law="this system (NACCS IDA, items COC, NO)",
    at="/transport/container_count",
    severity=Severity.ADVISORY,
    ja="コンテナーの本数が、貨物の個数を超えています。",
    remedy="Count the packages inside the containers, and the containers that carry them.",
)
def containers_are_not_more_than_packages(case: Case) -> Verdict:
    """There are no more containers than packages."""
    containers, packages = case.declaration.transport.container_count, case.declaration.packages.count
    return packages == 0 or containers <= packages or because(containers=containers, packages=packages)


def _place_abroad(case: Case) -> tuple[str, str]:
    if case.is_import:
        return "/transport/loading_place", case.as_import.transport.loading_place
    return "/transport/destination", case.as_export.transport.destination
