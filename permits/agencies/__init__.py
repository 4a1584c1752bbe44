"""The agencies, each behind an adapter. A new kind of agency is one file and one line in ADAPTERS."""

from collections.abc import Callable

from django.conf import settings

from permits.agencies.base import AgencyAdapter, AgencyError, AgencyProtocolError, AgencyUnavailable, AskedOnPaper
from permits.agencies.json_http import CONNECT_SECONDS, TOTAL_SECONDS, JsonHttpAgency
from permits.agencies.manual import ManualAgency
from permits.signing import secret_for

__all__ = [
    "ADAPTERS",
    "AgencyAdapter",
    "AgencyError",
    "AgencyProtocolError",
    "AgencyUnavailable",
    "AskedOnPaper",
    "adapter_for",
    "secret_of",
]


def _json_http(agency_code: str) -> AgencyAdapter:
    url = settings.AGENCY_URLS.get(agency_code)
    if not url:  # can heal: the address is being entered
        raise AgencyUnavailable("no-url", f"AGENCY_URLS has no address of {agency_code}")
    connect, total = getattr(settings, "AGENCY_TIMEOUTS", (CONNECT_SECONDS, TOTAL_SECONDS))
    return JsonHttpAgency(url, connect_seconds=connect, total_seconds=total)


def _manual(agency_code: str) -> AgencyAdapter:
    return ManualAgency()


# Name of the adapter, as in Agency.adapter -> the adapter of one agency.
ADAPTERS: dict[str, Callable[[str], AgencyAdapter]] = {"json_http": _json_http, "manual": _manual}


def adapter_for(agency_code: str, *, adapter: str) -> AgencyAdapter:
    """The adapter of an agency. Raises AgencyError when there is none."""
    make = ADAPTERS.get(adapter)
    if make is None:
        raise AgencyProtocolError("no-adapter", f"{agency_code} has the unknown adapter {adapter}")
    return make(agency_code)


def secret_of(agency_code: str) -> str:
    """The secret that signs what this agency sends."""
    return secret_for(agency_code, root=settings.AGENCY_SECRET)
