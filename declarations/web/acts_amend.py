"""Amending: say it anew, before the release or after it. First every place with what stands there, then what would
change, side by side, with the reason; only then it is sent."""

import json
import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from msgspec.structs import replace

from declarations import clearance, reading
from declarations.changes import changes_between
from declarations.contract import read
from declarations.data import DeclarationData
from declarations.errors import NotAcceptable, Refusal, Refused
from declarations.models import Form
from declarations.status import Status
from declarations.traders.sessions import recently_confirmed
from declarations.web import status_words as words
from declarations.web.acts_base import OfDeclaration
from declarations.web.acts_forms import WithdrawForm, inputs_of, problems_of
from declarations.web.acts_words import refused
from declarations.web.amend_leaves import inputs, leaves, written
from declarations.web.changed import changed
from declarations.web.inputs import Input, Problem
from declarations.web.page import SeeOther
from declarations.web.places import name_of
from declarations.web.problems import in_words

_KEY = re.compile(r"[0-9a-f]{32}")


class ReasonForm(WithdrawForm):
    """Why it is said anew."""


class Amend(OfDeclaration):
    """The whole declaration as it shall be, and why."""

    template_name = "web/acts/amend.html"
    form_id = "act"

    @cached_property
    def document(self) -> dict[str, Any]:
        """What the version that stands says."""
        return json.loads(reading.version_body(self.declaration, self.declaration.version))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._as_confirmed(self._asked)(request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._as_confirmed(self._written)(request)

    def _as_confirmed(self, view: Any) -> Any:
        """What was released is changed only by whoever has shown just now who it is."""
        return recently_confirmed(view) if self.declaration.status == Status.RELEASED else view

    def _asked(self, request: HttpRequest) -> HttpResponse:
        return self._filled_in()

    def in_other_words(self) -> HttpResponse:
        return self._filled_in(said=self._said())

    def _said(self) -> dict[str, str]:
        posted = self.request.POST
        return {leaf.pointer: posted.get(leaf.pointer, "") for leaf in leaves(self.document)}

    def _written(self, request: HttpRequest) -> HttpResponseBase:
        said = self._said()
        amended = written(self.document, said)
        changes = changes_between(self.document, amended)
        if not changes:
            return self._filled_in(
                said=said, problems=[Problem(message=gettext("Nothing was changed yet"))], status=422
            )
        if "back" in request.POST:
            return self._filled_in(said=said)
        try:
            data: DeclarationData = read(amended, DeclarationData)
        except NotAcceptable as wrong:
            return self._filled_in(said=said, problems=_problems(wrong), status=422)
        if "send" not in request.POST:
            return self._compared(said, changes)
        reason = ReasonForm(request.POST)
        if not reason.is_valid():
            return self._compared(said, changes, reason=reason, problems=problems_of(reason), status=422)
        try:
            self._amend(amended, data, reason=reason.cleaned_data["reason"], seen=reason.cleaned_data["seen"])
        except Refused as refusal:
            return self._filled_in(said=said, problems=_problems(refusal), status=refusal.status)
        except Refusal as refusal:
            return self._compared(said, changes, reason=reason, problems=refused(refusal), status=refusal.status)
        messages.success(request, str(_("The amendment is sent.")))
        return SeeOther(self.status_address())

    def _amend(self, amended: dict[str, Any], data: DeclarationData, *, reason: str, seen: int) -> None:
        key = self.request.POST.get("key", "")
        body = json.dumps({"reason": reason, "declaration": amended}, ensure_ascii=False).encode()
        message = clearance.Message(
            body=body,
            key=f"web-{key if _KEY.fullmatch(key) else uuid4().hex}",
            data=data,
            correlation_id=self.request.META["CORRELATION_ID"],
            form=Form.AMENDMENT,
        )
        amendment = clearance.Amendment(message=message, reason=reason, seen=seen)
        clearance.amend(self.declaration.number, amendment, by=self.by, at=self.at)

    def _filled_in(
        self, *, said: dict[str, str] | None = None, problems: Sequence[Problem] = (), status: int = 200
    ) -> HttpResponse:
        """Every place, to be written."""
        wrong = {problem.href[1:]: [problem.message] for problem in problems if problem.href}
        groups = _grouped(inputs(self.document, said=said, wrong=wrong))
        return self.shown(
            status=status, title=words.ACT["amend"], seen=self.declaration.last_seq, groups=groups, problems=problems
        )

    def _compared(
        self,
        said: dict[str, str],
        changes: Any,
        *,
        reason: ReasonForm | None = None,
        problems: Sequence[Problem] = (),
        status: int = 200,
    ) -> HttpResponse:
        """What would change, side by side, and the question why."""
        self.__dict__.pop("declaration", None)
        return self.shown(
            status=status,
            title=words.ACT["amend"],
            seen=self.declaration.last_seq,
            said=said,
            changes=changed(changes),
            inputs=list(inputs_of(reason or ReasonForm())),
            problems=problems,
            key=self.request.POST.get("key") or uuid4().hex,
            after_release=self.declaration.status == Status.RELEASED,
        )


def _problems(refusal: NotAcceptable | Refused) -> list[Problem]:
    """Each leads to the input of its place: the pointer is the input's name."""
    if isinstance(refusal, Refused):
        places = [finding.pointer for finding in refusal.findings]
        told = refused(refusal)
    else:
        places = [error.pointer for error in refusal.errors]
        told = [Problem(message=in_words(error, name_of(error.pointer))) for error in refusal.errors]
    return [replace(problem, href=f"#{place}") for problem, place in zip(told, places, strict=True)]


def _grouped(places: Sequence[Input]) -> list[tuple[str, list[Input], bool]]:
    """The inputs by the part of the form that they are in; whether a part has anything in it or wrong with it."""
    groups: dict[str, list[Input]] = {}
    for place in places:
        steps = place.name.strip("/").split("/")
        part = f"/goods_items/{steps[1]}" if steps[0] == "goods_items" else f"/{steps[0]}" if len(steps) > 1 else ""
        title = name_of(part) if part else gettext("The declaration")
        shorter = replace(place, label=place.label.removeprefix(f"{title}, "))
        groups.setdefault(title, []).append(shorter)
    return [(title, found, any(each.value or each.errors for each in found)) for title, found in groups.items()]
