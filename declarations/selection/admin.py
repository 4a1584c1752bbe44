"""Risk profiles and selections, on the officers' desk."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from declarations.selection.models import RiskProfile, Selection


class VersionFilter(admin.SimpleListFilter):
    """The last version of each code, unless all are asked for."""

    title, parameter_name = "versions", "versions"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("all", "Earlier ones too")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[RiskProfile]) -> QuerySet[RiskProfile]:
        if self.value() == "all":
            return queryset
        last = RiskProfile.objects.order_by("code", "-version").distinct("code")
        return queryset.filter(pk__in=last.values("pk"))


@admin.register(RiskProfile)
class RiskProfileAdmin(admin.ModelAdmin):
    """The profiles; a change is a new version."""

    list_display = ("code", "version", "title", "direction", "commodity_prefix", "origin", "category", "valid_from")
    list_filter = (VersionFilter, "category", "direction", "is_demonstration")
    search_fields = ("code", "title", "commodity_prefix")
    formfield_overrides = {models.TextField: {"widget": AdminTextInputWidget}}  # each is a line
    fieldsets = (
        (None, {"fields": ("code", "title", "category", "valid_from", "valid_to", "is_demonstration")}),
        (
            "The declaration",
            {
                "fields": (
                    *("direction", "value_from", "value_to", "customs_office", "country"),
                    *("trader_code", "declarant_code"),
                ),
                "description": "All conditions must fit; a blank one fits anything.",
            },
        ),
        (
            "One of its goods items",
            {"fields": ("commodity_prefix", "origin", "yen_per_kg_below", "asks_preference")},
        ),
    )


@admin.register(Selection)
class SelectionAdmin(admin.ModelAdmin):
    """How declarations were selected: to read, never to change. Why is on the case, where chance is not given away."""

    fields = ("category", "at", "edition")
    list_display = ("id", "category", "at", "edition")
    list_filter = ("category",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Selection | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Selection | None = None) -> bool:
        return False
