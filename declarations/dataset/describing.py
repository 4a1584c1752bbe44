"""What describes an export to programs: a Frictionless data package, and a record for catalogues (DCAT-AP)."""

from collections.abc import Sequence
from typing import Any

import msgspec

from declarations.dataset.columns import Column, Disclosure, Kind, Table
from declarations.dataset.manifest import Exported, Manifest

TITLE = "Declarations by goods item"
_TYPES = {
    Kind.TEXT: "string",
    Kind.LIST: "string",
    Kind.WHOLE: "integer",
    Kind.DECIMAL: "number",
    Kind.DAY: "date",
    Kind.INSTANT: "datetime",
    Kind.FLAG: "boolean",
}
_INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"


def data_package(manifest: Manifest, tables: Sequence[Table]) -> bytes:
    """`datapackage.json`: each file with its hash, and each column with its type and meaning."""
    declared = {table.name: table for table in tables}
    return _json(
        {
            "profile": "tabular-data-package",
            "name": "declarations",
            "title": TITLE,
            "version": manifest.schema_version,
            "created": manifest.as_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "resources": [_resource(each, declared[each.table]) for each in manifest.tables],
        }
    )


def catalogue_record(manifest: Manifest, tables: Sequence[Table]) -> bytes:
    """`dcat.jsonld`: what there is and who may have it. The data themselves are restricted by law."""
    personal = any(column.disclosure is Disclosure.PERSONAL for table in tables for column in table.columns)
    rights = "NON_PUBLIC" if personal else "RESTRICTED"
    return _json(
        {
            "@context": {
                "dcat": "http://www.w3.org/ns/dcat#",
                "dct": "http://purl.org/dc/terms/",
                "spdx": "http://spdx.org/rdf/terms#",
            },
            "@type": "dcat:Dataset",
            "dct:title": TITLE,
            "dct:description": " ".join(table.meaning for table in tables),
            "dct:issued": manifest.as_at.date().isoformat(),
            "dct:accessRights": f"http://publications.europa.eu/resource/authority/access-right/{rights}",
            "dcat:version": manifest.schema_version,
            "dcat:distribution": [_distribution(each) for each in manifest.tables],
        }
    )


def _resource(exported: Exported, table: Table) -> dict[str, Any]:
    return {
        "name": exported.table.replace("_", "-"),
        "path": exported.file,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": exported.bytes,
        "hash": f"sha256:{exported.sha256}",
        "description": table.meaning,
        "schema": {"fields": [_field(column) for column in table.columns], "missingValues": [""]},
    }


def _field(column: Column) -> dict[str, Any]:
    told = {
        "name": column.name,
        "title": column.label,
        "description": column.meaning,
        "type": _TYPES[column.kind],
        "format": _INSTANT if column.kind is Kind.INSTANT else "",
        "unit": column.unit,
        "codeList": column.code_list,
        "disclosure": column.disclosure.value,
    }
    return {name: value for name, value in told.items() if value}


def _distribution(exported: Exported) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": exported.table,
        "dcat:mediaType": "text/csv",
        "dcat:byteSize": exported.bytes,
        "spdx:checksum": {"spdx:algorithm": "sha256", "spdx:checksumValue": exported.sha256},
    }


def _json(told: dict[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"
