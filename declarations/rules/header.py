"""Chapter HD: the declaration as a whole, its type and its day."""

from datetime import date

from declarations.data import Direction
from declarations.data.parcel import MANIFEST
from declarations.rules.book import Verdict, because, rule
from declarations.rules.case import Case

_YEARS_BACK, _YEARS_AHEAD = 5, 1

# The letters of NACCS's export types are not published, so these few words stand for them.
EXPORT_TYPES = {
    "NORMAL": "export of domestic goods",
    "REEXPORT": "reshipment of foreign goods (Customs Act art. 75)",
    "SHIPSTORES": "stores for a ship or aircraft (Customs Act art. 23)",
    MANIFEST: "a small parcel by the manifest (NACCS: MEC)",
}


@rule(
    "HD-101",
    law="Customs Act art. 67; NACCS IDA, item ICB",
    at="/declaration_type",
    direction=Direction.IMPORT,
    ja="申告種別コードは、輸入申告の種別のいずれかでなければなりません。",
    remedy="Choose a letter of the code list of import declaration types, such as C; MANIFEST for a small parcel.",
)
def declaration_type_is_an_import_type(case: Case) -> Verdict:
    """The declaration type is one of the import declaration types."""
    declared = case.declaration.declaration_type
    if declared == MANIFEST or case.reference.declaration_type(declared) is not None:
        return True
    return because(declaration_type=declared)


@rule(
    "HD-102",
    law="Customs Act art. 67; the words are this system's",
    at="/declaration_type",
    direction=Direction.EXPORT,
    ja="申告種別は、本システムが定める輸出申告の種別のいずれかでなければなりません。",
    remedy="Write NORMAL, REEXPORT or SHIPSTORES; MANIFEST for a small parcel.",
)
def declaration_type_is_an_export_type(case: Case) -> Verdict:
    """The declaration type is one of the export declaration types."""
    declared = case.declaration.declaration_type
    return declared in EXPORT_TYPES or because(declaration_type=declared, known=", ".join(EXPORT_TYPES))


@rule(
    "HD-103",
    law="this system (NACCS IDA, item ARR)",
    at="/transport/arrival_on",
    direction=Direction.IMPORT,
    ja="入港年月日は、申告日の5年前の日以後でなければなりません。",
    remedy="Correct the day of arrival; goods that lay longer are declared at the customs office.",
)
def arrival_is_within_five_years_before_the_declared_day(case: Case) -> Verdict:
    """The day of arrival is at most five years before the declared day."""
    arrival_on, earliest = case.as_import.transport.arrival_on, _years_from(case.on, -_YEARS_BACK)
    return arrival_on >= earliest or because(arrival_on=arrival_on, earliest=earliest)


@rule(
    "HD-104",
    law="this system (NACCS IDA, item ARR)",
    at="/transport/arrival_on",
    direction=Direction.IMPORT,
    ja="入港年月日は、申告日の1年後の日以前でなければなりません。",
    remedy="Correct the day of arrival, or declare when it is nearer.",
)
def arrival_is_within_a_year_after_the_declared_day(case: Case) -> Verdict:
    """The day of arrival is at most one year after the declared day."""
    arrival_on, latest = case.as_import.transport.arrival_on, _years_from(case.on, _YEARS_AHEAD)
    return arrival_on <= latest or because(arrival_on=arrival_on, latest=latest)


@rule(
    "HD-105",
    law="this system",
    at="/transport/departure_on",
    direction=Direction.IMPORT,
    ja="外国における出港年月日は、申告日の5年前の日以後でなければなりません。",
    remedy="Correct the day of departure.",
)
def departure_abroad_is_within_five_years_before_the_declared_day(case: Case) -> Verdict:
    """The day of departure abroad is at most five years before the declared day."""
    departure_on, earliest = case.as_import.transport.departure_on, _years_from(case.on, -_YEARS_BACK)
    return departure_on is None or departure_on >= earliest or because(departure_on=departure_on, earliest=earliest)


@rule(
    "HD-106",
    law="this system (NACCS EDA, planned departure date)",
    at="/transport/departure_on",
    direction=Direction.EXPORT,
    ja="出港予定年月日は、申告日の1年後の日以前でなければなりません。",
    remedy="Correct the planned day of departure, or declare when it is nearer.",
)
def planned_departure_is_within_a_year_after_the_declared_day(case: Case) -> Verdict:
    """The planned day of departure is at most one year after the declared day."""
    departure_on, latest = case.as_export.transport.departure_on, _years_from(case.on, _YEARS_AHEAD)
    return departure_on <= latest or because(departure_on=departure_on, latest=latest)


def _years_from(day: date, years: int) -> date:
    """The same day some years on; the 28th where there is no 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
