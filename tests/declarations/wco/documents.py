"""WCO documents of our own, with Japanese offices and codes, beside the same declarations as JSON."""

from typing import Any

from tests.forms import export_form, import_form

MEDIA_TYPE = "application/vnd.wco.declaration+xml"
_WRAPPER = """<?xml version="1.0" encoding="UTF-8"?>
<md:MetaData xmlns:md="urn:wco:datamodel:WCO:DocumentMetaData-DMS:2" xmlns="urn:wco:datamodel:WCO:DEC-DMS:2"
             xmlns:ds="urn:wco:datamodel:WCO:Declaration_DS:DMS:2">
  <md:WCODataModelVersionCode>3.6</md:WCODataModelVersionCode>
  <md:WCOTypeName>DEC</md:WCOTypeName>
  <md:ResponsibleCountryCode>JP</md:ResponsibleCountryCode>
  {declaration}
</md:MetaData>"""
_STATEMENT = """
    <AdditionalInformation>
      <StatementCode>{code}</StatementCode>
      <StatementDescription>{value}</StatementDescription>
      <StatementTypeCode>NAC</StatementTypeCode>
    </AdditionalInformation>"""
_IMPORT = """<Declaration>
    <FunctionCode>9</FunctionCode>
    <FunctionalReferenceID>{own_reference}</FunctionalReferenceID>
    <TypeCode>IM</TypeCode>
    <DeclarationOfficeID>1A</DeclarationOfficeID>
    <InvoiceAmount currencyID="JPY">200000</InvoiceAmount>
    <TotalGrossMassMeasure unitCode="KGM">220000</TotalGrossMassMeasure>
    <TotalPackageQuantity>40</TotalPackageQuantity>{statements}
    <BorderTransportMeans><Name>PACIFIC STAR</Name></BorderTransportMeans>
    <GoodsShipment>
      <Consignment>
        <GoodsLocation><ID>1AW01</ID></GoodsLocation>
        <LoadingLocation><ID>SGSIN</ID></LoadingLocation>
      </Consignment>
      <Consignor>
        <Name>SOY SAUCE INTERNATIONAL LTD</Name>
        <Address><CountryCode>SG</CountryCode></Address>
      </Consignor>
      <CustomsValuation>
        <FreightChargeAmount currencyID="JPY">45000</FreightChargeAmount>
        <ChargeDeduction>
          <ChargesTypeCode>IN3</ChargesTypeCode>
          <OtherChargeDeductionAmount currencyID="JPY">5000</OtherChargeDeductionAmount>
        </ChargeDeduction>
      </CustomsValuation>
      <GovernmentAgencyGoodsItem>
        <SequenceNumeric>1</SequenceNumeric>
        <AdditionalDocument><ID>FD26-000123</ID><TypeCode>FD</TypeCode></AdditionalDocument>
        <Commodity>
          <Description>SOY SAUCE</Description>
          <Classification>
            <ID>2103100005</ID>
            <IdentificationTypeCode>TSP</IdentificationTypeCode>
          </Classification>
          <GoodsMeasure>
            <NetNetWeightMeasure unitCode="KGM">2000</NetNetWeightMeasure>
            <TariffQuantity unitCode="KGM">2000</TariffQuantity>
          </GoodsMeasure>
          <InvoiceLine><ItemChargeAmount currencyID="JPY">200000</ItemChargeAmount></InvoiceLine>
        </Commodity>
        <Origin><CountryCode>SG</CountryCode></Origin>
        <Packaging>
          <SequenceNumeric>1</SequenceNumeric>
          <MarksNumbersID>ZSK TOKYO 1-40</MarksNumbersID>
          <TypeCode>CT</TypeCode>
        </Packaging>
      </GovernmentAgencyGoodsItem>
      <Importer><Name>ZAIMUSOKEN CO., LTD</Name><ID>12345678901239000</ID></Importer>
      <Invoice><ID>INV-1</ID></Invoice>
      <PreviousDocument><ID>SGTYO2600001</ID><TypeCode>705</TypeCode></PreviousDocument>
      <TradeTerms><ConditionCode>FOB</ConditionCode></TradeTerms>
    </GoodsShipment>
  </Declaration>"""
