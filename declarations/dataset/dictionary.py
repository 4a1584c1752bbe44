"""The data dictionary, made from the declarations of the tables: once for machines, once for people."""

import csv
import io
from collections.abc import Iterator, Sequence

from declarations.dataset.columns import Column, Disclosure, Kind, Table
from declarations.dataset.tables import SCHEMA_VERSION

_HEADING = ("table", "position", "column", "label", "meaning", "kind", "unit", "code_list", "disclosure", "source")


def as_csv(tables: Sequence[Table]) -> bytes:
    """A row for each column of each table, RFC 4180."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_HEADING)
    for table in tables:
        for position, column in enumerate(table.columns, start=1):
            writer.writerow((table.name, position, *_facts(column), column.source))
    return text.getvalue().encode()


def as_markdown(tables: Sequence[Table]) -> bytes:
    """The same for people, with the conventions of the files."""
    return "\n".join(_page(tables)).encode()


def _facts(column: Column) -> tuple[str, ...]:
    described = (column.name, column.label, column.meaning, column.kind.value)
    return (*described, column.unit, column.code_list, column.disclosure.value)


def _page(tables: Sequence[Table]) -> Iterator[str]:
    yield f"# Data dictionary, schema version {SCHEMA_VERSION}\n"
    yield "The files are CSV (RFC 4180): UTF-8, commas, CRLF, one heading row. An empty cell says nothing was stated."
    yield "A unit that is the name of a column is found in that column.\n"
    yield "| kind | how a cell is written |\n|---|---|"
    yield from (f"| {kind.value} | {kind.written} |" for kind in Kind)
    yield "\n| disclosure | what a column of the class tells |\n|---|---|"
    yield from (f"| {disclosure.value} | {disclosure.meaning} |" for disclosure in Disclosure)
    for table in tables:
        yield f"\n## {table.name}\n\n{table.meaning}\n"
        yield "| # | column | label | meaning | kind | unit | code list | disclosure |"
        yield "|---|---|---|---|---|---|---|---|"
        for position, column in enumerate(table.columns, start=1):
            yield f"| {position} | " + " | ".join(fact.replace("|", "\\|") for fact in _facts(column)) + " |"
    yield ""
