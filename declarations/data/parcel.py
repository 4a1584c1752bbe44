"""The short form of a small parcel: manifest clearance of an import (MIC) or an export (MEC), one goods item.

It says what a declaration of one parcel must say, no more; `clearance/parcelling.py` makes the whole form of it.
"""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from declarations.data.declaration import Direction
from declarations.data.numbers import Count, Mass, Quantity
from declarations.data.parts import Address, Charge, OverseasParty, Part
from declarations.data.words import (
    BondedAreaCode,
    CommodityCode,
    CountryCode,
    LawCode,
    OfficeCode,
    PartyCode,
    PlaceCode,
    PortCode,
    Reference,
    Telephone,
    TransportDocument,
    UnitCode,
    about,
    text,
)

MANIFEST = "MANIFEST"
"""The declaration type of manifest clearance. NACCS has procedures for it and no letter, so the word is ours."""

PRIVATE_PARTY = "PRIVATEPARTY"
"""Stands where the whole form has a party's code: a person or firm without one, known by name and address."""


class ParcelParty(Part, frozen=True, kw_only=True):
    """The importer or exporter of a parcel: by code, or without one by name and address."""

    name: Annotated[str, text(70), about("Name.", example="HANAKO ZEIKAN")]
    party_code: Annotated[PartyCode, about("Code, where it has one.", example="12345678901239000")] | None = None
    address: Annotated[Address | None, about("Address.", example={"lines": ["3-1-1 KASUMIGASEKI"]})] = None
    telephone: Annotated[Telephone, about("Telephone, digits.", example="0335814111")] | None = None


class NotSubject(Part, frozen=True, kw_only=True):
    """Why a law that may bind goods of this code does not bind these."""

    law: Annotated[LawCode, about("Other-law code.", example="FD")]
    reason: Annotated[str, text(140), about("Why it does not bind.", example="Not for food use")]


class _Parcel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What both directions have in common."""

    own_reference: Annotated[Reference, about("The declarant's own reference, used once.", example="PARCEL-0001")]
    customs_office: Annotated[OfficeCode, about("Customs office declared to.", example="1A")]
    customs_department: Annotated[OfficeCode, about("Department of the office.", example="01")] | None = None
    bonded_area: Annotated[BondedAreaCode, about("Bonded area where the parcel lies.", example="1AW01")]
    waybill: Annotated[TransportDocument, about("House air waybill number.", example="HAWB0001")]
    flight: Annotated[str, text(35), about("Flight, perhaps with its day.", example="NH105")]
    package_count: Annotated[Count, about("Number of packages.", example=1)] = 1
    gross_mass: Annotated[Mass, about("Gross mass, kg.", example="1.2")]
    commodity_code: Annotated[CommodityCode, about("Statistical code and NACCS digit.", example="4901990004")]
    description: Annotated[str, text(40), about("Description of the goods.", example="PRINTED BOOKS")]
    origin: Annotated[CountryCode, about("Country of origin, ISO 3166.", example="US")]
    value: Annotated[
        Charge, about("Value: CIF of an import, FOB of an export.", example={"currency": "JPY", "amount": "4800"})
    ]
    quantity: Annotated[Quantity, about("Quantity, where the schedule counts.", example="1")] | None = None
    quantity_unit: Annotated[UnitCode, about("Its unit.", example="KG")] | None = None
    second_quantity: Annotated[Quantity, about("Second quantity.", example="1")] | None = None
    second_quantity_unit: Annotated[UnitCode, about("Its unit.", example="KG")] | None = None
    other_laws: Annotated[
        tuple[NotSubject, ...],
        Meta(max_length=5),
        about("Why other laws do not bind.", example=[{"law": "FD", "reason": "Not for food use"}]),
    ] = ()
    remarks: Annotated[str, text(140), about("Remarks for customs.", example="GIFT")] | None = None


class ImportParcel(_Parcel, frozen=True, kw_only=True, tag_field="direction", tag="IMPORT"):
    """An import by the manifest (NACCS: MIC): free of duty at a value of at most 10,000 yen, no other law."""

    importer: Annotated[ParcelParty, about("Importer.", example={"name": "HANAKO ZEIKAN"})]
    consignor: Annotated[OverseasParty, about("Consignor.", example={"name": "BOOKSELLER INC", "country": "US"})]
    arrival_on: Annotated[date, about("Day of arrival in Japan.", example="2026-11-20")]
    loading_place: Annotated[PlaceCode, about("Place of loading, UN/LOCODE.", example="USLAX")]
    unloading_port: Annotated[PortCode, about("Airport of unloading in Japan.", example="NRT")]
    delivery_place: Annotated[str, text(70), about("Place of delivery after permit.", example="CHIYODA-KU")] | None = (
        None
    )
    e_commerce: Annotated[bool, about("Sold through an e-commerce platform.", example=True)] | None = None
    platform_name: Annotated[str, text(70), about("Name of that platform.", example="EXAMPLE MARKET")] | None = None

    @property
    def direction(self) -> Direction:
        """Into Japan."""
        return Direction.IMPORT


class ExportParcel(_Parcel, frozen=True, kw_only=True, tag_field="direction", tag="EXPORT"):
    """An export by the manifest (NACCS: MEC): at most 200,000 yen, no other law, no relief, not to IR, IQ or KP."""

    exporter: Annotated[ParcelParty, about("Exporter.", example={"name": "HANAKO ZEIKAN"})]
    consignee: Annotated[OverseasParty, about("Consignee.", example={"name": "BOOKSELLER INC", "country": "US"})]
    departure_on: Annotated[date, about("Planned day of departure.", example="2026-11-27")]
    loading_port: Annotated[PortCode, about("Airport of loading in Japan.", example="NRT")]
    destination: Annotated[PlaceCode, about("Final destination, UN/LOCODE.", example="USLAX")]

    @property
    def direction(self) -> Direction:
        """Out of Japan."""
        return Direction.EXPORT


Parcel = ImportParcel | ExportParcel
