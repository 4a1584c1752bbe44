"""The desk: the list of declarations, and the way from it to each case and its acts."""

import re
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, re_path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from declarations.console.acts import ACTS, Act
from declarations.console.audit import looking
from declarations.console.case import case_of
from declarations.console.filters import DeskFilter, OfficeFilter, StatusFilter, TurnFilter
from declarations.console.head import head_of, overdue
from declarations.console.officers import DIRECT, SEE, as_deciding, demand
from declarations.console.papers import fetch
from declarations.console.queue.pages import GiveBack, HandOn, Take
from declarations.console.reading_only import SearchesKept
from declarations.console.selecting.auditing import RecordAudit
from declarations.console.versions import VersionsPage
from declarations.console.ways import Offers
from declarations.console.wording import Badge, category_badge, moment, party_badge, span, status_badge
from declarations.models import Declaration
from declarations.status import Status

_NUMBER = "(?P<number>[0-9A-Z]{11})"
_WHOLE = 11
# A number, or what may be the start of one; few words have a digit in them.
_OF_A_NUMBER = re.compile(rf"[0-9A-Z]{{{_WHOLE}}}|(?=.*[0-9])[0-9A-Z]{{4,{_WHOLE - 1}}}")


def _address_of(act: type[Act]) -> str:
    """Where an act's page lies: under the case, and under what of it the act is on."""
    return f"^{_NUMBER}/{act.place}{act.way.name}/$"


class ListByNumber(ChangeList):
    """A list whose rows lead to the case by its number: an address that can be read out over the telephone."""

    @cached_property
    def _place(self) -> str:
        return reverse("admin:declarations_declaration_changelist")

    def url_for_result(self, result: Any) -> str:
        return f"{self._place}{result.number}/"


class ToTenThousand(Paginator):
    """Pages of the first ten thousand rows: counting more costs more than anybody reads."""

    @cached_property
    def count(self) -> int:
        return self.object_list[:10_000].count()  # type: ignore[attr-defined]


class DeclarationAdmin(SearchesKept):
    """Declarations: the open ones unless others are asked for, the newest first. What waits first is in the queue."""

    list_display = (
        "number",
        "status_words",
        "category_words",
        "turn",
        "party",
        "direction",
        "office",
        "lodged",
        "age",
    )
    list_select_related = ("trader",)
    list_filter = (
        DeskFilter,
        "category",
        ("next_action_by", TurnFilter),
        "direction",
        ("status", StatusFilter),
        OfficeFilter,
        ("lodged_on", admin.DateFieldListFilter),
    )
    search_fields = ("number__startswith", "own_reference__istartswith", "trader__code__startswith", "trader__name")
    search_help_text = "Start of a number, an own reference or a trader's code, or words of a trader's name"
    ordering = ("-id",)
    list_per_page = 25
    paginator = ToTenThousand
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ListByNumber

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A number, or its start where there is such a one, is looked up by itself: nothing else is searched then."""
        if _OF_A_NUMBER.fullmatch(search_term):
            found = queryset.filter(number__startswith=search_term)
            if len(search_term) == _WHOLE or found.exists():
                return found, False
        return super().get_search_results(request, queryset, search_term)

    def get_urls(self) -> list[URLPattern]:
        """The case by its number and a page an act, before Django's own addresses by id."""
        view = self.admin_site.admin_view
        own = [re_path(f"^{_NUMBER}/$", view(self.case_view), name="case")]
        own += [
            re_path(_address_of(act), view(act.as_view(admin_site=self.admin_site)), name=act.way.name) for act in ACTS
        ]
        own += [
            re_path(f"^{_NUMBER}/take/$", view(Take.as_view()), name="take"),
            re_path(f"^{_NUMBER}/give-back/$", view(GiveBack.as_view()), name="give-back"),
            re_path(f"^{_NUMBER}/hand-on/$", view(HandOn.as_view()), name="hand-on"),
        ]
        own += [re_path(f"^{_NUMBER}/audit/$", view(RecordAudit.as_view()), name="record-audit")]
        own += [re_path(f"^{_NUMBER}/versions/$", view(VersionsPage.as_view()), name="versions")]
        own += [re_path(f"^{_NUMBER}/documents/(?P<document>[0-9a-f-]{{36}})/$", view(fetch), name="document")]
        return own + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's address of a row leads to its case: there is no form to change one."""
        found = self.get_object(request, object_id)
        if found is None:
            raise Http404(object_id)
        return redirect("admin:case", found.number)

    @method_decorator(require_safe)
    def case_view(self, request: HttpRequest, number: str) -> HttpResponse:
        """Everything of one declaration on one page."""
        demand(request.user, SEE)
        declaration = get_object_or_404(Declaration.objects.select_related("declarant", "trader"), number=number)
        now = timezone.now()
        head = head_of(declaration, at=now)
        offers = Offers(officer=as_deciding(request.user), head=head)
        case = case_of(head, offers=offers, at=now)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Declaration {number}",
            "opts": self.opts,
            "case": case,
            "people": case.people,
            "may_take": offers.officer is not None,
            "may_direct": request.user.has_perm(DIRECT),
        }
        looking.note(request.user, looking.CASE, of=declaration.id)
        return TemplateResponse(request, "console/case.html", context)

    @admin.display(description="status", ordering="status")
    def status_words(self, row: Declaration) -> Badge:
        return status_badge(row.status)

    @admin.display(description="category", ordering="category")
    def category_words(self, row: Declaration) -> Badge:
        return category_badge(row.category)

    @admin.display(description="importer or exporter", ordering="trader__name")
    def party(self, row: Declaration) -> str:
        return row.trader.name

    @admin.display(description="office", ordering="customs_office")
    def office(self, row: Declaration) -> str:
        return row.customs_office

    @admin.display(description="lodged", ordering="lodged_at")
    def lodged(self, row: Declaration) -> str:
        return moment(row.lodged_at)

    @admin.display(description="age", ordering="-lodged_at")
    def age(self, row: Declaration) -> str:
        """How long it has been open, or how long it took."""
        if row.released_at:
            return f"took {span(row.released_at - row.lodged_at)}"
        return span(timezone.now() - row.lodged_at) if row.status in Status.open() else ""

    @admin.display(description="whose turn", ordering="next_action_at")
    def turn(self, row: Declaration) -> Badge | str:
        """Who acts next; an officer whose time is over is told so in words."""
        badge = party_badge(row.next_action_by)
        if badge is None:
            return ""
        late = overdue(row, at=timezone.now())
        return Badge("stop", f"Officer, overdue {late}") if late else badge
