"""Check the answers, state that they are true, lodge; and what is told then."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct

from declarations import clearance, reading
from declarations.csv_columns import ITEMS
from declarations.errors import DraftLodged, KeyReused, NotAcceptable, ReferenceUsed, Refused, Stale
from declarations.models import Draft
from declarations.web import said
from declarations.web.header_questions import HEADER
from declarations.web.inputs import Input, Problem
from declarations.web.page import Page, SeeOther
from declarations.web.problems import blocking_of
from declarations.web.questions import ITEM
from declarations.web.sections import section_of
from declarations.web.sending import Sending
from declarations.web.showing import GroupShown, RowsShown


class Answer(Struct, frozen=True):
    """One line of the check: the question, the answer with what a code means, and where it is changed."""

    label: str
    value: str
    said: str
    href: str


class Answers(Struct, frozen=True):
    """The answers of one group of questions."""

    title: str
    answers: tuple[Answer, ...]


class Check(Sending):
    """Every answer on one page, with the statement of truth."""

    template_name = "web/draft/check.html"

    def admitted(self) -> HttpResponseBase | None:
        elsewhere = super().admitted()
        return SeeOther(self.last_page()) if elsewhere is None and self.draft.amends else elsewhere

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        every = self.problems()
        wrong = blocking_of(every)
        questions = self.questions()
        context = super().get_context_data(
            problems=kwargs.pop("problems", None) or wrong,
            advice=[problem for problem in every if not problem.is_blocking],
            can_be_lodged=not wrong,
            sections=[
                {
                    "title": section.title,
                    "href": self.link("section", section.slug),
                    "groups": _answers(questions.section(section), self.link("section", section.slug)),
                }
                for section in (section_of(each.slug, self.direction) or each for each in HEADER)
            ],
            items=[
                {
                    "number": number,
                    "description": said.text_at(self.body, (ITEMS, number - 1, "description")),
                    "groups": _answers(
                        questions.section(section_of(ITEM.slug, self.direction) or ITEM, at=(ITEMS, number - 1)),
                        self.link("item", number),
                    ),
                }
                for number in range(1, len(said.items_of(self.body)) + 1)
            ],
            **kwargs,
        )
        permits = context["standing"].permits
        estimate = context["standing"].estimate
        for item in context["items"]:
            item["permits"] = [permit for permit in permits if permit.item == item["number"]]
            item["estimate"] = estimate and estimate.items.get(item["number"])
        return context

    def send(self, request: HttpRequest) -> HttpResponseBase:
        if request.POST.get("true") != "true":
            message = _("Confirm that what you declare is true.")
            return self.shown(
                status=422, problems=[Problem(message=message, name="true", href="#true")], is_stated=False
            )
        return self._lodge(request)

    def _lodge(self, request: HttpRequest) -> HttpResponseBase:
        number = self.draft.number
        try:
            clearance.lodge_draft(
                number,
                key=self.key(),
                by=self.by,
                at=self.at,
                correlation_id=request.META["CORRELATION_ID"],
                expected=Draft.etag_of(number, request.POST.get("revision", "")),
            )
        except Stale:
            message = _("The draft was changed after this page was made: look at it once more before you lodge.")
            self.find()
            return self.shown(status=409, problems=[Problem(message=message)])
        except (NotAcceptable, Refused, ReferenceUsed, KeyReused):
            self.find()  # what is wrong is told of it as it is now
            return self.shown(status=422)
        except DraftLodged:
            pass
        return SeeOther(reverse("web:draft-lodged", args=[number]))


class Lodged(Page):
    """What became of a draft that is lodged: its number, and what comes next."""

    template_name = "web/draft/lodged.html"
    area = "declarations"

    def admitted(self) -> HttpResponseBase | None:
        self.draft = clearance.find_draft(self.kwargs["number"], by=self.by)
        if self.draft.lodged_as and self.draft.amends:
            return SeeOther(reverse("web:status", args=[self.draft.amends]))
        return None if self.draft.lodged_as else SeeOther(reverse("web:outline", args=[self.draft.number]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = reading.account(reading.find(self.draft.lodged_as, of=self.by.trader_id))
        return super().get_context_data(account=account, draft=self.draft, **kwargs)


def _answers(groups: list[GroupShown], page: str) -> list[Answers]:
    """What is answered, and what must be."""
    told = []
    for group in groups:
        answers = tuple(answer for shown in group.inputs for answer in _of(shown, page))
        if answers:
            told.append(Answers(group.title, answers))
    return told


def _of(shown: Input | RowsShown, page: str) -> list[Answer]:
    if isinstance(shown, RowsShown):
        rows = [[cell.value for cell in row if cell.value] for row in shown.rows]
        first = shown.rows[0][0].name
        return [Answer(shown.label, " ".join(row), "", f"{page}#{first}") for row in rows if row]
    if not shown.value and not shown.is_required:
        return []
    meaning, value = shown.said or dict(shown.options).get(shown.value, ""), shown.value
    if value in {"true", "false"}:
        meaning, value = "", meaning
    return [Answer(shown.label, value, "" if meaning == value else meaning, f"{page}#{shown.name}")]
