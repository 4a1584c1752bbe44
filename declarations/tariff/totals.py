"""From the lines of an assessment to what is paid: each tax summed and cut to hundreds. Pure."""

from collections.abc import Sequence

from declarations.tariff.internal_tax import LeviedTax
from declarations.tariff.rounding import AMOUNT_STEP, floor_to
from declarations.tariff.values import AssessedItem, Assessment, Step

_LAW = "General Rules for National Taxes art. 119 (1)"
_LOCAL_LAW = "Local Tax Act art. 20-4-2 (3)"
_TO_HUNDRED = "cut to 100 yen"


def total(items: tuple[AssessedItem, ...], taxes: Sequence[LeviedTax]) -> Assessment:
    """The assessment of these items; other internal taxes are summed and cut by law, since each is a tax of its own."""
    duty = _step("DUTY_TOTAL", sum(item.duty_line - item.relief for item in items))
    by_law: dict[str, int] = {}
    for tax in taxes:
        by_law[tax.law] = by_law.get(tax.law, 0) + tax.amount
    internal = [_step("INTERNAL_TAX_TOTAL", amount, law=law) for law, amount in by_law.items()]
    national = _step("CONSUMPTION_TAX_TOTAL", sum(item.consumption_tax_line for item in items))
    local_lines = sum(item.local_consumption_tax_line for item in items)
    local = _step("LOCAL_CONSUMPTION_TAX_TOTAL", local_lines, cut_by=_LOCAL_LAW)
    return Assessment(
        items=items,
        duty_total=duty.amount,
        consumption_tax_total=national.amount,
        local_consumption_tax_total=local.amount,
        internal_tax_total=sum(step.amount for step in internal),
        steps=(duty, *internal, national, local),
    )


def _step(name: str, lines: int, *, law: str = "", cut_by: str = _LAW) -> Step:
    cited = f"{law}; {cut_by}" if law else cut_by
    return Step(name, cited, f"{lines} yen", "", floor_to(lines, AMOUNT_STEP), _TO_HUNDRED)
