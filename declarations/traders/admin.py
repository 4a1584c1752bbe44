"""The administrator's pages of the register."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from declarations.traders import registration
from declarations.traders.client_secrets import digest_of, new_secret
from declarations.traders.declarant import ALL_SCOPES
from declarations.traders.models import ApiClient, Mandate, Role, Trader, User
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


def _role_decides_staff(form: Any) -> None:
    """Who enters the console follows from the role; it is no question of its own."""
    form.instance.is_staff = form.cleaned_data.get("role") in Role.staff()


class _UserForm(UserChangeForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        _role_decides_staff(self)
        return cleaned


class _NewUserForm(AdminUserCreationForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        _role_decides_staff(self)
        return cleaned


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """People. The console opens to officers and administrators by their role."""

    form, add_form = _UserForm, _NewUserForm
    list_display = ["username", "role", "trader", "grade", "is_active", "last_login"]
    list_filter = ["role", "grade", "is_active", "is_demonstration"]
    list_select_related = ["trader"]
    search_fields = ["username", "trader__code__startswith", "trader__name"]
    autocomplete_fields = ["trader"]
    readonly_fields = ["last_login", "date_joined", "is_staff", "is_demonstration"]
    fieldsets = [
        (None, {"fields": ["username", "password", "email"]}),
        ("Role", {"fields": ["role", "trader", "grade"]}),
        ("Rights", {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        ("Dates", {"fields": ["last_login", "date_joined", "is_demonstration"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        ("Role", {"fields": ["role", "trader", "grade"]}),
    ]


class _ApiClientForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        choices=[(scope, scope) for scope in ALL_SCOPES], widget=forms.CheckboxSelectMultiple
    )


@admin.register(ApiClient)
class ApiClientAdmin(admin.ModelAdmin):
    """API clients. A secret is on one page, once; it is kept nowhere, neither in a cookie nor in the session."""

    form = _ApiClientForm
    list_display = ["client_id", "name", "trader", "scopes", "is_active", "created_at"]
    list_filter = ["is_active"]
    list_select_related = ["trader"]
    search_fields = ["client_id", "name", "trader__code__startswith", "trader__name"]
    autocomplete_fields = ["trader"]
    fields = ["client_id", "trader", "name", "scopes", "is_active"]
    actions = ["replace_secrets"]

    def save_model(self, request: HttpRequest, obj: ApiClient, form: forms.ModelForm, change: bool) -> None:
        """A new client gets its secret; `response_add` shows it."""
        if not change:
            secret = new_secret()
            obj.secret_sha256 = digest_of(secret)
            request.new_secrets = {obj.client_id: secret}  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: ApiClient, post_url_continue: str | None = None) -> HttpResponse:
        return self._shown_once(request, request.new_secrets)  # type: ignore[attr-defined]

    @admin.action(description="Replace the secrets of the selected clients", permissions=["change"])
    def replace_secrets(self, request: HttpRequest, queryset: QuerySet[ApiClient]) -> HttpResponse:
        """The old ones end at once."""
        replaced = {client.client_id: registration.replace_secret(client) for client in queryset}
        for client in queryset:
            self.log_change(request, client, "Secret replaced.")
        return self._shown_once(request, replaced)

    def _shown_once(self, request: HttpRequest, secrets: dict[str, str]) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "title": "New secrets", "secrets": secrets}
        response = TemplateResponse(request, "admin/traders/apiclient/new_secrets.html", context)
        response["Cache-Control"] = "no-store"
        return response
