"""The rows of a lodging, made from the declaration and from what customs made of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, localcontext
from typing import Any
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from declarations.clearance.pricing import Worth, masses_of, price_of, weight_of
from declarations.data import Address, DeclarationData, ExportDeclaration, GoodsItem, ImportDeclaration
from declarations.tariff.valuation import Treatment, apportion, charges_required
from declarations.tariff.values import AssessedItem
from permits.checking import due_row
from permits.question import PermitQuestion
from permits.requirements import LawInForce

Row = dict[str, Any]
_FOUR_PLACES, _ENOUGH = Decimal("0.0001"), 40
_TIME_OF_UUID7 = (1 << 48) - 1 << 80  # its milliseconds since 1970
YenPer = Mapping[str, Decimal]


def header_row(data: DeclarationData, worth: Worth, *, yen_per: YenPer) -> Row:
    """The columns of a version that come from its header and its totals."""
    return {
        "declaration_type": data.declaration_type,
        "customs_office": data.customs_office,
        "customs_department": data.customs_department or "",
        "bonded_area": data.bonded_area,
        "cargo_kind": data.cargo_kind or "",
        "trader_code": data.trader.party_code,
        "trader_name": data.trader.name,
        "trader_address": _lines(data.trader.address),
        "counterparty_name": data.counterparty.name,
        "counterparty_country": data.counterparty.country,
        "counterparty_address": _lines(data.counterparty.address),
        "package_count": data.packages.count,
        "package_unit": data.packages.unit,
        "marks": data.packages.marks,
        "gross_mass": data.gross_mass,
        **_transport(data),
        "invoice_number": data.invoice.number,
        "incoterm": data.invoice.incoterm,
        "invoice_currency": data.invoice.currency,
        "invoice_amount": data.invoice.amount,
        "freight_currency": data.freight.currency if data.freight else "",
        "freight_amount": data.freight.amount if data.freight else None,
        "insurance_currency": data.insurance.currency if data.insurance else "",
        "insurance_amount": data.insurance.amount if data.insurance else None,
        "charges_shared_by": data.charges_shared_by or "",
        "adjustments_yen": _four_places(worth.valuation.adjusted),
        "exchange_rate": yen_per[data.invoice.currency],
        "common_control_number": data.common_control_number or "",
        "remarks": data.remarks or "",
        "customs_value": sum(worth.valuation.item_values),
        "duty_total": worth.assessment.duty_total,
        "internal_tax_total": worth.assessment.internal_tax_total,
        "consumption_tax_total": worth.assessment.consumption_tax_total,
        "local_consumption_tax_total": worth.assessment.local_consumption_tax_total,
        "total_to_pay": worth.assessment.total_to_pay,
        "duty_is_computed": worth.assessment.is_complete,
        "steps": [msgspec.structs.asdict(step) for step in (*worth.valuation.steps, *worth.assessment.steps)],
    }


def _four_places(yen: Decimal) -> Decimal:
    with localcontext(prec=_ENOUGH):
        return yen.quantize(_FOUR_PLACES)


def _lines(address: Address | None) -> str:
    return "\n".join(address.lines) if address else ""


def _transport(data: DeclarationData) -> Row:
    transport = data.transport
    common: Row = {
        "vessel_name": transport.vessel_name,
        "vessel_code": transport.vessel_code or "",
        "departure_on": transport.departure_on,
        "container_count": transport.container_count,
    }
    if isinstance(data, ImportDeclaration):
        return common | {
            "transport_documents": data.transport.documents,
            "arrival_on": data.transport.arrival_on,
            "loading_place": data.transport.loading_place,
            "unloading_place": data.transport.unloading_port,
            "delivery_place": data.delivery_place or "",
            "e_commerce": data.e_commerce,
            "platform_name": data.platform_name or "",
        }
    return common | _export_transport(data)


def _export_transport(data: ExportDeclaration) -> Row:
    number = data.transport.export_control_number
    return {
        "transport_documents": [number] if number else [],
        "arrival_on": None,
        "loading_place": data.transport.loading_port,
        "unloading_place": data.transport.destination,
        "delivery_place": "",
        "e_commerce": None,
        "platform_name": "",
    }


def goods_rows(data: DeclarationData, worth: Worth, *, yen_per: YenPer, version_id: UUID) -> list[Row]:
    """A row a goods item, its ids new."""
    charges = _charges_by_item(data, yen_per)
    lines = zip(data.goods_items, worth.valuation.item_values, charges, strict=True)
    return [
        {
            "id": _of_the_instant(version_id),
            "version_id": version_id,
            "number": number,
            "commodity_code": item.commodity_code,
            "description": item.description,
            "origin": item.origin,
            "origin_certificate": item.origin_certificate or "",
            "relief_code": item.relief_code or "",
            "quantity": item.quantity,
            "quantity_unit": item.quantity_unit or "",
            "second_quantity": item.second_quantity,
            "second_quantity_unit": item.second_quantity_unit or "",
            "net_mass": item.net_mass,
            "invoice_amount": item.invoice_amount,
            "charges_amount": charge,
            "customs_value": customs_value,
        }
        for number, (item, customs_value, charge) in enumerate(lines, start=1)
    ]


def _of_the_instant(version_id: UUID) -> UUID:
    """A new id of the instant of a version, whose goods items are kept in its month."""
    return UUID(int=version_id.int & _TIME_OF_UUID7 | uuid7().int & ~_TIME_OF_UUID7)


def _charges_by_item(data: DeclarationData, yen_per: YenPer) -> list[Decimal]:
    """Freight and insurance added to each item's price, in the invoice's currency, to 4 places, adding up exactly."""
    treatment = charges_required(data.invoice.incoterm, data.direction.value)
    stated = ((data.freight, treatment.freight), (data.insurance, treatment.insurance))
    total = Decimal(0)
    for charge, treated in stated:
        if charge is None or treated is not Treatment.ADDED:
            continue
        if charge.currency == data.invoice.currency:
            total += charge.amount
        else:
            total += charge.amount * yen_per[charge.currency] / yen_per[data.invoice.currency]
    masses = masses_of(price_of(data)) or []
    weights = [mass for mass in masses if mass is not None] or [weight_of(item) for item in data.goods_items]
    parts = apportion(int(total.scaleb(4)), weights)
    return [Decimal(part).scaleb(-4) for part in parts]


def duty_row(item: AssessedItem) -> Row:
    """What is owed on one goods item."""
    return {
        "rate_regime": item.rate_regime,
        "rate_notation": item.rate_notation,
        "rate_reason": item.rate_reason,
        "duty_base": item.duty_base,
        "duty_computed": item.duty_computed,
        "duty_line": item.duty_line,
        "relief_amount": item.relief,
        "internal_tax_line": item.internal_tax_line,
        "consumption_tax_base": item.consumption_tax_base,
        "consumption_tax_line": item.consumption_tax_line,
        "local_consumption_tax_line": item.local_consumption_tax_line,
        "not_computable": item.not_computable,
        "steps": [msgspec.structs.asdict(step) for step in item.steps],
    }


def claim_rows(item: GoodsItem, item_id: UUID) -> Iterator[Row]:
    """A row a permit claim."""
    for claim in item.permits:
        yield {
            "id": uuid7(),
            "goods_item_id": item_id,
            "law_id": claim.law,
            "permit_number": claim.permit_number or "",
            "not_subject_reason": claim.not_subject_reason or "",
            "asks_agency": claim.ask_agency is True,
        }


def permit_check_rows(
    data: DeclarationData,
    laws: Sequence[Sequence[LawInForce]],
    *,
    declaration_id: UUID,
    at: datetime,
    correlation_id: str,
    version: int = 1,
) -> list[Row]:
    """A check for each goods item and each connected law that binds it."""
    rows = []
    for number, (item, binding) in enumerate(zip(data.goods_items, laws, strict=True), start=1):
        for law in binding:
            if not law.connected:
                continue
            check_id = uuid7()
            question = _question(
                data,
                item,
                law=law,
                idempotency_key=str(check_id),
                subject=str(declaration_id),
                subject_version=version,
                item_number=number,
                correlation_id=correlation_id,
            )
            rows.append(due_row(question, check_id=check_id, law=law, at=at))
    return rows


def _question(data: DeclarationData, item: GoodsItem, *, law: LawInForce, **routing: Any) -> PermitQuestion:
    """What the agency is asked of one goods item; `routing` says whose question it is."""
    claim = next((claim for claim in item.permits if claim.law == law.code), None)
    return PermitQuestion(
        law=law.code,
        agency=law.agency_code,
        direction=data.direction.value,
        commodity=item.commodity_code,
        description=item.description,
        origin=item.origin,
        quantity=None if item.quantity is None else str(item.quantity),
        quantity_unit=item.quantity_unit or "",
        trader_code=data.trader.party_code,
        trader_name=data.trader.name,
        counterparty_name=data.counterparty.name,
        permit_number=(claim.permit_number or "") if claim else "",
        not_subject_reason=(claim.not_subject_reason or "") if claim else "",
        ask_agency=claim is not None and claim.ask_agency is True,
        common_control_number=data.common_control_number or "",
        transport_documents=data.transport.documents if isinstance(data, ImportDeclaration) else (),
        arrival_on=data.transport.arrival_on if isinstance(data, ImportDeclaration) else None,
        asker_reference=data.own_reference,
        **routing,
    )
