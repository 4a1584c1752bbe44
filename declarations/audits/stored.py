"""Declarations as the store has them, in the words of the criteria and of the models: what was seen at the lodging."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from msgspec import Struct

from declarations.audits.found import FOUND
from declarations.data import Direction
from declarations.selection.criteria import Features, Goods
from declarations.selection.learning.declared import Declared

_AT_ONCE = 5_000


class Item(Struct, frozen=True):
    """A goods item with what its declaration says. `found` is None where nobody looked; `lacking` in yen likewise."""

    selection: UUID
    number: str
    on: date
    category: int
    likelihood: float | None
    found: bool | None
    lacking: int | None
    direction: str
    declarant: str
    trader: str
    office: str
    condition: str
    declaration_type: str
    cargo_kind: str
    counterparty: str
    platform: str
    loading_place: str
    unloading_place: str
    value: int
    duty_is_computed: bool
    item: int
    commodity: str
    origin: str
    origin_certificate: str
    net_mass: Decimal | None
    item_value: int
    duty: int
    taxes: int
    rate_regime: str


class Stored(Struct, frozen=True):
    """One declaration as it was lodged, with all its goods items."""

    items: tuple[Item, ...]

    @property
    def head(self) -> Item:
        """What is the same for all of its items."""
        return self.items[0]

    @property
    def country(self) -> str:
        """The country of loading (imports) or of destination (exports)."""
        is_import = self.head.direction == Direction.IMPORT
        return (self.head.loading_place if is_import else self.head.unloading_place)[:2]

    def features(self) -> Features:
        """What the criteria looked at, but for what is only in the message: its claims, and the sandbox's script."""
        head = self.head
        return Features(
            number=head.number,
            on=head.on,
            direction=head.direction,
            trader_code=head.trader,
            value=head.value,
            goods=tuple(map(_goods, self.items)),
            duty_is_computed=head.duty_is_computed,
            declarant_code=head.declarant,
            customs_office=head.office,
            country=self.country,
        )

    def declared(self) -> tuple[Declared, ...]:
        """Its goods items as a model saw them; none of an export."""
        if self.head.direction != Direction.IMPORT:
            return ()
        return tuple(_declared(item, departure=self.country) for item in self.items)


def _goods(item: Item) -> Goods:
    return Goods(
        number=item.item,
        commodity=item.commodity,
        origin=item.origin,
        value=item.item_value,
        net_mass=item.net_mass,
        asks_preference=bool(item.origin_certificate),
    )


def _declared(item: Item, *, departure: str) -> Declared:
    return Declared(
        number=item.number,
        on=item.on,
        office=item.office,
        process=item.condition,
        import_type=item.declaration_type,
        import_use=item.cargo_kind,
        declarant=item.declarant,
        importer=item.trader,
        seller=item.counterparty,
        courier=item.platform,
        commodity=item.commodity[:6],
        departure=departure,
        origin=item.origin,
        tax_rate=100 * item.duty / item.item_value if item.item_value else 0.0,
        tax_type=item.rate_regime,
        origin_indicator=item.origin_certificate,
        net_mass=None if item.net_mass is None else float(item.net_mass),
        price=float(item.item_value),
        taxes=float(item.taxes),
    )


_SELECT = """
SELECT selected.id, declaration.number, selected.drawn_on, selected.category, selected.likelihood,
       found.is_wrong, found.lacking::bigint,
       declaration.direction, declarant.code, version.trader_code, version.customs_office, declaration.condition,
       version.declaration_type, version.cargo_kind, version.counterparty_name, version.platform_name,
       version.loading_place, version.unloading_place, version.customs_value, version.duty_is_computed,
       item.number, item.commodity_code, item.origin, item.origin_certificate, item.net_mass, item.customs_value,
       duty.duty_computed, duty.internal_tax_line + duty.consumption_tax_line + duty.local_consumption_tax_line,
       duty.rate_regime
  FROM declarations_version version
  JOIN declarations_declaration declaration ON declaration.id = version.declaration_id
  JOIN traders_trader declarant ON declarant.id = declaration.declarant_id
  JOIN selection_selection selected ON selected.id = version.selection_id
  JOIN declarations_goodsitem item ON item.version_id = version.id
  JOIN declarations_assessedduty duty ON duty.goods_item_id = item.id
  LEFT JOIN found ON found.declaration_id = declaration.id
 WHERE version.number = 1 AND selected.drawn_on BETWEEN %(since)s AND %(until)s
"""
_ITEMS = "\n".join(("WITH found AS (", FOUND, ")", _SELECT))


def stored(
    since: date, until: date, *, known_at: datetime, direction: str = "", newest: int | None = None
) -> Iterator[Stored]:
    """The declarations of these days as they were lodged, with what is known of them at an instant.

    In the order of their lodging; or, where `newest` are asked for, so many of the last ones, the last first.
    """
    sql, said = _ITEMS, {"since": since, "until": until, "known_at": known_at, "direction": direction, "newest": newest}
    if direction:
        sql += " AND declaration.direction = %(direction)s"
    if newest is not None:
        sql += """ AND declaration.id IN (
            SELECT id FROM declarations_declaration WHERE lodged_on BETWEEN %(since)s AND %(until)s
               AND (%(direction)s = '' OR direction = %(direction)s) ORDER BY id DESC LIMIT %(newest)s)"""
    order = "DESC" if newest is not None else "ASC"
    sql += f" ORDER BY declaration.id {order}, item.number"
    for _, items in groupby(_streamed(sql, said), key=attrgetter("number")):
        yield Stored(tuple(items))


def _streamed(sql: str, said: dict[str, Any]) -> Iterator[Item]:
    """The rows as they come, some at a time: a year of declarations is not held at once."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(sql, said)
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from (Item(*row) for row in rows)
