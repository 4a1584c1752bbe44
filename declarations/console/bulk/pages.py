"""Choose, look at what it would do, do it: three steps of one address."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.generic import FormView
from msgspec.structs import replace

from declarations.console.bulk.acts import ACTS, Line, do, lines_of
from declarations.console.bulk.forms import MOST, ChooseForm
from declarations.console.officers import DECIDE
from declarations.console.pages import ByOfficers


class BulkPage(ByOfficers, FormView):
    """One act on many cases."""

    right, title, template_name, form_class = DECIDE, "Many cases at once", "console/bulk.html", ChooseForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.acts = [act for act in ACTS.values() if request.user.has_perm(act.right)]
        if not self.acts:
            raise PermissionDenied("This is not among your rights.")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"acts": self.acts}

    def get_initial(self) -> dict[str, Any]:
        """What was ticked elsewhere."""
        return {"numbers": "\n".join(self.request.GET.getlist("number")[: MOST + 1]), "act": "take"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"most": MOST, **super().get_context_data(**kwargs)}

    def form_valid(self, form: ChooseForm) -> HttpResponse:
        """A preview first. What is meant then is done to the cases as the preview showed them."""
        lines = lines_of(form.chosen, form.found, form.cleaned_data)
        if "confirmed" not in self.request.POST:
            return self._shown(form, lines=lines, seen=[f"{line.number}:{line.seen}" for line in lines])
        now, seen = timezone.now(), self.request.POST.getlist("seen")
        said, act = form.cleaned_data, form.chosen
        done = [do(act, _as_seen(line, seen), said, by=self.officer, at=now) for line in lines]
        return self._shown(form, done=done, count=sum(each.is_done for each in done))

    def _shown(self, form: ChooseForm, **more: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, act=form.chosen, **more))


_CHANGED = "The case has changed since the preview: look at it again. Nothing was changed."


def _as_seen(line: Line, seen: list[str]) -> Line:
    """The line, where the case is still what the preview showed."""
    if line.why_not or f"{line.number}:{line.seen}" in seen:
        return line
    return replace(line, why_not=_CHANGED)
