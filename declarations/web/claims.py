"""Claims under other laws in one line of text, for who types a grid or a spreadsheet.

    FD FD26-000123; PL ask; AN no: not for breeding

A law's code and then the number of the permit; `ask`, that the agency is asked to decide; or `no:` and why the law
does not bind the goods.
"""

import re
from typing import Any

from declarations.web.said import text_at

_CLAIM = re.compile(r"([A-Za-z]{2})(?:[\s=:]+(.*))?", re.DOTALL)
_NOT_BOUND = re.compile(r"(?:no|not|該当なし|非該当)\s*[:：]\s*(.*)", re.IGNORECASE | re.DOTALL)
_ASK = frozenset({"ask", "?", "照会"})


def claims_in(text: str) -> list[dict[str, Any]]:
    """The claims that a line says. What is no claim is one of a law that nobody knows: it is refused by name."""
    return [_claim(part.strip()) for part in re.split(r"[;；\n]", text) if part.strip()]


def line_of(claims: object) -> str:
    """The claims of a goods item as a line."""
    return "; ".join(_written(claim) for claim in claims) if isinstance(claims, list) else ""


def _claim(text: str) -> dict[str, Any]:
    found = _CLAIM.fullmatch(text)
    if not found:
        return {"law": text}
    law, rest = found[1].upper(), (found[2] or "").strip()
    if rest.lower() in _ASK:
        return {"law": law, "ask_agency": True}
    if not_bound := _NOT_BOUND.fullmatch(rest):
        return {"law": law, "not_subject_reason": not_bound[1].strip()}
    return {"law": law, "permit_number": rest} if rest else {"law": law}


def _written(claim: object) -> str:
    law = text_at(claim, ("law",))
    if number := text_at(claim, ("permit_number",)):
        return f"{law} {number}"
    if text_at(claim, ("ask_agency",)) == "true":
        return f"{law} ask"
    reason = text_at(claim, ("not_subject_reason",))
    return f"{law} no: {reason}" if reason else law
