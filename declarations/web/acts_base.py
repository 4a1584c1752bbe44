"""How every act of a declarant is done: on a declaration as it was seen, by one call of the domain, told in words."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from declarations import reading
from declarations.account import Account
from declarations.errors import Refusal, UnknownDeclaration
from declarations.models import Declaration
from declarations.web import status_words as words
from declarations.web.acts_forms import ActForm, boxes_of, inputs_of, problems_of
from declarations.web.acts_words import refused
from declarations.web.inputs import Problem
from declarations.web.page import Page, SeeOther
from declarations.web.status_words import Words


class OfDeclaration(Page):
    """A page of one declaration of the organisation; any other is not found."""

    area = "lodged"

    def admitted(self) -> HttpResponseBase | None:
        """The declaration is looked for before anything else."""
        self.declaration  # noqa: B018
        return super().admitted()

    @cached_property
    def declaration(self) -> Declaration:
        """Which. Raises Http404."""
        try:
            return reading.find(self.kwargs["number"], of=self.by.trader_id)
        except UnknownDeclaration:
            raise Http404(self.kwargs["number"]) from None

    @cached_property
    def account(self) -> Account:
        """Where it stands."""
        return reading.account(self.declaration)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"declaration": self.declaration, "badge": words.STATUS[self.declaration.status]}
        return super().get_context_data(**kwargs) | told

    def status_address(self) -> str:
        """Where the page of the declaration is."""
        return reverse("web:status", args=[self.declaration.number])


class ActPage(OfDeclaration):
    """One act: its form, what follows from it, and the call."""

    template_name = "web/acts/act.html"
    form_id = "act"
    name: ClassVar[str]
    form_class: ClassVar[type[ActForm]]
    consequence: ClassVar[Words] = ""
    done: ClassVar[Words]
    is_grave: ClassVar[bool] = False  # it cannot be taken back
    inputs: ClassVar[Mapping[str, str]] = {}  # from the places of a message to the names of the inputs

    def act(self, form: Any) -> Any:
        """The one domain call. Raises the domain's refusals."""
        raise NotImplementedError

    def form_options(self) -> dict[str, Any]:
        """What the form needs to know."""
        return {}

    def initial(self) -> dict[str, Any]:
        """What stands in a form that nobody has filled in yet."""
        return {}

    def form(self, data: Any = None, files: Any = None) -> ActForm:
        """The form, empty or as it was sent. A declaration that changed is seen as it is now once the page is shown."""
        initial = {"seen": self.declaration.last_seq, **self.initial()}
        return self.form_class(data, files, initial=initial, **self.form_options())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.filled_in(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.filled_in(form, problems_of(form), status=422)
        try:
            self.act(form)
        except Refusal as refusal:
            return self.filled_in(form, refused(refusal, inputs=self.inputs), status=refusal.status)
        messages.success(request, str(self.done))
        return SeeOther(self.status_address())

    def in_other_words(self) -> HttpResponse:
        """What was typed stays; nothing of it is judged yet."""
        return self.filled_in(self.form(initial_of(self.request.POST)), judged=False)

    def filled_in(
        self, form: ActForm, problems: Sequence[Problem] = (), *, status: int = 200, judged: bool = True
    ) -> HttpResponse:
        """The page with this form on it, as of now."""
        self.__dict__.pop("declaration", None)  # whoever tries again has seen what it is now
        self.__dict__.pop("account", None)
        if not judged:
            form.full_clean = lambda: None  # type: ignore[method-assign]
            form._errors = {}  # type: ignore[attr-defined]
        return self.shown(
            status=status,
            form=form,
            inputs=list(inputs_of(form)),
            boxes=boxes_of(form),
            problems=problems,
            seen=self.declaration.last_seq,
            title=words.ACT[self.name],
            consequence=self.consequence,
            is_grave=self.is_grave,
            account=self.account,
        )


def initial_of(posted: Any) -> Any:
    """What was posted, without what only says which language is wanted."""
    kept = posted.copy()
    kept.pop("language", None)
    return kept
