"""Loading an edition of the schedule: what it changes from its first day on, written in one transaction.

An edition holds from its first day until the day before the next edition that is already known. Within those days
each line is compared with what is believed. What is the same stays untouched; what differs is superseded whole, the
days outside are recorded anew as they were, and the new line is recorded beside them. Nothing is rewritten, so that
`Commodity.objects.known(at)` still gives what was known at any instant. Loading the same file again finds no
difference and writes nothing, not even a new edition number.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection, transaction
from msgspec import Struct

from declarations.tariff.differences import Content, Difference, difference_of
from declarations.tariff.headings import heading_of
from declarations.tariff.likely_tax_class import likely_class_of
from declarations.tariff.models import Commodity, LoadedSchedule
from declarations.tariff.schedule_file import ScheduleFile, ScheduleLine

ONE_DAY = timedelta(days=1)
# A file cut off at the end of a row looks like an edition that ends the rest of the schedule.
MOST_REMOVED = 0.1

_COLUMNS = (
    *("code9", "naccs_digit", "season_from", "season_to", "description_en", "description_ja", "heading_en"),
    *("heading_ja", "unit1", "unit2", "consumption_tax_class", "other_laws", "source", "is_demonstration"),
)
_WHEN = ("valid_from", "valid_to", "recorded_at")


class TooManyRemoved(Exception):
    """The edition would end more than a tenth of the lines in force; nothing was changed."""


class Believed(Struct, frozen=True):
    """A line as it is recorded, with the days for which it holds."""

    id: int
    valid_from: date
    valid_to: date | None
    content: Content


class Span(Struct, frozen=True):
    """The days of an edition, both included; without an end where no later edition is known."""

    first: date
    last: date | None

    def is_covered_by(self, lines: Sequence[Believed]) -> bool:
        """Whether the lines, in order of their days, leave no day of it out."""
        day = self.first
        for line in lines:
            if line.valid_from > day:
                return False
            if line.valid_to is None:
                return True
            day = line.valid_to + ONE_DAY
        return self.last is not None and day > self.last

    def outside(self, line: Believed) -> Iterator[tuple[date, date | None]]:
        """The days of the line before and after it."""
        if line.valid_from < self.first:
            yield line.valid_from, self.first - ONE_DAY
        if self.last is not None and (line.valid_to is None or line.valid_to > self.last):
            yield self.last + ONE_DAY, line.valid_to


@transaction.atomic
def load_edition(file: ScheduleFile, *, valid_from: date, at: datetime, may_remove: bool = False) -> Difference:
    """Record the edition, and tell what it changes on its first day.

    Raises:
        TooManyRemoved: it would end more than a tenth of the lines, and `may_remove` is not set.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # the service's own is meant for requests
        cursor.execute("LOCK TABLE tariff_loadedschedule IN SHARE ROW EXCLUSIVE MODE")
    span = _span(valid_from)
    believed = _believed(span)
    wanted = {line.key: line for line in _contents(file, believed)}
    difference = difference_of(
        before={key: line for key, lines in believed.items() if (line := _on(lines, valid_from))}, after=wanted
    )
    if len(difference.removed) > MOST_REMOVED * len(believed) and not may_remove:
        raise TooManyRemoved(f"{len(difference.removed):,} of {len(believed):,} lines in force are not in the file")
    superseded: list[Believed] = []
    recorded: list[tuple[Content, date, date | None]] = []
    for key in sorted(believed.keys() | wanted.keys()):
        lines, line = believed.get(key, []), wanted.get(key)
        if line and all(line.says_the_same_as(each.content) for each in lines) and span.is_covered_by(lines):
            continue
        superseded += lines
        recorded += [(each.content, *days) for each in lines for days in span.outside(each)]
        recorded += [(line, span.first, span.last)] if line else []
    if superseded or recorded:
        Commodity.objects.filter(id__in=[line.id for line in superseded]).update(superseded_at=at)
        _copy(recorded, at=at)
    if superseded or recorded or not LoadedSchedule.objects.filter(valid_from=valid_from).exists():
        _remember(file, difference, valid_from=valid_from, at=at)
    return difference


