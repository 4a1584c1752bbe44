"""The manifest: what was exported, as at when, and the hash that each file must have."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct

from declarations.dataset.tables import SCHEMA_VERSION

MANIFEST = "manifest.json"


class Form(StrEnum):
    """How tables are written."""

    CSV = "csv"
    PARQUET = "parquet"
    STATA = "stata"


class Month(Struct, frozen=True, kw_only=True):
    """A month (YYYY-MM) of a table: its bytes in the table's file or in its own files, their hash, and its mark
    (`marks`)."""

    month: str
    rows: int
    bytes: int
    sha256: str
    mark: str


class Exported(Struct, frozen=True, kw_only=True):
    """One table of the data file, as written: into a file, or a folder with files by month (which `bytes` and `sha256`
    tell in order)."""

    table: str
    file: str
    rows: int
    bytes: int
    sha256: str
    columns: tuple[str, ...]
    seconds: float
    months: tuple[Month, ...]


class Manifest(Struct, frozen=True, kw_only=True):
    """`manifest.json`. Whatever was committed by `as_at` (UTC) is in the files."""

    as_at: datetime
    schema_version: str = SCHEMA_VERSION
    server_version: str
    form: Form
    tables: tuple[Exported, ...]

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(table.rows for table in self.tables)

    def encoded(self) -> bytes:
        """Its JSON, indented for people."""
        told: dict[str, Any] = msgspec.to_builtins(self)
        return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"
