"""What a declaration says. One definition serves as wire contract, as domain value and as JSON Schema.

Read `declaration.py` first: it is the form; `parts.py` holds what it is made of, `words.py` the kinds of text,
`numbers.py` the kinds of number, each with the exact format that is accepted. Lengths follow NACCS's registration
messages (IDA for imports, EDA for exports); every field names its NACCS item and the WCO Data Model element it
stands for.
Free of Django.
"""

from declarations.data.declaration import (
    DeclarationData,
    Direction,
    ExportDeclaration,
    ExportTransport,
    GoodsItem,
    ImportDeclaration,
    ImportTransport,
)
from declarations.data.numbers import (
    Coefficient,
    Count,
    Degrees,
    Mass,
    Money,
    Number,
    Quantity,
    decimal_string,
    number_text,
    plain,
)
from declarations.data.parts import (
    Address,
    Adjustment,
    Charge,
    InternalTax,
    Invoice,
    OverseasParty,
    Packages,
    Party,
    PermitClaim,
)
from declarations.data.unread import UNREAD, Unread, unless_unread

__all__ = [
    "UNREAD",
    "Address",
    "Adjustment",
    "Charge",
    "Coefficient",
    "Count",
    "DeclarationData",
    "Degrees",
    "Direction",
    "ExportDeclaration",
    "ExportTransport",
    "GoodsItem",
    "ImportDeclaration",
    "ImportTransport",
    "InternalTax",
    "Invoice",
    "Mass",
    "Money",
    "Number",
    "OverseasParty",
    "Packages",
    "Party",
    "PermitClaim",
    "Quantity",
    "Unread",
    "decimal_string",
    "number_text",
    "plain",
    "unless_unread",
]
