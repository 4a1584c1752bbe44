"""The columns of the tariff schedule, and which certificate of origin asks for which. Pure.

The real four-character codes of the certificate field (NACCS item ORS) are not public. The codes in
`PREFERENCES` are this product's own: four characters that name the agreement.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Regime(StrEnum):
    """One column of the schedule: a rate and the ground on which it is asked."""

    GENERAL = "GENERAL"
    TEMPORARY = "TEMPORARY"
    WTO = "WTO"
    GSP = "GSP"
    LDC = "LDC"
    CPTPP = "CPTPP"
    EU = "EU"
    UK = "UK"
    RCEP_ASEAN_AU_NZ = "RCEP_ASEAN_AU_NZ"
    RCEP_CN = "RCEP_CN"
    RCEP_KR = "RCEP_KR"
    US_JP = "US_JP"
    ASEAN = "ASEAN"

    @property
    def spoken(self) -> str:
        """The regime as it is written in a sentence."""
        return _SPOKEN.get(self, self.value)

    @property
    def law(self) -> str:
        """The law that lets this column apply."""
        return _LAW.get(self, "Customs Act art. 3, proviso (rate by treaty)")


_SPOKEN = {
    Regime.GENERAL: "general",
    Regime.TEMPORARY: "temporary",
    Regime.RCEP_ASEAN_AU_NZ: "RCEP (ASEAN, Australia, New Zealand)",
    Regime.RCEP_CN: "RCEP (China)",
    Regime.RCEP_KR: "RCEP (Korea)",
    Regime.US_JP: "US-Japan",
}
_LAW = {
    Regime.GENERAL: "Customs Tariff Act art. 3 and annex",
    Regime.TEMPORARY: "Temporary Tariff Measures Act art. 2",
    Regime.GSP: "Temporary Tariff Measures Act art. 8-2 (1)",
    Regime.LDC: "Temporary Tariff Measures Act art. 8-2 (3)",
}

ASEAN_MEMBERS = frozenset({"BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "VN"})
EU_MEMBERS = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)
CPTPP_MEMBERS = frozenset({"AU", "BN", "CA", "CL", "GB", "MX", "MY", "NZ", "PE", "SG", "VN"})


@dataclass(frozen=True)
class Preference:
    """A regime that must be asked for: since when, and for which origins.

    `members` is empty where the list of beneficiaries changes by order and is not kept here; the examining
    officer then decides on the origin. The day is that of entry into force for Japan: a member that joined
    later is not told apart.
    """

    regime: Regime
    since: date
    members: frozenset[str] = frozenset()

    def covers(self, origin: str, *, on: date) -> bool:
        """Whether goods of this origin (ISO 3166) may plausibly claim the preference on that day."""
        return on >= self.since and (not self.members or origin in self.members)


_RCEP_SINCE = date(2022, 1, 1)
PREFERENCES: dict[str, tuple[Preference, ...]] = {
    "GSP": (Preference(Regime.GSP, date(1971, 8, 1)),),
    "LDC": (Preference(Regime.LDC, date(1980, 4, 1)),),
    "ASEA": (Preference(Regime.ASEAN, date(2008, 12, 1), ASEAN_MEMBERS),),
    "CPTP": (Preference(Regime.CPTPP, date(2018, 12, 30), CPTPP_MEMBERS),),
    "EUJP": (Preference(Regime.EU, date(2019, 2, 1), EU_MEMBERS),),
    "USJP": (Preference(Regime.US_JP, date(2020, 1, 1), frozenset({"US"})),),
    "UKJP": (Preference(Regime.UK, date(2021, 1, 1), frozenset({"GB"})),),
    "RCEP": (
        Preference(Regime.RCEP_ASEAN_AU_NZ, _RCEP_SINCE, ASEAN_MEMBERS | {"AU", "NZ"}),
        Preference(Regime.RCEP_CN, _RCEP_SINCE, frozenset({"CN"})),
        Preference(Regime.RCEP_KR, date(2022, 2, 1), frozenset({"KR"})),
    ),
}


def regime_asked(certificate: str, origin: str, *, on: date) -> Regime | None:
    """The regime that a certificate of origin asks for, or None when it cannot be granted.

    None stands for an unknown code, an origin outside the agreement, or a day before it was in force;
    trailing blanks of the code are ignored.
    """
    for preference in PREFERENCES.get(certificate.strip(), ()):
        if preference.covers(origin, on=on):
            return preference.regime
    return None
