"""Rights on the release ledger: officers and the worker read it, the worker writes it; and it is only appended."""

from importlib import import_module

from django.db import migrations

_rights = import_module("declarations.dataset.migrations.0002_rights")
RIGHTS = {"dataset_ledgertable": (_rights.NONE, _rights.S, _rights.SI)}


class Migration(migrations.Migration):
    dependencies = [("dataset", "0003_ledger")]

    operations = [
        *(
            migrations.RunSQL(_rights._grant(table, *rights), _rights._revoke(table))
            for table, rights in RIGHTS.items()
        ),
        migrations.RunSQL(*_rights._protect("ledgertable")),
    ]
