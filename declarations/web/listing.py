"""The list of the firm's declarations: search, filters, and the searches that a person gave a name."""

from datetime import date
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from declarations import worklist
from declarations.cursors import opened, sealed
from declarations.traders.models import User
from declarations.web import status_words as words
from declarations.web.acts_forms import inputs_of, problems_of
from declarations.web.inputs import Problem
from declarations.web.models import SavedView
from declarations.web.page import Page, SeeOther
from declarations.worklist import Wanted

A_PAGE = 50
MOST_VIEWS = 30
_SALT = "web.list"
_DAY = _("Enter a day such as 2026-07-09")


class Search(forms.Form):
    """What is looked for. Everything may be left empty."""

    q = forms.CharField(
        required=False,
        max_length=70,
        label=_("Number, own reference, importer or exporter"),
        error_messages={"max_length": _("Shorten this to 70 characters or fewer")},
    )
    status = forms.ChoiceField(
        required=False,
        label=_("Status"),
        choices=[("", ""), *((key, badge.text) for key, badge in words.STATUS.items())],
    )
    direction = forms.ChoiceField(required=False, label=_("Direction"), choices=[("", ""), *words.DIRECTION.items()])
    turn = forms.ChoiceField(
        required=False,
        label=_("Whose turn it is"),
        choices=[("", ""), ("US", _("Ours")), ("OTHERS", _("Somebody else's"))],
    )
    since = forms.DateField(
        required=False, input_formats=["%Y-%m-%d"], label=_("Declared from"), error_messages={"invalid": _DAY}
    )
    until = forms.DateField(
        required=False, input_formats=["%Y-%m-%d"], label=_("Declared until"), error_messages={"invalid": _DAY}
    )

    def wanted(self) -> Wanted:
        """What of it can be understood; the rest asks for nothing."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return Wanted(words=said.pop("q", ""), **said)

    def query(self) -> str:
        """The same as the list's address has it, without what is empty."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return urlencode(
            {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
        )


class _OfPerson(Page):
    @property
    def person(self) -> User:
        """Whose kept searches."""
        return cast(User, self.request.user)


class Listing(_OfPerson):
    """The firm's declarations, those lodged last first."""

    template_name = "web/listing/list.html"
    area = "lodged"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.listed()

    def listed(self, *, problems: Any = (), status: int = 200) -> HttpResponse:
        """The page that is asked for, with what is wrong with the search or with the name of a view."""
        search = Search(self.request.GET)
        search.is_valid()
        after = self._after(search)
        page = worklist.page(search.wanted(), of=self.by.trader_id, after=after, limit=A_PAGE)
        query = search.query()
        further = sealed([page.after.hex], owner=self.by.trader_id.hex, salt=_SALT) if page.after else ""
        return self.shown(
            status=status,
            inputs={each.name: each for each in inputs_of(search)},
            problems=[*problems, *problems_of(search)],
            lines=page.lines,
            query=query,
            next=f"?{query}{'&' if query else ''}{urlencode({'after': further})}" if further else "",
            is_further=after is not None,
            waiting=worklist.waiting_for_us(of=self.by.trader_id),
            views=list(SavedView.objects.filter(user=self.person)),
            status_words=words.STATUS,
            direction_words=words.DIRECTION,
            hold_words=words.HOLD,
            turn_words=words.TURN,
        )

    def _after(self, search: Search) -> UUID | None:
        """Where the page begins. A cursor that is none of ours begins at the front."""
        said = self.request.GET.get("after", "")
        if not said:
            return None
        try:
            return UUID(opened(said, owner=self.by.trader_id.hex, salt=_SALT)[0])
        except (ValueError, TypeError, IndexError):
            search.add_error(None, _("This page of the list is over: it begins anew."))
            return None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep this search under a name; a name that is there already gets this one."""
        search, name = Search(request.GET), " ".join(request.POST.get("name", "").replace("\0", "").split())[:40]
        kept = SavedView.objects.filter(user=self.person)
        if not name or not search.is_valid() or (kept.count() >= MOST_VIEWS and not kept.filter(name=name).exists()):
            return self.listed(problems=[self._problem(name)], status=422)
        try:
            with transaction.atomic():
                SavedView.objects.update_or_create(user=self.person, name=name, defaults={"query": search.query()})
        except IntegrityError:  # the same name at the same moment: that one stands
            pass
        messages.success(request, gettext("The search is kept as “%(name)s”.") % {"name": name})
        return SeeOther(f"{reverse('web:lodged')}?{search.query()}")

    def _problem(self, name: str) -> Problem:
        told = (
            gettext("Give the search a name")
            if not name
            else gettext("You keep as many searches as you may: delete one")
        )
        return Problem(message=told, href="#name")


class DeleteView(_OfPerson):
    """Forget a search."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        deleted, _of = SavedView.objects.filter(user=self.person, id=kwargs["view"]).delete()
        if not deleted:
            raise Http404(str(kwargs["view"]))
        return SeeOther(reverse("web:lodged"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return SeeOther(reverse("web:lodged"))
