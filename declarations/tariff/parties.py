"""The parties of Japan's economic partnership agreements, each with the day from which its goods are preferred. Pure.

Days are those of entry into force between Japan and the party, as announced by the Ministry of Foreign Affairs of
Japan and repeated in the guides to preferential rates by Japan Customs. A party of which we are not sure is left
out: its goods then bear the ordinary rate and a finding says so. Codes are ISO 3166.

The United Kingdom was treated as part of the European Union until the end of its transition on 2020-12-31.
Myanmar signed the RCEP agreement, which is not in force between it and Japan.
"""

from datetime import date

from msgspec import Struct


class Party(Struct, frozen=True):
    """Since when, and until when, goods of one origin are preferred; both days included."""

    origin: str
    since: date
    until: date | None = None

    def covers(self, on: date) -> bool:
        """Whether the preference holds on the day."""
        return self.since <= on and (self.until is None or on <= self.until)


def _all(since: date, *origins: str) -> tuple[Party, ...]:
    return tuple(Party(origin, since) for origin in origins)


ASEAN = (
    *_all(date(2008, 12, 1), "LA", "MM", "SG", "VN"),
    *_all(date(2009, 1, 1), "BN"),
    *_all(date(2009, 2, 1), "MY"),
    *_all(date(2009, 6, 1), "TH"),
    *_all(date(2009, 12, 1), "KH"),
    *_all(date(2010, 7, 1), "PH"),
    *_all(date(2018, 3, 1), "ID"),
)
CPTPP = (
    *_all(date(2018, 12, 30), "AU", "CA", "MX", "NZ", "SG"),
    *_all(date(2019, 1, 14), "VN"),
    *_all(date(2021, 9, 19), "PE"),
    *_all(date(2022, 11, 29), "MY"),
    *_all(date(2023, 2, 21), "CL"),
    *_all(date(2023, 7, 12), "BN"),
    *_all(date(2024, 12, 15), "GB"),
)
EUROPEAN_UNION = (
    *_all(
        date(2019, 2, 1),
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    ),
    Party("GB", date(2019, 2, 1), until=date(2020, 12, 31)),
)
RCEP_ASEAN_AU_NZ = (
    *_all(date(2022, 1, 1), "AU", "BN", "KH", "LA", "NZ", "SG", "TH", "VN"),
    *_all(date(2022, 3, 18), "MY"),
    *_all(date(2023, 1, 2), "ID"),
    *_all(date(2023, 6, 2), "PH"),
)
RCEP_CHINA = _all(date(2022, 1, 1), "CN")
RCEP_KOREA = _all(date(2022, 2, 1), "KR")
SINGAPORE = _all(date(2002, 11, 30), "SG")
MEXICO = _all(date(2005, 4, 1), "MX")
MALAYSIA = _all(date(2006, 7, 13), "MY")
CHILE = _all(date(2007, 9, 3), "CL")
THAILAND = _all(date(2007, 11, 1), "TH")
INDONESIA = _all(date(2008, 7, 1), "ID")
BRUNEI = _all(date(2008, 7, 31), "BN")
PHILIPPINES = _all(date(2008, 12, 11), "PH")
# Liechtenstein is in a customs union with Switzerland, and the agreement applies to its territory.
SWITZERLAND = _all(date(2009, 9, 1), "CH", "LI")
VIET_NAM = _all(date(2009, 10, 1), "VN")
INDIA = _all(date(2011, 8, 1), "IN")
PERU = _all(date(2012, 3, 1), "PE")
AUSTRALIA = _all(date(2015, 1, 15), "AU")
MONGOLIA = _all(date(2016, 6, 7), "MN")
UNITED_STATES = _all(date(2020, 1, 1), "US")
UNITED_KINGDOM = _all(date(2021, 1, 1), "GB")
