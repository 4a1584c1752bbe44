"""Loading code lists from CSV files: customs offices, bonded areas, import declaration types.

    office_code, name_en, customs_digit, roman_name_on_declaration, statistical_customs_code, verification
    code, name, office_code, valid_from, valid_to
    icb_code, meaning, screen_form_code, note

What a file says replaces what was there; what it leaves out stays, since a file may be of one customs only. A bonded
area whose code begins anew ends its earlier permission the day before. No amount depends on these rows, so they keep
no history of what was known.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import models, transaction
from msgspec import Struct

from declarations.tariff.csv_file import (
    Fault,
    Row,
    a_day,
    a_day_or_nothing,
    matching,
    records,
    refuse_if,
    text_up_to,
)
from declarations.tariff.models import BondedArea, CustomsOffice, DeclarationType

OFFICE_COLUMNS = (
    *("office_code", "name_en", "customs_digit", "roman_name_on_declaration"),
    *("statistical_customs_code", "verification"),
)
TYPE_COLUMNS = ("icb_code", "meaning", "screen_form_code", "note")
AREA_COLUMNS = ("code", "name", "office_code", "valid_from", "valid_to")
_office_code = matching("[0-9][0-9A-Z]", "an office code")
_area_code = matching("[0-9A-Z]{5}", "a bonded area code")
# Cargo release and duty declared apart or together by an AEO. The meaning of T and V does not say so, but a special
# declaration follows the release of an AEO importer.
AEO_TYPES = frozenset("HNJPTVR")
_type_code = matching("[A-Z]", "one capital letter")
_digit = matching("[1-9]", "a digit from 1 to 9")
_statistical_code = matching("([0-9]{1,4})?", "a statistical code")
_name = text_up_to(100)
_meaning = text_up_to(120)


class LoadedRows(Struct, frozen=True):
    """How many rows were added, changed, and found as they are."""

    added: int
    changed: int
    same: int


@transaction.atomic
def load_offices(path: Path) -> LoadedRows:
    """Add or correct the offices of the file.

    Raises:
        BrokenFile: with every fault by row and column.
    """
    offices = _read(path, OFFICE_COLUMNS, _office, key=lambda office: office["code"], column="office_code")
    return _record(CustomsOffice.objects.all(), offices, keys=("code",))


@transaction.atomic
def load_bonded_areas(path: Path) -> LoadedRows:
    """Add or correct the bonded areas of the file.

    Raises:
        BrokenFile: with every fault by row and column; an office that is not known is one.
    """
    offices = dict(CustomsOffice.objects.values_list("code", "pk"))
    areas = _read(
        path,
        AREA_COLUMNS,
        lambda row: _area(row, offices),
        key=lambda area: (area["code"], area["valid_from"]),
        column="code",
    )
    loaded = _record(BondedArea.objects.all(), areas, keys=("code", "valid_from"))
    for area in areas:
        _end_earlier(area["code"], before=area["valid_from"])
    return loaded


@transaction.atomic
def load_declaration_types(path: Path) -> LoadedRows:
    """Add or correct the import declaration types of the file.

    A note that says "air only" or "BP allowed" (release before permit) is read as such.

    Raises:
        BrokenFile: with every fault by row and column.
    """
    types = _read(path, TYPE_COLUMNS, declaration_type_of, key=lambda each: each["code"], column="icb_code")
    return _record(DeclarationType.objects.all(), types, keys=("code",))


def declaration_type_of(row: Row) -> dict[str, Any]:
    """The columns of a declaration type, from its row."""
    code, form, note = row.read("icb_code", _type_code), row.text("screen_form_code"), row.text("note")[:120]
    return {
        "code": code,
        "meaning": row.read("meaning", _meaning),
        "screen_form": "" if form == "-" else form,
        "is_aeo": code in AEO_TYPES,
        "is_air_only": "air only" in note,
        "allows_release_before_permit": "BP allowed" in note,
        "note": note,
    }


def _read(
    path: Path,
    columns: tuple[str, ...],
    read_row: Callable[[Row], dict[str, Any]],
    *,
    key: Callable[[dict[str, Any]], object],
    column: str,
) -> list[dict[str, Any]]:
    """The rows as columns of the table, each key once."""
    faults: list[Fault] = []
    found: dict[object, dict[str, Any]] = {}
    for row in records(path, columns=columns, faults=faults):
        said = read_row(row)
        if found.setdefault(key(said), said) is not said:
            row.fault(column, "is already in the file")
    refuse_if(faults)
    return list(found.values())


def _office(row: Row) -> dict[str, Any]:
    code, digit = row.read("office_code", _office_code), row.read("customs_digit", _digit)
    if code and digit and code[0] != digit:
        row.fault("customs_digit", f"{digit} is not the first character of {code}")
    return {
        "code": code,
        "name_en": row.read("name_en", _name),
        "customs_digit": int(digit or 0),
        "roman_name": row.text("roman_name_on_declaration")[:30],
        "statistical_code": row.read("statistical_customs_code", _statistical_code),
        "is_verified": row.text("verification").startswith("verified"),
    }


def _area(row: Row, offices: dict[str, int]) -> dict[str, Any]:
    office = row.read("office_code", _office_code)
    if office and office not in offices:
        row.fault("office_code", f"{office} is not a known office")
    first, last = row.read("valid_from", a_day), row.read("valid_to", a_day_or_nothing)
    if first and last and last < first:
        row.fault("valid_to", f"{last} is before {first}")
    return {
        "code": row.read("code", _area_code),
        "name": row.read("name", _name),
        "office_id": offices.get(office or ""),
        "valid_from": first,
        "valid_to": last,
        "is_demonstration": False,
    }


def _record(rows: models.QuerySet[Any], said: Iterable[dict[str, Any]], *, keys: tuple[str, ...]) -> LoadedRows:
    known = {tuple(getattr(row, key) for key in keys): row for row in rows.select_for_update()}
    added, changed, same = [], [], 0
    for columns in said:
        row = known.get(tuple(columns[key] for key in keys))
        if row is None:
            added.append(rows.model(**columns))
        elif any(getattr(row, column) != value for column, value in columns.items()):
            for column, value in columns.items():
                setattr(row, column, value)
            changed.append(row)
        else:
            same += 1
    if added:
        rows.model._default_manager.bulk_create(added)
    for row in changed:
        row.save()
    return LoadedRows(len(added), len(changed), same)


def _end_earlier(code: str, *, before: date) -> None:
    earlier = BondedArea.objects.filter(code=code, valid_from__lt=before).overlapping(before, None)
    if earlier.exists():
        earlier.update(valid_to=before - timedelta(days=1))
