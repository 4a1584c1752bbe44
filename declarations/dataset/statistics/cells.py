"""The cells that a month is counted into. Pure."""

from datetime import date
from decimal import Decimal

from msgspec import Struct


class Trade(Struct, frozen=True):
    """What was traded of a commodity with a country through an office in a month. Yen; quantity in the unit."""

    direction: str
    commodity: str
    country: str
    office: str
    value: int
    quantity: Decimal | None
    unit: str


class Invoiced(Struct, frozen=True):
    """What was invoiced in a currency in a month with a group of countries: yen, and goods items."""

    direction: str
    area: str
    currency: str
    value: int
    items: int


class Choice(Struct, frozen=True):
    """Declarations of authorised operators on a day of goods under an office; of these, those declared elsewhere."""

    direction: str
    office: str
    day: date
    declarations: int
    elsewhere: int
