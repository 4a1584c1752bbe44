"""The demonstration itself: lodge every sample, wait for what must come of it, show tables."""

import csv
import io
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.core.management import call_command
from msgspec import Struct

from declarations.traders.demonstration import create_demonstration
from singlewindow.demonstration.door import Door, Refused
from singlewindow.demonstration.samples import SAMPLES, TABLE, Sample

COLUMNS = 13  # the source document's
HEADINGS = ("sample", "number", "came to", "held by", "duty", "tax", "to pay", "permits", "as expected")


class Shown(Struct, frozen=True):
    """What came of one sample."""

    sample: Sample
    number: str
    row: tuple[str, ...]
    as_expected: bool


def show(base_url: str, say: Callable[[str], None]) -> bool:
    """Run the demonstration and print its tables. True where everything came out as it must."""
    secrets = {login.name: login.secret for login in create_demonstration().clients}
    doors = {client: Door(base_url, client=client, secret=secrets[client]) for client in {s.client for s in SAMPLES}}
    lodged = [(sample, _lodge(doors[sample.client], sample)) for sample in SAMPLES]
    shown = [_follow(doors[sample.client], sample, account) for sample, account in lodged]
    say(table(HEADINGS, [each.row for each in shown]))
    say("")
    rows, as_published = _data_file({each.sample.name: each.number for each in shown})
    say("The data file, beside the table it follows:")
    say(table(rows[0], rows[1:]))
    good = as_published and all(each.as_expected for each in shown)
    say("")
    say("Every sample reached the state it must." if good else "Something came out otherwise than it must.")
    return good


def _lodge(door: Door, sample: Sample) -> dict[str, Any]:
    try:
        account = door.lodge(sample)
        door.pay(sample, door.look(account["number"]))
    except Refused as refused:
        return {"problem": refused.problem}
    return account


def _follow(door: Door, sample: Sample, lodged: dict[str, Any]) -> Shown:
    if "problem" in lodged:
        codes = sorted(error["code"] for error in lodged["problem"].get("errors", []))
        as_expected = sample.expected == "REFUSED BY RULE" and len(codes) > 1
        row = (sample.name, "", "REFUSED BY RULE", " ".join(codes), "", "", "", "", _yes(as_expected))
        return Shown(sample, "", row, as_expected)
    account = door.wait(lodged["number"], until=lambda now: _is_as_expected(sample, now))
    duty, checks = account["duty"], [c for item in account["goods_items"] for c in item.get("permit_checks", [])]
    as_expected = _is_as_expected(sample, account)
    row = (
        sample.name,
        account["number"],
        account["status"],
        " ".join(sorted({hold["code"] for hold in account.get("holds", [])})),
        f"{int(duty['duty']):,}",
        f"{int(duty['consumption_tax']) + int(duty['local_consumption_tax']):,}",
        f"{int(duty['total_to_pay']):,}",
        " ".join(f"{check['law']}:{check['status'].lower()}" for check in checks),
        _yes(as_expected),
    )
    return Shown(sample, account["number"], row, as_expected)


def _is_as_expected(sample: Sample, account: dict[str, Any]) -> bool:
    held = {hold["code"] for hold in account.get("holds", [])}
    return account["status"] == sample.expected and held == set(sample.held_by)


def _data_file(numbers: dict[str, str]) -> tuple[list[tuple[str, ...]], bool]:
    """The rows of the three published declarations from the exported file, and whether they are as published."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "dataset"
        call_command("export_dataset", str(target), verbosity=0, stdout=io.StringIO())
        with next(target.glob("import_declaration*.csv")).open(encoding="utf-8", newline="") as file:
            heading, *rows = csv.reader(file)
    by_number = {row[0]: tuple(row[:COLUMNS]) for row in rows}
    found = [by_number.get(numbers[name], ()) for name in TABLE]
    as_published = all(
        row[2:] == published[1:] and published[0] in {"", row[1]}
        for row, published in zip(found, TABLE.values(), strict=True)
    )
    return [tuple(heading[:COLUMNS]), *found], as_published


def _yes(as_expected: bool) -> str:
    return "yes" if as_expected else "NO"


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows as aligned columns."""
    widths = [max(len(str(row[i])) for row in (heading, *rows) if i < len(row)) for i in range(len(heading))]
    lines = [heading, ["-" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(f"{cell:<{w}}" for cell, w in zip(line, widths, strict=False)).rstrip() for line in lines
    )
