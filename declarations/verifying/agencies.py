"""I6 from the other side: what an agency says that it was asked, held against the store.

The agencies' simulators tell it at `GET /v1/requests`; a real agency would have to be asked for such a list.
"""

from collections.abc import Iterator, Mapping

import msgspec
import urllib3
from django.db import connection
from msgspec import Struct

from declarations.verifying.invariants import SAYS
from declarations.verifying.verdicts import Offence, Verdict, together, verdict

_PATIENCE = urllib3.Timeout(connect=3, total=30)

# What is known of one, and not of the other: an agency that was restored from an old copy, or we.
_DIFFERENT = """
SELECT coalesce(d.number, r.key), CASE
       WHEN c.id IS NULL THEN %(agency)s || ' was asked under ' || r.key || ', and there is no such check'
       WHEN r.key IS NULL THEN %(agency)s || ' does not know ' || c.agency_reference || ' of check ' || c.id
       ELSE %(agency)s || ' has ' || r.reference || ' for check ' || c.id || ', which has ' || c.agency_reference END
  FROM (SELECT * FROM permits_permitcheck WHERE agency_id = %(agency)s) c
  FULL JOIN json_to_recordset(%(requests)s) AS r (key text, reference text) ON r.key = c.id::text
  LEFT JOIN declarations_declaration d ON d.id::text = c.subject
 WHERE c.id IS NULL OR (c.agency_reference <> '' AND c.agency_reference IS DISTINCT FROM r.reference)
"""


class Requests(Struct, frozen=True):
    """What an agency tells of the requests it has: the reference of each idempotency key."""

    references: dict[str, str]


def ask_agencies(urls: Mapping[str, str]) -> dict[str, Requests]:
    """What each agency tells, before the store is looked at. Raises urllib3's HTTPError where one does not answer."""
    with urllib3.PoolManager(timeout=_PATIENCE, retries=2) as http:
        return {
            code: msgspec.json.decode(http.request("GET", f"{url}/v1/requests").data, type=Requests)
            for code, url in urls.items()
        }


def verify_agencies(told: Mapping[str, Requests]) -> tuple[Verdict, ...]:
    """Whether agencies and store know the same requests. In the caller's transaction; read only.

    What is asked between their telling and our looking may show as a difference; it does not where nothing is going on.
    """
    return together(
        verdict("I6", SAYS["I6"], looked_at=len(each.references), offences=_offences(code, each))
        for code, each in told.items()
    )


def differences(told: Mapping[str, Requests]) -> Iterator[Offence]:
    """Each single difference between what the agencies and what the store knows. In the caller's transaction."""
    for code, each in told.items():
        yield from _offences(code, each)


def _offences(code: str, told: Requests) -> Iterator[Offence]:
    yield from _given_twice(code, told)
    yield from _different(code, told)


def _given_twice(code: str, told: Requests) -> Iterator[Offence]:
    seen: dict[str, str] = {}
    for key, reference in told.references.items():
        if reference in seen:
            yield Offence(key, f"{code} gave {reference} to {seen[reference]} too")
        seen[reference] = key


def _different(code: str, told: Requests) -> Iterator[Offence]:
    requests = [{"key": key, "reference": reference} for key, reference in told.references.items()]
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENT, {"agency": code, "requests": msgspec.json.encode(requests).decode()})
        yield from (Offence(*row) for row in cursor.fetchall())
