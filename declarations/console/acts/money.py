"""Assess by hand what no rate computes; pay back what was paid too much."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Unpack

from declarations import clearance
from declarations.console import ways
from declarations.console.acts.base import Act, How
from declarations.console.forms.money import AssessForm, RefundForm
from declarations.console.ways import Offers
from declarations.models import AssessedDuty, Entry


class Assess(Act):
    """Assess each item that waits for it."""

    way, form_class, about = ways.ASSESS, AssessForm, "console/about/waiting.html"
    consequence = (
        "A new version with this duty is made; consumption taxes and the total follow by law, "
        "and the declarant is asked to pay."
    )

    @cached_property
    def waiting(self) -> Sequence[AssessedDuty]:
        """The items that wait, in their order."""
        version = {"goods_item__version__declaration": self.declaration}
        current = {"goods_item__version__number": self.declaration.version}
        rows = AssessedDuty.objects.filter(**version, **current).exclude(not_computable="")
        return list(rows.select_related("goods_item").order_by("goods_item__number"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"waiting": self.waiting}

    def told_of(self, offers: Offers, *, at: datetime) -> dict[str, Any]:
        return {"waiting": self.waiting}

    def act(self, number: str, form: AssessForm, **how: Unpack[How]) -> str:
        declaration = clearance.assess_by_hand(number, items=form.items, reason=form.cleaned_data["reason"], **how)
        total = declaration.versions.get(number=declaration.version).total_to_pay
        return f"assessed. The total is {total:,} yen."


class Refund(Act):
    """Pay back what was paid too much: all of it."""

    way, form_class, about = ways.REFUND, RefundForm, "console/about/refund.html"
    consequence = "The whole amount is entered as paid back. This cannot be taken back."

    def told_of(self, offers: Offers, *, at: datetime) -> dict[str, Any]:
        return {"owed_back": max(0, -offers.head.standing.balance)}

    def act(self, number: str, form: RefundForm, **how: Unpack[How]) -> str:
        declaration = clearance.refund(number, reference=form.cleaned_data["reference"], **how)
        entry = declaration.ledger.filter(kind=Entry.REFUND).latest("id")
        return f"{entry.amount:,} yen are paid back."


ACTS: tuple[type[Act], ...] = (Assess, Refund)
