"""Questions that keep nothing: which permits, how much duty, which commodity."""

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from declarations.api.answers import estimate_of, requirements_of
from declarations.api.edge import a_day, a_limit, document_of, matching, parameters, reply
from declarations.api.operation import A_DAY, LIMIT, operation, query
from declarations.api.serializers import (
    CommodityAnswer,
    Estimate,
    EstimateQuestion,
    Page,
    RequirementsAnswer,
    RequirementsQuestion,
)
from declarations.clearance.assessing import declared_day
from declarations.clearance.estimating import Question, estimate
from declarations.clock import instant_of
from declarations.contract import read
from declarations.data import GoodsItem
from declarations.tariff.search import search
from permits import requirements as other_laws


class Requirements(APIView):
    """`/requirements`."""

    chapter = "before you declare"

    @operation(takes=RequirementsQuestion, gives=RequirementsAnswer)
    def post(self, request: Request) -> HttpResponse:
        """Which permits will these goods need, by which law and edition."""
        parameters(request)
        asked: RequirementsQuestion = read(document_of(request).value, RequirementsQuestion)
        on = asked.on or declared_day(instant_of(request))
        edition = other_laws.edition()
        known = other_laws.in_force(edition)
        laws = [
            known.laws_binding(line.commodity_code, direction=asked.direction, origin=line.origin, on=on)
            for line in asked.goods_items
        ]
        return reply(RequirementsAnswer(on=on, edition=edition, requirements=requirements_of(laws)))


class DutyEstimates(APIView):
    """`/duty-estimates`."""

    chapter = "before you declare"

    @operation(takes=EstimateQuestion, gives=Estimate)
    def post(self, request: Request) -> HttpResponse:
        """What would be owed on these imports, with every step."""
        parameters(request)
        asked: EstimateQuestion = read(document_of(request).value, EstimateQuestion)
        on = asked.on or declared_day(instant_of(request))
        worth, yen_per = estimate(_question(asked), on=on)
        codes = [line.commodity_code for line in asked.goods_items]
        return reply(estimate_of(worth, codes=codes, on=on, yen_per=yen_per))


def _question(asked: EstimateQuestion) -> Question:
    lines = [msgspec.structs.asdict(line) for line in asked.goods_items]  # one level: its parts stay what they are
    return Question(
        incoterm=asked.incoterm,
        currency=asked.currency,
        freight=asked.freight,
        insurance=asked.insurance,
        adjustments=asked.adjustments,
        charges_shared_by=asked.charges_shared_by,
        simplified_tariff=asked.simplified_tariff is True,
        goods_items=tuple(GoodsItem(description="ESTIMATE", **line) for line in lines),
    )


class Commodities(APIView):
    """`/commodities`."""

    chapter = "before you declare"

    @operation(
        gives=[CommodityAnswer],
        parameters=(
            query("q", "Start of a code (from 2 digits) or words of the description."),
            query("on", "As at which day, YYYY-MM-DD; today where left out.", A_DAY),
            LIMIT,
        ),
    )
    def get(self, request: Request) -> HttpResponse:
        """Search by code, or by words in English and Japanese: rates in force on a day, units, other-law hints."""
        asked = parameters(request, q=matching("[^ -~]|.{2,100}"), on=a_day, limit=a_limit)
        on = asked.get("on") or declared_day(instant_of(request))
        laws = other_laws.in_force(other_laws.edition())
        found = search(asked.get("q", ""), on=on, limit=asked.get("limit", 50))
        return reply(
            Page(
                items=[
                    CommodityAnswer(
                        code=line.code10,
                        description=line.description,
                        units=line.units,
                        rates=line.rates,
                        consumption_tax_class=line.consumption_tax_class,
                        other_laws=tuple(
                            law.code for law in laws.laws_binding(line.code10, direction="IMPORT", origin="", on=on)
                        ),
                        season=f"{line.season_from}-{line.season_to}" if line.season_from else "",
                        description_ja=line.description_ja,
                        heading_en=line.heading_en,
                        heading_ja=line.heading_ja,
                        notes=line.notes,
                        is_demonstration=line.is_demonstration,
                    )
                    for line in found
                ]
            )
        )
