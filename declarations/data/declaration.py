"""The form: an import (IDA) or export (EDA) declaration of ordinary goods, header and 1 to 98 goods items."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from declarations.data.numbers import Coefficient, Count, Mass, Money, Quantity
from declarations.data.words import (
    BondedAreaCode,
    CertificateCode,
    CommodityCode,
    ControlNumber,
    CountryCode,
    CurrencyCode,
    Incoterm,
    LawCode,
    OfficeCode,
    PackageUnit,
    PartyCode,
    PlaceCode,
    PortCode,
    Postcode,
    Reference,
    Telephone,
    TransportDocument,
    UnitCode,
    about,
    code,
    text,
)

MOST_GOODS_ITEMS = 98


class Direction(StrEnum):
    """Which way the goods go."""

    IMPORT = "IMPORT"
    EXPORT = "EXPORT"


class _Part(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of the form: immutable, named fields only, no field that the form does not know."""


class Address(_Part, frozen=True, kw_only=True):
    """Where a party is, in up to four lines."""

    lines: Annotated[
        tuple[Annotated[str, text(70)], ...],
        Meta(min_length=1, max_length=4),
        about("Lines of the address.", example=["3-1-1 KASUMIGASEKI", "CHIYODA-KU TOKYO"], naccs="IMA", wco="239"),
    ]
    postal_code: Annotated[Postcode, about("Postal code.", example="1000013", naccs="IMY", wco="245")] | None = None
    country: Annotated[CountryCode, about("Country, ISO 3166.", example="JP", wco="242")] | None = None


class Party(_Part, frozen=True, kw_only=True):
    """The importer or the exporter: a party in Japan, known to customs by its code."""

    party_code: Annotated[
        PartyCode,
        about(
            "Corporate number (13) and branch (4), or the 12 characters that JASTPRO or customs issued.",
            example="12345678901239000",
            naccs="IMC",
            wco="67A/74A/R038",
        ),
    ]
    name: Annotated[str, text(70), about("Name.", example="ZAIMUSOKEN CO., LTD", naccs="IMN", wco="67A/74A/R037")]
    address: Annotated[Address | None, about("Address.", example={"lines": ["3-1-1 KASUMIGASEKI"]}, naccs="IMA")] = None
    telephone: Annotated[Telephone, about("Telephone, digits.", example="0335814111", naccs="IMT")] | None = None


class OverseasParty(_Part, frozen=True, kw_only=True):
    """The consignor of an import or the consignee of an export: a party abroad."""

    name: Annotated[
        str, text(70), about("Name.", example="SOY SAUCE INTERNATIONAL LTD", naccs="EPN", wco="67A/30A/R020")
    ]
    country: Annotated[
        CountryCode, about("Country, ISO 3166.", example="SG", naccs="consignor country", wco="67A/30A/04A/242")
    ]
    party_code: Annotated[str, code("[0-9A-Z]{1,12}"), about("Code, when issued.", example="SG0000001")] | None = None
    address: Annotated[Address | None, about("Address.", example={"lines": ["1 HARBOUR ROAD"]}, naccs="EA_")] = None


class Packages(_Part, frozen=True, kw_only=True):
    """How the consignment is packed."""

    count: Annotated[Count, about("Number of packages.", example=40, naccs="NO", wco="146")]
    unit: Annotated[PackageUnit, about("Kind of package, UN/ECE Rec. 21.", example="CT", naccs="NOT", wco="141")]
    marks: Annotated[str, text(140), about("Marks and numbers.", example="ZSK TOKYO 1-40", naccs="MRK", wco="142")] = (
        "NO MARKS"
    )


class Charge(_Part, frozen=True, kw_only=True):
    """Freight or insurance, in its own currency."""

    currency: Annotated[CurrencyCode, about("ISO 4217.", example="JPY", naccs="FR2 / IN2")]
    amount: Annotated[Money, about("Amount in that currency.", example="50000", naccs="FR3 / IN3", wco="67A/41A/117")]


class Invoice(_Part, frozen=True, kw_only=True):
    """The invoice that the price is taken from."""

    number: Annotated[str, text(35), about("Invoice number.", example="INV-2014-001", naccs="IV3", wco="67A/78A/D016")]
    incoterm: Annotated[
        Incoterm, about("Terms of the price, Incoterms 2020.", example="FOB", naccs="IP2", wco="67A/22B/090")
    ]
    currency: Annotated[CurrencyCode, about("ISO 4217.", example="USD", naccs="IP3", wco="109")]
    amount: Annotated[Money, about("Invoice total in that currency.", example="2000", naccs="IP4", wco="109")]


