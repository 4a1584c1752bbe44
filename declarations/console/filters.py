"""What the list of declarations can be narrowed by."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest

from declarations.querysets import DeclarationQuerySet


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

    def queryset(self, request: HttpRequest, queryset: DeclarationQuerySet) -> DeclarationQuerySet:
        """A search or a chosen status looks everywhere: a released case must be found by its number."""
        chosen = self.value() or self.default
        if chosen == "officer":
            return queryset.open().filter(next_action_by="OFFICER")
        return queryset.open() if chosen == "open" else queryset

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """Without Django's own "All", which this filter words itself."""
        chosen = self.value() or self.default
        for value, words in self.lookup_choices:
            yield {
                "selected": value == chosen,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": words,
            }


class TurnFilter(admin.ChoicesFieldListFilter):
    """Whose turn it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "whose turn"


class OfficeFilter(admin.AllValuesFieldListFilter):
    """The customs office declared to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "office"
