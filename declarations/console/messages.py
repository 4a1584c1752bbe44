"""What is told to traders: endpoints, deliveries and every try, to look at. Secrets are on no page."""

from django.contrib import admin
from django.http import HttpRequest

from declarations.console.reading_only import ReadingOnly
from declarations.notifications.models import DeliveryAttempt


class WebhookEndpointAdmin(ReadingOnly):
    """Webhook endpoints of the organisations."""

    list_display = ["organisation", "url", "created_at", "disabled_because", "disabled_at", "deleted_at"]
    list_filter = ["disabled_because", ("deleted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["organisation"]
    search_fields = ["=organisation__code", "url"]
    search_help_text = "The organisation's code in full, or a part of the address"
    fields = ["organisation", "url", "description", "event_names", "created_at"]
    fields += ["disabled_at", "disabled_because", "deleted_at"]
    show_full_result_count = False


class MailSubscriptionAdmin(ReadingOnly):
    """People who asked for mail."""

    list_display = ["user", "event_names"]
    list_select_related = ["user"]
    search_fields = ["=user__username"]
    fields = ["user", "event_names"]
    show_full_result_count = False


class _Attempts(admin.TabularInline):
    """Every try, on the delivery's page."""

    model = DeliveryAttempt
    fields = ["began_at", "ended_at", "outcome", "http_status", "error_code"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class DeliveryAdmin(ReadingOnly):
    """What is or was to be told, to whom, and every try."""

    list_display = ["name", "endpoint", "subscription", "state", "failures", "created_at", "due_at", "settled_at"]
    list_filter = ["state", "name"]
    list_select_related = ["endpoint", "subscription__user"]
    search_fields = ["=message_id", "=event__declaration__number"]
    search_help_text = "A message's id or a declaration number, in full"
    date_hierarchy = "created_at"
    show_full_result_count = False
    inlines = [_Attempts]
    fieldsets = [
        (None, {"fields": ["message_id", "endpoint", "subscription", "event", "name", "status", "state"]}),
        ("Work", {"fields": ["created_at", "due_at", "failures", "settled_at", "published_until", "lease_until"]}),
    ]