_EXPORT = """<Declaration>
    <FunctionCode>9</FunctionCode>
    <FunctionalReferenceID>{own_reference}</FunctionalReferenceID>
    <TypeCode>EX</TypeCode>
    <DeclarationOfficeID>1A</DeclarationOfficeID>
    <InvoiceAmount currencyID="JPY">200000</InvoiceAmount>
    <TotalGrossMassMeasure>4100</TotalGrossMassMeasure>
    <TotalPackageQuantity>4</TotalPackageQuantity>{statements}
    <BorderTransportMeans><Name>PACIFIC STAR</Name></BorderTransportMeans>
    <Exporter><Name>DEMONSTRATION EXPORTER CO., LTD</Name><ID>DEMOEXPORT01</ID></Exporter>
    <GoodsShipment>
      <ExitDateTime><ds:DateTimeString formatCode="304">20240819200000Z</ds:DateTimeString></ExitDateTime>
      <Consignee><Name>GARDEN SUPPLY INC</Name><Address><CountryCode>US</CountryCode></Address></Consignee>
      <Consignment>
        <GoodsLocation><ID>1AW01</ID></GoodsLocation>
        <LoadingLocation><ID>JPTYO</ID></LoadingLocation>
      </Consignment>
      <GovernmentAgencyGoodsItem>
        <SequenceNumeric>1</SequenceNumeric>
        <Commodity>
          <Description>GOLF BALLS</Description>
          <Classification>
            <ID>9506320003</ID>
            <IdentificationTypeCode>TSP</IdentificationTypeCode>
          </Classification>
          <GoodsMeasure>
            <NetNetWeightMeasure>115</NetNetWeightMeasure>
            <TariffQuantity unitCode="NAR">2500</TariffQuantity>
          </GoodsMeasure>
          <InvoiceLine><ItemChargeAmount currencyID="JPY">200000</ItemChargeAmount></InvoiceLine>
        </Commodity>
        <Origin><CountryCode>JP</CountryCode></Origin>
        <Packaging><SequenceNumeric>1</SequenceNumeric><TypeCode>PX</TypeCode></Packaging>
      </GovernmentAgencyGoodsItem>
      <Invoice><ID>EX-5</ID></Invoice>
      <PreviousDocument><ID>ECN2600001</ID><TypeCode>705</TypeCode></PreviousDocument>
      <TradeTerms><ConditionCode>FOB</ConditionCode></TradeTerms>
    </GoodsShipment>
  </Declaration>"""


def wrapped(declaration: str) -> bytes:
    """A declaration in its wrapper, as bytes."""
    return _WRAPPER.format(declaration=declaration).encode()


def import_pair(**changes: str) -> tuple[bytes, dict[str, Any]]:
    """An import of soy sauce as XML and as JSON; `changes` replace text of the XML alone."""
    form = import_form()
    statements = {
        "ICB": "C",
        "KNO": "26A0000123",
        "ARR": "20240801",
        "DST": "JPTYO",
        "delivery_place": "KASUMIGASEKI, CHIYODA-KU, TOKYO",
        "e_commerce": "false",
    }
    return _document(_IMPORT, form, statements, changes), form


def export_pair() -> tuple[bytes, dict[str, Any]]:
    """An export of golf balls as XML and as JSON."""
    form = export_form()
    return _document(_EXPORT, form, {"ICB": "NORMAL", "destination": "USLAX"}, {}), form


def _document(declaration: str, form: dict[str, Any], statements: dict[str, str], changes: dict[str, str]) -> bytes:
    told = "".join(_STATEMENT.format(code=code, value=value) for code, value in statements.items())
    text = declaration.format(own_reference=form["own_reference"], statements=told)
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return wrapped(text)
