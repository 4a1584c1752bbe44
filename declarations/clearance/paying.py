"""Paying: the demand of the current version, paid at once or deferred against security."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from uuid_utils.compat import uuid7

from declarations.clearance.acting import begin, illegal
from declarations.clearance.advancing import advance_locked
from declarations.clearance.history import Happened
from declarations.errors import WrongAmount
from declarations.models import Declaration, Payment, Version
from declarations.models.history import EventName
from declarations.status import Act
from declarations.traders.declarant import Declarant

_EVENTS = {Payment.Method.PAY: EventName.PAID, Payment.Method.DEFER: EventName.DEFERRED}


def pay(
    number: str, *, by: Declarant, method: Payment.Method, amount: Decimal, reference: str, at: datetime
) -> Declaration:
    """Meet the demand: the whole amount, once. Raises WrongAmount and IllegalTransition."""
    with transaction.atomic():
        declaration = begin(number, Act.PAY, by=by)
        if Payment.objects.filter(declaration=declaration, version=declaration.version).exists():
            raise illegal(declaration, Act.PAY)
        owed = Version.objects.get(declaration=declaration, number=declaration.version).total_to_pay
        if amount != owed or not owed:
            raise WrongAmount(owed=str(owed))
        Payment.objects.create(
            id=uuid7(),
            declaration=declaration,
            version=declaration.version,
            method=method,
            amount=owed,
            reference=reference,
            actor=by.client,
            at=at,
        )
        facts = {"amount": str(owed), "reference": reference}
        advance_locked(declaration, Happened(_EVENTS[method], by.client, facts), at=at)
    return declaration
