"""What the price leaves out of the customs value, or has too much of it, besides freight and insurance. Pure.

Imports: what Customs Tariff Act art. 4 (1) items 2 to 5 add to the price paid, and what the Enforcement Order of that
Act art. 1-4 takes out of it where the amount is known. Exports: the price is FOB, so carriage to the ship belongs to
it (Enforcement Order of the Customs Act art. 59-2 (2)).
"""

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

_ADDED, _TAKEN_OUT = "Customs Tariff Act art. 4 (1) item", "Enforcement Order of the Customs Tariff Act art. 1-4 item"
_FOB = "Enforcement Order of the Customs Act art. 59-2 (2)"


class AdjustmentKind(StrEnum):
    """The kinds of addition and deduction."""

    COMMISSIONS = "COMMISSIONS"
    CONTAINERS = "CONTAINERS"
    PACKING = "PACKING"
    ASSISTS = "ASSISTS"
    ROYALTIES = "ROYALTIES"
    RESALE_PROCEEDS = "RESALE_PROCEEDS"
    LATER_WORK = "LATER_WORK"
    INLAND_TRANSPORT = "INLAND_TRANSPORT"
    DUTIES_AND_TAXES = "DUTIES_AND_TAXES"
    DEFERRED_INTEREST = "DEFERRED_INTEREST"
    CARRIAGE_TO_SHIP = "CARRIAGE_TO_SHIP"


class AdjustmentLaw(Struct, frozen=True):
    """Whether a kind is added (1) or deducted (-1), in which direction of trade, what it is, by which law."""

    sign: int
    direction: str
    meaning: str
    law: str

    @property
    def treatment(self) -> str:
        """As a step names it."""
        return "ADDED" if self.sign > 0 else "DEDUCTED"


ADJUSTMENTS: dict[AdjustmentKind, AdjustmentLaw] = {
    AdjustmentKind.COMMISSIONS: AdjustmentLaw(
        1, "IMPORT", "commissions and brokerage, other than buying commissions", f"{_ADDED} 2 (a)"
    ),
    AdjustmentKind.CONTAINERS: AdjustmentLaw(
        1, "IMPORT", "containers that are usually one with the goods", f"{_ADDED} 2 (b)"
    ),
    AdjustmentKind.PACKING: AdjustmentLaw(1, "IMPORT", "packing, labour and materials", f"{_ADDED} 2 (c)"),
    AdjustmentKind.ASSISTS: AdjustmentLaw(
        1, "IMPORT", "materials, tools and designs that the buyer supplied free or cheaply", f"{_ADDED} 3"
    ),
    AdjustmentKind.ROYALTIES: AdjustmentLaw(
        1, "IMPORT", "royalties and licence fees paid as a condition of the sale", f"{_ADDED} 4"
    ),
    AdjustmentKind.RESALE_PROCEEDS: AdjustmentLaw(
        1, "IMPORT", "proceeds of resale or use that go to the seller", f"{_ADDED} 5"
    ),
    AdjustmentKind.LATER_WORK: AdjustmentLaw(
        -1, "IMPORT", "installation, assembly, maintenance or technical help after importation", f"{_TAKEN_OUT} 1"
    ),
    AdjustmentKind.INLAND_TRANSPORT: AdjustmentLaw(
        -1, "IMPORT", "carriage and insurance after arrival at the port of importation", f"{_TAKEN_OUT} 2"
    ),
    AdjustmentKind.DUTIES_AND_TAXES: AdjustmentLaw(
        -1, "IMPORT", "duties and taxes that are due in Japan", f"{_TAKEN_OUT} 3"
    ),
    AdjustmentKind.DEFERRED_INTEREST: AdjustmentLaw(-1, "IMPORT", "interest for deferred payment", f"{_TAKEN_OUT} 4"),
    AdjustmentKind.CARRIAGE_TO_SHIP: AdjustmentLaw(
        1, "EXPORT", "carriage to the port of exportation and loading, where the price leaves it out", _FOB
    ),
}


class Adjusted(Struct, frozen=True):
    """One addition or deduction: its kind, and the amount in its own currency."""

    kind: str
    currency: str
    amount: Decimal


def adjustment_law(kind: str, direction: str) -> AdjustmentLaw | None:
    """What the law does with a kind for `IMPORT` or `EXPORT`; None where it knows no such kind in that direction."""
    found = ADJUSTMENTS.get(AdjustmentKind(kind)) if kind in AdjustmentKind.__members__ else None
    return found if found is not None and found.direction == direction else None
