"""The declarations themselves: number `n` of a seed is always the same, whoever makes it and in which order. Pure."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from random import Random
from typing import Any

from msgspec import Struct

from declarations.data import (
    Charge,
    DeclarationData,
    Direction,
    ExportDeclaration,
    ExportTransport,
    GoodsItem,
    ImportDeclaration,
    ImportTransport,
    Invoice,
    Mass,
    Money,
    OverseasParty,
    Packages,
    Party,
    Quantity,
)
from declarations.dataset.generating.firms import Firm, Firms
from declarations.dataset.generating.market import Area, Country, Goods, Market, cents, one_of, pick
from declarations.numbering import RANDOM_BITS
from declarations.tariff.office_hours import JAPAN, is_working_day

_WEEK = timedelta(days=7)
_NOISE, _SPREAD, _TYPICAL = 0.25, 1.25, 13.2  # of prices; of values; e to this is a small firm's usual item in yen
_DEAREST = 4e9
_HABIT, _FREIGHT, _INSURANCE = 0.9, 0.045, 0.003
_HOME_OF_GOODS = 0.8
_LOWERED = (0.35, 0.8)  # what part of the price an undervalued invoice names


class Plan(Struct, frozen=True, kw_only=True):
    """What is wanted. `diversion` is in points: how much more AEO declarations go elsewhere in the typhoon's week.

    `usual`, `misdeclared` and `drawn` are percent: AEO declarations that go elsewhere anyway, imports that lie, and
    declarations that chance selects for examination.
    """

    count: int
    seed: int
    first: date
    last: date
    diversion: float = 30.0
    usual: float = 8.0
    misdeclared: float = 2.0
    drawn: float = 5.0

    @property
    def firms(self) -> int:
        """How many firms trade."""
        return max(30, min(3000, self.count // 25))

    @property
    def monday(self) -> date:
        """The typhoon's week: two thirds through, without a holiday in it where there is such a week."""
        day = self.first + (self.last - self.first) * 2 // 3
        near = day - timedelta(days=day.weekday())
        weeks = [near + _WEEK * n for n in range(5) if near + _WEEK * n + timedelta(days=4) <= self.last]
        return next((week for week in weeks if len(working_days(week, week + timedelta(days=4))) == 5), near)


class Drawn(Struct, frozen=True):
    """A declaration on its way in: what it says, for whom, when, where its goods are, what is by chance in its number;
    what is `true` where it lies."""

    data: DeclarationData
    firm: Firm
    at: datetime
    jurisdiction: str
    bits: int
    true: DeclarationData | None = None


class Declaring:
    """Draws the declarations of a plan."""

    def __init__(self, plan: Plan, market: Market, firms: Firms, *, yen_per: Callable[[str, date], float]) -> None:
        """`yen_per` gives the yen for one unit of a currency on a day; it must know all of the market's."""
        self.plan, self.market, self.firms, self._yen_per = plan, market, firms, yen_per
        self.struck = min(self.market.areas, key=lambda area: (-area.weight, area.code)).office
        self.monday, self._days = plan.monday, working_days(plan.first, plan.last)

    def draw(self, number: int) -> Drawn:
        """Declaration `number` of the plan's seed."""
        chance = Random(f"{self.plan.seed}/{number}")  # noqa: S311  (made-up data, not secrets)
        firm, day = self.firms.draw(chance), chance.choice(self._days)
        direction = Direction.IMPORT if chance.random() < 0.6 else Direction.EXPORT
        place = chance.randrange(len(firm.countries))
        country = self.market.countries[firm.countries[place]]
        currency = firm.currencies[direction][place]
        if chance.random() > _HABIT:
            currency = one_of(country.imports if direction is Direction.IMPORT else country.exports, chance)
        area = self.market.areas[firm.area if chance.random() < _HOME_OF_GOODS else pick(self.market.areas, chance)]
        office = self.office_for(area, day, is_aeo=firm.is_aeo, chance=chance)
        items = self._items(firm, country, direction, currency, day, chance)
        said = {
            "own_reference": own_reference(self.plan.seed, number),
            "customs_office": office,
            "bonded_area": area.code,
            "packages": Packages(count=chance.randint(1, 400), unit="CT"),
            "gross_mass": Mass(sum((item.net_mass or Decimal(0) for item in items), Decimal(0)) + 1),
        }
        at = datetime.combine(day, time(9), tzinfo=JAPAN) + timedelta(seconds=chance.randrange(7 * 3600))
        bits = int.from_bytes(sha256(f"number {self.plan.seed}/{number}".encode()).digest()) % 2**RANDOM_BITS
        if direction is Direction.EXPORT:
            return Drawn(_export(said, firm, country, currency, items, day, chance), firm, at, area.office, bits)
        is_cif = chance.random() < 0.6
        data = _import(said, firm, country, currency, items, day, number=number, is_cif=is_cif)
        if chance.random() * 100 >= self.plan.misdeclared:
            return Drawn(data, firm, at, area.office, bits)
        part = Decimal(f"{chance.uniform(*_LOWERED):.2f}")
        lowered = tuple(_cheaper(item, part, currency) for item in items)
        told = _import(said, firm, country, currency, lowered, day, number=number, is_cif=is_cif)
        return Drawn(told, firm, at, area.office, bits, true=data)

    def office_for(self, area: Area, day: date, *, is_aeo: bool, chance: Random) -> str:
        """The office declared to: the competent one, or another where an authorised operator chooses it."""
        if not is_aeo or chance.random() * 100 >= self.elsewhere_percent(area.office, day):
            return area.office
        others = sorted({each.office for each in self.market.areas} - {area.office})
        return chance.choice(others) if others else area.office

    def elsewhere_percent(self, office: str, day: date) -> float:
        """How many of a hundred AEO declarations of goods under an office go elsewhere."""
        struck = office == self.struck and self.monday <= day < self.monday + _WEEK
        return self.plan.usual + (self.plan.diversion if struck else 0.0)

    def is_struck(self, drawn: Drawn) -> bool:
        """Whether the typhoon is felt by it: an authorised operator's, of goods in the struck area in that week."""
        in_the_week = self.monday <= drawn.at.date() < self.monday + _WEEK
        return drawn.firm.is_aeo and drawn.jurisdiction == self.struck and in_the_week

    def _items(
        self, firm: Firm, country: Country, direction: Direction, currency: str, day: date, chance: Random
    ) -> tuple[GoodsItem, ...]:
        wanted = min(len(firm.goods), 1 + int(chance.expovariate(1.4)))
        rate = self._yen_per(currency, day)
        origin = country.code if direction is Direction.IMPORT else "JP"
        return tuple(
            _item(self.market.goods[place], firm.size, origin, currency, rate, chance)
            for place in chance.sample(firm.goods, wanted)
        )


