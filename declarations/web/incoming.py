"""Goods items by paste from a spreadsheet or out of a file, with what is wrong by row and column."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils import translation
from django.utils.translation import gettext as _
from msgspec import Struct

from declarations.clearance import preview
from declarations.csv_columns import ITEMS, known_columns
from declarations.data.declaration import MOST_GOODS_ITEMS
from declarations.web import said
from declarations.web.draft_page import DraftForm
from declarations.web.grid import CELLS, CLAIMS_HEAD, head_of
from declarations.web.inputs import Problem
from declarations.web.page import SeeOther
from declarations.web.problems import in_words
from declarations.web.questions import ITEM
from declarations.web.sections import fields_of
from declarations.web.spreadsheet import CLAIMS, CellFault, Read, heading, of_file, of_text

ORDER = (*(field.path for field in CELLS), CLAIMS)
_MOST_TOLD = 100


class FaultShown(Struct, frozen=True):
    """One thing that is wrong: in which row and column of the sheet, and what."""

    cell: str
    row: int
    column: str
    message: str


class Incoming(DraftForm):
    """A block or a file in; nothing of it is kept while any of it cannot be read."""

    template_name = "web/draft/incoming.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        posted = self.request.POST
        heads = [str(head_of(field)) for field in CELLS] + [str(CLAIMS_HEAD)]
        typed = {"pasted": posted.get("block", ""), "way": posted.get("way", "append")}
        return super().get_context_data(heads=heads, most=MOST_GOODS_ITEMS, **typed, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        read = self._read()
        if read is None:
            problem = Problem(message=_("Paste a block, or choose a file."), name="block", href="#block")
            return self.shown(status=422, problems=[problem])
        self.read = read
        faults = [*read.faults, *(self._in_the_form(read) if not read.faults else ())]
        if faults:
            return self.shown(status=422, problems=[_in_short(len(faults))], faults=self._told(faults, read))
        return super().post(request, *args, **kwargs)

    def in_other_words(self) -> HttpResponse:
        """A file cannot be kept for the reader; a block is."""
        return self.shown()

    def changed(self, posted: QueryDict) -> said.Body:
        body = said.copied(self.body)
        before = [] if posted.get("way") == "replace" else said.entries(body, (ITEMS,))
        body[ITEMS] = [*before, *self.read.items]
        return body

    def after(self, act: str) -> HttpResponse:
        return SeeOther(f"{self.link('grid')}?check=1#{ITEMS}" if act == "grid" else self.link("items"))

    def _read(self) -> Read | None:
        if upload := self.request.FILES.get("file"):
            return of_file(upload.read(), names=_names(), order=ORDER)
        block = self.request.POST.get("block", "")
        return of_text(block, names=_names(), order=ORDER) if block.strip() else None

    def _in_the_form(self, read: Read) -> list[CellFault]:
        """What the form has against the cells. What the rules have is told where the goods items are."""
        room = MOST_GOODS_ITEMS
        if self.request.POST.get("way") != "replace":
            room -= len(said.items_of(self.body))
        if len(read.items) > room:
            return [CellFault(read.rows[max(room, 0)], 1, "too-many-rows")]
        asked = preview({"direction": self.direction.value, ITEMS: read.items}, by=self.by, at=self.at)
        faults = []
        for error in asked.errors:
            steps = said.steps_of(error.pointer)
            if len(steps) < 3 or steps[0] != ITEMS or not isinstance(steps[1], int) or error.code == "required":
                continue
            place = ".".join(map(str, (ITEMS, *steps[2:])))
            column = read.columns.get(place) or read.columns.get(CLAIMS if "permits" in steps else "", 0)
            words = in_words(error, _label(place))
            faults.append(CellFault(read.rows[steps[1]], column, "", words))
        return faults

    def _told(self, faults: list[CellFault], read: Read) -> list[FaultShown]:
        by_column = {column: place for place, column in read.columns.items()}
        return [
            FaultShown(fault.cell, fault.row, _label(by_column.get(fault.column, "")), _words(fault))
            for fault in faults[:_MOST_TOLD]
        ]


def _in_short(number: int) -> Problem:
    message = translation.ngettext(
        "%(number)s thing in it is wrong: nothing was added.",
        "%(number)s things in it are wrong: nothing was added.",
        number,
    )
    return Problem(message=message % {"number": number}, href="#faults")


def _words(fault: CellFault) -> str:
    told = {"said": fault.said, "most": MOST_GOODS_ITEMS}
    match fault.code:
        case "":
            return fault.said
        case "file-too-large":
            return _("It is larger than 2 MB.")
        case "csv-encoding":
            return _("Its letters can be read neither as UTF-8 nor as Shift_JIS (CP932).")
        case "csv-utf16":
            return _("It is written in UTF-16: save it as CSV UTF-8.")
        case "csv-malformed":
            return _("It is no table: a quotation mark may be missing.")
        case "csv-formula":
            return _("“%(said)s” is a formula: write its value.") % told
        case "csv-unknown-column":
            return _("No column has the heading “%(said)s”.") % told
        case "empty-file":
            return _("There is nothing in it.")
        case "too-many-rows":
            return _("A declaration has at most %(most)s goods items.") % told
        case "workbook-refused":
            return _("The workbook is not taken: it is damaged, encrypted, too large when unpacked, or does things.")
    return _("The workbook cannot be read.")


def _label(place: str) -> str:
    for field in fields_of(ITEM):
        if field.path == place:
            return str(field.label)
    return str(CLAIMS_HEAD) if place == CLAIMS or ".permits" in place else place


@cache
def _names() -> dict[str, str]:
    """Every heading that a column may have."""
    return dict(_every_name())


def _every_name() -> Iterator[tuple[str, str]]:
    for path in known_columns():
        if path.startswith(f"{ITEMS}."):
            yield heading(path), path
            yield heading(path.removeprefix(f"{ITEMS}.")), path
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for field in fields_of(ITEM):
                if field.path in known_columns():
                    yield heading(str(field.label)), field.path
            seen: set[str] = set()
            for field in CELLS:
                if head_of(field) not in seen:  # the unit's heading stands twice: it is the first's
                    yield heading(head_of(field)), field.path
                seen.add(head_of(field))
            yield heading(str(CLAIMS_HEAD)), CLAIMS
