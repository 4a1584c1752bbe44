"""Declarations written in the WCO Data Model's XML (DMS profile), turned into the form of `declarations.data`.

    parsing       bytes to a document: what is refused before and after it is parsed
    validating    the document against our own schema (xsd/), every error at once
    table         which element stands for which field, and how it is read: read this first
    mapping       the table applied; every leaf of the document accounted for
    form          what the form asks for: which fields are required, what fits a field
    report        what became of every leaf, and of every field that the form requires

Free of Django.
"""

from declarations.wco.reading import read
from declarations.wco.received import Received
from declarations.wco.report import Function, Line, Outcome, Report, Translated

MEDIA_TYPE = "application/vnd.wco.declaration+xml"

__all__ = ["MEDIA_TYPE", "Function", "Line", "Outcome", "Received", "Report", "Translated", "read"]
