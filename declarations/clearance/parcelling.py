"""Parcelling: the short form of a small parcel becomes a whole declaration, and findings find their way back.

The message is kept as it was sent; `declarations.parcels.full` says what it declares.
"""

from datetime import datetime

import msgspec

from declarations.clearance.assessing import Assessed
from declarations.clearance.lodging import Lodged, Message, dry_run, lodge
from declarations.data import (
    DeclarationData,
)
from declarations.data.parcel import Parcel
from declarations.errors import Refused
from declarations.models import Form
from declarations.parcels import full
from declarations.rules import Finding
from declarations.traders.declarant import Declarant

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


def lodge_parcel(parcel: Parcel, *, body: bytes, key: str, correlation_id: str, by: Declarant, at: datetime) -> Lodged:
    """Lodge a parcel as any declaration. Raises Refused with pointers into the short form, and what `lodge` raises."""
    message = Message(body=body, key=key, data=full(parcel), correlation_id=correlation_id, form=Form.PARCEL)
    try:
        return lodge(message, by=by, at=at)
    except Refused as refused:
        raise Refused(_in_short(refused.findings), replayed=refused.replayed) from None


def dry_run_parcel(parcel: Parcel, *, by: Declarant, at: datetime) -> tuple[DeclarationData, Assessed]:
    """What would come of it, with pointers into the short form. Nothing is kept."""
    data = full(parcel)
    assessed = dry_run(data, by=by, at=at)
    return data, msgspec.structs.replace(assessed, findings=_in_short(assessed.findings))


def short_pointer(pointer: str) -> str:
    """Where the short form says what stands at a pointer of the whole one; empty for the parcel as a whole."""
    steps = pointer.split("/")
    for length in range(len(steps), 1, -1):
        beginning = "/".join(steps[:length])
        if beginning in _SHORT_POINTERS:
            rest = pointer[len(beginning) :] if beginning in _KEPT_BELOW else ""
            return _SHORT_POINTERS[beginning] + rest
    return pointer


def _in_short(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(
        msgspec.structs.replace(finding, pointer=short_pointer(finding.pointer), item=None) for finding in findings
    )
