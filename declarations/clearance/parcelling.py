"""Parcelling: the short form of a small parcel becomes a whole declaration.

The message is kept as it was sent; `declarations.parcels` says what it declares, and where a finding lies in it.
"""

from datetime import datetime

import msgspec

from declarations.clearance.assessing import Assessed
from declarations.clearance.lodging import Lodged, Message, dry_run, lodge
from declarations.data import DeclarationData
from declarations.data.parcel import Parcel
from declarations.models import Form
from declarations.parcels import full, in_short
from declarations.traders.declarant import Declarant


def lodge_parcel(parcel: Parcel, *, body: bytes, key: str, correlation_id: str, by: Declarant, at: datetime) -> Lodged:
    """Lodge a parcel as any declaration. Raises what `lodge` raises."""
    message = Message(body=body, key=key, data=full(parcel), correlation_id=correlation_id, form=Form.PARCEL)
    return lodge(message, by=by, at=at)


def dry_run_parcel(parcel: Parcel, *, by: Declarant, at: datetime) -> tuple[DeclarationData, Assessed]:
    """What would come of it, with pointers into the short form. Nothing is kept."""
    data = full(parcel)
    assessed = dry_run(data, by=by, at=at)
    return data, msgspec.structs.replace(assessed, findings=in_short(assessed.findings))
