"""The sandbox's script: an own reference such as `SBX-A-V1-0001` decides the outcome, so that every one can be tried.

The agencies read A, R, D, I, M, Q, P, X, O, L3, F500 and T (see the agency simulator); V1, V2 and V3 set the category
here. Only where the setting SANDBOX is on, never in production.
"""

_CATEGORIES = {"V1": 1, "V2": 2, "V3": 3}


def scripted_category(own_reference: str, *, enabled: bool) -> int | None:
    """The category that the own reference asks for, or None where it asks for none or the sandbox is off."""
    if not enabled or not own_reference.startswith("SBX-"):
        return None
    for token in own_reference.split("-")[1:]:
        if token in _CATEGORIES:
            return _CATEGORIES[token]
    return None
