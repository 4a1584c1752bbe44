"""What is left in English on a page for Japanese readers. Goods, firms and codes are in capitals, and are data; so
are the names of offices, currencies and commodities in the registers, and the sources of law, cited as they are.
"""

import re
from html import unescape

_DATA = re.compile(
    r"<!--.*?-->|<(script|code|option|textarea)\b.*?</\1>|<head>(?=.*<title)"
    r"|<(\w+)[^>]*\bclass=\"(?:source|said|code-meaning|commodity-[a-z]+)\".*?</\2>",
    re.DOTALL,
)
_IN_ENGLISH = re.compile(r"<(\w+)\b[^>]*\blang=\"en\"[^>]*>.*?</\1>", re.DOTALL)
_TOLD = re.compile(r"\b(?:title|alt|placeholder|aria-label)=(\"[^\"]*\"|'[^']*')")
_WORD = re.compile(r"(?<![\w./@:-])[A-Za-z][a-z]{2,}(?![\w@/:-]|\.\w)")
_NAMES = {"English", "Chrome", "Linux", "Shift", "Ctrl", "Excel", "Webhook", "Web", "Key", "Set", "xlsx", "csv"}
_TYPED = {"ask"}  # what is to be typed as it is


def english_in(markup: str) -> list[str]:
    """Words that are read, or read out, in English: in the text and in the attributes that are told to people."""
    body = _IN_ENGLISH.sub(" ", _DATA.sub(" ", markup))
    told = [re.sub(r"<[^>]*>", " ", body), *_TOLD.findall(body)]
    return sorted({word for text in told for word in _WORD.findall(unescape(text))} - _NAMES - _TYPED)
