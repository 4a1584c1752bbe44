"""Groups of countries (ISO 3166) as they stand on a day. Pure."""

from datetime import date


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EU = _codes("AT BE BG CY CZ DE DK EE ES FI FR GR HU IE IT LT LU LV MT NL PL PT RO SE SI SK")
_JOINED = {"HR": date(2013, 7, 1)}
_LEFT = {"GB": date(2020, 2, 1)}
ASIA = _codes("KR KP CN TW MN HK MO VN TH SG MY BN PH ID KH LA MM TL IN PK LK MV BD AF NP BT")
"""East, South-East and South Asia; the Middle East is apart, as in the trade statistics of Japan."""


def eu_on(day: date) -> frozenset[str]:
    """The member states of the European Union on a day since 2007."""
    joined = {country for country, since in _JOINED.items() if since <= day}
    staying = {country for country, since in _LEFT.items() if day < since}
    return _EU | joined | staying
