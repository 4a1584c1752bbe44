"""What is asked of the declarations, by name."""

from typing import Any
from uuid import UUID

from django.db import models

from declarations.status import Status


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

    def open(self) -> "DeclarationQuerySet":
        """Those in which somebody still has to act."""
        return self.filter(status__in=Status.open())
