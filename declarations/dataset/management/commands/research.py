"""`manage.py research open | close | close_expired | check_outputs`: what needs the owner of the store, or HiGHS."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from declarations.dataset.disclosure.solving import SolverMissing
from declarations.dataset.errors import ResearchRefused
from declarations.dataset.models import ResearchProject
from declarations.dataset.research import extracts, outputs


class Command(BaseCommand):
    help = "Make or destroy the extract of a research project; check the tables that projects want to take out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is to be done, to which project, by whom."""
        acts = parser.add_subparsers(dest="act", required=True)
        for act in ("open", "close"):
            its = acts.add_parser(act)
            its.add_argument("project", type=UUID)
            its.add_argument("--by", required=True, help="Who does it.")
        acts.add_parser("close_expired", help="Every project whose last day is over.")
        acts.add_parser("check_outputs", help="The automatic checks of every table that waits for them.")

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        done: dict[str, Callable[[dict[str, Any]], str]] = {
            "open": self._open,
            "close": self._close,
            "close_expired": lambda _: f"{extracts.close_expired(at=timezone.now())} projects closed.",
            "check_outputs": lambda _: f"{outputs.check_outputs(at=timezone.now())} tables checked.",
        }
        try:
            self.stdout.write(done[act](options))
        except ResearchProject.DoesNotExist as missing:
            raise CommandError("There is no such project.") from missing
        except (ResearchRefused, SolverMissing) as refused:
            raise CommandError(str(refused)) from refused

    def _open(self, options: dict[str, Any]) -> str:
        opened = extracts.open_project(options["project"], by=options["by"], at=timezone.now())
        told = [f"{opened.rows:,} rows."]
        told += [f"{rate} % of them fit one row of {other} alone." for other, rate in opened.join_rates.items()]
        if not opened.login:
            return "\n".join([*told, "Not open: somebody has to stand up for it on its page first."])
        return "\n".join([*told, f"login {opened.login}", f"password {opened.password} (told once, kept nowhere)"])

    def _close(self, options: dict[str, Any]) -> str:
        extracts.close_project(options["project"], by=options["by"], at=timezone.now())
        return "Extract, login and key are destroyed."
