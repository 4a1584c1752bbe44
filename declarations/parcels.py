"""What a small parcel's short form declares: the whole declaration that it stands for, and the way back. Pure."""

from typing import Any

from msgspec.structs import replace

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
from declarations.rules import Finding

_SMALL_PACKAGE, _KIND_OF_PACKAGE = "S", "PK"

# Where the whole form says what the short form says elsewhere; the longest beginning counts.
_SHORT_POINTERS = {
    "/declaration_type": "",
    "/cargo_kind": "",
    "/packages": "/package_count",
    "/invoice": "/value",
    "/invoice/number": "/waybill",
    "/invoice/incoterm": "/value",
    "/transport": "",
    "/transport/documents": "/waybill",
    "/transport/export_control_number": "/waybill",
    "/transport/vessel_name": "/flight",
    "/transport/arrival_on": "/arrival_on",
    "/transport/departure_on": "/departure_on",
    "/transport/loading_place": "/loading_place",
    "/transport/loading_port": "/loading_port",
    "/transport/unloading_port": "/unloading_port",
    "/transport/destination": "/destination",
    "/goods_items": "",
    "/goods_items/0": "",
    "/goods_items/0/commodity_code": "/commodity_code",
    "/goods_items/0/description": "/description",
    "/goods_items/0/origin": "/origin",
    "/goods_items/0/invoice_amount": "/value/amount",
    "/goods_items/0/quantity": "/quantity",
    "/goods_items/0/quantity_unit": "/quantity_unit",
    "/goods_items/0/second_quantity": "/second_quantity",
    "/goods_items/0/second_quantity_unit": "/second_quantity_unit",
    "/goods_items/0/permits": "/other_laws",
    "/goods_items/0/internal_taxes": "/commodity_code",
}
_KEPT_BELOW = ("/invoice", "/goods_items/0/permits")


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


def short_pointer(pointer: str) -> str:
    """Where the short form says what stands at a pointer of the whole one; empty for the parcel as a whole."""
    steps = pointer.split("/")
    for length in range(len(steps), 1, -1):
        beginning = "/".join(steps[:length])
        if beginning in _SHORT_POINTERS:
            rest = pointer[len(beginning) :] if beginning in _KEPT_BELOW else ""
            return _SHORT_POINTERS[beginning] + rest
    return pointer


def in_short(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings on the whole form, with their pointers into the short one."""
    return tuple(replace(finding, pointer=short_pointer(finding.pointer), item=None) for finding in findings)
