"""What a declaration says. One definition serves as wire contract, as domain value and as JSON Schema.

Read `declaration.py` first: it is the form. `words.py` holds the kinds of text, `numbers.py` the kinds of
number, each with the exact format that is accepted. Lengths follow NACCS's registration messages (IDA for
imports, EDA for exports); every field names its NACCS item and the WCO Data Model element it stands for.
Free of Django.
"""

from declarations.data.declaration import (
    Address,
    Charge,
    DeclarationData,
    Direction,
    ExportDeclaration,
    ExportTransport,
    GoodsItem,
    ImportDeclaration,
    ImportTransport,
    Invoice,
    OverseasParty,
    Packages,
    Party,
    PermitClaim,
)
from declarations.data.numbers import Coefficient, Count, Mass, Money, Number, Quantity, decimal_string, plain

__all__ = [
    "Address",
    "Charge",
    "Coefficient",
    "Count",
    "DeclarationData",
    "Direction",
    "ExportDeclaration",
    "ExportTransport",
    "GoodsItem",
    "ImportDeclaration",
    "ImportTransport",
    "Invoice",
    "Mass",
    "Money",
    "Number",
    "OverseasParty",
    "Packages",
    "Party",
    "PermitClaim",
    "Quantity",
    "decimal_string",
    "plain",
]
