"""The administrator's pages of programs: their scopes, secrets and keys. All of them want a recent confirmation."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html

from declarations.traders import registration
from declarations.traders.client_keys import LONGEST, MOST_KEYS
from declarations.traders.client_secrets import digest_of, new_secret
from declarations.traders.declarant import ALL_SCOPES
from declarations.traders.errors import KeysUnacceptable
from declarations.traders.models import ApiClient, ClientKey
from declarations.traders.sessions import recently_confirmed


class _ApiClientForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        choices=[(scope, scope) for scope in ALL_SCOPES], widget=forms.CheckboxSelectMultiple
    )


class _KeysForm(forms.Form):
    """Public keys as a JWKS; every fault is told at once, and nothing is registered while there is one."""

    jwks = forms.CharField(
        label="Public keys",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text='A JSON Web Key Set, such as {"keys": [{"kty": "EC", "crv": "P-256", "kid": "2026-a", …}]}.',
    )

    def __init__(self, *args: Any, client: ApiClient, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client

    def clean_jwks(self) -> str:
        jwks: str = self.cleaned_data["jwks"]
        try:
            registration.add_keys(self.client, jwks=jwks, at=timezone.now())
        except KeysUnacceptable as refused:
            raise forms.ValidationError(list(refused.faults)) from None
        return jwks


@method_decorator(recently_confirmed, name="changeform_view")
@method_decorator(recently_confirmed, name="changelist_view")
@admin.register(ApiClient)
class ApiClientAdmin(admin.ModelAdmin):
    """API clients. A secret is on one page, once; it is kept nowhere, neither in a cookie nor in the session."""

    form = _ApiClientForm
    list_display = ["client_id", "name", "trader", "scopes", "is_active", "created_at"]
    list_filter = ["is_active"]
    list_select_related = ["trader"]
    search_fields = ["client_id", "name", "trader__code__startswith", "trader__name"]
    autocomplete_fields = ["trader"]
    fields = ["client_id", "trader", "name", "scopes", "is_active", "certificate_sha256", "its_keys"]
    readonly_fields = ["its_keys"]
    actions = ["replace_secrets", "end_secrets"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: its tokens would outlive it, and its id might be given anew. It is deactivated instead."""
        return False

    @admin.display(description="public keys")
    def its_keys(self, client: ApiClient) -> str:
        """The way to the page of its keys, once it is registered."""
        if client._state.adding:
            return "Register the client first."
        kids = ", ".join(client.keys.filter(revoked_at__isnull=True).values_list("kid", flat=True)) or "none"
        return format_html(
            '{} (<a href="{}">add or revoke</a>)', kids, reverse("admin:traders_apiclient_keys", args=[client.pk])
        )

    def save_model(self, request: HttpRequest, obj: ApiClient, form: forms.ModelForm, change: bool) -> None:
        """A new client gets its secret, which `response_add` shows; one that is (de)activated leaves its old tokens."""
        if not change:
            secret = new_secret()
            obj.secret_sha256 = digest_of(secret)
            request.new_secrets = {obj.client_id: secret}  # type: ignore[attr-defined]
        if {"is_active", "scopes", "certificate_sha256"} & set(form.changed_data):
            obj.credentials_changed_at = timezone.now()
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: ApiClient, post_url_continue: str | None = None) -> HttpResponse:
        return self._shown_once(request, request.new_secrets)  # type: ignore[attr-defined]

    @admin.action(description="Replace the secrets of the selected clients", permissions=["change"])
    def replace_secrets(self, request: HttpRequest, queryset: QuerySet[ApiClient]) -> HttpResponse:
        """The old ones end at once."""
        return self._shown_once(request, self._replaced(request, queryset, told="Secret replaced."))

    @admin.action(description="End the secrets of the selected clients: keys alone", permissions=["change"])
    def end_secrets(self, request: HttpRequest, queryset: QuerySet[ApiClient]) -> None:
        """For clients that sign with a key: a secret that nobody was told takes the place of the old one."""
        ended = self._replaced(request, queryset, told="Secret ended.")
        self.message_user(request, f"{len(ended)} ended. These clients get in by their keys alone.")

    def _replaced(self, request: HttpRequest, clients: QuerySet[ApiClient], *, told: str) -> dict[str, str]:
        at = timezone.now()
        replaced = {client.client_id: registration.replace_secret(client, at=at) for client in clients}
        for client in clients:
            self.log_change(request, client, told)
        return replaced

    def _shown_once(self, request: HttpRequest, secrets: dict[str, str]) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "title": "New secrets", "secrets": secrets}
        response = TemplateResponse(request, "admin/traders/apiclient/new_secrets.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def get_urls(self) -> list[URLPattern]:
        keys, revoke = (self.admin_site.admin_view(view) for view in (self.keys_view, self.revoke_view))
        return [
            path("<uuid:client_id>/keys/", keys, name="traders_apiclient_keys"),
            path("<uuid:client_id>/keys/<uuid:key_id>/revoke/", revoke, name="traders_apiclient_revoke_key"),
            *super().get_urls(),
        ]

    @method_decorator(recently_confirmed)
    def keys_view(self, request: HttpRequest, client_id: UUID) -> HttpResponseBase:
        """The client's keys, and the form to add one or two."""
        client = self._client(request, client_id)
        form = _KeysForm(request.POST if request.method == "POST" else None, client=client)
        if form.is_valid():
            self.log_change(request, client, "Keys added.")
            self.message_user(request, "The keys are registered and may be used at once.")
            return redirect("admin:traders_apiclient_keys", client_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Public keys of {client}",
            "client": client,
            "keys": client.keys.all(),
            "most": MOST_KEYS,
            "form": form,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/traders/apiclient/keys.html", context)

    @method_decorator(recently_confirmed)
    def revoke_view(self, request: HttpRequest, client_id: UUID, key_id: UUID) -> HttpResponseBase:
        """End a key at once; asked by GET, nothing happens."""
        client = self._client(request, client_id)
        key = get_object_or_404(ClientKey, pk=key_id, client=client)
        if request.method == "POST" and registration.revoke_key(key, at=timezone.now()):
            self.log_change(request, client, f"Key {key.kid} revoked.")
            self.message_user(request, f"The key {key.kid} is revoked, with the tokens of before.")
        return redirect("admin:traders_apiclient_keys", client_id)

    def _client(self, request: HttpRequest, client_id: UUID) -> ApiClient:
        client = get_object_or_404(ApiClient, pk=client_id)
        if not self.has_change_permission(request, client):
            raise PermissionDenied
        return client
