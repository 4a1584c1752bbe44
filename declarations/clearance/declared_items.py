"""Goods items as a model sees them: the same words as the files that it learns from."""

from datetime import date

from declarations.clearance.pricing import Worth
from declarations.data import DeclarationData, ImportDeclaration
from declarations.selection.learning.declared import Declared


def declared_items(
    data: DeclarationData, worth: Worth, *, number: str, on: date, declarant: str
) -> tuple[Declared, ...]:
    """The goods items of an import, in their order; none of an export, which no model here has learned from.

    The tax rate is what the duty comes to on the value, in percent, whatever its notation; 0 where it is not computed.
    """
    if not isinstance(data, ImportDeclaration):
        return ()
    return tuple(
        Declared(
            number=number,
            on=on,
            office=data.customs_office,
            process=data.condition or "",
            import_type=data.declaration_type,
            import_use=data.cargo_kind or "",
            declarant=declarant,
            importer=data.importer.party_code,
            seller=data.consignor.name,
            courier=data.platform_name or "",
            commodity=item.commodity_code[:6],
            departure=country_of(data),
            origin=item.origin,
            tax_rate=100 * assessed.duty_computed / value if value else 0.0,
            tax_type=assessed.rate_regime,
            origin_indicator=item.origin_certificate or "",
            net_mass=None if item.net_mass is None else float(item.net_mass),
            price=float(value),
            taxes=float(
                assessed.internal_tax_line + assessed.consumption_tax_line + assessed.local_consumption_tax_line
            ),
        )
        for item, assessed, value in zip(
            data.goods_items, worth.assessment.items, worth.valuation.item_values, strict=True
        )
    )


def country_of(data: DeclarationData) -> str:
    """The country of loading (imports) or of destination (exports), ISO 3166: a place's code begins with it."""
    place = data.transport.loading_place if isinstance(data, ImportDeclaration) else data.transport.destination
    return place[:2]