def own_reference(seed: int, number: int) -> str:
    """The own reference of declaration `number` of a seed."""
    return f"{references_of(seed)}{number}"


def references_of(seed: int) -> str:
    """What every own reference of a seed begins with."""
    return f"G{seed}-"


def working_days(first: date, last: date) -> list[date]:
    """The days from the first to the last on which offices are open."""
    return [day for n in range((last - first).days + 1) if is_working_day(day := first + timedelta(days=n))]


def _item(goods: Goods, size: float, origin: str, currency: str, rate: float, chance: Random) -> GoodsItem:
    price = goods.median * chance.lognormvariate(0, _NOISE)
    worth = min(chance.lognormvariate(_TYPICAL, _SPREAD) * size**0.4, _DEAREST)
    count = Decimal(max(1, round(worth / price)))
    mass = count if "KG" in goods.units else count * 1000 if "MT" in goods.units else count * Decimal("0.4")
    amounts = [Quantity(mass if unit == "KG" else count) for unit in goods.units]
    return GoodsItem(
        commodity_code=goods.code,
        description=goods.description,
        origin=origin,
        invoice_amount=cents(price * float(count) / rate, currency),
        quantity=amounts[0],
        quantity_unit=goods.units[0],
        second_quantity=amounts[1] if len(amounts) > 1 else None,
        second_quantity_unit=goods.units[1] if len(amounts) > 1 else None,
        net_mass=Mass(mass),
    )


def _cheaper(item: GoodsItem, part: Decimal, currency: str) -> GoodsItem:
    said: dict[str, Any] = {name: getattr(item, name) for name in GoodsItem.__struct_fields__}
    return GoodsItem(**said | {"invoice_amount": cents(float(item.invoice_amount * part), currency)})


def _invoice(items: tuple[GoodsItem, ...], currency: str, incoterm: str, reference: str) -> Invoice:
    total = Money(sum((item.invoice_amount for item in items), Decimal(0)))
    return Invoice(number=reference, incoterm=incoterm, currency=currency, amount=total)


def _import(
    said: dict[str, Any],
    firm: Firm,
    country: Country,
    currency: str,
    items: tuple[GoodsItem, ...],
    day: date,
    *,
    number: int,
    is_cif: bool,
) -> ImportDeclaration:
    invoice = _invoice(items, currency, "CIF" if is_cif else "FOB", said["own_reference"])
    charges: dict[str, Any] = {}
    if not is_cif:
        for name, part in (("freight", _FREIGHT), ("insurance", _INSURANCE)):
            charges[name] = Charge(currency=currency, amount=cents(float(invoice.amount) * part, currency))
    return ImportDeclaration(
        **said,
        **charges,
        declaration_type="C",
        importer=Party(party_code=firm.code, name=firm.name),
        consignor=OverseasParty(name=f"GENERATED SUPPLIER {country.code}", country=country.code),
        transport=ImportTransport(
            documents=(f"GEN{number}",),
            vessel_name="GENERATED STAR",
            arrival_on=day - timedelta(days=1),
            loading_place=country.place,
            unloading_port="TYO",
        ),
        delivery_place="1-1-1 DEMONSTRATION, TOKYO",
        e_commerce=False,
        invoice=invoice,
        goods_items=items,
    )


def _export(
    said: dict[str, Any],
    firm: Firm,
    country: Country,
    currency: str,
    items: tuple[GoodsItem, ...],
    day: date,
    chance: Random,
) -> ExportDeclaration:
    return ExportDeclaration(
        **said,
        declaration_type="NORMAL",
        exporter=Party(party_code=firm.code, name=firm.name),
        consignee=OverseasParty(name=f"GENERATED BUYER {country.code}", country=country.code),
        transport=ExportTransport(
            vessel_name="GENERATED STAR",
            departure_on=day + timedelta(days=chance.randint(1, 4)),
            loading_port="TYO",
            destination=country.place,
        ),
        invoice=_invoice(items, currency, "FOB", said["own_reference"]),
        goods_items=items,
    )
