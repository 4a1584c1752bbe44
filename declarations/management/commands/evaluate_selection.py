"""`manage.py evaluate_selection --test F`, or `--store --since D --until D`: how good a model is on what it has not
seen."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from declarations.audits.learning import Days, declarations_in
from declarations.selection.learning.csv_file import DataFile, UnreadableFile, read
from declarations.selection.learning.model import FILE, BrokenModel, load
from declarations.selection.learning.report import default_folder, lines


def instant(text: str = "") -> datetime:
    """An instant with its time zone; now where none is told."""
    if not text:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise ArgumentTypeError(f"{text} is no instant such as 2026-11-25T10:00:00+09:00") from wrong
    if at.tzinfo is None:
        raise ArgumentTypeError(f"{text} has no time zone")
    return at


class Command(BaseCommand):
    help = "Judge a model on declarations that were looked at, beside the sorts that need no model."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A file, or days of the store."""
        parser.add_argument("--test", type=Path, help="Examined declarations, CSV.")
        parser.add_argument("--train", type=Path, help="The learned file, to tell copies of its rows apart.")
        parser.add_argument("--store", action="store_true", help="Judge on our own store instead of a file.")
        parser.add_argument("--since", type=date.fromisoformat, metavar="DAY", help="First day.")
        parser.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="Last day.")
        parser.add_argument("--known-at", type=instant, help="Results as known at this instant; left out: now.")
        parser.add_argument("--model", type=Path, default=default_folder(), help="Folder of the model.")

    def handle(self, *args: Any, model: Path, train: Path | None, **told: Any) -> None:
        if not told["test"] and not (told["store"] and told["since"] and told["until"]):
            raise CommandError("Name --test, or --store with --since and --until.")
        try:
            learned, file = load(model / FILE), self._file(told)
            learned_from = read(train) if train else None
        except (UnreadableFile, BrokenModel) as wrong:
            raise CommandError(str(wrong)) from wrong
        for line in lines(learned, file, learned_from=learned_from):
            self.stdout.write(line)

    def _file(self, told: dict[str, Any]) -> DataFile:
        if told["store"]:
            return declarations_in(Days(told["since"], told["until"], told["known_at"] or instant()))
        return read(told["test"])
