"""The agencies, each behind an adapter.

A new agency is a row of `Agency`; where it speaks in a way of its own, one file here and one line in ADAPTERS too.
"""

from collections.abc import Callable

from django.conf import settings

from permits.agencies.base import AgencyAdapter, AgencyError, AgencyProtocolError, AgencyUnavailable, AskedOnPaper
from permits.agencies.json_http import CONNECT_SECONDS, TOTAL_SECONDS, JsonHttpAgency
from permits.agencies.manual import ManualAgency
from permits.models import Agency
from permits.signing import secret_for

__all__ = [
    "ADAPTERS",
    "AgencyAdapter",
    "AgencyError",
    "AgencyProtocolError",
    "AgencyUnavailable",
    "AskedOnPaper",
    "adapter_for",
    "address_of",
    "secret_of",
]


def _json_http(agency: Agency) -> AgencyAdapter:
    url = address_of(agency)
    if not url:  # can heal: the address is being entered
        raise AgencyUnavailable("no-url", f"neither {agency.code}'s row nor AGENCY_URLS has its address")
    total = agency.total_seconds or TOTAL_SECONDS
    return JsonHttpAgency(
        url, connect_seconds=min(agency.connect_seconds or CONNECT_SECONDS, total), total_seconds=total
    )


def _manual(agency: Agency) -> AgencyAdapter:
    return ManualAgency()


# Name of the adapter, as in Agency.adapter -> the adapter of one agency.
ADAPTERS: dict[str, Callable[[Agency], AgencyAdapter]] = {"json_http": _json_http, "manual": _manual}


def adapter_for(agency: Agency) -> AgencyAdapter:
    """The adapter of an agency. Raises AgencyError when there is none."""
    make = ADAPTERS.get(agency.adapter)
    if make is None:
        raise AgencyProtocolError("no-adapter", f"{agency.code} has the unknown adapter {agency.adapter}")
    return make(agency)


def address_of(agency: Agency) -> str:
    """Where an agency is asked: its row says so, or else the environment; empty where neither does."""
    return agency.url or settings.AGENCY_URLS.get(agency.code, "")


def secret_of(agency_code: str) -> str:
    """The secret that signs what this agency sends."""
    return secret_for(agency_code, root=settings.AGENCY_SECRET)
