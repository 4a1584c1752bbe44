"""Everything a lodging has to know before it starts, in one SQL statement, for one message or for many.

Which editions of the reference data are in force, who declares for whom and by which mandate, whether this
message came before, and whether the own reference is taken.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from msgspec import Struct

from declarations.errors import ClientDeactivated
from declarations.rules import Standing
from declarations.traders.declarant import Declarant


class Editions(Struct, frozen=True):
    """The editions of the reference data; each names an immutable snapshot kept by the process."""

    tariff: int
    permits: int
    selection: int


class Earlier(Struct, frozen=True):
    """The submission that used this idempotency key before."""

    body_sha256: str
    outcome: str
    findings: str
    reply: str
    declaration_number: str


class Known(Struct, frozen=True):
    """What was known when the message came."""

    editions: Editions
    standing: Standing
    trader_id: UUID | None
    earlier: Earlier | None
    existing_number: str | None
    promised: Mapping[date, Mapping[str, Decimal]] = {}
    """Of the day and those after it the shares of the random draw that were committed to, by stratum."""


class Asked(Struct, frozen=True):
    """A message, as far as something may be known of it before it is judged."""

    trader_code: str
    own_reference: str
    key: str


_Promised = dict[date, dict[str, Decimal]]
_KNOWN = """
SELECT (SELECT number FROM tariff_tariffedition),
       (SELECT number FROM permits_permitsedition),
       (SELECT number FROM selection_selectionedition),
       (SELECT json_object_agg("on", shares)::text FROM selection_drawday
         WHERE "on" BETWEEN %(on)s AND %(on)s::date + 7),
       trader.id, trader.aeo_importer, trader.aeo_exporter, trader.aeo_broker,
       EXISTS (SELECT FROM traders_mandate mandate
                WHERE mandate.broker_id = %(declarant)s AND mandate.trader_id = trader.id
                  AND mandate.valid_from <= %(on)s AND (mandate.valid_to IS NULL OR mandate.valid_to >= %(on)s)
                  AND mandate.revoked_at IS NULL),
       %(program)s::text IS NULL OR EXISTS (SELECT FROM traders_apiclient WHERE client_id = %(program)s AND is_active),
       earlier.body_sha256, earlier.outcome, earlier.findings::text, earlier.reply, earlier.declaration_number,
       existing.number
  FROM {asked}
  LEFT JOIN traders_trader trader ON trader.code = asked.trader_code
  LEFT JOIN declarations_submission earlier ON earlier.client = %(client)s AND earlier.idempotency_key = asked.key
  LEFT JOIN declarations_declaration existing
    ON existing.declarant_id = %(declarant)s AND existing.own_reference = asked.own_reference
"""
_ONE = (
    "(SELECT %(trader_code)s::text, %(own_reference)s::text, %(key)s::text) AS asked (trader_code, own_reference, key)"
)
_EACH = """ROWS FROM (json_to_recordset(%(asked)s) AS (trader_code text, own_reference text, key text))
  WITH ORDINALITY AS asked (trader_code, own_reference, key, place)"""
_OF_ONE = _KNOWN.format(asked=_ONE)
_OF_EACH = f"{_KNOWN.format(asked=_EACH)} ORDER BY asked.place"


def known_of(by: Declarant, *, trader_code: str, own_reference: str, key: str, on: date) -> Known:
    """What is known of a declarant, a trader and a message on a day: one SQL statement.

    Raises ClientDeactivated for a program whose token outlived it.
    """
    asked = {"trader_code": trader_code, "own_reference": own_reference, "key": key}
    with connection.cursor() as cursor:
        cursor.execute(_OF_ONE, _about(by, on=on) | asked)
        return _known(by, cursor.fetchone())


def known_of_each(by: Declarant, asked: Sequence[Asked], *, on: date) -> list[Known]:
    """The same of each of some messages of one declarant, in their order: one SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_EACH, _about(by, on=on) | {"asked": msgspec.json.encode(asked).decode()})
        return [_known(by, row) for row in cursor.fetchall()]


def _about(by: Declarant, *, on: date) -> dict[str, Any]:
    return {
        "program": by.client.removeprefix("api:") if by.client.startswith("api:") else None,
        "declarant": by.trader_id,
        "client": by.client,
        "on": on,
    }


def _known(by: Declarant, row: Sequence[Any]) -> Known:
    (
        tariff,
        permits,
        selection,
        promised,
        trader_id,
        importer,
        exporter,
        broker,
        mandated,
        active,
        *earlier,
        existing,
    ) = row
    if not active:
        raise ClientDeactivated()
    standing = Standing(
        declarant_code=by.trader_code,
        is_broker=by.is_broker,
        declarant_aeo=tuple(by.aeo),
        trader_is_registered=trader_id is not None,
        trader_aeo=aeo_words(importer=importer, exporter=exporter, broker=broker),
        mandate_is_live=mandated,
    )
    return Known(
        editions=Editions(tariff=tariff, permits=permits, selection=selection),
        standing=standing,
        trader_id=trader_id,
        earlier=Earlier(*earlier) if earlier[0] else None,
        existing_number=existing,
        promised=msgspec.json.decode(promised, type=_Promised) if promised else {},
    )


def aeo_words(*, importer: bool | None, exporter: bool | None, broker: bool | None) -> tuple[str, ...]:
    """The AEO approvals of a trader, as words."""
    approvals = (("IMPORTER", importer), ("EXPORTER", exporter), ("BROKER", broker))
    return tuple(word for word, approved in approvals if approved)
