"""The guided way: a list of tasks, a page a section, a page a goods item."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from msgspec import Struct

from declarations.csv_columns import ITEMS
from declarations.data.declaration import MOST_GOODS_ITEMS
from declarations.web import said
from declarations.web.commodities import chosen, found_by
from declarations.web.draft_page import DraftForm, DraftPage
from declarations.web.entering import enter
from declarations.web.fields import Rows, Section
from declarations.web.filling import filled_in
from declarations.web.header_questions import HEADER
from declarations.web.inputs import Problem
from declarations.web.page import SeeOther
from declarations.web.permits_shown import claims_shown
from declarations.web.problems import blocking_of
from declarations.web.questions import ITEM, PERMITS
from declarations.web.sections import fields_of, section_of, sections

_CLAIMS: Rows = PERMITS.groups[0].fields[0]  # type: ignore[assignment]


class Task(Struct, frozen=True):
    """One line of the list: what is to be done, where, and how far it is."""

    title: str
    href: str
    is_begun: bool
    problems: int


class Outline(DraftPage):
    """The list of tasks, with what is missing."""

    template_name = "web/draft/outline.html"
    form_id = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        problems = blocking_of(self.problems())
        tasks = [self._task(section, problems) for section in sections(self.direction)]
        return super().get_context_data(
            tasks=tasks,
            unknown=[each for each in problems if not each.name],
            is_unchanged=self.amended is not None and not self.amendments(),
            **kwargs,
        )

    def _task(self, section: Section, problems: list[Problem]) -> Task:
        found = sum(problem.section == section.slug for problem in problems)
        if section.slug in (ITEM.slug, PERMITS.slug):
            return Task(str(section.title), self.link(section.slug), bool(said.items_of(self.body)), found)
        is_begun = any(said.look(self.body, field.path.split(".")) is not None for field in fields_of(section))
        return Task(str(section.title), self.link("section", section.slug), is_begun, found)


class SectionPage(DraftForm):
    """One section."""

    template_name = "web/draft/section.html"
    section: Section

    def admitted(self) -> HttpResponseBase | None:
        elsewhere = super().admitted()
        if elsewhere is None:
            found = section_of(self.kwargs["slug"], self.direction)
            if found is None or found.slug not in {section.slug for section in HEADER}:
                raise Http404
            self.section = found
        return elsewhere

    def has(self, problem: Problem) -> bool:
        return problem.section == self.section.slug

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "check" in self.request.GET and self.request.method == "GET":
            kwargs.setdefault("problems", self._wrong())
        questions = self.questions(kwargs.get("problems") or ())
        groups = questions.section(self.section)
        return super().get_context_data(section=self.section, groups=groups, lists=questions.lists, **kwargs)

    def changed(self, posted: QueryDict) -> said.Body:
        body = said.copied(self.body)
        asked = [each for group in self.section.groups for each in group.fields]
        enter(body, asked, posted, at=(), direction=self.direction)
        return filled_in(body, before=self.body, direction=self.direction, by=self.by, on=self.today)

    def after(self, act: str) -> HttpResponse:
        if act == "later":
            return SeeOther(self.link("outline"))
        if wrong := self._wrong():
            return self.shown(status=422, problems=wrong)
        slugs = [section.slug for section in sections(self.direction)]
        following = slugs[slugs.index(self.section.slug) + 1]
        is_header = following in {section.slug for section in HEADER}
        return SeeOther(self.link("section", following) if is_header else self.link(following))

    def _wrong(self) -> list[Problem]:
        return [problem for problem in blocking_of(self.problems()) if problem.section == self.section.slug]


class Items(DraftForm):
    """The goods items: add, copy, take away."""

    template_name = "web/draft/items.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        wrong = [problem.item for problem in context["standing"].missing if problem.section == ITEM.slug]
        rows = [
            {
                "number": number,
                "code": said.text_at(item, ("commodity_code",)),
                "description": said.text_at(item, ("description",)),
                "origin": said.text_at(item, ("origin",)),
                "price": said.text_at(item, ("invoice_amount",)),
                "quantity": f"{said.text_at(item, ('quantity',))} {said.text_at(item, ('quantity_unit',))}",
                "problems": wrong.count(number),
                "estimate": context["standing"].estimate and context["standing"].estimate.items.get(number),
            }
            for number, item in enumerate(said.items_of(self.body), start=1)
        ]
        is_full = len(rows) >= MOST_GOODS_ITEMS
        return {**context, "rows": rows, "is_full": is_full, "most": MOST_GOODS_ITEMS}

    def changed(self, posted: QueryDict) -> said.Body:
        return with_act_on_items(self.body, posted.get("act", ""))

    def after(self, act: str) -> HttpResponse:
        if act == "add":
            return SeeOther(self.link("item", len(said.items_of(self.body))))
        return SeeOther(self.link("items"))


def with_act_on_items(body: said.Body, act: str) -> said.Body:
    """The body after `add`, `copy-3` or `delete-3` of its goods items, counted from 1; any other word does nothing."""
    body = said.copied(body)
    items = said.entries(body, (ITEMS,))
    verb, _dash, number = act.partition("-")
    index = int(number) - 1 if number.isdecimal() and len(number) < 4 else -1
    is_one, has_room = 0 <= index < len(items), len(items) < MOST_GOODS_ITEMS
    if verb == "add" and has_room:
        body[ITEMS] = [*items, {}]
    elif verb == "copy" and is_one and has_room:
        body[ITEMS] = [*items[: index + 1], said.copied(items[index]), *items[index + 1 :]]
    elif verb == "delete" and is_one:
        said.put(body, (ITEMS,), [*items[:index], *items[index + 1 :]] or None)
    return body


class Item(DraftForm):
    """One goods item, with the claims under other laws that it needs."""

    template_name = "web/draft/item.html"
    index: int

    def admitted(self) -> HttpResponseBase | None:
        elsewhere = super().admitted()
        self.index = self.kwargs["item"] - 1
        if elsewhere is None and not 0 <= self.index < len(said.items_of(self.body)):
            raise Http404
        return elsewhere

    def has(self, problem: Problem) -> bool:
        return problem.section in (ITEM.slug, PERMITS.slug) and problem.item == self.index + 1

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "check" in self.request.GET and self.request.method == "GET":
            kwargs.setdefault("problems", self._wrong())
        questions = self.questions(kwargs.get("problems") or ())
        at = (ITEMS, self.index)
        context = super().get_context_data(
            number=self.index + 1,
            of=len(said.items_of(self.body)),
            groups=questions.section(section_of(ITEM.slug, self.direction) or ITEM, at=at),
            claims=claims_shown(questions, _CLAIMS, self.preview.laws, item=self.index + 1),
            **kwargs,
        )
        estimate = context["standing"].estimate
        return {
            **context,
            "lists": questions.lists,
            "estimate": estimate and estimate.items.get(self.index + 1),
            "search": kwargs.get("search"),
        }

    def changed(self, posted: QueryDict) -> said.Body:
        body = said.copied(self.body)
        at = (ITEMS, self.index)
        asked = [each for group in ITEM.groups for each in group.fields]
        enter(body, [*asked, _CLAIMS], posted, at=at, direction=self.direction)
        if code := posted.get("choose"):
            chosen(body, code, at=at, on=self.on)
        return body

    def after(self, act: str) -> HttpResponse:
        if act == "search":
            words = said.text_at(self.body, (ITEMS, self.index, "commodity_code"))
            return self.shown(search=found_by(words, on=self.on, direction=self.direction))
        if "choose" in self.request.POST:
            return SeeOther(self.link("item", self.index + 1))
        if act == "later":
            return SeeOther(self.link("items"))
        if wrong := self._wrong():
            return self.shown(status=422, problems=wrong)
        if act == "another":
            self.revise(with_act_on_items(self.body, "add"), expected=self.draft.etag)
            return SeeOther(self.link("item", len(said.items_of(self.body))))
        return SeeOther(self.link("items"))

    def _wrong(self) -> list[Problem]:
        return [problem for problem in blocking_of(self.problems()) if self.has(problem)]


class Permits(DraftForm):
    """Every goods item's claims under other laws."""

    template_name = "web/draft/permits.html"

    def has(self, problem: Problem) -> bool:
        return problem.section == PERMITS.slug

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "check" in self.request.GET and self.request.method == "GET":
            kwargs.setdefault("problems", self._wrong())
        questions = self.questions(kwargs.get("problems") or ())
        items = [
            {
                "number": number,
                "description": said.text_at(item, ("description",)),
                "code": said.text_at(item, ("commodity_code",)),
                "claims": claims_shown(questions, _CLAIMS, self.preview.laws, item=number),
            }
            for number, item in enumerate(said.items_of(self.body), start=1)
        ]
        return super().get_context_data(items=items, lists=questions.lists, **kwargs)

    def changed(self, posted: QueryDict) -> said.Body:
        body = said.copied(self.body)
        for index in range(len(said.items_of(body))):
            enter(body, [_CLAIMS], posted, at=(ITEMS, index), direction=self.direction)
        return body

    def after(self, act: str) -> HttpResponse:
        if act == "later":
            return SeeOther(self.link("outline"))
        if wrong := self._wrong():
            return self.shown(status=422, problems=wrong)
        return SeeOther(self.last_page())

    def _wrong(self) -> list[Problem]:
        return [problem for problem in blocking_of(self.problems()) if problem.section == PERMITS.slug]
