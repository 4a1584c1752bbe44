"""From what customs made of goods to the answers of the smaller routes."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from declarations.account import Step, item_duty
from declarations.api.serializers import DryRun, Estimate, EstimatedItem, RequirementAnswer
from declarations.clearance import Assessed
from declarations.clearance.pricing import Worth
from declarations.clearance.rows import duty_row
from declarations.data import DeclarationData, plain
from declarations.wco import Translated
from permits.requirements import LawInForce


def requirements_of(laws: Sequence[Sequence[LawInForce]]) -> tuple[RequirementAnswer, ...]:
    """Every law that may bind, by goods item."""
    return tuple(
        RequirementAnswer(
            item=number,
            law=law.code,
            name=law.name,
            agency=law.agency_name,
            asked_electronically=law.connected,
            rule=law.rule,
        )
        for number, binding in enumerate(laws, start=1)
        for law in binding
    )


def estimate_of(worth: Worth, *, codes: Sequence[str], on: date, yen_per: dict[str, Decimal]) -> Estimate:
    """What is owed, item by item, with every step."""
    assessment = worth.assessment
    return Estimate(
        on=on,
        customs_value=str(sum(worth.valuation.item_values)),
        duty=str(assessment.duty_total),
        consumption_tax=str(assessment.consumption_tax_total),
        local_consumption_tax=str(assessment.local_consumption_tax_total),
        total_to_pay=str(assessment.total_to_pay),
        goods_items=tuple(
            EstimatedItem(
                number=item.number,
                commodity_code=code,
                customs_value=str(item.customs_value),
                duty=item_duty(duty_row(item), with_steps=True),
            )
            for item, code in zip(assessment.items, codes, strict=True)
        ),
        exchange_rates={currency: plain(rate) for currency, rate in yen_per.items()},
        not_computable=tuple(item.not_computable for item in assessment.items if item.not_computable),
        internal_taxes=str(assessment.internal_tax_total),
        steps=tuple(Step(**msgspec.structs.asdict(each)) for each in (*worth.valuation.steps, *assessment.steps)),
    )


def dry_run_of(data: DeclarationData, assessed: Assessed, *, translated: Translated | None = None) -> DryRun:
    """Every finding, the duty and the laws; of a message in XML also its report, and the element of each finding."""
    codes = [item.commodity_code for item in data.goods_items]
    worth = assessed.worth
    return DryRun(
        outcome="REFUSED" if assessed.is_refused else "ACCEPTED",
        on=assessed.on,
        findings=assessed.findings,
        requirements=requirements_of(assessed.laws),
        estimate=estimate_of(worth, codes=codes, on=assessed.on, yen_per=assessed.yen_per) if worth else None,
        report=translated.report if translated else None,
        elements={
            finding.pointer: translated.element_of(finding.pointer) for finding in assessed.findings if translated
        },
    )
