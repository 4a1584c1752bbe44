"""THE TABLE: which element of the WCO Data Model stands for which field of the form, and how it is read.

Rows are tried from the top; the first that fits fills its field. Elements are written from the declaration, those of a
group from the group's element, as XPath without prefixes. What the DMS profile has no element for travels as a
national statement: AdditionalInformation with StatementTypeCode NAC, the item of Japan's registration messages (or,
where that has no name, the field's own) as StatementCode and the value as StatementDescription.
"""

from collections.abc import Sequence

from msgspec import Struct

from declarations.data import Direction
from declarations.wco import readers
from declarations.wco.readers import AS_IT_IS, How

NATIONAL = "NAC"
_SHIPMENT = "GoodsShipment"
_CONSIGNMENT = "GoodsShipment/Consignment"
_ITEM = "GoodsShipment/GovernmentAgencyGoodsItem"


class Row(Struct, frozen=True, kw_only=True):
    """One field: the elements that stand for it, how they are read, and what beside them is read to find them."""

    element: str
    pointer: str
    how: How = AS_IT_IS
    reads: tuple[str, ...] = ()
    direction: Direction | None = None


class Group(Struct, frozen=True, kw_only=True):
    """A list of the form: an entry for each such element, in the order of `by` or else of the document."""

    element: str
    pointer: str
    rows: Sequence["Row | Group"]
    by: str = ""
    direction: Direction | None = None


def _row(element: str, pointer: str, how: How = AS_IT_IS, *reads: str, direction: Direction | None = None) -> Row:
    return Row(element=element, pointer=pointer, how=how, reads=reads, direction=direction)


def _statement(code: str, pointer: str, how: How = AS_IT_IS, *, direction: Direction | None = None) -> Row:
    """A national statement."""
    kind = f'AdditionalInformation[StatementTypeCode="{NATIONAL}" and StatementCode="{code}"]/StatementDescription'
    return _row(kind, pointer, how, "../StatementCode", "../StatementTypeCode", direction=direction)


def _one_of(name: str, *codes: str) -> str:
    return "[" + " or ".join(f'{name}="{code}"' for code in codes) + "]"


def _party(element: str, pointer: str, direction: Direction) -> tuple[Row, ...]:
    lines = " | ".join(f"{element}/Address/{name}" for name in ("Line", "CityName", "CountrySubDivisionName"))
    rows = (
        _row(f"{element}/ID", f"{pointer}/party_code"),
        _row(f"{element}/Name", f"{pointer}/name"),
        _row(lines, f"{pointer}/address/lines", readers.ADDRESS),
        _row(f"{element}/Address/PostcodeID", f"{pointer}/address/postal_code"),
    )
    return tuple(Row(element=r.element, pointer=r.pointer, how=r.how, direction=direction) for r in rows)


def _trader(element: str, pointer: str, direction: Direction) -> tuple[Row, ...]:
    """The party in Japan."""
    return (
        *_party(element, pointer, direction),
        _row(f"{element}/Address/CountryCode", f"{pointer}/address/country", direction=direction),
        _row(f"{element}/Communication/ID", f"{pointer}/telephone", direction=direction),
    )


def _overseas(element: str, pointer: str, direction: Direction) -> tuple[Row, ...]:
    """The party abroad: its country is that of its address."""
    country = _row(f"{element}/Address/CountryCode", f"{pointer}/country", direction=direction)
    return (*_party(element, pointer, direction), country)


def _means(element: str, pointer: str, direction: Direction) -> tuple[Row, ...]:
    """A vessel's name or a flight: named so, or identified by one (11 and 81 a vessel's name, 40 a flight)."""
    by_name = f"{element}{_one_of('IdentificationTypeCode', '11', '40', '81')}/ID"
    return (
        _row(f"{element}/Name", pointer, direction=direction),
        _row(by_name, pointer, AS_IT_IS, "../IdentificationTypeCode", direction=direction),
    )


