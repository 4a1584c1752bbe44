"""Which registers are edited by two: what every declaration is judged by, and how agencies are asked.

An act that is new to the console and changes another of these tables meets the store's own guard
(migrations/0004_proposal_walls.py).
"""

from django.contrib import admin

from declarations.selection.admin import RiskProfileAdmin
from declarations.selection.models import RiskProfile
from declarations.tariff.admin import (
    BondedAreaAdmin,
    CommodityAdmin,
    CustomsOfficeAdmin,
    DeclarationTypeAdmin,
    ExchangeRateAdmin,
)
from declarations.tariff.models import BondedArea, Commodity, CustomsOffice, DeclarationType, ExchangeRate
from permits.admin import AgencyAdmin
from permits.models import Agency
from singlewindow.four_eyes.editing import EditedByTwo
from singlewindow.four_eyes.versions import EditedInVersions

_OF_ONE = {
    Commodity: CommodityAdmin,
    ExchangeRate: ExchangeRateAdmin,
    CustomsOffice: CustomsOfficeAdmin,
    BondedArea: BondedAreaAdmin,
    DeclarationType: DeclarationTypeAdmin,
    RiskProfile: RiskProfileAdmin,
    Agency: AgencyAdmin,
}


def register() -> None:
    """In the place of the pages that these apps have by themselves."""
    for model, pages in _OF_ONE.items():
        by_two = EditedInVersions if model is RiskProfile else EditedByTwo
        admin.site.unregister(model)
        admin.site.register(model, type(pages.__name__, (by_two, pages), {}))
