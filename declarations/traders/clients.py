"""For whom an organisation may declare: itself, and whoever gave it a mandate that holds."""

from datetime import date

from django.db.models import Q, QuerySet

from declarations.traders.declarant import Declarant
from declarations.traders.models import Mandate, Trader


def clients_of(by: Declarant, *, on: date) -> list[tuple[str, str]]:
    """(code, name) of each, by name: at the most a thousand are told."""
    return list(_clients(by, on=on).order_by("name").values_list("code", "name")[:1000])


def client_of(by: Declarant, code: str, *, on: date) -> Trader | None:
    """The one with this code, where the organisation may declare for it."""
    return _clients(by, on=on).filter(code=code).first()


def _clients(by: Declarant, *, on: date) -> QuerySet[Trader]:
    mandators = Mandate.objects.live(on=on).filter(broker=by.trader_id).values("trader")
    return Trader.objects.filter(Q(id=by.trader_id) | Q(id__in=mandators))
