"""Rows to learn from, made up: whoever pays little for a kilogram of chapter 64 is wrong."""

import random
from datetime import date, timedelta

from declarations.selection.learning.csv_file import DataFile
from declarations.selection.learning.declared import Declared, Seen

SINCE = date(2026, 1, 1)


def declared(**changes) -> Declared:
    """Shoes at a usual price."""
    said = {
        "number": "A1",
        "on": SINCE,
        "office": "1A",
        "import_type": "C",
        "importer": "I1",
        "declarant": "D1",
        "seller": "S1",
        "commodity": "640399",
        "departure": "IT",
        "origin": "IT",
        "tax_rate": 30.0,
        "net_mass": 100.0,
        "price": 500_000.0,
    }
    return Declared(**{**said, **changes})


def made_up(count: int, *, seed: int = 1, name: str = "made-up.csv") -> DataFile:
    """As many rows, ten a day, of which a part is missing what may be missing."""
    dice = random.Random(seed)
    rows = []
    for number in range(count):
        chapter, price = dice.choice(["64", "84", "03"]), dice.uniform(10_000, 900_000)
        mass = dice.choice([None, dice.uniform(1, 500)])
        row = declared(
            number=f"{name}-{number}",
            on=SINCE + timedelta(days=number // 10),
            importer=f"I{dice.randrange(40)}",
            office=dice.choice(["1A", "1B", "2C"]),
            commodity=f"{chapter}0399",
            price=price,
            net_mass=mass,
        )
        is_cheap = mass is not None and price / mass < 2_000
        rows.append(Seen(row, (chapter == "64" and is_cheap) != (dice.random() < 0.05)))
    return DataFile(name, f"{seed:064x}", tuple(rows))
