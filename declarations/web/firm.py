"""The firm's own pages: what they have in common, the overview, and its people with their rights."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from declarations.errors import Refusal
from declarations.traders import firm
from declarations.traders.declarant import Scope
from declarations.traders.errors import KeysUnacceptable, LastManager, UnknownOfFirm
from declarations.traders.models import Role, User
from declarations.traders.sessions import RecentlyConfirmed
from declarations.web.acts_base import initial_of
from declarations.web.acts_forms import boxes_of, inputs_of, problems_of
from declarations.web.acts_words import refused
from declarations.web.firm_forms import InviteForm, PersonForm
from declarations.web.inputs import Problem
from declarations.web.page import Page, SeeOther
from declarations.web.status_words import Words


class FirmPage(Page):
    """A page of the firm's own."""

    area = "firm"
    reads = changes = Scope.READ

    @property
    def now(self) -> datetime:
        """The register, its tokens and its messages know no sandbox's clock."""
        return timezone.now()

    @property
    def user(self) -> User:
        """Who looks."""
        return cast(User, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        roles = {"is_broker": self.user.role == Role.BROKER}
        return super().get_context_data(**kwargs) | {"manages": self.user.manages_firm} | roles


class Managers(FirmPage):
    """For those who manage the firm; for the others there is no such door."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, User) and request.user.trader_id and not request.user.manages_firm:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class FormPage(FirmPage):
    """A page with one form, and what is done with it by one call."""

    template_name = "web/firm/form.html"
    form_id = "firm-form"
    form_class: ClassVar[type[forms.Form]]
    title: ClassVar[Words]
    button: ClassVar[Words]
    back: ClassVar[str]
    said_otherwise: ClassVar[Mapping[str, Words]] = {}  # errors of a model's field, by their codes

    def do(self, form: Any) -> HttpResponseBase:
        """The call, and where it leads. Raises refusals, and ValidationError by field."""
        raise NotImplementedError

    def initial(self) -> dict[str, Any]:
        """What stands in the form at first."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.with_form(self.form_class(initial=self.initial()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.with_form(form, problems_of(form), status=422)
        try:
            return self.do(form)
        except UnknownOfFirm:
            raise Http404(request.path) from None
        except LastManager:
            return self.with_form(
                form, [Problem(message=gettext("Somebody has to manage the firm: this is the last."))], 422
            )
        except KeysUnacceptable as unfit:
            return self.with_form(form, [Problem(message=fault, href="#jwks") for fault in unfit.faults], status=422)
        except ValidationError as wrong:
            self.add_errors(form, wrong)
            return self.with_form(form, problems_of(form), status=422)
        except Refusal as refusal:
            return self.with_form(form, refused(refusal), status=refusal.status)

    def add_errors(self, form: forms.Form, wrong: ValidationError) -> None:
        """What the register says against a field, in the words of the pages."""
        for name, errors in wrong.error_dict.items():
            told = [str(self.said_otherwise.get(error.code or "", _TAKEN)) for error in errors]
            form.add_error(name if name in form.fields else None, told)

    def in_other_words(self) -> HttpResponse:
        """What was typed stays; nothing of it is judged yet."""
        form = self.form_class(initial_of(self.request.POST))
        form.full_clean = lambda: None  # type: ignore[method-assign]
        form._errors = {}  # type: ignore[attr-defined]
        return self.with_form(form)

    def with_form(self, form: forms.Form, problems: Any = (), status: int = 200) -> HttpResponse:
        """The page with this form."""
        return self.shown(
            status=status,
            form=form,
            inputs=list(inputs_of(form)),
            boxes=boxes_of(form),
            problems=problems,
            title=self.title,
            button=self.button,
            back=reverse(f"web:{self.back}"),
        )

    def done(self, told: Words, *place: Any, to: str = "") -> HttpResponse:
        """It is done: back to the list, which says so."""
        messages.success(self.request, str(told))
        return SeeOther(reverse(f"web:{to or self.back}", args=place))


_TAKEN = _("This is taken already, or not of the form that is needed")


class Once(Page):
    """Something that is told this once, on the answer to a post: it is kept nowhere and no cache may keep it."""

    def told_once(self, secret: str, *, title: Words, about: Words, back: str) -> HttpResponse:
        """The page that tells it."""
        self.template_name = "web/firm/once.html"
        self.request.languages = ()  # type: ignore[attr-defined]  # in another language it would not be there again
        response = self.shown(secret=secret, title=title, about=about, back=back)
        response["Cache-Control"] = "no-store"
        return response


class Overview(FirmPage):
    """What there is."""

    template_name = "web/firm/overview.html"


class People(Managers):
    """Who acts for the firm, and what each may do."""

    template_name = "web/firm/people.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"people": firm.people(self.user)}


class Invite(RecentlyConfirmed, Once, Managers, FormPage):
    """A new person, who sets a password by a link that is good once."""

    form_class, title, button, back = InviteForm, _("Invite a person"), _("Invite"), "people"
    said_otherwise = {"unique": _("There is somebody of this user name already")}

    def initial(self) -> dict[str, Any]:
        return {"may_lodge": True}

    def do(self, form: InviteForm) -> HttpResponse:
        link = firm.invite(form.cleaned_data.pop("username"), by=self.user, **form.cleaned_data)
        return self.told_once(link, title=_("One-time link"), about=_LINK, back=reverse("web:people"))


_LINK = _("Hand this link to the person: it sets a password, once, within a day. It is shown this once.")


class Person(RecentlyConfirmed, Managers, FormPage):
    """The rights of a person."""

    template_name = "web/firm/person.html"
    form_class, title, button, back = PersonForm, _("Rights of a person"), _("Save"), "people"

    def admitted(self) -> HttpResponseBase | None:
        """The person is looked for before anything else."""
        self.found()
        return super().admitted()

    def found(self) -> User:
        """Who. Raises Http404."""
        try:
            return firm.person(self.kwargs["person"], by=self.user)
        except UnknownOfFirm:
            raise Http404(str(self.kwargs["person"])) from None

    def initial(self) -> dict[str, Any]:
        found = self.found()
        return {name: getattr(found, name) for name in PersonForm.base_fields}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"person": self.found()}

    def do(self, form: PersonForm) -> HttpResponse:
        firm.change_rights(self.kwargs["person"], by=self.user, **form.cleaned_data)
        return self.done(_("The rights are changed."))


class PersonLink(RecentlyConfirmed, Once, Managers):
    """A link to set a new password by."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return SeeOther(reverse("web:people"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        link = found_or_404(lambda: firm.give_link(kwargs["person"], by=self.user))
        return self.told_once(link, title=_("One-time link"), about=_LINK, back=reverse("web:people"))


def found_or_404(act: Callable[[], Any]) -> Any:
    """What an act gives back; a page that is not found where it is about nothing of the firm's."""
    try:
        return act()
    except UnknownOfFirm:
        raise Http404 from None
