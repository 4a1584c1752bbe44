"""The rules of law, a file a chapter. Importing the package enters every chapter in the book, in this order."""

# The order of the chapters is the order in which a declarant reads the findings.
# isort: off
from declarations.rules import (  # noqa: F401  (each import enters its chapter)
    header,
    parties,
    consignment,
    goods,
    quantities,
    taxes,
    valuation,
    charges,
    adjustments,
    procedure,
    offices,
    other_law,
    parcels,
)

# isort: on
from declarations.rules.book import BOOK, Finding, Rule, Severity, advisory, blocking, examine
from declarations.rules.case import Case, OtherLaw, Standing

__all__ = ["BOOK", "Case", "Finding", "OtherLaw", "Rule", "Severity", "Standing", "advisory", "blocking", "examine"]
