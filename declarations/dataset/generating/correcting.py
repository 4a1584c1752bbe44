"""What an examination finds wrong, put right: by the product's own acts, one after another, as people would do them.

The officer finds the price too low; the importer amends it to the true one and pays; the officer finds the amended
declaration in order, and nothing holds it any more.
"""

from datetime import timedelta
from decimal import Decimal

from declarations import clearance
from declarations.clearance import ledger
from declarations.dataset.generating.declaring import Drawn
from declarations.dataset.generating.storing import EXAMINED_AFTER, IN_ORDER, encoded
from declarations.models import Declaration, Form
from declarations.traders.declarant import Declarant, Officer

_REASON = "The price was declared too low."
WRONG = "Played: the price was declared too low."
_AMENDED_AFTER, _AGAIN_AFTER = timedelta(hours=4), timedelta(hours=5)


def put_right(drawn: Drawn, *, by: Declarant, officer: Officer) -> None:
    """Examine, amend, pay and examine again a declaration that lies and was selected."""
    true = drawn.true or drawn.data
    declaration = Declaration.objects.get(declarant_id=by.trader_id, own_reference=drawn.data.own_reference)
    number, examined_at = declaration.number, drawn.at + EXAMINED_AFTER[declaration.category]
    examined = clearance.examine(number, by=officer, in_order=False, remarks=WRONG, at=examined_at)
    amendment = clearance.Message(
        body=encoded({"reason": _REASON, "declaration": true}),
        key=f"{true.own_reference}-2",
        data=true,
        correlation_id=by.client,
        form=Form.AMENDMENT,
    )
    amended_at = drawn.at + _AMENDED_AFTER
    clearance.amend(number, clearance.Amendment(amendment, _REASON, examined.last_seq), by=by, at=amended_at)
    if owed := ledger.balance(declaration):
        clearance.pay(
            number,
            by=by,
            method=clearance.Method.PAY,
            amount=Decimal(owed),
            reference=f"GENERATED {true.own_reference}",
            at=amended_at,
        )
    clearance.examine(number, by=officer, in_order=True, remarks=IN_ORDER, at=drawn.at + _AGAIN_AFTER)
