"""Paying: what is owed, at once or against security; later, what was deferred."""

from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from declarations import clearance
from declarations.clearance import ledger
from declarations.models import Entry, LedgerEntry
from declarations.web.acts_base import ActPage
from declarations.web.acts_forms import PayForm

_PAY = ("PAY", _("Pay now"))
_DEFER = ("DEFER", _("Defer against security, for three months"))
_PAY_DEFERRED = ("PAY_DEFERRED", _("Pay what was deferred"))


class Pay(ActPage):
    """Meet the demand: the whole of it, once."""

    name, form_class, template_name = "pay", PayForm, "web/acts/pay.html"
    consequence = _("The whole amount is met at once. The goods are released when nothing else holds them.")
    done = _("Customs has your payment.")

    @cached_property
    def deferment(self) -> LedgerEntry | None:
        """The oldest deferment that is not paid."""
        deferred = ledger.not_ended(self.declaration, Entry.DEFERMENT, ended_by=Entry.DEFERRED_PAYMENT)
        return deferred[0] if deferred else None

    @property
    def amount(self) -> int:
        """What is to be met, yen: what is owed; where nothing is, the oldest deferment."""
        return int(self.account.duty.owed) or (self.deferment.amount if self.deferment else 0)

    def form_options(self) -> dict[str, Any]:
        owes = int(self.account.duty.owed) > 0
        return {"methods": [_PAY, _DEFER] if owes or not self.deferment else [_PAY_DEFERRED]}

    def initial(self) -> dict[str, Any]:
        method = "PAY" if int(self.account.duty.owed) or not self.deferment else "PAY_DEFERRED"
        return {"method": method, "amount": self.amount}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"amount": self.amount, "deferment": self.deferment}

    def act(self, form: PayForm) -> None:
        said = form.cleaned_data
        clearance.pay(
            self.declaration.number,
            by=self.by,
            method=clearance.Method(said["method"]),
            amount=Decimal(said["amount"]),
            reference=said["reference"],
            seen=said["seen"],
            at=self.at,
        )
