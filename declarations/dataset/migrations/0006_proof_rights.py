"""Rights on the proof: the worker writes it, officers read it; and it is only appended."""

from importlib import import_module

from django.db import migrations

_rights = import_module("declarations.dataset.migrations.0002_rights")
TABLES = ("versionleaf", "checkpoint")


class Migration(migrations.Migration):
    dependencies = [("dataset", "0005_proof")]

    operations = [
        operation
        for table in TABLES
        for operation in (
            migrations.RunSQL(
                _rights._grant(f"dataset_{table}", _rights.NONE, _rights.S, _rights.SI),
                _rights._revoke(f"dataset_{table}"),
            ),
            migrations.RunSQL(*_rights._protect(table)),
        )
    ]
