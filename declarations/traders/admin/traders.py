"""The administrator's pages of the register: traders and mandates."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from declarations.traders.models import Mandate, Trader
from declarations.traders.querysets import MandateQuerySet


@admin.register(Trader)
class TraderAdmin(admin.ModelAdmin):
    """Traders, found by the start of their code or by name."""

    list_display = ["code", "name", "is_broker", "aeo_importer", "aeo_exporter", "aeo_broker", "is_demonstration"]
    list_filter = ["is_broker", "aeo_importer", "aeo_exporter", "aeo_broker", "is_demonstration"]
    search_fields = ["code__startswith", "name"]
    search_help_text = "Start of the code, or words of the name"
    fieldsets = [
        (None, {"fields": ["code", "name", "address", "phone", "country"]}),
        ("What it may do", {"fields": ["is_broker", "aeo_importer", "aeo_exporter", "aeo_broker"]}),
        ("Sandbox", {"fields": ["is_demonstration"]}),
    ]


@admin.register(Mandate)
class MandateAdmin(admin.ModelAdmin):
    """Mandates; they are revoked, never deleted."""

    list_display = ["broker", "trader", "valid_from", "valid_to", "revoked_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["broker", "trader"]
    search_fields = ["broker__code__startswith", "broker__name", "trader__code__startswith", "trader__name"]
    autocomplete_fields = ["broker", "trader"]
    readonly_fields = ["revoked_at"]
    date_hierarchy = "valid_from"
    actions = ["revoke"]

    @admin.action(description="Revoke the selected mandates", permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: MandateQuerySet) -> None:
        """Ends them at once."""
        count = queryset.revoke(at=timezone.now())
        self.message_user(request, f"{count} revoked.")

    def has_delete_permission(self, request: HttpRequest, obj: Mandate | None = None) -> bool:
        return False
