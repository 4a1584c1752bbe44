"""What a rule looks at: the declaration, the day, and what was in force or known on that day. Values only."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from declarations.data import DeclarationData, Direction, ExportDeclaration, GoodsItem, ImportDeclaration

if TYPE_CHECKING:
    from declarations.tariff.in_force import Reference
    from declarations.tariff.valuation import Valuation
    from declarations.tariff.values import CommodityInForce


class OtherLaw(Struct, frozen=True):
    """A law other than customs law that may bind a goods item; connected when its agency is asked electronically."""

    code: str
    name: str
    connected: bool


class Standing(Struct, frozen=True):
    """Who declares for whom, as the register of traders had it on the declared day."""

    declarant_code: str
    is_broker: bool
    declarant_aeo: tuple[str, ...]
    trader_is_registered: bool
    trader_aeo: tuple[str, ...]
    mandate_is_live: bool


class Case(Struct, frozen=True, dict=True):
    """One declaration before the rules."""

    declaration: DeclarationData
    on: date
    at: datetime
    reference: Reference
    standing: Standing
    commodities: tuple[CommodityInForce | None, ...]
    other_laws: tuple[tuple[OtherLaw, ...], ...]
    known_laws: frozenset[str]
    valuation: Valuation | None
    not_computable: tuple[str, ...] = ()

    @property
    def is_import(self) -> bool:
        """Whether the goods come in."""
        return self.declaration.direction is Direction.IMPORT

    @property
    def as_import(self) -> ImportDeclaration:
        """The declaration as the import it is. Raises TypeError for an export: such a rule names its direction."""
        if not isinstance(self.declaration, ImportDeclaration):
            raise TypeError("not an import declaration")
        return self.declaration

    @property
    def as_export(self) -> ExportDeclaration:
        """The declaration as the export it is. Raises TypeError for an import: such a rule names its direction."""
        if not isinstance(self.declaration, ExportDeclaration):
            raise TypeError("not an export declaration")
        return self.declaration

    @cached_property
    def invoice_total_of_items(self) -> Decimal:
        """The sum of the items' invoice prices, in the invoice's currency."""
        return sum((item.invoice_amount for item in self.declaration.goods_items), Decimal(0))

    @cached_property
    def net_mass(self) -> Decimal:
        """The sum of the stated net masses, kg."""
        return sum((item.net_mass for item in self.declaration.goods_items if item.net_mass is not None), Decimal(0))

    def commodity(self, number: int) -> CommodityInForce | None:
        """The commodity in force for goods item `number` (from 1); None where the code is not in force."""
        return self.commodities[number - 1]

    def customs_value(self, number: int) -> int | None:
        """The customs value of goods item `number` (from 1) in whole yen; None where it could not be computed."""
        return None if self.valuation is None else self.valuation.item_values[number - 1]

    def why_not_computable(self, number: int) -> str:
        """Why the duty on goods item `number` (from 1) cannot be computed; empty where it can or was not tried."""
        return self.not_computable[number - 1] if self.not_computable else ""

    def laws(self, number: int) -> tuple[OtherLaw, ...]:
        """The other laws that may bind goods item `number` (from 1)."""
        return self.other_laws[number - 1]

    def items(self) -> enumerate[GoodsItem]:
        """The goods items with their numbers, from 1."""
        return enumerate(self.declaration.goods_items, start=1)
