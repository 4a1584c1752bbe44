"""What every page of a draft has: what it says, what is wrong with it, and how a change of it is kept."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct
from msgspec.structs import replace

from declarations import clearance, reading
from declarations.changes import Change, changes_between
from declarations.clearance import Preview
from declarations.clearance.assessing import declared_day
from declarations.csv_columns import ITEMS
from declarations.data import Direction
from declarations.errors import BadMessage, FormatError, NotAcceptable, Stale
from declarations.models import Declaration, Draft
from declarations.strict_json import LARGEST_BODY, read_object
from declarations.web import said
from declarations.web.choices import Choices
from declarations.web.inputs import Problem
from declarations.web.page import Page, SeeOther
from declarations.web.problems import blocking_of, in_words, problems_of
from declarations.web.questions import ITEM
from declarations.web.sections import field_at
from declarations.web.showing import Questions
from declarations.web.standing import Standing, standing_of

_MOST_DIFFERENCES = 20


class DraftPage(Page):
    """A page of a draft. A form on it posts the revision that it shows: two windows do not overwrite one another."""

    area = "drafts"
    form_id = "draft-form"
    draft: Draft
    body: said.Body
    direction: Direction

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self._preview: Preview | None = None
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.shown()

    def admitted(self) -> HttpResponseBase | None:
        """The draft is looked for before anything else. What is lodged, or has no direction yet, is elsewhere."""
        self.find()
        if self.draft.lodged_as:
            return SeeOther(reverse("web:draft-lodged", args=[self.draft.number]))
        if not self.draft.direction:
            return SeeOther(reverse("web:direction", args=[self.draft.number]))
        self.direction = Direction(self.draft.direction)
        return None

    def find(self) -> None:
        """The draft as it is now. Raises UnknownDeclaration."""
        self.draft = clearance.find_draft(self.kwargs["number"], by=self.by)
        self.body = json.loads(self.draft.body)

    @property
    def today(self) -> date:
        """The day that the firm's mandates are asked of."""
        return declared_day(self.at)

    @property
    def on(self) -> date:
        """The day whose law and rates are asked: today, or the declared day of what is amended."""
        return declared_day(self.amended.lodged_at) if self.amended else self.today

    @cached_property
    def amended(self) -> Declaration | None:
        """The declaration that the draft amends, as it stands."""
        return reading.find(self.draft.amends, of=self.by.trader_id) if self.draft.amends else None

    @property
    def preview(self) -> Preview:
        """What would come of sending what the draft says: asked once for each page."""
        if self._preview is None:
            self._preview = clearance.preview(self.body, by=self.by, at=self.at, amends=self.amended)
        return self._preview

    def problems(self) -> list[Problem]:
        """Every problem of the draft, each with the address where it is corrected."""
        return [replace(each, href=self.where(each)) for each in problems_of(self.preview, self.direction)]

    def amendments(self) -> Sequence[Change]:
        """Every place where an amendment says otherwise than the version that stands; none where nothing is amended."""
        if self.amended is None:
            return ()
        return changes_between(json.loads(reading.version_body(self.amended, self.amended.version)), self.body)

    def where(self, problem: Problem) -> str:
        """Where it is corrected: on this page, or on the page of its section."""
        if not problem.name:
            return f"{self.last_page()}#unknown"
        if self.has(problem):
            return f"#{problem.name}"
        if problem.section == ITEM.slug and problem.item:
            return f"{self.link('item', problem.item)}?check=1#{problem.name}"
        if problem.section == ITEM.slug:
            return self.link("items")
        return f"{self.link('section', problem.section)}?check=1#{problem.name}"

    def has(self, problem: Problem) -> bool:
        """Whether the input of a problem is on this page."""
        return False

    def link(self, name: str, *parts: Any) -> str:
        """The address of another page of the draft."""
        return reverse(f"web:{name}", args=[self.draft.number, *parts])

    def last_page(self) -> str:
        """The address where all is looked at once more, and sent."""
        return self.link("amendment" if self.draft.amends else "check")

    def questions(self, problems: Sequence[Problem] = ()) -> Questions:
        """This page's questions, with these problems at their inputs."""
        return Questions(
            self.body,
            direction=self.direction,
            choices=Choices(direction=self.direction, by=self.by, on=self.today),
            problems=problems,
            amended_on=self.on if self.amended else None,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.problems()
        mine = {
            "draft": self.draft,
            "direction": self.direction,
            "title": title_of(self.body, self.direction),
            "saved_at": self.draft.changed_at,
            "last_page": self.last_page(),
            "standing": self.standing(found),
        }
        return super().get_context_data(**mine, **kwargs)

    def standing(self, problems: Sequence[Problem]) -> Standing:
        """How the draft stands: what is missing, the estimate, the permits."""
        return standing_of(self.preview, blocking_of(problems), direction=self.direction, body=self.body)


class DraftForm(DraftPage):
    """A page that changes the draft."""

    def changed(self, posted: QueryDict) -> said.Body:
        """The body, of `self.body`, after what was posted is entered."""
        raise NotImplementedError

    def after(self, act: str) -> HttpResponse:
        """What follows once all is kept, by the button that was pressed."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        unkept = self.keep(request.POST)
        if "autosave" in request.POST:
            return self.told_to_htmx(unkept)
        return self.after(request.POST.get("act", "")) if unkept is None else self.not_kept(unkept)

    def in_other_words(self) -> HttpResponse:
        """What was typed is kept with the draft, and read again in the other language."""
        unkept = self.keep(self.request.POST)
        return SeeOther(self.request.get_full_path()) if unkept is None else self.not_kept(unkept)

    def keep(self, posted: QueryDict) -> "Unkept | None":
        """Keep what was posted, where the draft is what the page showed. Else say why not: `self.body` is then what the
        draft would say."""
        body = self.changed(posted)
        if body == self.body:  # nothing is new, or another window or the autosave has kept the very same
            return None
        expected = Draft.etag_of(self.draft.number, posted.get("revision", ""))
        try:
            self.revise(body, expected=expected)
        except Stale:
            return self._conflict(posted)
        except NotAcceptable as refused:
            self.body = body
            return Unkept(problems=tuple(_unkeepable(error, self.direction) for error in refused.errors))
        return None

    def not_kept(self, unkept: "Unkept") -> HttpResponse:
        """The page once more, with what was typed."""
        return self.shown(status=409 if unkept.conflict else 422, conflict=unkept.conflict, problems=unkept.problems)

    def told_to_htmx(self, unkept: "Unkept | None") -> HttpResponse:
        """Pieces of the page that follow from an autosave."""
        context = self.get_context_data(conflict=unkept and unkept.conflict, problems=unkept.problems if unkept else ())
        status = 200 if unkept is None else 409
        return render(self.request, "web/draft/autosaved.html", context | {"is_kept": unkept is None}, status=status)

    def revise(self, body: said.Body, *, expected: str) -> None:
        """Have the draft say this, where it is what was seen. Raises Stale, and NotAcceptable for hidden characters."""
        raw = said.written(body)
        if len(raw) > LARGEST_BODY:
            raise BadMessage("body-too-large", status=413)
        document = read_object(raw)
        number = self.draft.number
        self.draft = clearance.revise_draft(
            number, document.raw, document.value, expected=expected, by=self.by, at=timezone.now()
        )
        self.body, self._preview = document.value, None

    def _conflict(self, posted: QueryDict) -> "Unkept | None":
        """What was typed, over what another window has kept meanwhile."""
        self.draft = clearance.find_draft(self.draft.number, by=self.by)
        self.body = theirs = json.loads(self.draft.body)
        self.body = self.changed(posted)
        self._preview = None
        if self.body == theirs:
            return None
        is_mine = self.draft.client == self.by.client
        return Unkept(conflict=Conflict(self.draft.changed_at, is_mine, tuple(_differences(theirs, self.body, self))))


class Difference(Struct, frozen=True):
    """One place where two windows say otherwise."""

    label: str
    theirs: str
    mine: str


class Conflict(Struct, frozen=True):
    """When the other window kept what, and whether it is the same person's."""

    changed_at: datetime
    is_mine: bool
    differences: tuple[Difference, ...]


class Unkept(Struct, frozen=True):
    """Why nothing was kept: another window was first, or characters that cannot be kept."""

    conflict: Conflict | None = None
    problems: tuple[Problem, ...] = ()


def _differences(theirs: said.Body, mine: said.Body, page: DraftForm) -> Iterator[Difference]:
    """The first places that differ, by their labels."""
    for change in changes_between(theirs, mine)[:_MOST_DIFFERENCES]:
        steps = said.steps_of(change.pointer)
        found = field_at(said.place_of(steps), page.direction)
        number = next((step + 1 for step in steps if isinstance(step, int)), None)
        label = str(found[1].label) if found else change.pointer
        if steps[0] == ITEMS and number:
            label = _("Item %(number)s: %(message)s") % {"number": number, "message": label}
        yield Difference(label, said.text_at(theirs, steps), said.text_at(mine, steps))


def _unkeepable(error: FormatError, direction: Direction) -> Problem:
    steps = said.steps_of(error.pointer)
    name, found = said.name_of(steps), field_at(said.place_of(steps), direction)
    return Problem(
        message=in_words(error, str(found[1].label) if found else name), name=name, href=f"#{name}", code=error.code
    )


def title_of(body: said.Body, direction: Direction) -> str:
    """How people speak of a draft: by their own reference, else by the way the goods go."""
    reference = said.text_at(body, ("own_reference",))
    return reference or (_("Import declaration") if direction is Direction.IMPORT else _("Export declaration"))
