"""The table's finer points: what is tried first, what is joined, and what is left out rather than guessed."""

import pytest

from declarations import contract, wco
from declarations.data import DeclarationData
from declarations.errors import NotAcceptable
from tests.declarations.wco.documents import import_pair

ITEM = "<GovernmentAgencyGoodsItem>"
STATEMENT = """<AdditionalInformation><StatementCode>{}</StatementCode>
<StatementDescription>{}</StatementDescription><StatementTypeCode>NAC</StatementTypeCode></AdditionalInformation>"""
DOCUMENT = "<AdditionalDocument><ID>FD26-000123</ID><TypeCode>FD</TypeCode></AdditionalDocument>"
CODE = """<ID>2103100005</ID>
            <IdentificationTypeCode>TSP</IdentificationTypeCode>"""


def read(**changes):
    return wco.read(import_pair(**changes)[0])


def item(**changes):
    return read(**changes).value["goods_items"][0]


def why(translated, end):
    """Why the leaf whose path ends so has no place."""
    [line] = [line for line in translated.report.of(wco.Outcome.NO_PLACE) if line.element.endswith(end)]
    return line.why


def test_the_consignor_is_one_party_never_half_of_each():
    exporter = (
        "<Exporter><Name>OTHER LTD</Name><Address><Line>1 HARBOUR ROAD</Line></Address></Exporter><GoodsShipment>"
    )
    both = read(**{"<GoodsShipment>": exporter})

    assert both.value["consignor"] == {"name": "SOY SAUCE INTERNATIONAL LTD", "country": "SG"}
    assert "consignor" in why(both, "/Exporter/Name")


def test_goods_items_stand_in_the_order_of_their_numbers():
    second = f"{ITEM}<SequenceNumeric>2</SequenceNumeric></GovernmentAgencyGoodsItem>{ITEM}"
    translated = read(**{ITEM: second})

    assert [len(each) > 0 for each in translated.value["goods_items"]] == [True, False]
    assert translated.elements["/goods_items/1"].endswith("GovernmentAgencyGoodsItem[1]")


def test_a_law_that_does_not_bind_is_told_by_the_name_of_its_document():
    told = DOCUMENT.replace("<ID>FD26-000123</ID>", "<Name>Not for food use</Name>")

    assert item(**{DOCUMENT: told})["permits"] == [{"law": "FD", "not_subject_reason": "Not for food use"}]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("<ID>21031000</ID><IdentificationTypeCode>TSP</IdentificationTypeCode>", "21031000"),
        (
            "<ID>05</ID><IdentificationTypeCode>TRC</IdentificationTypeCode></Classification><Classification>"
            "<ID>21031000</ID><IdentificationTypeCode>TSP</IdentificationTypeCode>",
            "2103100005",
        ),
        ("<ID>2103100005</ID><IdentificationTypeCode>GN</IdentificationTypeCode>", None),
    ],
)
def test_a_commodity_code_is_joined_of_its_two_parts_or_carried_as_it_is(change, code):
    assert item(**{CODE: change}).get("commodity_code") == code


def test_additions_and_deductions_keep_their_currency_and_an_unclear_one_is_left_out():
    charge = """<ChargeDeduction><ChargesTypeCode>{}</ChargesTypeCode>
    <OtherChargeDeductionAmount currencyID="USD">150.50</OtherChargeDeductionAmount></ChargeDeduction>"""
    charges = "".join(charge.format(code) for code in ("BA", "AI", "AD"))
    translated = read(**{"</CustomsValuation>": f"{charges}</CustomsValuation>"})

    assert translated.value["adjustments"] == [
        {"kind": "ROYALTIES", "currency": "USD", "amount": "150.5"},
        {"kind": "INLAND_TRANSPORT", "currency": "USD", "amount": "150.5"},
    ]
    assert why(translated, "/ChargeDeduction[4]/ChargesTypeCode")


def test_an_item_says_nationally_what_the_profile_has_no_element_for():
    told = "".join(STATEMENT.format(*pair) for pair in (("TX_", "NONE"), ("QN2", "5"), ("QT2", "TNE"), ("ORS", "EUJP")))
    found = item(**{DOCUMENT: f"{DOCUMENT}{told}"})

    assert found["internal_taxes"] == [{"kind": "NONE"}]
    assert (found["second_quantity"], found["second_quantity_unit"], found["origin_certificate"]) == ("5", "MT", "EUJP")


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        ({'unitCode="KGM">2000</Net': 'unitCode="LBR">2000</Net'}, "/NetNetWeightMeasure", "kilograms"),
        ({'<ItemChargeAmount currencyID="JPY"': '<ItemChargeAmount currencyID="USD"'}, "/ItemChargeAmount", "currency"),
        ({">20240801<": ">20240231<"}, "/AdditionalInformation[3]/StatementDescription", "no such day"),
        ({">26A0000123<": ">26A<"}, "/AdditionalInformation[2]/StatementDescription", "[0-9A-Z]{10}"),
    ],
)
def test_what_a_field_cannot_take_is_left_out_and_told(change, place, reason):
    assert reason in why(read(**change), place)


@pytest.mark.parametrize(
    ("change", "pointer", "carried", "pattern"),
    [
        ({"<ID>1AW01<": "<ID>WLALONBTW<"}, "/bonded_area", "WLALONBTW", "[0-9A-Z]{5}"),
        (
            {"<ID>12345678901239000<": "<ID>GB553202734852<"},
            "/importer/party_code",
            "GB553202734852",
            "([0-9]{17}|[0-9A-Z]{12})",
        ),
    ],
)
def test_what_does_not_fit_a_required_field_is_carried_so_that_the_form_refuses_it(change, pointer, carried, pattern):
    translated = read(**change)
    [line] = translated.report.of(wco.Outcome.MISFIT)
    with pytest.raises(NotAcceptable) as refused:
        contract.read(translated.value, DeclarationData)

    assert (line.pointer, line.why) == (pointer, f"no such code can stand there: {pattern}")
    assert [(each.pointer, each.code) for each in refused.value.errors] == [(pointer, "pattern")]
    assert carried in str(translated.value)


def test_an_invoice_without_a_total_has_that_of_its_items():
    translated = read(**{'<InvoiceAmount currencyID="JPY">200000</InvoiceAmount>': ""})

    assert (translated.value["invoice"]["amount"], translated.value["invoice"]["currency"]) == ("200000", "JPY")
    [line] = [line for line in translated.report.of(wco.Outcome.DEFAULTED) if line.pointer == "/invoice/amount"]
    assert (line.value, "InvoiceAmount is left out" in line.why) == ("200000", True)


@pytest.mark.parametrize("declaration_in", ["wrapper", "itself"])
def test_the_declaration_may_stand_alone(declaration_in):
    raw, form = import_pair()
    if declaration_in == "itself":
        inner = raw[raw.index(b"<Declaration>") : raw.index(b"</md:MetaData>")]
        raw = inner.replace(b"<Declaration>", b'<Declaration xmlns="urn:wco:datamodel:WCO:DEC-DMS:2">')

    assert wco.read(raw).value == form
