"""The parts that the form is made of: parties, packing, prices and charges, claims. Each stands in `declaration.py`."""

from typing import Annotated

from msgspec import Meta, Struct

from declarations.data.numbers import Count, Degrees, Money, Quantity
from declarations.data.words import (
    CountryCode,
    CurrencyCode,
    Incoterm,
    LawCode,
    PackageUnit,
    PartyCode,
    Postcode,
    Telephone,
    about,
    code,
    text,
)


class Part(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of the form: immutable, named fields only, no field that the form does not know."""


class Address(Part, frozen=True, kw_only=True):
    """Where a party is, in up to four lines."""

    lines: Annotated[
        tuple[Annotated[str, text(70)], ...],
        Meta(min_length=1, max_length=4),
        about("Lines of the address.", example=["3-1-1 KASUMIGASEKI", "CHIYODA-KU TOKYO"], naccs="IMA", wco="239"),
    ]
    postal_code: Annotated[Postcode, about("Postal code.", example="1000013", naccs="IMY", wco="245")] | None = None
    country: Annotated[CountryCode, about("Country, ISO 3166.", example="JP", wco="242")] | None = None


class Party(Part, frozen=True, kw_only=True):
    """The importer or the exporter: a party in Japan, known to customs by its code."""

    party_code: Annotated[
        PartyCode,
        about(
            "Corporate number (13) and branch (4), or the 12 characters that JASTPRO or customs issued.",
            example="12345678901239000",
            naccs="IMC",
            wco="67A/74A/R038",
        ),
    ]
    name: Annotated[str, text(70), about("Name.", example="ZAIMUSOKEN CO., LTD", naccs="IMN", wco="67A/74A/R037")]
    address: Annotated[Address | None, about("Address.", example={"lines": ["3-1-1 KASUMIGASEKI"]}, naccs="IMA")] = None
    telephone: Annotated[Telephone, about("Telephone, digits.", example="0335814111", naccs="IMT")] | None = None


class OverseasParty(Part, frozen=True, kw_only=True):
    """The consignor of an import or the consignee of an export: a party abroad."""

    name: Annotated[
        str, text(70), about("Name.", example="SOY SAUCE INTERNATIONAL LTD", naccs="EPN", wco="67A/30A/R020")
    ]
    country: Annotated[
        CountryCode, about("Country, ISO 3166.", example="SG", naccs="consignor country", wco="67A/30A/04A/242")
    ]
    party_code: Annotated[str, code("[0-9A-Z]{1,12}"), about("Code, when issued.", example="SG0000001")] | None = None
    address: Annotated[Address | None, about("Address.", example={"lines": ["1 HARBOUR ROAD"]}, naccs="EA_")] = None


class Packages(Part, frozen=True, kw_only=True):
    """How the consignment is packed."""

    count: Annotated[Count, about("Number of packages.", example=40, naccs="NO", wco="146")]
    unit: Annotated[PackageUnit, about("Kind of package, UN/ECE Rec. 21.", example="CT", naccs="NOT", wco="141")]
    marks: Annotated[str, text(140), about("Marks and numbers.", example="ZSK TOKYO 1-40", naccs="MRK", wco="142")] = (
        "NO MARKS"
    )


class Charge(Part, frozen=True, kw_only=True):
    """Freight or insurance, in its own currency."""

    currency: Annotated[CurrencyCode, about("ISO 4217.", example="JPY", naccs="FR2 / IN2")]
    amount: Annotated[Money, about("Amount in that currency.", example="50000", naccs="FR3 / IN3", wco="67A/41A/117")]


class Invoice(Part, frozen=True, kw_only=True):
    """The invoice that the price is taken from."""

    number: Annotated[str, text(35), about("Invoice number.", example="INV-2014-001", naccs="IV3", wco="67A/78A/D016")]
    incoterm: Annotated[
        Incoterm, about("Terms of the price, Incoterms 2020.", example="FOB", naccs="IP2", wco="67A/22B/090")
    ]
    currency: Annotated[CurrencyCode, about("ISO 4217.", example="USD", naccs="IP3", wco="109")]
    amount: Annotated[Money, about("Invoice total in that currency.", example="2000", naccs="IP4", wco="109")]


class PermitClaim(Part, frozen=True, kw_only=True):
    """What the declarant says of one other law on one goods item, one of three: a permit, why the law does not bind,
    or that the agency is asked to decide."""

    law: Annotated[LawCode, about("Other-law code.", example="FD", naccs="OL_", wco="67A/68A/02A/D006")]
    permit_number: (
        Annotated[
            str, text(20), about("Number of the permit or notification.", example="FD26-000123", naccs="N_", wco="D005")
        ]
        | None
    ) = None
    not_subject_reason: (
        Annotated[str, text(140), about("Why the law does not bind these goods.", example="Not for food use")] | None
    ) = None
    ask_agency: Annotated[bool, about("True: the agency is asked to decide on the goods.", example=True)] | None = None


class Adjustment(Part, frozen=True, kw_only=True):
    """What the price leaves out of the customs value or has too much of it, in its own currency."""

    kind: Annotated[
        str,
        code("[A-Z_]{1,24}"),
        about("What it is: ROYALTIES, COMMISSIONS, ASSISTS, INLAND_TRANSPORT, ...", example="ROYALTIES"),
    ]
    currency: Annotated[CurrencyCode, about("ISO 4217.", example="USD", naccs="valuation adjustment currency")]
    amount: Annotated[Money, about("Amount in that currency.", example="150", naccs="valuation adjustment amount")]


class InternalTax(Part, frozen=True, kw_only=True):
    """Another internal tax on one goods item, such as liquor tax: of which kind, and what it is computed from."""

    kind: Annotated[
        str,
        code("[A-Z_]{1,24}"),
        about(
            "Kind of tax: BEER, WINE, WHISKY, TOBACCO, ...; NONE where no such tax binds.", example="BEER", naccs="TX_"
        ),
    ]
    litres: (
        Annotated[Quantity, about("Litres taxed; the item's quantity in litres where left out.", example="200")] | None
    ) = None
    alcohol: Annotated[Degrees, about("Alcohol by volume, percent.", example="43")] | None = None
    amount: (
        Annotated[Money, about("Amount in yen, for a kind that is stated and not computed.", example="15244")] | None
    ) = None
