"""The laws and agencies that ship with the product, and the goods that laws bind.

Loading adds what is missing and leaves alone what is there: an administrator's correction stays, and loading
twice changes nothing, not even the edition.
"""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from permits.models import Agency, Law, Requirement

DATA = Path(__file__).parent / "data"

# Law code -> the agency that is asked over the network. A connected agency has the code of its law.
CONNECTED = {
    "FD": "Quarantine stations (MHLW)",
    "PL": "Plant Protection Station (MAFF)",
    "AN": "Animal Quarantine Service (MAFF)",
}
# The other laws' agencies as published -> our code of the desk that is asked on paper.
_DESKS = {
    "MOF": "MOF",
    "METI": "METI",
    "MOE": "MOE",
    "NPA": "NPA",
    "NTA": "NTA",
    "MHLW": "MHLW",
    "MHLW / MAFF": "MHLWMAFF",
    "MAFF": "MAFF",
    "MAFF (ALIC)": "ALIC",
    "MAFF (Animal Quarantine Service)": "AQS",
    "MIC": "MIC",
    "ANRE (METI)": "ANRE",
    "Fisheries Agency": "FA",
}


# A desk works with paper and people: it has days where a machine has hours.
_DESK_LIMITS = {
    "acknowledge_within": timedelta(days=3),
    "soft_limit": timedelta(days=5),
    "hard_limit": timedelta(days=10),
}


@transaction.atomic
def load_laws() -> None:
    """Add the shipped laws that are missing, with their agencies."""
    present = set(Law.objects.values_list("code", flat=True))
    laws = [_law(row) for row in _rows("other_law_codes.csv") if row["code"] not in present]
    if not laws:
        return
    agencies = {law.agency_id: _agency(law) for law in laws}
    Agency.objects.bulk_create(agencies.values(), ignore_conflicts=True)
    Law.objects.bulk_create(laws)


@transaction.atomic
def load_requirements(pairs: Iterable[tuple[str, str, str]], *, valid_from: date) -> int:
    """Add requirements from (start of code, law code, direction), binding from a day on. How many were missing.

    One that binds already on the day, or from a later day on, is left as it is. Pairs of an unknown law raise an
    IntegrityError when the transaction ends.
    """
    binding = Requirement.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from), origin="")
    present = set(binding.values_list("commodity", "law_id", "direction"))
    missing = [pair for pair in dict.fromkeys(pairs) if pair not in present]
    if missing:
        Requirement.objects.bulk_create(
            [
                Requirement(commodity=commodity, law_id=law, direction=direction, valid_from=valid_from)
                for commodity, law, direction in missing
            ],
            batch_size=2000,
        )
    return len(missing)


@transaction.atomic
def end_requirements(pairs: Iterable[tuple[str, str, str]], *, from_day: date) -> int:
    """Let the requirements of (code, law code, direction) bind no longer from a day on. How many ended.

    One that would have begun on the day or later never bound and is deleted.
    """
    ended = 0
    for commodity, law, direction in pairs:
        binding = Requirement.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=from_day),
            **{"commodity": commodity, "law_id": law, "direction": direction, "origin": ""},
        )
        ended += binding.filter(valid_from__gte=from_day).delete()[0]
        ended += binding.filter(valid_from__lt=from_day).update(valid_to=from_day - timedelta(days=1))
    return ended


def _law(row: dict[str, str]) -> Law:
    connected = row["code"] in CONNECTED
    return Law(
        code=row["code"],
        name_en=row["law_en"],
        goods_en=row["typical_goods_en"],
        agency_name=row["agency"],
        agency_id=row["code"] if connected else _DESKS[row["agency"]],
        document_ja=row["customs_document_ja"],
        confidence=row["confidence"],
        connected=connected,
    )


def _agency(law: Law) -> Agency:
    if law.connected:
        return Agency(code=law.agency_id, name=CONNECTED[law.code], adapter="json_http")
    return Agency(code=law.agency_id, name=law.agency_name, adapter="manual", **_DESK_LIMITS)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
