"""Profiles made up for demonstrations: real criteria are a confidence of the customs that holds them."""

from datetime import date

from declarations.selection.models import RiskProfile

_SINCE = date(2014, 1, 1)
_PROFILES = (
    {"code": "RP-ARMS", "title": "Arms and ammunition", "commodity_prefix": "93", "category": 3},
    {"code": "RP-PORK-GATE", "title": "Pork near the gate price", "commodity_prefix": "0203", "category": 2},
    {
        "code": "RP-BAGS-IP",
        "title": "Handbags of high value: intellectual property",
        "commodity_prefix": "420221",
        "value_from": 1_000_000,
        "category": 3,
    },
    {"code": "RP-MOTORCYCLES", "title": "Motorcycles: stolen ones", "commodity_prefix": "8711", "category": 3},
    {
        "code": "RP-PAPER-VALUE",
        "title": "Paper in large lots: undervalued",
        "commodity_prefix": "4802",
        "value_from": 5_000_000,
        "category": 2,
    },
)


def load_demonstration() -> int:
    """Enter the profiles once. Returns how many are new."""
    new = 0
    for profile in _PROFILES:
        defaults = {"direction": "IMPORT", "valid_from": _SINCE, "is_demonstration": True, **profile}
        new += RiskProfile.objects.get_or_create(code=profile["code"], version=1, defaults=defaults)[1]
    return new
