"""Declarations made of the generated models, as a trader's program would make them."""

from datetime import date

from tests.forms import own_reference

TODAY = date.today()


def soy_sauce(models, *, price):
    """Soy sauce that a food notification covers."""
    claim = models.PermitClaim(law="FD", permit_number="FD26-000123")
    return models.GoodsItem(
        commodity_code="2103100005",
        description="SOY SAUCE",
        origin="SG",
        invoice_amount=price,
        quantity="20",
        quantity_unit="KG",
        permits=[claim],
    )


def golf_balls(models, *, price):
    """Golf balls, which no other law binds."""
    return models.GoodsItem(
        commodity_code="9506320003",
        description="GOLF BALLS",
        origin="FR",
        invoice_amount=price,
        quantity="100",
        quantity_unit="NO",
    )


def declaration(models, script, item, **changes):
    """An import of one item, made of the generated models."""
    said = {
        "direction": models.ImportDeclarationDirection.IMPORT,
        "own_reference": own_reference(script),
        "declaration_type": "C",
        "customs_office": "1A",
        "bonded_area": "1AW01",
        "packages": models.Packages(count=4, unit="CT"),
        "gross_mass": "220",
        "invoice": models.Invoice(number="INV-1", incoterm="CIP", currency="JPY", amount=item.invoice_amount),
        "goods_items": [item],
        "importer": models.Party(party_code="12345678901239000", name="ZAIMUSOKEN CO., LTD"),
        "consignor": models.OverseasParty(name="SOY SAUCE INTERNATIONAL LTD", country="SG"),
        "transport": models.ImportTransport(
            documents=["SGTYO2600001"],
            vessel_name="PACIFIC STAR",
            arrival_on=TODAY,
            loading_place="SGSIN",
            unloading_port="TYO",
        ),
        "delivery_place": "KASUMIGASEKI, CHIYODA-KU, TOKYO",
        "e_commerce": False,
    }
    return models.ImportDeclaration(**{**said, **changes})
