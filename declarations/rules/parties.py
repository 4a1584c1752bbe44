"""Chapter PT: who declares, for whom, and the party abroad."""

from declarations.data import Direction
from declarations.data.parcel import PRIVATE_PARTY
from declarations.rules.book import Severity, Verdict, because, rule
from declarations.rules.case import Case
from declarations.rules.code_lists import COUNTRIES

JAPAN = "JP"


@rule(
    "PT-201",
    law="Enforcement Order of the Customs Act art. 59 (1); NACCS IDA, item IMC",
    at="/importer/party_code",
    direction=Direction.IMPORT,
    ja="輸入者は、申告日において登録されていなければなりません。",
    remedy="Correct the importer's code, or have the importer registered first.",
)
def importer_is_registered(case: Case) -> Verdict:
    """The importer is registered on the declared day."""
    return case.standing.trader_is_registered or because(party_code=case.declaration.trader.party_code)


@rule(
    "PT-202",
    law="Enforcement Order of the Customs Act art. 58; NACCS EDA, exporter code",
    at="/exporter/party_code",
    direction=Direction.EXPORT,
    ja="輸出者は、申告日において登録されていなければなりません。",
    remedy="Correct the exporter's code, or have the exporter registered first.",
)
def exporter_is_registered(case: Case) -> Verdict:
    """The exporter is registered on the declared day."""
    return case.standing.trader_is_registered or because(party_code=case.declaration.trader.party_code)


@rule(
    "PT-203",
    law="Customs Brokerage Act art. 2 (1): customs business is done at a client's request",
    at="/importer/party_code",
    ja="通関業者は、申告日において有効な委任を輸出入者から受けていなければなりません。",
    remedy="Ask the trader for a mandate, or for one that covers the declared day.",
)
def broker_has_a_mandate_of_the_trader(case: Case) -> Verdict:
    """The customs broker has a mandate of the trader that is in force on the declared day."""
    standing, trader = case.standing, case.declaration.trader.party_code
    if not standing.is_broker or standing.declarant_code == trader or not standing.trader_is_registered:
        return True
    if trader == PRIVATE_PARTY:  # whoever has no code cannot be in the register of mandates either
        return True
    return standing.mandate_is_live or because(at=f"/{_trader(case)}/party_code", party_code=trader, on=case.on)


@rule(
    "PT-204",
    law="Customs Brokerage Act art. 3 (1): customs business for others needs a permission",
    at="/importer/party_code",
    ja="通関業者でない申告者は、自己の貨物についてのみ申告することができます。",
    remedy="Declare under your own party code, or entrust a customs broker.",
)
def declarant_that_is_no_broker_declares_for_itself(case: Case) -> Verdict:
    """A declarant that is no customs broker declares only for itself."""
    standing, trader = case.standing, case.declaration.trader.party_code
    if standing.is_broker or standing.declarant_code == trader:
        return True
    return because(at=f"/{_trader(case)}/party_code", party_code=trader, declarant=standing.declarant_code)


@rule(
    "PT-205",
    law="NACCS IDA, consignor country; NACCS EDA, consignee country (ISO 3166)",
    at="/consignor/country",
    ja="海外の仕出人・仕向人の国コードは、ISO 3166の国コードでなければなりません。",
    remedy="Write the two-letter code of ISO 3166, such as US.",
)
def counterparty_country_is_a_country(case: Case) -> Verdict:
    """The country of the party abroad is a country of ISO 3166."""
    country = case.declaration.counterparty.country
    return country in COUNTRIES or because(at=f"/{_counterparty(case)}/country", country=country)


@rule(
    "PT-206",
    law="Customs Act art. 2 (1): goods are imported from abroad or exported to a place abroad",
    at="/consignor/country",
    ja="仕出人・仕向人は、外国に所在する者でなければなりません。",
    remedy="Name the party abroad that sent or will receive the goods.",
)
def counterparty_is_abroad(case: Case) -> Verdict:
    """The consignor of an import, or consignee of an export, is abroad."""
    country = case.declaration.counterparty.country
    return country != JAPAN or because(at=f"/{_counterparty(case)}/country", country=country)


@rule(
    "PT-207",
    law="this system (ISO 3166)",
    at="/importer/address/country",
    ja="住所の国コードは、ISO 3166の国コードでなければなりません。",
    remedy="Write the two-letter code of ISO 3166, or leave the country of the address out.",
)
def countries_of_addresses_are_countries(case: Case) -> Verdict:
    """The country of an address is a country of ISO 3166."""
    stated = (
        (_trader(case), case.declaration.trader.address),
        (_counterparty(case), case.declaration.counterparty.address),
    )
    return [
        because(at=f"/{party}/address/country", country=address.country)
        for party, address in stated
        if address is not None and address.country is not None and address.country not in COUNTRIES
    ]


@rule(
    "PT-208",
    law="Customs Act art. 95 (1)",
    at="/importer/address/country",
    severity=Severity.ADVISORY,
    ja="国内に住所等を有しない者が輸出入する場合は、税関事務管理人の届出が必要です。",
    remedy="Have a customs administration manager appointed and notified to customs.",
)
def trader_has_an_address_in_japan(case: Case) -> Verdict:
    """A trader without an address in Japan acts through a customs administration manager."""
    address = case.declaration.trader.address
    country = address.country if address and address.country in COUNTRIES else JAPAN
    return country == JAPAN or because(at=f"/{_trader(case)}/address/country", country=country)


def _trader(case: Case) -> str:
    return "importer" if case.is_import else "exporter"


def _counterparty(case: Case) -> str:
    return "consignor" if case.is_import else "consignee"
