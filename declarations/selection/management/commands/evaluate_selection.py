"""`manage.py evaluate_selection --test F [--model DIR]`: how good a model is on a file it has not seen."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from declarations.selection.learning.csv_file import UnreadableFile, read
from declarations.selection.learning.model import FILE, BrokenModel, load
from declarations.selection.learning.report import default_folder, lines


class Command(BaseCommand):
    help = "Judge a model on a file of examined declarations, beside the sorts that need no model."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--test", type=Path, required=True, help="Examined declarations, CSV.")
        parser.add_argument("--model", type=Path, default=default_folder(), help="Folder of the model.")

        parser.add_argument("--train", type=Path, help="The learned file, to tell copies of its rows apart.")

    def handle(self, *args: Any, test: Path, model: Path, train: Path | None, **options: Any) -> None:
        try:
            learned, file = load(model / FILE), read(test)
            learned_from = read(train) if train else None
        except (UnreadableFile, BrokenModel) as wrong:
            raise CommandError(str(wrong)) from wrong
        for line in lines(learned, file, learned_from=learned_from):
            self.stdout.write(line)
