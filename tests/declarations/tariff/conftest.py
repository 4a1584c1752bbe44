"""The shipped schedule, as values without a database and as rows with one."""

import csv
from collections.abc import Callable
from datetime import date

import pytest

from declarations.tariff import loading
from declarations.tariff.notation import read
from declarations.tariff.regimes import Regime
from declarations.tariff.values import CommodityInForce, ConsumptionTaxClass


@pytest.fixture(scope="session")
def schedule() -> list[dict[str, str]]:
    """The rows of the shipped extract."""
    with (loading.DATA / "tariff_lines.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="session")
def line(schedule: list[dict[str, str]]) -> Callable[[str], CommodityInForce]:
    """A line of the shipped extract by its nine digits, as at any day."""
    rows = {row["code9"]: row for row in schedule}

    def find(code9: str) -> CommodityInForce:
        row = rows[code9]
        reduced = row["consumption_tax_class"].startswith("reduced")
        return CommodityInForce(
            code9=code9,
            naccs_digit=int(row["naccs_digit"]),
            description=row["description_en"],
            unit1=row["unit1"],
            unit2=row["unit2"],
            consumption_tax_class=ConsumptionTaxClass.REDUCED if reduced else ConsumptionTaxClass.STANDARD,
            valid_from=date(2014, 1, 1),
            rates=tuple((regime, read(row[regime.lower()])) for regime in Regime if row.get(regime.lower())),
        )

    return find


@pytest.fixture
def shipped(db):
    """A database with the shipped and the demonstration rows."""
    loading.load_shipped()
    loading.load_demonstration()
