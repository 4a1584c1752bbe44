"""`manage.py verify_certificate NAME | --file FILE`: whether a certificate proves what it says. Needs no solver."""

import time
from argparse import ArgumentParser
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError

from declarations.dataset.disclosure.certificate import decoded, faults_of
from declarations.dataset.models import LedgerTable


class Command(BaseCommand):
    help = "Verify the certificate of a released table, or of all, or one in a file; 1 where one does not prove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which."""
        parser.add_argument("name", nargs="*", help="Released tables; all where none is named.")
        parser.add_argument("--file", type=Path, help="A certificate in a file instead.")

    def handle(self, *args: Any, name: list[str], file: Path | None, **options: Any) -> None:
        if file:
            wrong = [] if self._verify(file.name, file.read_bytes()) else [file.name]
        else:
            wrong = [table.name for table in self._chosen(name) if not self._of_ledger(table)]
        if wrong:
            raise CommandError(f"Does not prove what it says: {', '.join(wrong)}")

    def _chosen(self, names: list[str]) -> list[LedgerTable]:
        tables = list(LedgerTable.objects.filter(name__in=names) if names else LedgerTable.objects.all())
        if missing := set(names) - {table.name for table in tables}:
            raise CommandError(f"Not in the ledger: {', '.join(sorted(missing))}")
        return tables

    def _of_ledger(self, table: LedgerTable) -> bool:
        certificate = bytes(table.certificate)
        if sha256(certificate).hexdigest() != table.certificate_sha256:
            self.stdout.write(f"{table.name}: the certificate is not the one that was kept.")
            return False
        figures = tuple((tuple(key), figure) for key, figure in table.figures)
        if decoded(certificate).pages[-1].figures != figures:
            self.stdout.write(f"{table.name}: the certificate is of other figures.")
            return False
        return self._verify(table.name, certificate)

    def _verify(self, name: str, file: bytes) -> bool:
        began = time.perf_counter()
        try:
            certificate = decoded(file)
        except msgspec.DecodeError as wrong:
            self.stdout.write(f"{name}: no certificate: {wrong}")
            return False
        faults = list(faults_of(certificate))
        cells = sum(len(page.figures) for page in certificate.pages)
        seconds = time.perf_counter() - began
        self.stdout.write(
            f"{name}: {cells:,} cells, {len(certificate.shifts)} shifts, {len(faults)} faults, {seconds:.2f} s"
        )
        for fault in faults[:20]:
            self.stdout.write(f"  {fault}")
        return not faults
