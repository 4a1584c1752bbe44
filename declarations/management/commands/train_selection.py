"""`manage.py train_selection --train F --valid F`, or `--store --since D --valid-since D --until D`: learn."""

from argparse import ArgumentParser
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from declarations.audits.learning import Days, declarations_in, items_in
from declarations.long_work import Teller, long_work
from declarations.management.commands.evaluate_selection import instant
from declarations.selection.learning.csv_file import DataFile, UnreadableFile, read
from declarations.selection.learning.features import Kind
from declarations.selection.learning.fitting import TRIED, NothingToLearn, NotInstalled, Tried, train
from declarations.selection.learning.model import FILE, save
from declarations.selection.learning.report import default_folder, lines


class Command(BaseCommand):
    help = "Learn from what examinations and audits found; the settings are chosen on the validation rows alone."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, or days of the store."""
        parser.add_argument("--train", type=Path, help="Examined declarations to learn from, CSV.")
        parser.add_argument("--valid", type=Path, help="Later ones, to choose the settings on.")
        parser.add_argument("--store", action="store_true", help="Learn from our own store instead of files.")
        parser.add_argument("--since", type=date.fromisoformat, metavar="DAY", help="First day to learn from.")
        parser.add_argument("--valid-since", type=date.fromisoformat, metavar="DAY", help="First day to choose on.")
        parser.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="Last day to choose on.")
        parser.add_argument("--known-at", type=instant, help="Results as known at this instant; left out: now.")
        parser.add_argument("--model", type=Path, default=default_folder(), help="Folder of the model.")
        parser.add_argument(
            "--features",
            type=Kind,
            choices=list(Kind),
            default=Kind.DECLARED,
            help="Declared values alone; with history as counts and prices; with the rates of what was found wrong.",
        )

    def handle(self, *args: Any, model: Path, features: Kind, **told: Any) -> None:
        try:
            learned_from, chosen_on, judged_on = self._rows(told)
            self.stdout.write(f"{'trees':>6}{'leaves':>8}{'rate':>7}{'P@5%':>8}{'P@10%':>8}   on {chosen_on.name}")
            with long_work(f"Model learned from {learned_from.name}", out=StringIO()) as work:
                learned = train(learned_from, chosen_on, kind=features, told=_Tries(work, self.stdout))
                work.result = f"Precision {learned.origin.metrics['precision_at_5']:.3f} among the first 5 %."
        except (UnreadableFile, NotInstalled, NothingToLearn) as wrong:
            raise CommandError(str(wrong)) from wrong
        sha256 = save(learned, model)
        self.stdout.write(f"{model / FILE}, sha256 {sha256}\n\n")
        for line in lines(learned, judged_on, learned_from=learned_from):
            self.stdout.write(line)

    def _rows(self, told: dict[str, Any]) -> tuple[DataFile, DataFile, DataFile]:
        """What is learned from, what the settings are chosen on, and the same as it is judged: by declaration."""
        if not told["store"]:
            if not told["train"] or not told["valid"]:
                raise CommandError("Name --train and --valid, or --store with --since, --valid-since and --until.")
            chosen_on = read(told["valid"])
            return read(told["train"]), chosen_on, chosen_on
        since, cut, until = (told[name] for name in ("since", "valid_since", "until"))
        if not since or not cut or not until or not since < cut <= until:
            raise CommandError("--store takes --since, --valid-since and --until, in this order.")
        learned, chosen = (
            Days(since, cut - timedelta(days=1), told["known_at"] or instant()),
            Days(cut, until, told["known_at"] or instant()),
        )
        return items_in(learned), items_in(chosen), declarations_in(chosen)


class _Tries:
    """Each of the settings that were tried, as a line of its own on the terminal, and how many are done."""

    def __init__(self, work: Teller, out: Any) -> None:
        self._work, self._out, self._done = work, out, 0

    def __call__(self, tried: Tried) -> None:
        self._done += 1
        self._work(self._done, len(TRIED))
        grown, precisions = tried.settings, f"{tried.at_5:>8.3f}{tried.at_10:>8.3f}"
        place = f"{self._done} of {len(TRIED)}"
        self._out.write(f"{grown.trees:>6}{grown.leaves:>8}{grown.rate:>7g}{precisions}   {place}")
        self._out.flush()
