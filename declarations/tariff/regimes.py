"""The 27 columns of the tariff schedule, and which certificate of origin asks for which. Pure.

The real four-character codes of the certificate field (NACCS item ORS) are not public. The codes in
`PREFERENCES` are this product's own: the partner and JP, or the name of the agreement.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from declarations.tariff import parties
from declarations.tariff.parties import Party


class Regime(StrEnum):
    """One column of the schedule: a rate and the ground on which it is asked. In the order of the schedule."""

    GENERAL = "GENERAL"
    TEMPORARY = "TEMPORARY"
    WTO = "WTO"
    GSP = "GSP"
    LDC = "LDC"
    SG = "SG"
    MX = "MX"
    MY = "MY"
    CL = "CL"
    TH = "TH"
    ID = "ID"
    BN = "BN"
    ASEAN = "ASEAN"
    PH = "PH"
    CH = "CH"
    VN = "VN"
    IN = "IN"
    PE = "PE"
    AU = "AU"
    MN = "MN"
    CPTPP = "CPTPP"
    EU = "EU"
    UK = "UK"
    RCEP_ASEAN_AU_NZ = "RCEP_ASEAN_AU_NZ"
    RCEP_CN = "RCEP_CN"
    RCEP_KR = "RCEP_KR"
    US_JP = "US_JP"

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
    Regime.SG: "Singapore-Japan",
    Regime.MX: "Mexico-Japan",
    Regime.MY: "Malaysia-Japan",
    Regime.CL: "Chile-Japan",
    Regime.TH: "Thailand-Japan",
    Regime.ID: "Indonesia-Japan",
    Regime.BN: "Brunei-Japan",
    Regime.PH: "Philippines-Japan",
    Regime.CH: "Switzerland-Japan",
    Regime.VN: "Viet Nam-Japan",
    Regime.IN: "India-Japan",
    Regime.PE: "Peru-Japan",
    Regime.AU: "Australia-Japan",
    Regime.MN: "Mongolia-Japan",
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


@dataclass(frozen=True)
class Preference:
    """A regime that must be asked for: since when at the earliest, and for which parties.

    `parties` is empty where the list of beneficiaries changes by order and is not kept here; the examining
    officer then decides on the origin.
    """

    regime: Regime
    since: date
    parties: tuple[Party, ...] = ()

    def covers(self, origin: str, *, on: date) -> bool:
        """Whether goods of this origin (ISO 3166) may plausibly claim the preference on that day."""
        if not self.parties:
            return on >= self.since
        return any(party.origin == origin and party.covers(on) for party in self.parties)


def _agreement(regime: Regime, members: tuple[Party, ...]) -> Preference:
    return Preference(regime, min(party.since for party in members), members)


PREFERENCES: dict[str, tuple[Preference, ...]] = {
    "GSP": (Preference(Regime.GSP, date(1971, 8, 1)),),
    "LDC": (Preference(Regime.LDC, date(1980, 4, 1)),),
    "SGJP": (_agreement(Regime.SG, parties.SINGAPORE),),
    "MXJP": (_agreement(Regime.MX, parties.MEXICO),),
    "MYJP": (_agreement(Regime.MY, parties.MALAYSIA),),
    "CLJP": (_agreement(Regime.CL, parties.CHILE),),
    "THJP": (_agreement(Regime.TH, parties.THAILAND),),
    "IDJP": (_agreement(Regime.ID, parties.INDONESIA),),
    "BNJP": (_agreement(Regime.BN, parties.BRUNEI),),
    "ASEA": (_agreement(Regime.ASEAN, parties.ASEAN),),
    "PHJP": (_agreement(Regime.PH, parties.PHILIPPINES),),
    "CHJP": (_agreement(Regime.CH, parties.SWITZERLAND),),
    "VNJP": (_agreement(Regime.VN, parties.VIET_NAM),),
    "INJP": (_agreement(Regime.IN, parties.INDIA),),
    "PEJP": (_agreement(Regime.PE, parties.PERU),),
    "AUJP": (_agreement(Regime.AU, parties.AUSTRALIA),),
    "MNJP": (_agreement(Regime.MN, parties.MONGOLIA),),
    "CPTP": (_agreement(Regime.CPTPP, parties.CPTPP),),
    "EUJP": (_agreement(Regime.EU, parties.EUROPEAN_UNION),),
    "USJP": (_agreement(Regime.US_JP, parties.UNITED_STATES),),
    "UKJP": (_agreement(Regime.UK, parties.UNITED_KINGDOM),),
    "RCEP": (
        _agreement(Regime.RCEP_ASEAN_AU_NZ, parties.RCEP_ASEAN_AU_NZ),
        _agreement(Regime.RCEP_CN, parties.RCEP_CHINA),
        _agreement(Regime.RCEP_KR, parties.RCEP_KOREA),
    ),
}


def regime_asked(certificate: str, origin: str, *, on: date) -> Regime | None:
    """The regime that a certificate of origin asks for, or None when it cannot be granted.

    None stands for an unknown code, an origin outside the agreement, or a day before it was in force there;
    trailing blanks of the code are ignored.
    """
    for preference in PREFERENCES.get(certificate.strip(), ()):
        if preference.covers(origin, on=on):
            return preference.regime
    return None
