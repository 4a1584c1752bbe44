"""The manifest: what was exported, as at when, and the hash that each file must have."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from declarations.dataset.tables import SCHEMA_VERSION


class Exported(Struct, frozen=True, kw_only=True):
    """One file of the data file, as written."""

    table: str
    file: str
    rows: int
    bytes: int
    sha256: str
    columns: tuple[str, ...]
    seconds: float


class Manifest(Struct, frozen=True, kw_only=True):
    """`manifest.json`. Whatever was committed by `as_at` (UTC) is in the files."""

    as_at: datetime
    schema_version: str = SCHEMA_VERSION
    server_version: str
    tables: tuple[Exported, ...]

    def encoded(self) -> bytes:
        """Its JSON, indented for people."""
        told: dict[str, Any] = msgspec.to_builtins(self)
        return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"
