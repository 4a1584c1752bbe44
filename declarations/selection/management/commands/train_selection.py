"""`manage.py train_selection --train F --valid F [--model DIR]`: learn from examinations."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from declarations.selection.learning.csv_file import UnreadableFile, read
from declarations.selection.learning.features import Kind
from declarations.selection.learning.fitting import NothingToLearn, NotInstalled, Tried, train
from declarations.selection.learning.model import FILE, save
from declarations.selection.learning.report import default_folder, lines


class Command(BaseCommand):
    help = "Learn from a file of examined declarations; the settings are chosen on the validation file alone."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--train", type=Path, required=True, help="Examined declarations to learn from, CSV.")
        parser.add_argument("--valid", type=Path, required=True, help="Later ones, to choose the settings on.")
        parser.add_argument("--model", type=Path, default=default_folder(), help="Folder of the model.")
        parser.add_argument(
            "--features",
            type=Kind,
            choices=list(Kind),
            default=Kind.DECLARED,
            help="Declared values alone; with history as counts; with the rates that keys were found wrong at.",
        )

    def handle(self, *args: Any, model: Path, features: Kind, **options: Any) -> None:
        try:
            learned_from, chosen_on = read(options["train"]), read(options["valid"])
            self.stdout.write(f"{'trees':>6}{'leaves':>8}{'rate':>7}{'P@5%':>8}{'P@10%':>8}   on {chosen_on.name}")
            learned = train(learned_from, chosen_on, kind=features, told=self._tell)
        except (UnreadableFile, NotInstalled, NothingToLearn) as wrong:
            raise CommandError(str(wrong)) from wrong
        sha256 = save(learned, model)
        self.stdout.write(f"{model / FILE}, sha256 {sha256}\n\n")
        for line in lines(learned, chosen_on, learned_from=learned_from):
            self.stdout.write(line)

    def _tell(self, tried: Tried) -> None:
        grown = tried.settings
        self.stdout.write(f"{grown.trees:>6}{grown.leaves:>8}{grown.rate:>7g}{tried.at_5:>8.3f}{tried.at_10:>8.3f}")
        self.stdout.flush()
