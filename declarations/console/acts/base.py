"""How every act is done: by an officer, of a case as it was seen, told in words."""

from datetime import datetime
from typing import Any, ClassVar, TypedDict, Unpack

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.generic import FormView

from declarations.console.audit import looking
from declarations.console.forms.base import ActForm
from declarations.console.head import head_of
from declarations.console.officers import officer_of
from declarations.console.ways import Offers, Way
from declarations.console.wording import refusal_words
from declarations.errors import Refusal
from declarations.models import Declaration
from declarations.traders.declarant import Officer
from permits.errors import PermitsRefusal


class How(TypedDict):
    """By whom, as at which instant, and which event the officer had seen last."""

    by: Officer
    at: datetime
    seen: int


class Act(FormView):
    """One act on one declaration."""

    way: ClassVar[Way]
    place: ClassVar[str] = ""  # what stands between the case and the act in the address
    consequence: ClassVar[str]
    about: ClassVar[str] = ""  # a template of what the act is about, above the form
    template_name = "console/act.html"
    admin_site: AdminSite | None = None

    def act(self, number: str, form: Any, **how: Unpack[How]) -> str:
        """The one domain call; what is told when it is done. Raises the domain's refusals."""
        raise NotImplementedError

    def find(self) -> None:
        """What the act is on, beside the declaration. Raises Http404."""

    def is_offered(self, offers: Offers) -> bool:
        """Whether the case offers this act as it stands."""
        return offers.has(self.way, offers.head)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for officers (403), and an unknown number is 404, before anything else."""
        self.officer = officer_of(request.user)
        found = Declaration.objects.select_related("trader", "declarant")
        self.declaration = get_object_or_404(found, number=kwargs["number"])
        self.find()
        if request.method == "GET":
            looking.note(request.user, looking.ACT, of=self.declaration.id, about=self.way.title)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """The case as it is now is what the officer sees."""
        return super().get_initial() | {"seen": self.declaration.last_seq}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        now = timezone.now()
        head = head_of(self.declaration, at=now)
        offers = Offers(officer=self.officer, head=head)
        return {
            **self.admin_site.each_context(self.request),  # type: ignore[union-attr]
            **context,
            **self.told_of(offers, at=now),
            "title": f"{self.way.title} {self.declaration.number}",
            "opts": Declaration._meta,
            "way": self.way,
            "consequence": self.consequence,
            "about": self.about,
            "head": head,
            "people": {},
            "is_offered": self.is_offered(offers),
        }

    def told_of(self, offers: Offers, *, at: datetime) -> dict[str, Any]:
        """What the template of `about` needs."""
        return {}

    def form_valid(self, form: ActForm) -> HttpResponse:
        """Do it, and show the case as it is then."""
        number = self.declaration.number
        try:
            done = self.act(number, form, by=self.officer, at=timezone.now(), seen=form.cleaned_data["seen"])
        except (Refusal, PermitsRefusal) as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, f"{number}: {done}")
        return redirect("admin:case", number)

    def refused(self, form: ActForm, refusal: Refusal | PermitsRefusal) -> HttpResponse:
        """Why not, above the form as it was filled in: what was typed is not lost. It is confirmed anew, of the case as
        it is now.
        """
        messages.error(self.request, f"{self.declaration.number}: {refusal_words(refusal)}")
        self.declaration.refresh_from_db(fields=["last_seq", "version", "status", "category", "next_action_at"])
        said = {name: value for name, value in self.request.POST.lists() if name != "confirmed"}
        form.data = MultiValueDict(said | {"seen": [str(self.declaration.last_seq)]})
        return self.render_to_response(self.get_context_data(form=form))
