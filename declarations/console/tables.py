"""A table as a page shows it and a file holds it: words for people, and the values behind them."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from declarations.console.wording import Badge, moment

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
Value = str | int | float | Decimal | date | datetime | None


class Cell(Struct, frozen=True):
    """A cell: what it says, the number that a chart draws, and where it leads."""

    text: str | Badge
    number: int | float | None = None
    address: str = ""


class Column(Struct, frozen=True):
    """A column: its heading, whether a chart draws it, and whether it is of numbers."""

    heading: str
    is_drawn: bool
    is_number: bool


class Table(Struct, frozen=True, kw_only=True):
    """A table with its caption. `chart` is how it is drawn: bar, stacked, line, share; blank for not at all."""

    name: str
    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    chart: str = ""
    unit: str = ""
    undrawn: Sequence[int] = ()
    about: str = ""
    nothing: str = "Nothing in this span."

    @property
    def columns(self) -> list[Column]:
        """The columns, as they are headed."""
        first = self.rows[0] if self.rows else ()
        return [
            Column(heading, index not in self.undrawn, index < len(first) and first[index].number is not None)
            for index, heading in enumerate(self.headings)
        ]


def words(text: str | Badge | None, address: str = "") -> Cell:
    """A cell without a number."""
    return Cell("" if text is None else text, None, address)


def count(number: int) -> Cell:
    """A number of things."""
    return Cell(f"{number:,}", number)


def share(part: int, whole: int) -> Cell:
    """A part of a whole, in per cent with one decimal; nothing of nothing is a dash."""
    if not whole:
        return Cell("–")
    percent = 100 * part / whole
    return Cell(f"{percent:.1f} %", round(percent, 3))


def duration(seconds: float | None, *, drawn_per: float = HOUR) -> Cell:
    """A time that something took, in its fitting unit; the number, which is drawn, is in units of so many seconds."""
    if seconds is None:
        return Cell("–")
    number = round(seconds / drawn_per, 4)
    if seconds < MINUTE:
        return Cell(f"{seconds:.1f} s", number)
    if seconds < HOUR:
        return Cell(f"{seconds / MINUTE:.0f} min", number)
    return Cell(f"{seconds / HOUR:.1f} h" if seconds < 2 * DAY else f"{seconds / DAY:,.1f} d", number)


def cell(value: Value) -> Cell:
    """A cell of a report, from the value that its file holds."""
    if value is None:
        return Cell("")
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return Cell(f"{value:,}", float(value))
    return Cell(moment(value) if isinstance(value, datetime) else str(value))
