"""What is asked of the declarations, by name."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.functions import Now

from declarations.holds import Turn
from declarations.status import Status

STUCK_AFTER = timedelta(seconds=60)


class DeclarationQuerySet(models.QuerySet[Any]):
    """Filters over declarations."""

    def of(self, trader_id: UUID) -> "DeclarationQuerySet":
        """Those that this organisation declared, or that were declared for it: the ones it may see."""
        return self.filter(models.Q(declarant_id=trader_id) | models.Q(trader_id=trader_id))

    def matching(self, *, importer: str = "", commodity: str = "", **columns: Any) -> "DeclarationQuerySet":
        """Those of an importer or exporter (its code), with a commodity (start of its code), and so on by column."""
        rows = self.filter(**columns)
        if importer:
            rows = rows.filter(trader__code=importer)
        if commodity:
            items = {"goods_items__commodity_code__startswith": commodity, "number": models.OuterRef("version")}
            versions = self.model._meta.get_field("versions").related_model._default_manager
            rows = rows.filter(models.Exists(versions.filter(declaration=models.OuterRef("pk"), **items)))
        return rows

    def stuck(self) -> "DeclarationQuerySet":
        """Open ones that the service itself should have looked at a minute ago, or that are nobody's: always none."""
        late = models.Q(next_action_by=Turn.SYSTEM, next_action_at__lt=Now() - STUCK_AFTER)
        return self.filter(late | models.Q(next_action_at__isnull=False, next_action_by=""))

    def open(self) -> "DeclarationQuerySet":
        """Those in which somebody still has to act."""
        return self.filter(status__in=Status.open())

    def with_officers(self) -> "DeclarationQuerySet":
        """Those that wait for an officer, the earliest due first: the queue of the desk."""
        return self.filter(next_action_by=Turn.OFFICER).order_by("next_action_at", "id")
