"""Paying: the demand of the current version, paid at once or deferred against security."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from uuid_utils.compat import uuid7

from declarations.clearance.advancing import advance_locked, locked
from declarations.clearance.history import Happened
from declarations.errors import IllegalTransition, WrongAmount
from declarations.models import Declaration, Payment, Version
from declarations.models.history import EventName
from declarations.reading import find
from declarations.status import Status
from declarations.traders.declarant import Declarant

_EVENTS = {Payment.Method.PAY: EventName.PAID, Payment.Method.DEFER: EventName.DEFERRED}


def pay(
    number: str, *, by: Declarant, method: Payment.Method, amount: Decimal, reference: str, at: datetime
) -> Declaration:
    """Meet the demand: the whole amount, once. Raises WrongAmount and IllegalTransition."""
    with transaction.atomic():
        declaration = locked(find(number, of=by.trader_id).id)
        paid = Payment.objects.filter(declaration=declaration, version=declaration.version).exists()
        if declaration.status != Status.LODGED or paid:
            raise IllegalTransition(act="pay", declaration_status=declaration.status, allowed=[])
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