def _kind_of_adjustment(kind: str, *codes: str) -> Group:
    """Additions and deductions by the codes of the profile. The form keeps its own words for them."""
    element = f"{_SHIPMENT}/CustomsValuation/ChargeDeduction{_one_of('ChargesTypeCode', *codes)}"
    amount = "OtherChargeDeductionAmount"
    rows = (
        _row("ChargesTypeCode", "/kind", How(f"{' or '.join(codes)} is {kind}", readers.constant(kind))),
        _row(f"{amount}/@currencyID", "/currency"),
        _row(amount, "/amount", readers.NUMBER),
    )
    return Group(element=element, pointer="/adjustments", rows=rows, direction=Direction.IMPORT)


IM, EX = Direction.IMPORT, Direction.EXPORT
_TRANSPORT_DOCUMENT = _one_of("TypeCode", "703", "704", "705", "714", "740", "741")
_TRANSPORT_DOCUMENTS = " | ".join(
    f"{place}{_TRANSPORT_DOCUMENT}/ID"
    for place in (f"{_SHIPMENT}/PreviousDocument", f"{_ITEM}/PreviousDocument", f"{_ITEM}/AdditionalDocument")
)
_INVOICE_DOCUMENTS = f"{_ITEM}/AdditionalDocument{_one_of('TypeCode', '380', '325', '935')}/ID"
_INSURANCE = f'{_SHIPMENT}/CustomsValuation/ChargeDeduction[ChargesTypeCode="IN3"]/OtherChargeDeductionAmount'
_NATIONAL_TAX = f'AdditionalInformation[StatementTypeCode="{NATIONAL}" and StatementCode="TX_"]'

