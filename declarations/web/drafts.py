"""The drafts of a firm: its list, a new one, a copy of a declaration, and what is thrown away."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from declarations import clearance
from declarations.cursors import opened, sealed
from declarations.data import Direction
from declarations.errors import TooManyDrafts, UnknownDeclaration
from declarations.numbering import is_well_formed
from declarations.web.acts_words import refused
from declarations.web.draft_page import DraftForm, DraftPage
from declarations.web.inputs import Problem
from declarations.web.page import Page, SeeOther
from declarations.web.said import Body, copied, written

_A_PAGE = 50
_SALT = "web.drafts"


class Drafts(Page):
    """Those that are not lodged yet, newest first; and the ways to begin one."""

    template_name = "web/drafts.html"
    area = "drafts"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, more = clearance.page_of_drafts(
            by=self.by, filters={"lodged_as": ""}, after=self._after(), limit=_A_PAGE
        )
        following = sealed([more.hex], owner=self.by.trader_id.hex, salt=_SALT) if more else ""
        context = super().get_context_data(**kwargs)
        return {**context, "drafts": found, "following": following, "templates": clearance.templates_of(by=self.by)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Begin one: `import`, `export`, `copy` of a declaration, or `template`."""
        act, at = request.POST.get("act", ""), timezone.now()
        try:
            if act == "copy":
                draft = clearance.copy_to_draft(_number(request.POST.get("number", "")), by=self.by, at=at)
            elif act == "template":
                draft = clearance.draft_from_template(request.POST.get("template", ""), by=self.by, at=at)
            else:
                said: Body = {"direction": "EXPORT" if act == "export" else "IMPORT"}
                draft = clearance.register(written(said), said, by=self.by, at=at)
        except UnknownDeclaration:
            message = _("There is no declaration of this number that is yours.")
            problem = Problem(message=message, name="number", href="#number")
            return self.shown(status=422, problems=[problem], number=request.POST.get("number", ""))
        except TooManyDrafts as full:
            return self.shown(status=full.status, problems=refused(full))
        way = "grid" if request.POST.get("way") == "grid" else "outline"
        return SeeOther(reverse(f"web:{way}", args=[draft.number]))

    def _after(self) -> UUID | None:
        try:
            return UUID(opened(self.request.GET["after"], owner=self.by.trader_id.hex, salt=_SALT)[0])
        except (KeyError, ValueError):
            return None


def _number(text: str) -> str:
    """A declaration number as people write it. Raises UnknownDeclaration for what is none before the store is asked."""
    number = text.strip().upper()
    if not is_well_formed(number):
        raise UnknownDeclaration()
    return number


class ChooseDirection(DraftForm):
    """For a draft that came by the API and does not say which way its goods go."""

    template_name = "web/draft/direction.html"

    def admitted(self) -> HttpResponseBase | None:
        self.find()
        if self.draft.lodged_as or self.draft.direction:
            return SeeOther(reverse("web:outline", args=[self.draft.number]))
        self.direction = Direction.IMPORT  # until it is said
        return None

    def changed(self, posted: Any) -> Body:
        body: Body = copied(self.body)
        if posted.get("direction") in list(Direction):
            body["direction"] = posted["direction"]
        return body

    def after(self, act: str) -> HttpResponse:
        return SeeOther(reverse("web:outline", args=[self.draft.number]))


class Discard(DraftPage):
    """Asks whether a draft shall be thrown away, and does it."""

    template_name = "web/draft/discard.html"
    form_id = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        clearance.discard_draft(self.draft.number, expected=self.draft.etag, by=self.by)
        messages.success(request, _("The draft %(title)s is deleted.") % {"title": self.draft.own_reference})
        amended = self.draft.amends
        return SeeOther(reverse("web:status", args=[amended]) if amended else reverse("web:drafts"))


class SaveAsTemplate(DraftPage):
    """What a draft says, kept under a name, to begin others with."""

    template_name = "web/draft/template.html"
    form_id = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        name = " ".join(request.POST.get("name", "").split())
        if not 0 < len(name) <= 70 or not name.isprintable():
            message = _("Enter a name of 1 to 70 characters.")
            return self.shown(status=422, problems=[Problem(message=message, name="name", href="#name")], name=name)
        try:
            clearance.keep_template(name, json.loads(self.draft.body), by=self.by, at=timezone.now())
        except TooManyDrafts as full:
            message = _("Your firm keeps %(limit)s templates, as many as it may: delete some.")
            return self.shown(status=409, problems=[Problem(message=message % full.facts)], name=name)
        messages.success(request, _("The template “%(name)s” is kept.") % {"name": name})
        return SeeOther(self.link("outline"))


class Templates(Page):
    """The firm's templates: look, and throw away."""

    template_name = "web/templates.html"
    area = "drafts"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(templates=clearance.templates_of(by=self.by), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        clearance.discard_template(request.POST.get("template", ""), by=self.by)
        return SeeOther(reverse("web:templates"))