class PermitClaim(_Part, frozen=True, kw_only=True):
    """What the declarant says of one other law on one goods item: a permit, or why the law does not bind."""

    law: Annotated[LawCode, about("Other-law code.", example="FD", naccs="OL_", wco="67A/68A/02A/D006")]
    permit_number: (
        Annotated[
            str, text(20), about("Number of the permit or notification.", example="FD26-000123", naccs="N_", wco="D005")
        ]
        | None
    ) = None
    not_subject_reason: (
        Annotated[str, text(140), about("Why the law does not bind these goods.", example="Not for food use")] | None
    ) = None


class GoodsItem(_Part, frozen=True, kw_only=True):
    """One numbered goods item: one commodity code, one origin."""

    commodity_code: Annotated[
        CommodityCode,
        about(
            "Statistical code (9) and NACCS digit (1).",
            example="2103100005",
            naccs="CMD, CM2",
            wco="67A/68A/23A/21A/145",
        ),
    ]
    description: Annotated[
        str, text(40), about("Description of the goods.", example="SOY SAUCE", naccs="CMN", wco="67A/68A/23A/137")
    ]
    origin: Annotated[
        CountryCode, about("Country of origin, ISO 3166.", example="SG", naccs="OR", wco="67A/68A/92A/063")
    ]
    invoice_amount: Annotated[
        Money,
        about("Price of this item on the invoice, in the invoice's currency.", example="2000", wco="67A/68A/23A/79A"),
    ]
    quantity: (
        Annotated[Quantity, about("Quantity 1.", example="2000", naccs="QN1", wco="67A/68A/23A/65A/130")] | None
    ) = None
    quantity_unit: Annotated[UnitCode, about("Unit of quantity 1.", example="KG", naccs="QT1")] | None = None
    second_quantity: Annotated[Quantity, about("Quantity 2.", example="5", naccs="QN2")] | None = None
    second_quantity_unit: Annotated[UnitCode, about("Unit of quantity 2.", example="MT", naccs="QT2")] | None = None
    net_mass: Annotated[Mass, about("Net mass, kg.", example="1800", wco="67A/68A/23A/65A/128")] | None = None
    origin_certificate: (
        Annotated[
            CertificateCode,
            about("Certificate of origin: which preference is asked.", example="EUJP", naccs="ORS"),
        ]
        | None
    ) = None
    apportionment: (
        Annotated[
            Coefficient,
            about("Coefficient for the customs value, where not the invoice price.", example="1", naccs="BPR"),
        ]
        | None
    ) = None
    permits: Annotated[
        tuple[PermitClaim, ...],
        Meta(max_length=5),
        about("Claims under other laws, one a law.", example=[{"law": "FD", "permit_number": "FD26-000123"}]),
    ] = ()


