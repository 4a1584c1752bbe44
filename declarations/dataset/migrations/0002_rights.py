"""Rights on what was published: everybody reads it, the worker writes it once; and it is only appended."""

from importlib import import_module

from django.db import migrations

_roles = import_module("declarations.migrations.0016_roles")
ROLES, S, SI, SIU, ALL, NONE = (getattr(_roles, name) for name in ("ROLES", "S", "SI", "SIU", "ALL", "NONE"))

# Web, officer, worker, as in the migration of the roles. Whose commodity is masked is for officers.
RIGHTS = {
    "dataset_release": (S, S, SI),
    "dataset_tradecell": (S, S, SI),
    "dataset_maskedcommodity": (S, S, SI),
    "dataset_currencycell": (S, S, SI),
    "dataset_officechoice": (S, S, SI),
    "dataset_secrecyrequest": (NONE, ALL, S),
    "dataset_generatedrun": (NONE, S, SIU),
    "dataset_generatedtrader": (NONE, S, SI),
}
APPENDED = ("release", "tradecell", "maskedcommodity", "currencycell", "officechoice")


def _grant(table: str, *rights: str) -> str:
    return f"REVOKE ALL ON {table} FROM PUBLIC;" + "".join(
        f"GRANT {right} ON {table} TO {role};" for role, right in zip(ROLES, (*rights, S), strict=True) if right
    )


def _protect(table: str) -> tuple[str, str]:
    name = f"dataset_{table}"
    return (
        f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {name} "
        "FOR EACH ROW EXECUTE FUNCTION declarations_append_only();"
        f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION declarations_append_only();",
        f"DROP TRIGGER {name}_append_only ON {name}; DROP TRIGGER {name}_no_truncate ON {name};",
    )


class Migration(migrations.Migration):
    dependencies = [("dataset", "0001_published"), ("declarations", "0016_roles")]

    operations = [
        *(
            migrations.RunSQL(_grant(table, *rights), f"REVOKE ALL ON {table} FROM {', '.join(ROLES)};")
            for table, rights in RIGHTS.items()
        ),
        *(migrations.RunSQL(*_protect(table)) for table in APPENDED),
    ]