HEADER: tuple[Row, ...] = (
    _row("FunctionalReferenceID", "/own_reference"),
    _statement("ICB", "/declaration_type"),
    _row("TypeCode", "/declaration_type"),
    _row("DeclarationOfficeID", "/customs_office"),
    _row("PresentationOffice/ID", "/customs_office"),
    _statement("CHB", "/customs_department"),
    _row(f"{_CONSIGNMENT}/GoodsLocation/ID", "/bonded_area"),
    _row(f"{_CONSIGNMENT}/GoodsLocation/Name", "/bonded_area"),
    _statement("IC2", "/cargo_kind"),
    _statement("KNO", "/common_control_number"),
    _statement("NT1", "/remarks"),
    _statement("simplified_tariff", "/simplified_tariff", readers.YES_OR_NO, direction=IM),
    _statement("delivery_place", "/delivery_place", direction=IM),
    _statement("e_commerce", "/e_commerce", readers.YES_OR_NO, direction=IM),
    _statement("platform_name", "/platform_name", direction=IM),
)
PARTIES: tuple[Row, ...] = (
    *_trader(f"{_SHIPMENT}/Importer", "/importer", IM),
    *_overseas(f"{_SHIPMENT}/Consignor", "/consignor", IM),
    *_overseas("self::*[not(GoodsShipment/Consignor)]/Exporter", "/consignor", IM),  # never half of each
    *_trader("Exporter", "/exporter", EX),
    *_overseas(f"{_SHIPMENT}/Consignee", "/consignee", EX),
)
PACKING: tuple[Row, ...] = (
    _row("TotalPackageQuantity", "/packages/count", readers.WHOLE_NUMBER),
    _row(f"{_ITEM}/Packaging/QuantityQuantity", "/packages/count", readers.TOTAL_COUNT),
    _row(f"{_ITEM}/Packaging/TypeCode", "/packages/unit", readers.SAME),
    _row(f"{_ITEM}/Packaging/MarksNumbersID", "/packages/marks", readers.DISTINCT),
    _row("TotalGrossMassMeasure", "/gross_mass", readers.KILOGRAMS, "@unitCode"),
    _row(f"{_ITEM}/Commodity/GoodsMeasure/GrossMassMeasure", "/gross_mass", readers.TOTAL_KILOGRAMS, "@unitCode"),
)
TRANSPORT: tuple[Row, ...] = (
    _row(_TRANSPORT_DOCUMENTS, "/transport/documents", readers.EACH, "../TypeCode", direction=IM),
    *_means("BorderTransportMeans", "/transport/vessel_name", IM),
    *_means(f"{_CONSIGNMENT}/ArrivalTransportMeans", "/transport/vessel_name", IM),
    *_means("BorderTransportMeans", "/transport/vessel_name", EX),
    *_means(f"{_CONSIGNMENT}/DepartureTransportMeans", "/transport/vessel_name", EX),
    _statement("VSC", "/transport/vessel_code"),
    _statement("ARR", "/transport/arrival_on", readers.DAY, direction=IM),
    _statement("departure_on", "/transport/departure_on", readers.DAY),
    _row(
        f"{_SHIPMENT}/ExitDateTime/DateTimeString", "/transport/departure_on", readers.DAY, "@formatCode", direction=EX
    ),
    _row(f"{_CONSIGNMENT}/LoadingLocation/ID", "/transport/loading_place", direction=IM),
    _row(f"{_CONSIGNMENT}/LoadingLocation/ID", "/transport/loading_port", readers.PORT, direction=EX),
    _statement("DST", "/transport/unloading_port", readers.PORT, direction=IM),
    _statement("destination", "/transport/destination", direction=EX),
    _row(_TRANSPORT_DOCUMENTS, "/transport/export_control_number", readers.SAME, "../TypeCode", direction=EX),
    _row(
        f"{_CONSIGNMENT}/TransportEquipment/ID",
        "/transport/container_count",
        readers.COUNTED,
        "../SequenceNumeric",
    ),
)
PRICE: tuple[Row | Group, ...] = (
    _row(f"{_SHIPMENT}/Invoice/ID", "/invoice/number"),
    _row(_INVOICE_DOCUMENTS, "/invoice/number", readers.SAME, "../TypeCode"),
    _row(f"{_SHIPMENT}/TradeTerms/ConditionCode", "/invoice/incoterm"),
    _row("InvoiceAmount/@currencyID", "/invoice/currency"),
    _row(f"{_ITEM}/Commodity/InvoiceLine/ItemChargeAmount/@currencyID", "/invoice/currency", readers.SAME),
    _row("InvoiceAmount", "/invoice/amount", readers.NUMBER),
    _row(f"{_SHIPMENT}/CustomsValuation/FreightChargeAmount/@currencyID", "/freight/currency"),
    _row(f"{_SHIPMENT}/CustomsValuation/FreightChargeAmount", "/freight/amount", readers.NUMBER),
    _row(f"{_INSURANCE}/@currencyID", "/insurance/currency"),
    _row(_INSURANCE, "/insurance/amount", readers.NUMBER, "../ChargesTypeCode"),
    _statement("FRS", "/charges_shared_by"),
    _kind_of_adjustment("COMMISSIONS", "AB"),
    _kind_of_adjustment("ASSISTS", "AE", "AF", "AG", "AH"),
    _kind_of_adjustment("ROYALTIES", "AI"),
    _kind_of_adjustment("RESALE_PROCEEDS", "AJ"),
    _kind_of_adjustment("INLAND_TRANSPORT", "BA"),
    _kind_of_adjustment("LATER_WORK", "BB"),
    _kind_of_adjustment("DUTIES_AND_TAXES", "BC"),
    _kind_of_adjustment("DEFERRED_INTEREST", "BD"),
)
PERMIT = Group(
    element="AdditionalDocument[string-length(TypeCode)=2]",
    pointer="/permits",
    rows=(
        _row("TypeCode", "/law"),
        _row("ID", "/permit_number"),
        _row("self::*[not(ID)]/Name", "/not_subject_reason"),
    ),
)
GOODS_ITEM: tuple[Row | Group, ...] = (
    _row(
        f"Commodity/Classification{_one_of('IdentificationTypeCode', 'TSP', 'TRC')}/ID",
        "/commodity_code",
        readers.COMMODITY_CODE,
        "../IdentificationTypeCode",
    ),
    _row("Commodity/Description", "/description"),
    _row('Origin[not(TypeCode) or TypeCode="1"]/CountryCode', "/origin", AS_IT_IS, "../TypeCode"),
    _row('Origin[TypeCode="2"]/CountryCode', "/origin", AS_IT_IS, "../TypeCode"),
    _row("Commodity/InvoiceLine/ItemChargeAmount", "/invoice_amount", readers.PRICE, "@currencyID"),
    _row("Commodity/GoodsMeasure/TariffQuantity", "/quantity", readers.NUMBER),
    _row("Commodity/GoodsMeasure/TariffQuantity/@unitCode", "/quantity_unit", readers.UNIT),
    _statement("QT1", "/quantity_unit", readers.UNIT),
    _statement("QN2", "/second_quantity", readers.NUMBER),
    _statement("QT2", "/second_quantity_unit", readers.UNIT),
    _row("Commodity/GoodsMeasure/NetNetWeightMeasure", "/net_mass", readers.KILOGRAMS, "@unitCode"),
    _statement("ORS", "/origin_certificate"),
    _statement("BPR", "/apportionment", readers.NUMBER),
    _statement("RE", "/relief_code"),
    _statement("REG", "/relief_amount", readers.NUMBER),
    Group(
        element=_NATIONAL_TAX,
        pointer="/internal_taxes",
        rows=(_row("StatementDescription", "/kind", AS_IT_IS, "../StatementCode", "../StatementTypeCode"),),
    ),
    PERMIT,
)
GOODS_ITEMS = Group(element=_ITEM, pointer="/goods_items", rows=GOODS_ITEM, by="SequenceNumeric")

