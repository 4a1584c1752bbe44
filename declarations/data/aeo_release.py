"""The release declaration of an AEO importer: nineteen items, so that the goods can go; the rest is declared later.

Customs Act art. 7-2. Which nineteen items Japan asks for is not published in a form that a machine reads: these are the
ones without which goods can be neither found, selected nor held under another law. The duty declaration needs the whole
form: it is sent as an amendment of the release.
"""

from datetime import date
from typing import Annotated

from msgspec import Meta

from declarations.data.declaration import MOST_GOODS_ITEMS, GoodsItem, ImportDeclaration, ImportTransport
from declarations.data.numbers import Mass, Money, Quantity
from declarations.data.parts import Invoice, OverseasParty, Packages, Part, Party, PermitClaim
from declarations.data.words import (
    BondedAreaCode,
    CommodityCode,
    CountryCode,
    CurrencyCode,
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


class AeoReleaseItem(Part, frozen=True, kw_only=True):
    """One goods item of a release declaration: items 14 to 19."""

    commodity_code: Annotated[CommodityCode, about("14. Statistical code and NACCS digit.", example="2103100005")]
    description: Annotated[str, text(40), about("15. Description.", example="SOY SAUCE")]
    origin: Annotated[CountryCode, about("16. Country of origin.", example="SG")]
    quantity: Annotated[Quantity, about("17. Quantity, in the unit of the tariff.", example="2000")] | None = None
    quantity_unit: Annotated[UnitCode, about("17. Its unit.", example="KG")] | None = None
    invoice_amount: Annotated[Money, about("18. Price, in the currency named.", example="200000")]
    permits: Annotated[
        tuple[PermitClaim, ...], Meta(max_length=5), about("19. Claims under other laws.", example=[{"law": "FD"}])
    ] = ()


class AeoRelease(Part, frozen=True, kw_only=True):
    """A release declaration: items 1 to 13, and its goods."""

    own_reference: Annotated[Reference, about("1. The declarant's own reference.", example="REF-0001")]
    declaration_type: Annotated[
        str, code("[HN]"), about("2. H by the AEO importer, N through an AEO broker.", example="H")
    ]
    customs_office: Annotated[OfficeCode, about("3. Customs office.", example="1A")]
    bonded_area: Annotated[BondedAreaCode, about("4. Where the goods lie.", example="1AW01")]
    importer: Annotated[Party, about("5. Importer.", example={"party_code": "DEMOAEOIMP01"})]
    consignor: Annotated[OverseasParty, about("6. Consignor.", example={"name": "KAWARA S.A.", "country": "ES"})]
    packages: Annotated[Packages, about("7. Packing.", example={"count": 40, "unit": "CT"})]
    gross_mass: Annotated[Mass, about("8. Gross mass, kg.", example="2200")]
    transport_documents: Annotated[
        tuple[TransportDocument, ...], Meta(min_length=1, max_length=5), about("9. B/L or AWB.", example=["SGTYO1"])
    ]
    vessel_name: Annotated[str, text(35), about("10. Vessel or flight.", example="PACIFIC STAR")]
    arrival_on: Annotated[date, about("11. Day of arrival.", example="2026-07-09")]
    loading_place: Annotated[PlaceCode, about("12. Place of loading.", example="SGSIN")]
    unloading_port: Annotated[PortCode, about("13. Port of unloading.", example="TYO")]
    currency: Annotated[CurrencyCode, about("18. Currency of the prices.", example="JPY")]
    goods_items: Annotated[
        tuple[AeoReleaseItem, ...],
        Meta(min_length=1, max_length=MOST_GOODS_ITEMS, extra_json_schema={"x-code": "line-count"}),
        about("The goods items, in order.", example=[{"commodity_code": "2103100005"}]),
    ]
    delivery_place: (
        Annotated[str, text(70), about("Place of delivery, since 2025-10-12.", example="CHIYODA-KU TOKYO")] | None
    ) = None
    e_commerce: Annotated[bool, about("Sold through e-commerce, since 2025-10-12.", example=False)] | None = None

    def full(self) -> ImportDeclaration:
        """The same in the whole form: the price stands for the customs value until the duty is declared."""
        items = tuple(
            GoodsItem(**{name: getattr(item, name) for name in AeoReleaseItem.__struct_fields__})
            for item in self.goods_items
        )
        total = Money(sum(item.invoice_amount for item in items))
        invoice = Invoice(number=self.own_reference, incoterm="CIP", currency=self.currency, amount=total)
        transport = ImportTransport(
            documents=self.transport_documents,
            vessel_name=self.vessel_name,
            arrival_on=self.arrival_on,
            loading_place=self.loading_place,
            unloading_port=self.unloading_port,
        )
        return ImportDeclaration(
            own_reference=self.own_reference,
            declaration_type=self.declaration_type,
            customs_office=self.customs_office,
            bonded_area=self.bonded_area,
            importer=self.importer,
            consignor=self.consignor,
            packages=self.packages,
            gross_mass=self.gross_mass,
            transport=transport,
            invoice=invoice,
            delivery_place=self.delivery_place,
            e_commerce=self.e_commerce,
            goods_items=items,
        )
