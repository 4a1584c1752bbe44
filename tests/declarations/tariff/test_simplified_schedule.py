"""Every row of the whole schedule under the simplified tariff: computed, or an officer is told why not.

The schedule is not part of the product. It is read where `TARIFF_SCHEDULE` names it, or where it lies in a folder
`shared/data` beside one of the folders above this one.
"""

import csv
from collections import Counter
from datetime import date
from decimal import Decimal

from declarations.tariff.duty import assess
from declarations.tariff.notation import read
from declarations.tariff.regimes import Regime
from declarations.tariff.values import CommodityInForce, DutiableItem
from tests.declarations.tariff.schedules import WHOLE, needs_the_whole

ON = date(2026, 7, 9)
# Some of every unit in which a rate may be counted.
QUANTITIES = tuple((Decimal("1234.5"), unit) for unit in ("KG", "L", "NO", "SM", "PR", "M", "CM", "ST", "GT"))


@needs_the_whole
def test_every_row_under_the_simplified_tariff_is_assessed_or_explained():
    assert WHOLE is not None
    with WHOLE.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    outcomes: Counter[str] = Counter()
    for row in rows:
        cells = ((regime, row.get(f"{regime.value.lower()}_eff", "")) for regime in Regime)
        commodity = CommodityInForce(
            code9=row["code9"],
            naccs_digit=int(row["naccs_digit"]),
            description=row["desc_ja"],
            valid_from=ON,
            rates=tuple((regime, read(cell)) for regime, cell in cells if cell),
        )
        item = DutiableItem(number=1, commodity=commodity, customs_value=1_234_567, quantities=QUANTITIES)
        assessment = assess([item], on=ON, simplified_tariff=True)
        (assessed,) = assessment.items
        outcomes["computed" if assessment.is_complete else "explained"] += 1
        if assessed.not_computable:
            assert assessment.total_to_pay == 0
        else:
            assert assessed.rate_reason
            assert assessed.duty_line >= 0
            assert assessed.consumption_tax_base >= 1_234_000

    assert outcomes.total() == len(rows)
    assert outcomes["computed"] > 0.6 * outcomes.total()
