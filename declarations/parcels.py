"""What a small parcel's short form declares: the whole declaration that it stands for. Pure."""

from typing import Any

from declarations.data import (
    DeclarationData,
    ExportDeclaration,
    ExportTransport,
    GoodsItem,
    ImportDeclaration,
    ImportTransport,
    Invoice,
    Packages,
    Party,
    PermitClaim,
)
from declarations.data.parcel import MANIFEST, PRIVATE_PARTY, ExportParcel, ImportParcel, Parcel, ParcelParty

_SMALL_PACKAGE, _KIND_OF_PACKAGE = "S", "PK"


def full(parcel: Parcel) -> DeclarationData:
    """The whole declaration that a parcel stands for."""
    return _import(parcel) if isinstance(parcel, ImportParcel) else _export(parcel)


def _import(parcel: ImportParcel) -> ImportDeclaration:
    return ImportDeclaration(
        **_common(parcel, incoterm="CIF"),
        importer=_party(parcel.importer),
        consignor=parcel.consignor,
        transport=ImportTransport(
            documents=(parcel.waybill,),
            vessel_name=parcel.flight,
            arrival_on=parcel.arrival_on,
            loading_place=parcel.loading_place,
            unloading_port=parcel.unloading_port,
        ),
        delivery_place=parcel.delivery_place,
        e_commerce=parcel.e_commerce,
        platform_name=parcel.platform_name,
    )


def _export(parcel: ExportParcel) -> ExportDeclaration:
    return ExportDeclaration(
        **_common(parcel, incoterm="FOB"),
        exporter=_party(parcel.exporter),
        consignee=parcel.consignee,
        transport=ExportTransport(
            export_control_number=parcel.waybill,
            vessel_name=parcel.flight,
            departure_on=parcel.departure_on,
            loading_port=parcel.loading_port,
            destination=parcel.destination,
        ),
    )


def _common(parcel: Parcel, *, incoterm: str) -> dict[str, Any]:
    """The fields of both directions. The price terms are those of the customs value, so that no charge is missing."""
    return {
        "own_reference": parcel.own_reference,
        "declaration_type": MANIFEST,
        "customs_office": parcel.customs_office,
        "customs_department": parcel.customs_department,
        "bonded_area": parcel.bonded_area,
        "cargo_kind": _SMALL_PACKAGE,
        "packages": Packages(count=parcel.package_count, unit=_KIND_OF_PACKAGE),
        "gross_mass": parcel.gross_mass,
        "invoice": Invoice(
            number=parcel.waybill, incoterm=incoterm, currency=parcel.value.currency, amount=parcel.value.amount
        ),
        "remarks": parcel.remarks,
        "goods_items": (_goods_item(parcel),),
    }


def _goods_item(parcel: Parcel) -> GoodsItem:
    return GoodsItem(
        commodity_code=parcel.commodity_code,
        description=parcel.description,
        origin=parcel.origin,
        invoice_amount=parcel.value.amount,
        quantity=parcel.quantity,
        quantity_unit=parcel.quantity_unit,
        second_quantity=parcel.second_quantity,
        second_quantity_unit=parcel.second_quantity_unit,
        permits=tuple(PermitClaim(law=each.law, not_subject_reason=each.reason) for each in parcel.other_laws),
    )


def _party(party: ParcelParty) -> Party:
    return Party(
        party_code=party.party_code or PRIVATE_PARTY,
        name=party.name,
        address=party.address,
        telephone=party.telephone,
    )
