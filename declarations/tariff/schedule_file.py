"""An edition of the import schedule as a CSV file -> its lines, or every fault by row and column. Pure.

One row a statistical line, and a season of it where it has seasons, with these columns:

    code9, naccs_digit         nine digits, and the tenth character that follows from them
    desc_ja, path_ja           the line's own words, and those of the headings above it, parted by " > "
    unit1, unit2               statistical units; "KG (I.I.)" counts as KG
    other_laws                 codes of other laws, parted by blanks
    general_eff ... us_eff     the 27 rates as printed, inherited from the heading where the line prints none
    desc_en, consumption_tax_class       may be absent: English words; STANDARD or REDUCED

A season is read from the words "imported from ... to ... each year". A rate that is not understood is no fault: it
is loaded as printed, counted, and assessed by an officer.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection
from pathlib import Path

from msgspec import Struct

from declarations.tariff.csv_file import Fault, Row, matching, records, refuse_if, text_up_to
from declarations.tariff.notation import read
from declarations.tariff.rates import NotComputable
from declarations.tariff.regimes import Regime
from declarations.tariff.values import ConsumptionTaxClass

RATE_COLUMNS = {regime: {Regime.US_JP: "us_eff"}.get(regime, f"{regime.value.lower()}_eff") for regime in Regime}
COLUMNS = ("code9", "naccs_digit", "desc_ja", "path_ja", "unit1", "unit2", "other_laws", *RATE_COLUMNS.values())
MOST_LINES = 100_000

_code9 = matching("[0-9]{9}", "nine digits")
_naccs_digit = matching("[0-6]", "a digit from 0 to 6")
_unit = matching("([A-Z]{1,4})?", "a statistical unit")
_law = matching("([A-Z]{2}( [A-Z]{2})*)?", "a list of other-law codes")
_tax_class = matching("(STANDARD|REDUCED)?", "STANDARD or REDUCED")
_rate = text_up_to(1000)
_SEASON = re.compile(r"毎年([0-9]+)月([0-9]+)日から(?:同年|翌年)([0-9]+)月(?:([0-9]+)日|末日)まで")
_LAST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MEASURED_HOW = re.compile(r" \([A-Z.]+\)$")

Progress = Callable[[int], None]


class ScheduleLine(Struct, frozen=True, kw_only=True):
    """One row. Empty `description_en` and no `consumption_tax_class` stand for what the file leaves out."""

    row: int
    code9: str
    naccs_digit: int
    season_from: str
    season_to: str
    description_ja: str
    heading_ja: str
    description_en: str
    unit1: str
    unit2: str
    other_laws: str
    consumption_tax_class: ConsumptionTaxClass | None
    rates: dict[str, str]


class ScheduleFile(Struct, frozen=True, kw_only=True):
    """The whole edition: its lines, and how its cells were read."""

    name: str
    sha256: str
    lines: tuple[ScheduleLine, ...]
    cells: dict[str, int]


def read_schedule(path: Path, *, known_laws: Collection[str], progress: Progress = lambda done: None) -> ScheduleFile:
    """Read the file. `progress` is told the number of rows read.

    Raises:
        BrokenFile: with every fault found.
    """
    faults: list[Fault] = []
    lines = []
    for row in records(path, columns=COLUMNS, faults=faults):
        before = len(faults)
        line = _line(row, known_laws)
        if len(faults) == before:
            lines.append(line)
        progress(row.number - 1)
    _refuse_repeated(lines, faults)
    if len(lines) > MOST_LINES:
        faults.append(Fault(MOST_LINES + 1, "", f"more than {MOST_LINES:,} lines"))
    refuse_if(faults)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return ScheduleFile(name=path.name, sha256=digest, lines=tuple(lines), cells=cells_read(lines))


def cells_read(lines: Collection[ScheduleLine]) -> dict[str, int]:
    """How many cells give an amount (COMPUTED), and how many need a person, by reason."""
    texts = Counter(text for line in lines for text in line.rates.values())
    counted: Counter[str] = Counter()
    for text, times in texts.items():
        rate = read(text).rate
        counted[rate.why.name if isinstance(rate, NotComputable) else "COMPUTED"] += times
    return dict(counted.most_common())


def season(words: str) -> tuple[str, str]:
    """The season in the words "imported from ... to ... each year" as two MMDD; two empty texts where there is none.

    Raises:
        ValueError: a season is meant, but not understood.
    """
    match = _SEASON.search(words)
    if match is None:
        if "毎年" in words and "輸入" in words:
            raise ValueError("has a season that is not understood")
        return "", ""
    month_from, day_from, month_to, day_to = match.groups()
    days = [(int(month_from), int(day_from)), (int(month_to), int(day_to or _last_day(int(month_to))))]
    if not all(1 <= month <= 12 and 1 <= day <= _last_day(month) for month, day in days):
        raise ValueError("has a season of days that do not exist")
    (first, second) = (f"{month:02}{day:02}" for month, day in days)
    return first, second


def _last_day(month: int) -> int:
    return _LAST_DAYS[month - 1] if 1 <= month <= 12 else 0


def _line(row: Row, known_laws: Collection[str]) -> ScheduleLine:
    code9 = row.read("code9", _code9) or ""
    digit = row.read("naccs_digit", _naccs_digit) or "0"
    if code9 and int(code9) % 7 != int(digit):
        row.fault("naccs_digit", f"{digit} does not follow from {code9}: it must be {int(code9) % 7}")
    season_from, season_to = row.read("desc_ja", season) or ("", "")
    tax_class = row.read("consumption_tax_class", _tax_class)
    return ScheduleLine(
        row=row.number,
        code9=code9,
        naccs_digit=int(digit),
        season_from=season_from,
        season_to=season_to,
        description_ja=row.read("desc_ja", text_up_to(2000)) or "",
        heading_ja=row.text("path_ja"),
        description_en=row.text("desc_en"),
        unit1=row.read("unit1", _statistical_unit) or "",
        unit2=row.read("unit2", _statistical_unit) or "",
        other_laws=_other_laws(row, known_laws),
        consumption_tax_class=ConsumptionTaxClass(tax_class) if tax_class else None,
        rates=_rates(row),
    )


def _statistical_unit(cell: str) -> str:
    return _unit(_MEASURED_HOW.sub("", cell))


def _other_laws(row: Row, known_laws: Collection[str]) -> str:
    laws = row.read("other_laws", _law) or ""
    for law in laws.split():
        if law not in known_laws:
            row.fault("other_laws", f"{law} is not a known other law")
    return laws


def _rates(row: Row) -> dict[str, str]:
    rates = {}
    for regime, column in RATE_COLUMNS.items():
        if row.text(column):
            rates[regime.value] = row.read(column, _rate) or ""
    if not rates:
        row.fault("general_eff", "the line has no rate in any column")
    return rates


def _refuse_repeated(lines: list[ScheduleLine], faults: list[Fault]) -> None:
    """A code and season may be there once, and a code is either seasonal or not."""
    seen: dict[tuple[str, str], int] = {}
    seasonal: dict[str, bool] = {}
    for line in lines:
        first = seen.setdefault((line.code9, line.season_from), line.row)
        if first != line.row:
            faults.append(Fault(line.row, "code9", f"{line.code9} is already in row {first}"))
        elif seasonal.setdefault(line.code9, bool(line.season_from)) is not bool(line.season_from):
            faults.append(Fault(line.row, "desc_ja", f"{line.code9} is seasonal in some rows and not in others"))
