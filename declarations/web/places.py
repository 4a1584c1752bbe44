"""How the places of a declaration are called on the pages, by their JSON pointers."""

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from declarations.web.status_words import Words

# By the last steps of the pointer; the longest that fits names the place.
_NAMES: dict[str, Words] = {
    "direction": _("Direction"),
    "own_reference": _("Own reference"),
    "declaration_type": _("Declaration type"),
    "condition": _("Declaration condition"),
    "customs_office": _("Customs office"),
    "customs_department": _("Department of the office"),
    "bonded_area": _("Bonded area"),
    "cargo_kind": _("Kind of cargo"),
    "gross_mass": _("Gross mass, kg"),
    "net_mass": _("Net mass, kg"),
    "charges_shared_by": _("How charges are shared"),
    "common_control_number": _("Common control number"),
    "remarks": _("Remarks for customs"),
    "delivery_place": _("Place of delivery"),
    "simplified_tariff": _("Simplified tariff"),
    "e_commerce": _("Sold through an e-commerce platform"),
    "platform_name": _("Name of the platform"),
    "importer": _("Importer"),
    "exporter": _("Exporter"),
    "consignor": _("Consignor"),
    "consignee": _("Consignee"),
    "packages": _("Packages"),
    "transport": _("Transport"),
    "invoice": _("Invoice"),
    "freight": _("Freight"),
    "insurance": _("Insurance"),
    "adjustments": _("Additions and deductions"),
    "party_code": _("Code"),
    "name": _("Name"),
    "country": _("Country"),
    "telephone": _("Telephone"),
    "address": _("Address"),
    "lines": _("Lines"),
    "postal_code": _("Postal code"),
    "count": _("Number"),
    "unit": _("Unit"),
    "marks": _("Marks and numbers"),
    "currency": _("Currency"),
    "amount": _("Amount"),
    "number": _("Number"),
    "incoterm": _("Terms of the price"),
    "documents": _("Transport documents"),
    "vessel_name": _("Vessel or flight"),
    "vessel_code": _("Call sign"),
    "arrival_on": _("Day of arrival"),
    "departure_on": _("Day of departure"),
    "loading_place": _("Place of loading"),
    "loading_port": _("Port of loading"),
    "unloading_port": _("Port of unloading"),
    "destination": _("Final destination"),
    "container_count": _("Containers"),
    "export_control_number": _("Export control number"),
    "commodity_code": _("Commodity code"),
    "description": _("Description"),
    "origin": _("Country of origin"),
    "invoice_amount": _("Price"),
    "quantity": _("Quantity 1"),
    "quantity_unit": _("Unit of quantity 1"),
    "second_quantity": _("Quantity 2"),
    "second_quantity_unit": _("Unit of quantity 2"),
    "origin_certificate": _("Certificate of origin"),
    "apportionment": _("Coefficient of the customs value"),
    "relief_code": _("Relief code"),
    "relief_amount": _("Relief, yen"),
    "internal_taxes": _("Internal taxes"),
    "permits": _("Permits"),
    "kind": _("Kind"),
    "litres": _("Litres"),
    "alcohol": _("Alcohol, percent"),
    "law": _("Law"),
    "permit_number": _("Number of the permit"),
    "not_subject_reason": _("Why the law does not bind"),
    "ask_agency": _("The agency is asked"),
}
_ITEM = re.compile(r"/goods_items/([0-9]{1,3})(.*)")


def name_of(pointer: str) -> str:
    """The place's name, each part of it, such as `Item 2, Permits 1, Number of the permit`."""
    item = _ITEM.fullmatch(pointer)
    parts = [gettext("Item %(number)d") % {"number": int(item[1]) + 1}] if item else []
    for step in (item[2] if item else pointer).strip("/").split("/"):
        if step.isdigit() and parts:
            parts[-1] = f"{parts[-1]} {int(step) + 1}"
        elif step:
            parts.append(str(_NAMES.get(step, step)))
    return ", ".join(parts)