def _span(valid_from: date) -> Span:
    later = LoadedSchedule.objects.filter(valid_from__gt=valid_from).order_by("valid_from").first()
    return Span(valid_from, later.valid_from - ONE_DAY if later else None)


def _believed(span: Span) -> dict[tuple[str, str], list[Believed]]:
    """The lines that hold on some of the days, by their key, earliest first."""
    rows = (
        Commodity.objects.known()
        .overlapping(span.first, span.last)
        .order_by("valid_from")
        .values(
            *("id", "valid_from", "valid_to", *_COLUMNS),
            regimes=ArrayAgg("duty_rates__regime", order_by="duty_rates__regime"),
            notations=ArrayAgg("duty_rates__notation", order_by="duty_rates__regime"),
        )
    )
    found: dict[tuple[str, str], list[Believed]] = defaultdict(list)
    for row in rows:
        printed = zip(row["regimes"], row["notations"], strict=True)
        rates = tuple((regime, notation) for regime, notation in printed if regime)
        content = Content(rates=rates, **{column: row[column] for column in _COLUMNS})
        found[content.key].append(Believed(row["id"], row["valid_from"], row["valid_to"], content))
    return found


def _on(lines: Iterable[Believed], day: date) -> Content | None:
    for line in lines:
        if line.valid_from <= day and (line.valid_to is None or day <= line.valid_to):
            return line.content
    return None


def _contents(file: ScheduleFile, believed: dict[tuple[str, str], list[Believed]]) -> Iterator[Content]:
    """The file's lines; English words and the tax class that it leaves out are kept from the lines before."""
    known = {code9: lines[-1].content for (code9, _), lines in believed.items()}
    for line in file.lines:
        yield _content(line, file.name, known.get(line.code9))


def _content(line: ScheduleLine, source: str, before: Content | None) -> Content:
    tax_class = line.consumption_tax_class or (before and before.consumption_tax_class) or likely_class_of(line.code9)
    return Content(
        code9=line.code9,
        naccs_digit=line.naccs_digit,
        season_from=line.season_from,
        season_to=line.season_to,
        description_en=line.description_en or (before.description_en if before else ""),
        description_ja=line.description_ja,
        heading_en=heading_of(line.code9),
        heading_ja=line.heading_ja,
        unit1=line.unit1,
        unit2=line.unit2,
        consumption_tax_class=str(tax_class),
        other_laws=line.other_laws,
        source=source[:200],
        is_demonstration=False,
        rates=tuple(sorted(line.rates.items())),
    )


def _copy(recorded: Sequence[tuple[Content, date, date | None]], *, at: datetime) -> None:
    """Write lines and their rates by COPY: two statements, however many rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('tariff_commodity', 'id')) FROM generate_series(1, %s)",
            [len(recorded)],
        )
        ids = [number for (number,) in cursor.fetchall()]
        numbered = list(zip(ids, recorded, strict=True))
        columns = ", ".join(("id", *_COLUMNS, *_WHEN))
        with cursor.copy(f"COPY tariff_commodity ({columns}) FROM STDIN") as rows:
            for number, (content, first, last) in numbered:
                rows.write_row((number, *(getattr(content, column) for column in _COLUMNS), first, last, at))
        with cursor.copy("COPY tariff_dutyrate (commodity_id, regime, notation) FROM STDIN") as rows:
            for number, (content, *_) in numbered:
                for regime, notation in content.rates:
                    rows.write_row((number, regime, notation))


def _remember(file: ScheduleFile, difference: Difference, *, valid_from: date, at: datetime) -> None:
    LoadedSchedule.objects.create(
        valid_from=valid_from,
        source=file.name[:200],
        sha256=file.sha256,
        lines=len(file.lines),
        recorded_at=at,
        added=len(difference.added),
        removed=len(difference.removed),
        changed=len(difference.changed),
    )
