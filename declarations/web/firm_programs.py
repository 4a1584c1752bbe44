"""The firm's programs: what each may do, its secret, which is told once, and its keys. The mandates of the firm."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from declarations.clearance.assessing import declared_day
from declarations.traders import firm
from declarations.traders.errors import UnknownOfFirm
from declarations.traders.models import ApiClient
from declarations.traders.sessions import RecentlyConfirmed
from declarations.web.firm import FormPage, Managers, Once, found_or_404
from declarations.web.firm_forms import SCOPES, KeysForm, KnownProgramForm, MandateForm, NewProgramForm
from declarations.web.page import SeeOther

_SECRET = _("Give this secret to the program, and to nobody else. It is shown this once and is not kept.")


class Programs(Managers):
    """The programs that act for the firm."""

    template_name = "web/firm/programs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"programs": firm.programs(self.user), "scope_words": SCOPES}


class NewProgram(RecentlyConfirmed, Once, Managers, FormPage):
    """Register a program."""

    form_class, title, button, back = NewProgramForm, _("Register a program"), _("Register"), "programs"
    said_otherwise = {"unique": _("There is a program of this client id already")}

    def do(self, form: NewProgramForm) -> HttpResponse:
        said = form.cleaned_data
        secret = firm.register_program(said["client_id"], name=said["name"], scopes=tuple(said["scopes"]), by=self.user)
        return self.told_once(
            secret,
            title=_("Secret of the program"),
            about=_SECRET,
            back=reverse("web:program", args=[said["client_id"]]),
        )


class _OfProgram(RecentlyConfirmed, Managers):
    def admitted(self) -> HttpResponseBase | None:
        """The program is looked for before anything else."""
        self.found()
        return super().admitted()

    def found(self) -> ApiClient:
        """Which program. Raises Http404."""
        try:
            return firm.program(self.kwargs["client_id"], by=self.user)
        except UnknownOfFirm:
            raise Http404(self.kwargs["client_id"]) from None

    def address(self) -> str:
        """Where its page is."""
        return reverse("web:program", args=[self.kwargs["client_id"]])


class Program(_OfProgram, FormPage):
    """One program: what it may do, and its keys."""

    template_name = "web/firm/program.html"
    form_class, title, button, back = KnownProgramForm, _("Program"), _("Save"), "programs"

    def initial(self) -> dict[str, Any]:
        found = self.found()
        return {"name": found.name, "scopes": found.scopes, "is_active": found.is_active}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.found()
        return super().get_context_data(**kwargs) | {"program": found, "keys": list(found.keys.all())}

    def do(self, form: KnownProgramForm) -> HttpResponse:
        said = form.cleaned_data
        scopes = tuple(said.pop("scopes"))
        firm.change_program(self.kwargs["client_id"], scopes=scopes, by=self.user, at=self.now, **said)
        return self.done(_("The program is changed."))


class ReplaceSecret(_OfProgram, Once):
    """A new secret in the place of the old one."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return SeeOther(self.address())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        secret = found_or_404(lambda: firm.replace_secret(kwargs["client_id"], by=self.user, at=self.now))
        return self.told_once(secret, title=_("Secret of the program"), about=_SECRET, back=self.address())


class Keys(_OfProgram, FormPage):
    """Add public keys."""

    form_class, title, button, back = KeysForm, _("Add public keys"), _("Add"), "programs"

    def do(self, form: KeysForm) -> HttpResponse:
        client_id = self.kwargs["client_id"]
        firm.add_keys(client_id, jwks=form.cleaned_data["jwks"], by=self.user, at=self.now)
        return self.done(_("The keys may be used at once."), client_id, to="program")


class RevokeKey(_OfProgram):
    """End a key."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return SeeOther(self.address())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found_or_404(lambda: firm.revoke_key(kwargs["client_id"], kwargs["key"], by=self.user, at=self.now))
        messages.success(request, str(_("The key is revoked, with the tokens of before.")))
        return SeeOther(self.address())


class Mandates(Managers):
    """Who may declare for the firm, and for whom the firm may declare."""

    template_name = "web/firm/mandates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "mandates": firm.mandates(self.user),
            "today": declared_day(self.now),
        }


class GiveMandate(RecentlyConfirmed, Managers, FormPage):
    """Let a broker declare for the firm."""

    form_class, title, button, back = MandateForm, _("Give a mandate"), _("Give it"), "mandates"
    said_otherwise = {
        "unknown-broker": _("There is no customs broker of this code"),
        "unique_together": _("There is such a mandate from this day already"),
    }

    def do(self, form: MandateForm) -> HttpResponse:
        said = form.cleaned_data
        firm.give_mandate(said["broker"], valid_from=said["valid_from"], valid_to=said["valid_to"], by=self.user)
        return self.done(_("The mandate is given."))


class RevokeMandate(RecentlyConfirmed, Managers):
    """End a mandate that the firm gave."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return SeeOther(reverse("web:mandates"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found_or_404(lambda: firm.revoke_mandate(kwargs["mandate"], by=self.user, at=self.now))
        messages.success(request, str(_("The mandate is revoked.")))
        return SeeOther(reverse("web:mandates"))
