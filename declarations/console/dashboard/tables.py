"""The figures of a day as tables, in words."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from declarations.console.dashboard.reading import Day
from declarations.console.tables import MINUTE, Cell, Table, count, duration, share, words
from declarations.console.wording import Badge, category_badge, span
from declarations.holds import Turn
from declarations.selection.criteria import DOCUMENT, INSPECTION, SIMPLIFIED
from permits.checking import AgencyStanding

_CATEGORIES = (SIMPLIFIED, DOCUMENT, INSPECTION)
_AGES = ("under 1 h", "1 to 4 h", "4 to 8 h", "8 to 24 h", "1 to 3 d", "over 3 d")
_TURNS = (Turn.OFFICER, Turn.DECLARANT, Turn.SYSTEM)
_BREAKERS = {"CLOSED": ("go", "Closed"), "OPEN": ("stop", "Open"), "HALF_OPEN": ("act", "Half open")}
_SHOWN = 10


def tables_of(day: Day, *, at: datetime) -> list[Table]:
    """All of them, in the order of the page."""
    return [
        _inflow(day),
        _categories(day),
        _backlog(day),
        _released(day),
        _offices(day),
        _agencies(day.agencies),
        _hits(day),
        *_currencies(day),
        _desks(day, at=at),
    ]


def _inflow(day: Day) -> Table:
    per_hour: dict[int, Counter[str]] = defaultdict(Counter)
    for hour, direction, _, number in day.inflow:
        per_hour[hour][direction] += number
    hours = range(24) if per_hour else ()
    return Table(
        name="inflow",
        caption="Inflow by hour",
        about="Declarations that were lodged, by the hour in Japan.",
        headings=("Hour", "Imports", "Exports"),
        rows=[
            (words(f"{hour:02}:00"), count(per_hour[hour]["IMPORT"]), count(per_hour[hour]["EXPORT"])) for hour in hours
        ],
        chart="stacked",
        unit="declarations",
    )


def _categories(day: Day) -> Table:
    per_category: Counter[int] = Counter()
    for _, _, category, number in day.inflow:
        per_category[category] += number
    whole = per_category.total()
    rows = [
        (words(category_badge(each)), count(per_category[each]), share(per_category[each], whole))
        for each in _CATEGORIES
    ]
    return Table(
        name="categories",
        caption="Share by category",
        about="Of what was lodged, as it stands now.",
        headings=("Category", "Declarations", "Share"),
        rows=rows if whole else (),
        chart="share",
        unit="per cent",
        undrawn=(1,),
    )


def _backlog(day: Day) -> Table:
    open_, late = Counter[tuple[int, str]](), Counter[int]()
    for age, turn, number, overdue in day.backlog:
        open_[age, turn] += number
        late[age] += overdue if turn == Turn.OFFICER else 0
    ages = range(len(_AGES)) if open_ else ()
    return Table(
        name="backlog",
        caption="Backlog by age",
        about="What is open now, by how long ago it was lodged and whose turn it is.",
        headings=("Age", "Officers", "Declarants", "System and agencies", "Officers' overdue"),
        rows=[(words(_AGES[age]), *(count(open_[age, turn]) for turn in _TURNS), count(late[age])) for age in ages],
        chart="stacked",
        unit="declarations",
        undrawn=(4,),
        nothing="Nothing is open.",
    )


def _released(day: Day) -> Table:
    rows = [row for row in day.released if row[1] is None]
    return Table(
        name="released",
        caption="Time from lodging to release, by category",
        about="Of what was released. Half took no longer than p50, 95 of 100 no longer than p95.",
        headings=("Category", "Released", "p50", "p95"),
        rows=[
            (words(category_badge(category)), count(number), duration(p50), duration(p95))
            for category, _, number, p50, p95 in rows
        ],
        chart="bar",
        unit="hours",
        undrawn=(1,),
    )


def _offices(day: Day) -> Table:
    rows = [row for row in day.released if row[1] is not None]
    return Table(
        name="offices",
        caption="Time from lodging to release, by office and category",
        headings=("Office", "Category", "Released", "p50", "p95"),
        rows=[
            (words(office), words(category_badge(category)), count(number), duration(p50), duration(p95))
            for category, office, number, p50, p95 in rows
        ],
    )


def _agencies(agencies: Sequence[AgencyStanding]) -> Table:
    return Table(
        name="agencies",
        caption="Agencies",
        about="How long they took to decide in the last hour. While a breaker is open, the agency is not asked.",
        headings=("Agency", "p50", "p95", "Decided", "Open checks", "Need an officer", "Calls failed", "Breaker"),
        rows=[
            (
                words(each.name),
                duration(each.decision_p50_seconds, drawn_per=MINUTE),
                duration(each.decision_p95_seconds, drawn_per=MINUTE),
                count(each.decided),
                count(each.open),
                count(each.needs_person),
                words(f"{each.failures:,} of {each.calls:,}"),
                words(Badge(*_BREAKERS[each.breaker])),
            )
            for each in agencies
        ],
        chart="bar",
        unit="minutes",
        undrawn=(3, 4, 5, 6, 7),
    )


def _hits(day: Day) -> Table:
    return Table(
        name="hits",
        caption="Hit rate per profile",
        about="Of what was declared in the 30 days until then and is over: how often a look found it not in order.",
        headings=("Profile", "Looks for", "Selected", "Looked at", "Wrong", "Hit rate"),
        rows=[
            (
                words(each.name),
                words(each.title),
                count(each.selected),
                count(each.rate.looked_at),
                count(each.rate.wrong),
                share(each.rate.wrong, each.rate.looked_at),
            )
            for each in day.hits
        ],
        chart="share",
        unit="per cent",
        undrawn=(1, 2, 3, 4),
        nothing="Nothing that was selected is over.",
    )


def _currencies(day: Day) -> list[Table]:
    return [
        Table(
            name=f"currencies-{direction.lower()}",
            caption=f"Currency shares of {direction.lower()}s",
            about="By the customs value of what was lodged.",
            headings=("Currency", "Declarations", "Value, yen", "Share of the value"),
            rows=_shares([row for row in day.currencies if row[0] == direction]),
            chart="share",
            unit="per cent",
            undrawn=(1, 2),
        )
        for direction in ("IMPORT", "EXPORT")
    ]


def _shares(rows: Sequence[tuple[str, str, int, int]]) -> list[tuple[Cell, ...]]:
    """The most valuable currencies, and all others together."""
    first, rest = rows[:_SHOWN], rows[_SHOWN:]
    told: list[tuple[Any, int, int]] = [row[1:] for row in first]
    if rest:
        told.append(("Others", sum(row[2] for row in rest), sum(row[3] for row in rest)))
    whole = sum(row[3] for row in rows)
    return [(words(name), count(number), count(value), share(value, whole)) for name, number, value in told]


def _desks(day: Day, *, at: datetime) -> Table:
    return Table(
        name="desks",
        caption="On whose desks",
        about="Cases that officers have taken now.",
        headings=("Officer", "Cases", "Overdue", "The oldest for"),
        rows=[
            (words(name), count(cases), count(late), words(span(at - since))) for name, cases, late, since in day.desks
        ],
        nothing="Nobody has taken a case.",
    )
