"""Examine, release, refuse; decide what was applied for."""

from datetime import datetime
from typing import Any, Unpack

from django.http import Http404

from declarations import clearance
from declarations.console import ways
from declarations.console.acts.base import Act, How
from declarations.console.case.asking import applied
from declarations.console.forms.deciding import DecideForm, ExamineForm, RefuseForm, ReleaseForm
from declarations.console.head import Head
from declarations.console.ways import Offers, slug
from declarations.models import Application
from declarations.status import Status


class Examine(Act):
    """Examine the documents or inspect the goods."""

    way, form_class = ways.EXAMINE, ExamineForm
    consequence = "The result is kept for good. If nothing else holds the declaration, it is released at once."

    def act(self, number: str, form: ExamineForm, **how: Unpack[How]) -> str:
        said = form.cleaned_data
        in_order = said["result"] == "IN_ORDER"
        declaration = clearance.examine(number, in_order=in_order, remarks=said["remarks"], **how)
        released = declaration.status == Status.RELEASED
        after = "Nothing holds it any more: it is released." if released else "What still holds it stands below."
        return f"examined, {'in order' if in_order else 'not in order'}. {after}"


class Release(Act):
    """Release the goods."""

    way, form_class = ways.RELEASE, ReleaseForm
    consequence = "The import or export permit is given. This cannot be taken back. While anything holds it, it is not."

    def act(self, number: str, form: ReleaseForm, **how: Unpack[How]) -> str:
        clearance.release(number, **how)
        return "released."


class Refuse(Act):
    """Refuse the permit."""

    way, form_class = ways.REFUSE, RefuseForm
    consequence = "The permit is refused for good, and permit checks that are still open are cancelled."

    def act(self, number: str, form: RefuseForm, **how: Unpack[How]) -> str:
        said = form.cleaned_data
        clearance.refuse(number, ground=f"{said['ground']}: {said['explanation']}", **how)
        return "refused."


_KINDS = {slug(kind): kind for kind in Application.Kind}


class Decide(Act):
    """Approve or decline what somebody else applied for."""

    way, form_class, about = ways.DECIDE, DecideForm, "console/about/application.html"
    place = "applications/(?P<kind>[a-z-]+)/"
    consequence = "What is approved takes effect at once. What is declined stays as it is. Neither can be taken back."

    def find(self) -> None:
        """A kind that there is; whether one of it waits is for the domain to say."""
        if self.kwargs["kind"] not in _KINDS:
            raise Http404
        self.kind = _KINDS[self.kwargs["kind"]]

    def act(self, number: str, form: DecideForm, **how: Unpack[How]) -> str:
        said = form.cleaned_data
        approves = said["decision"] == "APPROVE"
        clearance.decide(number, self.kind, approves=approves, remarks=said["remarks"], **how)
        return f"{self.kind.label}: {'approved' if approves else 'declined'}."

    def told_of(self, offers: Offers, *, at: datetime) -> dict[str, Any]:
        """The application that waits, if one does."""
        waiting = self._waiting(offers.head)
        return {"application": applied(waiting, offers=offers, at=at) if waiting else None}

    def is_offered(self, offers: Offers) -> bool:
        waiting = self._waiting(offers.head)
        return waiting is not None and bool(offers.of_application(waiting))

    def _waiting(self, head: Head) -> Application | None:
        return next((row for row in head.applications if row.kind == self.kind and not row.outcome), None)


ACTS: tuple[type[Act], ...] = (Examine, Release, Refuse, Decide)
