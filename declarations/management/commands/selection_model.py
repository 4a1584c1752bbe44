"""`manage.py selection_model register|propose|approve|decline`: a learned model into use, by two officers."""

from argparse import ArgumentParser
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from django.utils import timezone

from declarations import clearance
from declarations.errors import FourEyes, UnknownApplication
from declarations.selection.learning.model import FILE, BrokenModel
from declarations.selection.models import ScoringPolicy
from declarations.traders.declarant import Officer
from declarations.traders.models import User


class Command(BaseCommand):
    help = "Register a learned model, propose what its word counts, approve or decline what another proposed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One verb, and who acts."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        register, propose, *deciding = (
            verbs.add_parser(verb) for verb in ("register", "propose", "approve", "decline")
        )
        for verb in (register, propose, *deciding):
            verb.add_argument("--by", required=True, help="User name of the officer.")
        register.add_argument("--model", type=Path, required=True, help="Folder of the model.")
        propose.add_argument("--sha256", required=True, help="Which registered model.")
        propose.add_argument("--mode", choices=ScoringPolicy.Mode.values, default=ScoringPolicy.Mode.SHADOW)
        propose.add_argument("--g", type=Decimal, required=True, help="Weight of the duty at stake, 0 to 1.")
        propose.add_argument("--document-from", type=float, required=True, help="Scores that ask for category 2.")
        propose.add_argument("--inspection-from", type=float, help="Scores that ask for category 3; left out: none.")
        propose.add_argument("--reason", required=True)
        for verb in deciding:
            verb.add_argument("--version", type=int, required=True, dest="policy", help="Which proposed policy.")
            verb.add_argument("--remarks", default="", help="Why.")

    def handle(self, *args: Any, verb: str, **told: Any) -> None:
        by, at = self._officer(told["by"]), timezone.now()
        try:
            with transaction.atomic():
                self.stdout.write(self._do(verb, told, by=by, at=at))
        except FourEyes as refused:
            raise CommandError("Another officer, of a senior grade, has to approve it.") from refused
        except UnknownApplication as refused:
            raise CommandError("No such policy waits for a decision.") from refused
        except (BrokenModel, IntegrityError) as refused:
            raise CommandError(str(refused)) from refused

    def _do(self, verb: str, told: dict[str, Any], *, by: Officer, at: Any) -> str:
        if verb == "register":
            return f"model {clearance.register_model(told['model'] / FILE, by=by, at=at).sha256} is registered"
        if verb in {"approve", "decline"}:
            approves, remarks = verb == "approve", told["remarks"]
            policy = clearance.decide_policy(told["policy"], by=by, approves=approves, remarks=remarks, at=at)
            return f"policy {policy} is {'in force' if approves else 'declined'}"
        names = ("sha256", "g", "document_from", "inspection_from", "reason")
        wanted = {name: told[name] for name in names}
        policy = clearance.propose_policy(by=by, mode=ScoringPolicy.Mode(told["mode"]), at=at, **wanted)
        return f"policy {policy} is proposed"

    def _officer(self, name: str) -> Officer:
        user = User.objects.filter(username=name).first()
        if user is None or (officer := user.as_officer()) is None:
            raise CommandError(f"{name} is no officer.")
        return officer