TABLE: tuple[Row | Group, ...] = (*HEADER, *PARTIES, *PACKING, *TRANSPORT, *PRICE, GOODS_ITEMS)

_NO_TRANSPORT_DOCUMENT = "by its type no bill of lading and no air waybill (703 to 705, 714, 740, 741)"
# Of leaves that no row takes, why not: by the longest of these paths that theirs begins with.
NO_PLACE: dict[str, str] = {
    "": "the form has no field for it",
    "/submitDeclarationRequest/requestCommon": "the envelope speaks of the sending, not of the goods",
    "/MetaData": "the wrapper speaks of the edition of the data model, not of the goods",
    "/Declaration": "the form has no field for it",
    "/Declaration/AcceptanceDateTime": "the day of lodging is the day on which it is received here",
    "/Declaration/IssueDateTime": "the day of lodging is the day on which it is received here",
    "/Declaration/GoodsItemQuantity": "the form counts its goods items itself",
    "/Declaration/AdditionalDocument": "duty is deferred when the demand is met, not by a document",
    "/Declaration/ObligationGuarantee": "the form takes no security; it is given with the payment",
    "/Declaration/AuthorisationHolder": "the form takes no authorisations; an operator's status is on the register",
    "/Declaration/Agent": "who declares is known by the login, and for whom by the mandate",
    "/Declaration/Declarant": "who declares is known by the login, and for whom by the mandate",
    "/Declaration/Submitter": "who declares is known by the login, and for whom by the mandate",
    "/Declaration/SupervisingOffice": "the form takes the office declared to and no other",
    "/Declaration/ExitOffice": "the form takes the office declared to and no other",
    "/Declaration/Exporter": "the party abroad is the consignor, where the document names one",
    "/Declaration/BorderTransportMeans": "the form takes the name of the vessel or flight alone",
    "/Declaration/Consignment": "the form takes neither carrier nor itinerary",
    "/Declaration/GoodsShipment/Consignment/ArrivalTransportMeans": "the form takes a vessel's name or a flight",
    "/Declaration/GoodsShipment/Consignment/DepartureTransportMeans": "the form takes a vessel's name or a flight",
    "/Declaration/GoodsShipment/Consignment/GoodsLocation": "a bonded area is named by its code alone",
    "/Declaration/GoodsShipment/Consignment/ContainerCode": "the form counts the containers",
    "/Declaration/GoodsShipment/Consignment/TransportEquipment": "the form counts the containers",
    "/Declaration/GoodsShipment/PreviousDocument": _NO_TRANSPORT_DOCUMENT,
    "/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument": (
        "its type is no other-law code of two letters, no invoice (380, 325, 935) and no transport document"
    ),
    "/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/PreviousDocument": _NO_TRANSPORT_DOCUMENT,
    "/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalInformation": "no national statement (type NAC)",
    "/Declaration/AdditionalInformation": "no national statement (type NAC)",
    "/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/GovernmentProcedure": (
        "the form has no procedure codes; the declaration type says what is asked"
    ),
    "/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee": (
        "duty and taxes are computed here; a preference is asked by the certificate of origin"
    ),
    "/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/Classification": "a code of another schedule",
    "/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/CustomsValueAmount": "the customs value is computed here",
    "/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/StatisticalValueAmount": "the value is computed here",
    "/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Packaging": "the form says the packing once, for all goods",
}
