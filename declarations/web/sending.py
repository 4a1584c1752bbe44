"""The last page of a draft, where all is looked at once more: what no page can show is taken away, then it is sent."""

import re
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from declarations import clearance
from declarations.web import said
from declarations.web.draft_page import DraftPage
from declarations.web.page import SeeOther

_KEY = re.compile(r"[0-9a-f]{32}")


class Sending(DraftPage):
    """What lodging and amending have in common. The page has a key, so that sent twice is sent once."""

    def send(self, request: HttpRequest) -> HttpResponseBase:
        """The one domain call."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take away what the form does not know, or send."""
        if request.POST.get("act") == "tidy":
            return self._tidied(request.POST.getlist("pointer"))
        return self.send(request)

    def key(self) -> str:
        """The idempotency key that came with the page, or a new one."""
        key = self.request.POST.get("key", "")
        return f"web-{key}" if _KEY.fullmatch(key) else f"web-{uuid4().hex}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        unknown = [problem for problem in context["standing"].missing if not problem.name]
        return {**context, "unknown": unknown, "key": uuid4().hex}

    def _tidied(self, pointers: list[str]) -> HttpResponse:
        body = said.copied(self.body)
        unknown = {problem.pointer for problem in self.problems() if not problem.name}
        for pointer in sorted(unknown.intersection(pointers), reverse=True):
            said.take_away(body, pointer)
        clearance.revise_draft(
            self.draft.number, said.written(body), body, expected=self.draft.etag, by=self.by, at=self.at
        )
        return SeeOther(self.last_page())
