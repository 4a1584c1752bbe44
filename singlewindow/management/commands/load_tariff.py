"""`manage.py load_tariff FILE --valid-from DAY`: an edition of the import schedule, with the other laws it hints at."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from declarations.long_work import Teller, long_work
from declarations.tariff.csv_file import BrokenFile
from declarations.tariff.differences import Difference
from declarations.tariff.edition_loading import TooManyRemoved, load_edition
from declarations.tariff.schedule_file import ScheduleFile, read_schedule
from declarations.tariff.tables import report, write_difference
from permits import loading as permits
from permits.models import Law
from singlewindow.management.commands.load_reference import with_export_hints

_STEPS = 3
"""Of the work that is told of: the file is read, its lines become the edition, its hints become requirements."""


class Command(BaseCommand):
    help = "Load an edition of the import schedule from its first day on. Loading the same file twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, its first day, and how careful to be."""
        parser.add_argument(
            "file", type=Path, help="CSV file; the format is told in declarations/tariff/schedule_file.py"
        )
        parser.add_argument(
            "--valid-from", type=date.fromisoformat, required=True, help="first declared day, YYYY-MM-DD"
        )
        parser.add_argument("--dry-run", action="store_true", help="tell what it would change, and change nothing")
        parser.add_argument("--may-remove", action="store_true", help="let it end more than a tenth of the lines")
        parser.add_argument("--report", type=Path, help="write every difference to this CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with long_work(f"Tariff edition {options['file'].name}") as work:
                file, difference = self._loaded(options, work)
                counts = f"{len(difference.added):,} lines added, {len(difference.removed):,} ended"
                work.result = f"A dry run: {counts}." if options["dry_run"] else f"{counts}."
        except (BrokenFile, TooManyRemoved) as refused:
            raise CommandError(f"{options['file']}: nothing was changed.\n{refused}") from refused
        except OSError as problem:
            raise CommandError(f"{options['file']}: {problem.strerror}") from problem
        if options["report"]:
            write_difference(difference, options["report"])
        self.stdout.write(report(difference, file.cells))
        self.stdout.write("\nNothing was changed: a dry run." if options["dry_run"] else "\nThe edition is loaded.")

    @transaction.atomic
    def _loaded(self, options: dict[str, Any], work: Teller) -> tuple[ScheduleFile, Difference]:
        permits.load_laws()
        file = self._read(options["file"], work)
        difference = self._load(file, options, work)
        transaction.set_rollback(options["dry_run"])
        return file, difference

    def _read(self, path: Path, work: Teller) -> ScheduleFile:
        rows = path.read_bytes().count(b"\n") - 1
        laws = frozenset(Law.objects.values_list("code", flat=True))
        return read_schedule(path, known_laws=laws, progress=lambda done: work(done, _STEPS * rows))

    def _load(self, file: ScheduleFile, options: dict[str, Any], work: Teller) -> Difference:
        since: date = options["valid_from"]
        difference = load_edition(file, valid_from=since, at=timezone.now(), may_remove=options["may_remove"])
        work(_STEPS - 1, _STEPS)
        hints = {(line.code9, law) for line in file.lines for law in line.other_laws.split()}
        ended = set(difference.hints_ended()) - hints
        permits.end_requirements(with_export_hints(ended), from_day=since)
        permits.load_requirements(with_export_hints(hints), valid_from=since)
        return difference
