"""The firm's webhook endpoints: register, change, ping, send again, and the log of every try."""

from datetime import datetime, time
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from declarations.cursors import opened, sealed
from declarations.errors import Refusal
from declarations.notifications import endpoints, feed
from declarations.notifications.endpoints import Said
from declarations.notifications.errors import UnknownEndpoint
from declarations.notifications.feed import Place
from declarations.notifications.models import WebhookEndpoint
from declarations.tariff.office_hours import JAPAN
from declarations.traders.declarant import Scope
from declarations.web import status_words as words
from declarations.web.acts_words import refused
from declarations.web.firm import FirmPage, FormPage, Once
from declarations.web.firm_forms import EndpointForm, ReplayForm
from declarations.web.page import SeeOther
from declarations.web.status_words import Badge, Words

A_PAGE = 50
_SALT = "web.deliveries"
_SECRET = _("Your receiver verifies messages by this secret. It is shown this once.")
STATE: dict[str, Badge] = {
    "DUE": Badge("blue", _("To be sent")),
    "DELIVERED": Badge("green", _("Delivered")),
    "DEAD": Badge("red", _("Given up")),
}
OUTCOME: dict[str, Words] = {
    "DELIVERED": _("taken"),
    "FAILED": _("not taken"),
    "GONE": _("the receiver wants no more"),
    "FENCED": _("tried twice"),
}


class _Webhooks(FirmPage):
    reads = changes = Scope.WEBHOOKS


class Webhooks(_Webhooks):
    """The endpoints."""

    template_name = "web/firm/webhooks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"endpoints": endpoints.of_organisation(self.by.trader_id)}


def _said(form: EndpointForm) -> Said:
    return Said(**form.cleaned_data)


class NewWebhook(Once, _Webhooks, FormPage):
    """Register an endpoint."""

    form_class, title, button, back = EndpointForm, _("Register an endpoint"), _("Register"), "webhooks"

    def initial(self) -> dict[str, Any]:
        return {"enabled": True}

    def do(self, form: EndpointForm) -> HttpResponse:
        endpoint, secret = endpoints.register(_said(form), by=self.by.trader_id, at=self.now)
        address = reverse("web:webhook", args=[endpoint.id])
        return self.told_once(secret, title=_("Secret of the endpoint"), about=_SECRET, back=address)


class _OfEndpoint(_Webhooks):
    def admitted(self) -> HttpResponseBase | None:
        """The endpoint is looked for before anything else."""
        self.endpoint  # noqa: B018
        return super().admitted()

    @cached_property
    def endpoint(self) -> WebhookEndpoint:
        """Which. Raises Http404."""
        try:
            return endpoints.find(self.kwargs["endpoint"], of=self.by.trader_id)
        except UnknownEndpoint:
            raise Http404(str(self.kwargs["endpoint"])) from None

    def address(self) -> str:
        """Where its page is."""
        return reverse("web:webhook", args=[self.endpoint.id])


class Webhook(_OfEndpoint, FormPage):
    """One endpoint: what it is told, and the log of deliveries."""

    template_name = "web/firm/webhook.html"
    form_class, title, button, back = EndpointForm, _("Webhook endpoint"), _("Save"), "webhooks"

    def initial(self) -> dict[str, Any]:
        found = self.endpoint
        return {
            "url": found.url,
            "description": found.description,
            "event_names": found.event_names,
            "enabled": found.disabled_at is None,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = self._before()
        deliveries, more = endpoints.log(self.endpoint.id, of=self.by.trader_id, before=before, limit=A_PAGE)
        return super().get_context_data(**kwargs) | {
            "endpoint": self.endpoint,
            "deliveries": deliveries,
            "next": sealed([more], owner=self.endpoint.id.hex, salt=_SALT) if more else "",
            "state_words": STATE,
            "outcome_words": OUTCOME,
            "event_words": {**words.EVENT, "PING": _("Test message")},
        }

    def _before(self) -> int | None:
        try:
            said = self.request.GET.get("before", "")
            return int(opened(said, owner=self.endpoint.id.hex, salt=_SALT)[0]) if said else None
        except (ValueError, TypeError, IndexError):
            return None

    def do(self, form: EndpointForm) -> HttpResponse:
        endpoints.change(self.endpoint.id, _said(form), by=self.by.trader_id, at=self.now)
        return self.done(_("The endpoint is changed."))


class _Act(_OfEndpoint):
    """A button of the endpoint's page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return SeeOther(self.address())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return self.act(self.endpoint.id)
        except Refusal as refusal:
            messages.error(request, refused(refusal)[0].message)
            return SeeOther(self.address())

    def act(self, endpoint_id: UUID) -> HttpResponse:
        """The call. Raises its refusals."""
        raise NotImplementedError

    def told(self, words: str) -> HttpResponse:
        """Back to the endpoint, which says so."""
        messages.success(self.request, words)
        return SeeOther(self.address())


class Ping(_Act):
    """Have a message sent that says nothing."""

    def act(self, endpoint_id: UUID) -> HttpResponse:
        endpoints.ping(endpoint_id, by=self.by.trader_id, at=self.now)
        return self.told(gettext("A test message is on its way: see the log."))


class NewSecret(Once, _Act):
    """A new signing secret; the one before signs beside it for a day."""

    def act(self, endpoint_id: UUID) -> HttpResponse:
        secret = endpoints.replace_secret(endpoint_id, by=self.by.trader_id, at=self.now)
        return self.told_once(secret, title=_("Secret of the endpoint"), about=_SECRET, back=self.address())


class Delete(_Act):
    """Nothing more is sent."""

    def act(self, endpoint_id: UUID) -> HttpResponse:
        endpoints.delete(endpoint_id, by=self.by.trader_id, at=self.now)
        messages.success(self.request, gettext("The endpoint is deleted."))
        return SeeOther(reverse("web:webhooks"))


class Replay(_OfEndpoint, FormPage):
    """Send again what happened since a day."""

    form_class, title, button, back = ReplayForm, _("Send messages again"), _("Send again"), "webhooks"

    def do(self, form: ReplayForm) -> HttpResponse:
        endpoint_id = self.endpoint.id
        begins = datetime.combine(form.cleaned_data["since"], time(), tzinfo=JAPAN)
        place = feed.not_expired(Place(transaction=0, declaration_id=UUID(int=0), seq=0, at=begins), at=self.now)
        again = endpoints.replay(endpoint_id, after=place, by=self.by.trader_id)
        told = gettext("%(count)d messages are sent again.") % {"count": again.messages}
        return self.done(told, endpoint_id, to="webhook")
