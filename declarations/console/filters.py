"""What the list of declarations can be narrowed by."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from declarations.holds import Turn
from declarations.tariff.models import CustomsOffice


class DeskFilter(admin.SimpleListFilter):
    """The desk: open cases unless something else is asked for."""

    title = "desk"
    parameter_name = "desk"
    _ASKS_FOR_MORE = {"q", "status__exact"}

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.default = "all" if self._ASKS_FOR_MORE & set(request.GET) else "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("officer", "Officer's turn"), ("open", "All open"), ("all", "Ended ones too")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """A search or a chosen status looks everywhere: a released case must be found by its number."""
        chosen = self.value() or self.default
        if chosen == "all":
            return queryset
        if chosen == "officer":
            return queryset.filter(next_action_by=Turn.OFFICER)
        return queryset.filter(next_action_at__isnull=False)  # in every open state, and in no other

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Without Django's own "All", which this filter words itself."""
        chosen = self.value() or self.default
        for value, words in self.lookup_choices:
            yield {
                "selected": value == chosen,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": words,
            }


class StatusFilter(admin.ChoicesFieldListFilter):
    """The status, by its first word."""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """The status's own words explain it after a colon; here its name is enough."""
        for choice in super().choices(changelist):
            yield {**choice, "display": capfirst(str(choice["display"]).partition(":")[0])}


class TurnFilter(admin.ChoicesFieldListFilter):
    """Whose turn it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "whose turn"


class OfficeFilter(admin.SimpleListFilter):
    """The customs office declared to: those of the register, which costs the same however much was declared."""

    title, parameter_name = "office", "customs_office"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        known = CustomsOffice.objects.order_by("code").values_list("code", "name_en")
        return [(code, f"{code} {name}") for code, name in known]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(customs_office=self.value()) if self.value() else queryset
