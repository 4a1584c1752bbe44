"""The one-page way, for who files fifty a day: the whole draft on one page, its goods items as a grid of cells."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from declarations.csv_columns import ITEMS
from declarations.data.declaration import MOST_GOODS_ITEMS
from declarations.web import said
from declarations.web.claims import claims_in, line_of
from declarations.web.draft_page import DraftForm
from declarations.web.entering import enter
from declarations.web.fields import Field, Section
from declarations.web.filling import filled_in
from declarations.web.guided import with_act_on_items
from declarations.web.inputs import Input, Problem
from declarations.web.page import SeeOther
from declarations.web.problems import blocking_of
from declarations.web.questions import ITEM, PERMITS
from declarations.web.sections import fields_of, sections
from declarations.web.showing import Questions

EMPTY_ROWS = 3
_IN_CELLS = (
    "goods_items.commodity_code",
    "goods_items.description",
    "goods_items.origin",
    "goods_items.invoice_amount",
    "goods_items.quantity",
    "goods_items.quantity_unit",
    "goods_items.net_mass",
    "goods_items.second_quantity",
    "goods_items.second_quantity_unit",
    "goods_items.origin_certificate",
)
_HEADS = {  # shorter than the labels of the guided way
    "goods_items.commodity_code": _("Code"),
    "goods_items.description": _("Description"),
    "goods_items.origin": _("Origin"),
    "goods_items.net_mass": _("Net kg"),
    "goods_items.second_quantity": _("2nd qty"),
    "goods_items.second_quantity_unit": _("Unit"),
    "goods_items.origin_certificate": _("Certificate"),
}
CELLS: tuple[Field, ...] = tuple(field for path in _IN_CELLS for field in fields_of(ITEM) if field.path == path)
CLAIMS = "claims"
CLAIMS_HEAD = _("Permits")


def head_of(field: Field) -> str:
    """How a column is headed."""
    return str(_HEADS.get(field.path, field.label))


class GridRow(Struct, frozen=True):
    """One goods item's cells; an empty one for the next."""

    index: int
    cells: tuple[Input, ...]
    estimate: Any
    is_there: bool

    @property
    def number(self) -> int:
        """As people count."""
        return self.index + 1


class Grid(DraftForm):
    """The whole draft. What of an item has no cell stays as the guided way has it."""

    template_name = "web/draft/grid.html"

    def has(self, problem: Problem) -> bool:
        return bool(problem.section)

    def where(self, problem: Problem) -> str:
        if problem.section == PERMITS.slug and problem.item:
            return f"#{ITEMS}.{problem.item - 1}.{CLAIMS}"
        return super().where(problem)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "check" in self.request.GET and self.request.method == "GET":
            kwargs.setdefault("problems", blocking_of(self.problems()))
        questions = self.questions(kwargs.get("problems") or ())
        context = super().get_context_data(
            sections=[{"section": section, "groups": questions.section(section)} for section in self.header()],
            heads=[*map(head_of, CELLS), str(CLAIMS_HEAD)],
            **kwargs,
        )
        rows = self._rows(questions, context["standing"].estimate)
        starts_at = "" if context.get("problems") else "own_reference"  # which a copy does not have
        return {**context, "rows": rows, "lists": questions.lists, "most": MOST_GOODS_ITEMS, "starts_at": starts_at}

    def changed(self, posted: QueryDict) -> said.Body:
        body = said.copied(self.body)
        asked = [each for section in self.header() for group in section.groups for each in group.fields]
        enter(body, asked, posted, at=(), direction=self.direction)
        self._enter_items(body, posted)
        body = filled_in(body, before=self.body, direction=self.direction, by=self.by, on=self.today)
        return with_act_on_items(body, posted.get("act", ""))

    def after(self, act: str) -> HttpResponse:
        if act == "check":
            if wrong := blocking_of(self.problems()):
                return self.shown(status=422, problems=wrong)
            return SeeOther(self.last_page())
        return SeeOther(self.link("outline") if act == "later" else self.link("grid"))

    def header(self) -> list[Section]:
        """All but the goods items and their permits."""
        return [section for section in sections(self.direction) if section.slug not in (ITEM.slug, PERMITS.slug)]

    def _rows(self, questions: Questions, estimate: Any) -> list[GridRow]:
        items = said.items_of(self.body)
        more = min(EMPTY_ROWS, max(MOST_GOODS_ITEMS - len(items), 0))
        rows = []
        for index in range(len(items) + more):
            at = (ITEMS, index)
            cells = [questions.input(field, at=at, label=head_of(field)) for field in CELLS]
            cells.append(_claims_cell(questions, index))
            found = estimate.items.get(index + 1) if estimate else None
            rows.append(GridRow(index, tuple(cells), found, index < len(items)))
        return rows

    def _enter_items(self, body: said.Body, posted: QueryDict) -> None:
        """Cells into items; a row whose cells are all empty is no item."""
        before = said.entries(body, (ITEMS,))
        for index in range(len(before) + MOST_GOODS_ITEMS):
            if said.name_of((ITEMS, index, "commodity_code")) not in posted:
                continue
            item: said.Body = {ITEMS: [said.copied(before[index]) if index < len(before) else {}]}
            enter(item, CELLS, _Row(posted, index), at=(ITEMS, 0), direction=self.direction)
            claims = str(posted.get(said.name_of((ITEMS, index, CLAIMS)), "")).strip()
            if claims != line_of(said.look(item, (ITEMS, 0, "permits"))):
                said.put(item, (ITEMS, 0, "permits"), claims_in(claims) or None)
            if index < len(before):
                before[index] = item[ITEMS][0]
            elif item[ITEMS][0]:
                before.append(item[ITEMS][0])
        said.put(body, (ITEMS,), [item for item in before if item != {}] or None)


class _Row:
    """The cells of one row, as those of the first."""

    def __init__(self, posted: QueryDict, index: int) -> None:
        self.posted, self.index = posted, index

    def get(self, name: str, default: Any = None, /) -> Any:
        return self.posted.get(self._there(name), default)

    def __contains__(self, name: object, /) -> bool:
        return self._there(str(name)) in self.posted

    def _there(self, name: str) -> str:
        return name.replace(f"{ITEMS}.0.", f"{ITEMS}.{self.index}.", 1)


def _claims_cell(questions: Questions, index: int) -> Input:
    name = said.name_of((ITEMS, index, CLAIMS))
    here = f"{ITEMS}.{index}.permits"
    wrong = [each.message for each in questions.problems if each.name.startswith(here) and each.is_blocking]
    return Input(
        name=name,
        label=str(CLAIMS_HEAD),
        value=line_of(said.look(questions.body, (ITEMS, index, "permits"))),
        errors=tuple(wrong),
        is_required=False,
    )
