"""Valid declarations to start from. A test changes the one thing it is about."""

import copy
import itertools
from typing import Any

_count = itertools.count(1)


def own_reference(script: str = "A-V1") -> str:
    """A new own reference with the sandbox's script in it."""
    return f"SBX-{script}-{next(_count)}"


def goods_item(**changes: Any) -> dict[str, Any]:
    """2,000 kg of soy sauce with a food notification: 7.2 % duty, one permit check."""
    item = {
        "commodity_code": "2103100005",
        "description": "SOY SAUCE",
        "origin": "SG",
        "invoice_amount": "200000",
        "quantity": "2000",
        "quantity_unit": "KG",
        "net_mass": "2000",
        "permits": [{"law": "FD", "permit_number": "FD26-000123"}],
    }
    return {**item, **changes}


def balls(**changes: Any) -> dict[str, Any]:
    """2,500 golf balls: duty free, no other law."""
    item = {
        "commodity_code": "9506320003",
        "description": "GOLF BALLS",
        "origin": "FR",
        "invoice_amount": "200000",
        "quantity": "2500",
        "quantity_unit": "NO",
        "net_mass": "115",
    }
    return {**item, **changes}


def import_form(*, script: str = "A-V1", items: list[dict[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
    """An import of soy sauce, or of `items`; the invoice's total follows from them."""
    items = copy.deepcopy(items) if items is not None else [goods_item()]
    form: dict[str, Any] = {
        "direction": "IMPORT",
        "own_reference": own_reference(script),
        "declaration_type": "C",
        "customs_office": "1A",
        "bonded_area": "1AW01",
        "importer": {"party_code": "12345678901239000", "name": "ZAIMUSOKEN CO., LTD"},
        "consignor": {"name": "SOY SAUCE INTERNATIONAL LTD", "country": "SG"},
        "packages": {"count": 40, "unit": "CT", "marks": "ZSK TOKYO 1-40"},
        "gross_mass": "220000",
        "transport": {
            "documents": ["SGTYO2600001"],
            "vessel_name": "PACIFIC STAR",
            "arrival_on": "2024-08-01",
            "loading_place": "SGSIN",
            "unloading_port": "TYO",
        },
        "invoice": {
            "number": "INV-1",
            "incoterm": "FOB",
            "currency": "JPY",
            "amount": str(sum(int(item["invoice_amount"]) for item in items)),
        },
        "freight": {"currency": "JPY", "amount": "45000"},
        "insurance": {"currency": "JPY", "amount": "5000"},
        "common_control_number": "26A0000123",
        "delivery_place": "KASUMIGASEKI, CHIYODA-KU, TOKYO",
        "e_commerce": False,
        "goods_items": items,
    }
    return {**form, **changes}


def parcel_form(**changes: Any) -> dict[str, Any]:
    """A book of 4,800 yen: it owes nothing and no other law binds it, so it is released in the reply."""
    book = balls(
        commodity_code="4901990004", description="BOOKS", origin="US", invoice_amount="4800", quantity="1", net_mass="1"
    )
    book["quantity_unit"] = "KG"
    form = import_form(script="V1", items=[book])
    form["invoice"]["incoterm"] = "CIP"
    del form["freight"], form["insurance"]
    return {**form, **changes}


def aeo_release_form(**changes: Any) -> dict[str, Any]:
    """Nineteen items of an AEO importer's golf balls, released now; their duty is declared later."""
    told = ("commodity_code", "description", "origin", "invoice_amount", "quantity", "quantity_unit")
    form: dict[str, Any] = {
        "own_reference": own_reference("V1"),
        "declaration_type": "H",
        "customs_office": "1A",
        "bonded_area": "1AW01",
        "importer": {"party_code": "DEMOAEOIMP01", "name": "DEMONSTRATION AEO IMPORTER CO., LTD"},
        "consignor": {"name": "BALLS SARL", "country": "FR"},
        "packages": {"count": 4, "unit": "CT"},
        "gross_mass": "220",
        "transport_documents": ["FRTYO1"],
        "vessel_name": "PACIFIC STAR",
        "arrival_on": "2024-08-01",
        "loading_place": "FRLEH",
        "unloading_port": "TYO",
        "currency": "JPY",
        "goods_items": [{name: balls()[name] for name in told}],
    }
    return {**form, **changes}


def short_parcel_form(**changes: Any) -> dict[str, Any]:
    """A book of 4,800 yen to somebody without a code, on the short form for small parcels."""
    form: dict[str, Any] = {
        "direction": "IMPORT",
        "own_reference": own_reference("V1"),
        "customs_office": "1A",
        "bonded_area": "1AW01",
        "importer": {"name": "HANAKO ZEIKAN", "address": {"lines": ["3-1-1 KASUMIGASEKI", "CHIYODA-KU TOKYO"]}},
        "consignor": {"name": "BOOKSELLER INC", "country": "US"},
        "waybill": "HAWB-0001",
        "flight": "NH105",
        "gross_mass": "1.2",
        "commodity_code": "4901990004",
        "description": "PRINTED BOOKS",
        "origin": "US",
        "value": {"currency": "JPY", "amount": "4800"},
        "quantity": "1",
        "quantity_unit": "KG",
        "arrival_on": "2024-08-01",
        "loading_place": "USLAX",
        "unloading_port": "NRT",
    }
    return {**form, **changes}


def export_form(*, script: str = "V1", items: list[dict[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
    """An export of golf balls, or of `items`."""
    items = copy.deepcopy(items) if items is not None else [balls(origin="JP")]
    form: dict[str, Any] = {
        "direction": "EXPORT",
        "own_reference": own_reference(script),
        "declaration_type": "NORMAL",
        "customs_office": "1A",
        "bonded_area": "1AW01",
        "exporter": {"party_code": "DEMOEXPORT01", "name": "DEMONSTRATION EXPORTER CO., LTD"},
        "consignee": {"name": "GARDEN SUPPLY INC", "country": "US"},
        "packages": {"count": 4, "unit": "PX"},
        "gross_mass": "4100",
        "transport": {
            "export_control_number": "ECN2600001",
            "vessel_name": "PACIFIC STAR",
            "departure_on": "2024-08-20",
            "loading_port": "TYO",
            "destination": "USLAX",
        },
        "invoice": {
            "number": "EX-5",
            "incoterm": "FOB",
            "currency": "JPY",
            "amount": str(sum(int(item["invoice_amount"]) for item in items)),
        },
        "goods_items": items,
    }
    return {**form, **changes}


def changed(form: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """A copy of the form with the place at a JSON pointer set to `value`; `...` takes the place away."""
    form = copy.deepcopy(form)
    *path, last = pointer.strip("/").split("/")
    place: Any = form
    for step in path:
        place = place[int(step)] if isinstance(place, list) else place[step]
    key: Any = int(last) if isinstance(place, list) else last
    if value is ...:
        del place[key]
    else:
        place[key] = value
    return form
