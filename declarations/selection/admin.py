"""Risk profiles and selections, on the officers' desk."""

from django.contrib import admin
from django.http import HttpRequest

from declarations.selection.models import RiskProfile, Selection


@admin.register(RiskProfile)
class RiskProfileAdmin(admin.ModelAdmin):
    """The profiles; a change is a new version."""

    list_display = ("code", "version", "title", "direction", "commodity_prefix", "origin", "category", "valid_from")
    list_filter = ("category", "direction", "is_demonstration")
    search_fields = ("code", "title", "commodity_prefix")


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
