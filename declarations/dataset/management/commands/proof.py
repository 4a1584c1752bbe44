"""`manage.py proof checkpoint | verify | receipt NUMBER | verify_receipt FILE`: that nothing declared was changed."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from declarations.dataset.errors import NoReceipt
from declarations.dataset.models import VersionLeaf
from declarations.dataset.proving import checkpoints, receipts


class Command(BaseCommand):
    help = "Sign what was declared; verify that the store is what was signed; give and verify receipts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is to be done."""
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("checkpoint", help="Sign the root over all versions so far.")
        acts.add_parser("verify", help="Whether the store is what was signed; names the first changed version.")
        receipt = acts.add_parser("receipt", help="What a declarant keeps, JSON.")
        receipt.add_argument("number")
        receipt.add_argument("--version-number", type=int)
        verify = acts.add_parser("verify_receipt", help="Whether a receipt proves what it says.")
        verify.add_argument("file", type=Path)
        verify.add_argument("--key", type=bytes.fromhex, help="The public key, hexadecimal; by default ours.")

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        done: dict[str, Callable[[dict[str, Any]], str]] = {
            "checkpoint": lambda _: self._checkpoint(),
            "verify": lambda _: self._verify(),
            "receipt": self._receipt,
            "verify_receipt": self._verify_receipt,
        }
        self.stdout.write(done[act](options))

    def _checkpoint(self) -> str:
        made = checkpoints.checkpoint(at=timezone.now())
        if made is None:
            return "Nothing new was declared."
        return f"{made.size:,} versions, root {bytes(made.root).hex()}, key {checkpoints.public_key().hex()}"

    def _verify(self) -> str:
        if found := list(checkpoints.faults()):
            raise CommandError("\n".join(found))
        return f"{VersionLeaf.objects.count():,} versions are what was signed."

    def _receipt(self, options: dict[str, Any]) -> str:
        try:
            receipt = receipts.receipt_of(options["number"], version=options["version_number"])
        except NoReceipt as missing:
            raise CommandError(str(missing)) from missing
        return msgspec.json.encode(receipt).decode()

    def _verify_receipt(self, options: dict[str, Any]) -> str:
        try:
            receipt = msgspec.json.decode(options["file"].read_bytes(), type=receipts.Receipt)
            is_proven = receipts.proves(receipt, key=options["key"] or checkpoints.public_key())
        except (OSError, ValueError, msgspec.DecodeError) as wrong:
            raise CommandError(f"No receipt: {wrong}") from wrong
        if not is_proven:
            raise CommandError("It does not prove what it says.")
        when = f"{receipt.checkpoint.made_at:%Y-%m-%d %H:%M} UTC"
        return f"{receipt.number}, version {receipt.version}: signed at {when}."
