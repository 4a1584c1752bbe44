"""`manage.py verify`: whether everything holds that must hold, whatever has failed."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.core.management.base import BaseCommand

from declarations.dataset.snapshot import snapshot
from declarations.verifying import Verdict, ask_agencies, verify_agencies, verify_clients, verify_store
from declarations.verifying.agencies import Requests
from declarations.verifying.clients import lines_of
from declarations.verifying.verdicts import together


class Command(BaseCommand):
    help = "Look for what breaks an invariant (I1 to I12), in one snapshot of the store. Exit 1 where one is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What else than the store is looked at."""
        parser.add_argument("--log", type=Path, action="append", default=[], help="A client's log, JSONL.")
        parser.add_argument("--agencies", action="store_true", help="Ask the simulated agencies at AGENCY_URLS too.")
        parser.add_argument("--json", action="store_true", help="Print JSON instead of the table.")

    def handle(self, *args: Any, **options: Any) -> None:
        told = ask_agencies(settings.AGENCY_URLS) if options["agencies"] else {}
        with snapshot():
            verdicts = together(_found(options["log"], told))
        if options["json"]:
            self.stdout.write(msgspec.json.encode(verdicts).decode())
        else:
            self._tell(verdicts)
        if not all(verdict.holds for verdict in verdicts):
            sys.exit(1)

    def _tell(self, verdicts: tuple[Verdict, ...]) -> None:
        width = max(len(verdict.says) for verdict in verdicts)
        self.stdout.write(f"{'':<5}{'invariant':<{width + 2}}{'looked at':>11}{'broken':>9}")
        for verdict in verdicts:
            self.stdout.write(
                f"{verdict.code:<5}{verdict.says:<{width + 2}}{verdict.looked_at:>11,}{verdict.broken:>9,}"
            )
            for offence in verdict.first:
                self.stdout.write(f"     {offence.number}: {offence.why}")


def _found(logs: list[Path], told: Mapping[str, Requests]) -> Iterator[Verdict]:
    yield from verify_store()
    for path in logs:
        with path.open("rb") as lines:
            yield from verify_clients(lines_of(lines))
    yield from verify_agencies(told)
