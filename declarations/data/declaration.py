"""The form: an import (IDA) or export (EDA) declaration of ordinary goods, header and 1 to 98 goods items."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from declarations.data.numbers import Coefficient, Mass, Money, Quantity
from declarations.data.parts import (
    Adjustment,
    Charge,
    InternalTax,
    Invoice,
    OverseasParty,
    Packages,
    Part,
    Party,
    PermitClaim,
)
from declarations.data.words import (
    BondedAreaCode,
    CertificateCode,
    CommodityCode,
    ControlNumber,
    CountryCode,
    OfficeCode,
    PlaceCode,
    PortCode,
    Reference,
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


class GoodsItem(Part, frozen=True, kw_only=True):
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
    relief_code: (
        Annotated[str, code("[0-9A-Z]{1,5}"), about("Duty relief or exemption claimed.", example="14010", naccs="RE")]
        | None
    ) = None
    relief_amount: (
        Annotated[Money, about("Duty that the relief takes off, yen.", example="5400", naccs="REG")] | None
    ) = None
    internal_taxes: Annotated[
        tuple[InternalTax, ...],
        Meta(max_length=6),
        about("Other internal taxes on the goods, such as liquor tax.", example=[{"kind": "BEER"}], naccs="TX_"),
    ] = ()
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
    condition: (
        Annotated[
            str,
            code("[ZUSK]"),
            about(
                "Declaration condition: left out for a normal one; Z, U, S preliminary, before the goods have arrived; "
                "K queued until the office opens.",
                example="Z",
                naccs="SIS",
            ),
        ]
        | None
    ) = None
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
    adjustments: Annotated[
        tuple[Adjustment, ...],
        Meta(max_length=10),
        about(
            "Additions to the price and deductions from it, besides freight and insurance.",
            example=[{"kind": "ROYALTIES", "currency": "USD", "amount": "150"}],
            naccs="valuation adjustment",
        ),
    ] = ()
    charges_shared_by: (
        Annotated[
            str,
            code("(PRICE|NET_MASS)"),
            about("How freight, insurance and adjustments are shared over the items.", example="PRICE", naccs="FRS"),
        ]
        | None
    ) = None
    common_control_number: (
        Annotated[ControlNumber, about("Links the agencies' filings.", example="26A0000123", naccs="KNO")] | None
    ) = None
    remarks: Annotated[str, text(140), about("Remarks for customs.", example="SECOND LOT", naccs="NT1")] | None = None
    goods_items: Annotated[
        tuple[GoodsItem, ...],
        Meta(min_length=1, max_length=MOST_GOODS_ITEMS, extra_json_schema={"x-code": "line-count"}),
        about("The goods items, in order.", example=[{"commodity_code": "2103100005"}], wco="67A/68A"),
    ]


class ImportTransport(Part, frozen=True, kw_only=True):
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


class ExportTransport(Part, frozen=True, kw_only=True):
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
    simplified_tariff: (
        Annotated[bool, about("Whether the simplified tariff for small values is asked for.", example=False)] | None
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
