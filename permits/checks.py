"""Mistakes of deployment that `manage.py check --database default` finds."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.db.utils import OperationalError, ProgrammingError

from permits.agencies import ADAPTERS, address_of
from permits.models import Agency


@register(Tags.database)
def agencies_can_be_asked(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Every connected agency has a URL, and every agency an adapter that exists."""
    if "default" not in (databases or ()):
        return []
    try:
        if Agency._meta.db_table not in connections["default"].introspection.table_names():
            return []
        agencies = list(Agency.objects.order_by("code"))
    except (OperationalError, ProgrammingError):
        return []  # no database, or no tables yet: nothing to say about agencies
    return [found for agency in agencies if (found := _of(agency)) is not None]


def _of(agency: Agency) -> CheckMessage | None:
    if agency.adapter not in ADAPTERS:
        hint = f"Use one of {', '.join(ADAPTERS)}."
        return Error(f"Agency {agency.code} has the unknown adapter {agency.adapter}.", hint=hint, id="permits.E001")
    if agency.adapter == "json_http" and agency.most_at_once * 2 > settings.AGENCY_THREADS:
        hint = "Let it be asked by fewer at once, or give the worker that asks more threads (AGENCY_THREADS)."
        told = f"Agency {agency.code} may keep more than half of the threads that ask agencies."
        return Warning(told, hint=hint, id="permits.W002")
    if agency.adapter == "json_http" and not address_of(agency):
        hint = f"Enter its address, or add {agency.code}=https://... to AGENCY_URLS; its checks wait until then."
        return Warning(f"Agency {agency.code} is connected but has no address.", hint=hint, id="permits.W001")
    if settings.SECURE_SSL_REDIRECT and address_of(agency).startswith("http://"):
        hint = "An answer that can be forged on its way is no permit."
        return Error(f"Agency {agency.code} is asked in clear: its address is not https.", hint=hint, id="permits.E002")
    return None
