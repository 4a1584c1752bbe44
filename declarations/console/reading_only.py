"""Pages that show and never change: no add, no change, no delete, whatever rights a login has. Who sees them, Django's
permissions say."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from declarations.console.audit import looking


class ReadingOnly(admin.ModelAdmin):
    """The base of the console's pages: who may, looks; nobody edits a row."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SearchesKept(ReadingOnly):
    """The same for what traders declared: who searched for what is kept."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list; what was searched for is kept."""
        answer = super().changelist_view(request, extra_context)
        if request.GET.get("q"):
            looking.note(request.user, looking.SEARCH, about=request.GET["q"])
        return answer