class _Declaration(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What import and export declarations have in common."""

    own_reference: Annotated[
        Reference, about("The declarant's own reference, used once.", example="REF-0001", naccs="REF", wco="D026")
    ]
    declaration_type: Annotated[
        str, code("[A-Z]{1,12}"), about("Declaration type.", example="C", naccs="ICB", wco="D013")
    ]
    customs_office: Annotated[OfficeCode, about("Customs office declared to.", example="1A", naccs="CH", wco="42A/065")]
    customs_department: Annotated[OfficeCode, about("Department of the office.", example="01", naccs="CHB")] | None = (
        None
    )
    bonded_area: Annotated[
        BondedAreaCode, about("Bonded area where the goods lie.", example="1AW01", naccs="ST", wco="67A/28A/64A/L017")
    ]
    cargo_kind: (
        Annotated[
            str,
            code("[SBLXEHMU]"),
            about("Kind of cargo: S small package, L diplomatic, E EMS.", example="S", naccs="IC2"),
        ]
        | None
    ) = None
    packages: Annotated[Packages, about("Packing.", example={"count": 40, "unit": "CT"})]
    gross_mass: Annotated[Mass, about("Gross mass, kg.", example="2200", naccs="GW", wco="42A/131")]
    invoice: Annotated[Invoice, about("Invoice.", example={"number": "INV-1", "incoterm": "CIF"})]
    freight: Annotated[Charge | None, about("Freight.", example={"currency": "JPY", "amount": "45000"}, naccs="FR")] = (
        None
    )
    insurance: Annotated[
        Charge | None, about("Insurance.", example={"currency": "JPY", "amount": "5000"}, naccs="IN")
    ] = None
    common_control_number: (
        Annotated[ControlNumber, about("Links the agencies' filings.", example="26A0000123", naccs="KNO")] | None
    ) = None
    remarks: Annotated[str, text(140), about("Remarks for customs.", example="SECOND LOT", naccs="NT1")] | None = None
    goods_items: Annotated[
        tuple[GoodsItem, ...],
        Meta(min_length=1, max_length=MOST_GOODS_ITEMS, extra_json_schema={"x-code": "line-count"}),
        about("The goods items, in order.", example=[{"commodity_code": "2103100005"}], wco="67A/68A"),
    ]


class ImportTransport(_Part, frozen=True, kw_only=True):
    """How the goods came."""

    documents: Annotated[
        tuple[TransportDocument, ...],
        Meta(min_length=1, max_length=5),
        about("Bill of lading or air waybill numbers.", example=["SGTYO1400001"], naccs="BL_"),
    ]
    vessel_name: Annotated[
        str, text(35), about("Vessel or flight.", example="PACIFIC STAR", naccs="VSN", wco="67A/28A/10A/T001")
    ]
    vessel_code: (
        Annotated[str, code("[0-9A-Z]{1,9}"), about("Call sign.", example="9VAB1", naccs="VSC", wco="T002")] | None
    ) = None
    arrival_on: Annotated[date, about("Day of arrival in Japan.", example="2014-01-01", naccs="ARR")]
    departure_on: Annotated[date, about("Day of departure abroad.", example="2013-12-20")] | None = None
    loading_place: Annotated[
        PlaceCode, about("Place of loading, UN/LOCODE.", example="SGSIN", naccs="PSC", wco="67A/28A/83A/L010")
    ]
    unloading_port: Annotated[PortCode, about("Port of unloading in Japan.", example="TYO", naccs="DST", wco="L013")]
    container_count: Annotated[int, Meta(ge=0, le=999), about("Containers (sea).", example=1, naccs="COC")] = 0


class ExportTransport(_Part, frozen=True, kw_only=True):
    """How the goods will go."""

    export_control_number: (
        Annotated[TransportDocument, about("Export control number or AWB.", example="ECN0001")] | None
    ) = None
    vessel_name: Annotated[str, text(35), about("Vessel or flight.", example="PACIFIC STAR", wco="67A/28A/46A/T003")]
    vessel_code: Annotated[str, code("[0-9A-Z]{1,9}"), about("Call sign.", example="9VAB1", wco="T004")] | None = None
    departure_on: Annotated[date, about("Planned day of departure.", example="2016-05-20")]
    loading_port: Annotated[PortCode, about("Port of loading in Japan.", example="YOK")]
    destination: Annotated[PlaceCode, about("Final destination, UN/LOCODE.", example="USLAX")]
    container_count: Annotated[int, Meta(ge=0, le=999), about("Containers (sea).", example=1)] = 0


class ImportDeclaration(_Declaration, frozen=True, kw_only=True, tag_field="direction", tag="IMPORT"):
    """An import declaration (NACCS: IDA, lodged by IDC). Its customs value is CIF."""

    importer: Annotated[Party, about("Importer.", example={"party_code": "12345678901239000"}, naccs="IMC")]
    consignor: Annotated[OverseasParty, about("Consignor.", example={"name": "KAWARA S.A.", "country": "ES"})]
    transport: Annotated[ImportTransport, about("Transport.", example={"documents": ["SGTYO1400001"]})]
    delivery_place: (
        Annotated[str, text(70), about("Place of delivery after permit.", example="CHIYODA-KU TOKYO")] | None
    ) = None
    e_commerce: Annotated[bool, about("Sold through an e-commerce platform.", example=False)] | None = None
    platform_name: Annotated[str, text(70), about("Name of that platform.", example="EXAMPLE MARKET")] | None = None

    @property
    def direction(self) -> Direction:
        """Into Japan."""
        return Direction.IMPORT

    @property
    def trader(self) -> Party:
        """The party in Japan, for whom it is declared."""
        return self.importer

    @property
    def counterparty(self) -> OverseasParty:
        """The party abroad."""
        return self.consignor


class ExportDeclaration(_Declaration, frozen=True, kw_only=True, tag_field="direction", tag="EXPORT"):
    """An export declaration (NACCS: EDA, lodged by EDC). Its customs value is FOB."""

    exporter: Annotated[Party, about("Exporter.", example={"party_code": "12345678901239000"}, wco="57A/R032")]
    consignee: Annotated[OverseasParty, about("Consignee.", example={"name": "KAWARA S.A.", "country": "ES"})]
    transport: Annotated[ExportTransport, about("Transport.", example={"vessel_name": "PACIFIC STAR"})]

    @property
    def direction(self) -> Direction:
        """Out of Japan."""
        return Direction.EXPORT

    @property
    def trader(self) -> Party:
        """The party in Japan, for whom it is declared."""
        return self.exporter

    @property
    def counterparty(self) -> OverseasParty:
        """The party abroad."""
        return self.consignee


DeclarationData = ImportDeclaration | ExportDeclaration
