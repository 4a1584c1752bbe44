"""The kinds of text, each with the repertoire and length that NACCS's messages give it.

Codes are capital letters and digits; a full-width code is normalised (NFKC) before it is refused, a name is
kept as written. The patterns avoid `\\d`, which takes full-width digits, and read alike in Python and JSON Schema.
"""

from typing import Annotated, Any

from msgspec import Meta

# ASCII, Latin, Greek, Cyrillic, kana, CJK, full-width forms: what customs' systems print. No emoji, no private use.
_PRINTED = (
    r"[ -~\u00A1-\u024F\u0370-\u04FF\u2010-\u2027\u2030-\u205E\u20A0-\u20BF\u2150-\u22FF"
    r"\u3000-\u30FF\u3400-\u9FFF\uFF01-\uFFEF]"
)


def about(what: str, *, example: Any, naccs: str = "", wco: str = "") -> Meta:
    """The meaning of a field: what it says and in which unit, an example, its NACCS item and WCO element."""
    sources = {"x-naccs": naccs, "x-wco": wco}
    return Meta(description=what, examples=[example], extra_json_schema={k: v for k, v in sources.items() if v})


def code(pattern: str) -> Meta:
    """A code of exactly this pattern."""
    return Meta(pattern=f"^{pattern}$", extra_json_schema={"x-code": "pattern", "x-normalised": "NFKC"})


def text(longest: int) -> Meta:
    """Free text of 1 to `longest` characters with something to read in it."""
    return Meta(
        min_length=1,
        max_length=longest,
        pattern=f"^(?=.*[^ \\u3000]){_PRINTED}*$",
        extra_json_schema={"x-code": "charset"},
    )


PartyCode = Annotated[str, code("([0-9]{17}|[0-9A-Z]{12})")]
CountryCode = Annotated[str, code("[A-Z]{2}")]
CurrencyCode = Annotated[str, code("[A-Z]{3}")]
UnitCode = Annotated[str, code("[A-Z]{1,3}[0-9]?")]
PackageUnit = Annotated[str, code("[A-Z]{2}")]
OfficeCode = Annotated[str, code("[0-9A-Z]{2}")]
BondedAreaCode = Annotated[str, code("[0-9A-Z]{5}")]
CommodityCode = Annotated[str, code("[0-9]{9}[0-9A-Z]")]
LawCode = Annotated[str, code("[A-Z]{2}")]
Incoterm = Annotated[str, code("[A-Z]{3}")]
PlaceCode = Annotated[str, code("[A-Z]{2}[A-Z2-9]{3}")]
PortCode = Annotated[str, code("[A-Z]{3}")]
ControlNumber = Annotated[str, code("[0-9A-Z]{10}")]
TransportDocument = Annotated[str, code("[0-9A-Z/-]{1,35}")]
Reference = Annotated[str, code("[0-9A-Za-z_./-]{1,20}")]
Postcode = Annotated[str, code("[0-9A-Z -]{1,9}")]
Telephone = Annotated[str, code("[0-9]{1,11}")]
CertificateCode = Annotated[str, code("[0-9A-Z ]{4}")]
