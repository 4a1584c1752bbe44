"""`manage.py load_reference`: the reference data that ship with the product."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from declarations.selection import loading as selection
from declarations.tariff import loading as tariff
from declarations.traders.registration import register_private_party
from permits import loading as permits

REQUIREMENTS_SINCE = date(2014, 1, 1)
# Plants and animal products are inspected on export too (Plant Protection Act art. 10; Act on Domestic Animal
# Infectious Diseases Control art. 45); the Food Sanitation Act asks for a notification of imports alone.
LAWS_ON_EXPORT = {"PL", "AN"}


class Command(BaseCommand):
    help = "Load tariff, exchange rates, offices, other laws and their requirements. Loading twice changes nothing."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        tariff.load_shipped()
        permits.load_laws()
        permits.load_requirements(with_export_hints(tariff.other_law_hints()), valid_from=REQUIREMENTS_SINCE)
        register_private_party()
        if settings.SANDBOX:
            tariff.load_demonstration()
            selection.load_demonstration()
        self.stdout.write("Reference data are loaded.")


def with_export_hints(hints: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """The requirements that the import schedule's hints stand for, in both directions."""
    known = sorted(set(hints))
    imports = [(code, law, "IMPORT") for code, law in known]
    return imports + [(code, law, "EXPORT") for code, law in known if law in LAWS_ON_EXPORT]
