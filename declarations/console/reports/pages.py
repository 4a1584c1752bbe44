"""The reports' pages: the list, and each with its first rows and its files."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from declarations.console.audit import looking
from declarations.console.forms.days import DaysForm
from declarations.console.officers import WATCH
from declarations.console.pages import Page
from declarations.console.reports.files import CSV, XLSX, as_csv, as_xlsx
from declarations.console.reports.rows import REPORTS, report_of, rows_of
from declarations.console.tables import Cell, Table, Value, cell, words
from declarations.tariff.office_hours import JAPAN

SHOWN = 200
WEEK = timedelta(days=6)


class ReportsPage(Page):
    """Which reports there are."""

    right, title, template_name = WATCH, "Reports", "console/reports.html"
    extra_context = {"reports": REPORTS}


class ReportPage(Page):
    """One report: its first rows, or all of it as a file."""

    right, title, template_name = WATCH, "Report", "console/report.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = report_of(kwargs["name"])
        if found is None:
            raise Http404
        self.report, self.now = found, timezone.now()
        self.today = self.now.astimezone(JAPAN).date()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file where one is asked for and can be made; that somebody looked is kept."""
        form, kind = self._form(), kwargs.get("kind", "")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, table=None))
        rows = self._rows(form)
        looking.note(request.user, looking.REPORT, about=f"{self.report.name} {kind}".strip())
        if kind:
            return self._file(kind, rows)
        return self.render_to_response(self.get_context_data(form=form, table=self._table(rows)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = urlencode(kwargs["form"].cleaned_data) if kwargs["table"] and self.report.of_days else ""
        files = {kind: f"{reverse('admin:report-file', args=[self.report.name, kind])}?{asked}" for kind in _FILES}
        return super().get_context_data(title=self.report.title, report=self.report, files=files, **kwargs)

    def _form(self) -> DaysForm:
        days = {"since": (self.today - WEEK).isoformat(), "to": self.today.isoformat()}
        return DaysForm(days | {name: value for name, value in self.request.GET.items() if self.report.of_days})

    def _rows(self, form: DaysForm) -> Iterator[tuple[Value, ...]]:
        return rows_of(self.report, at=self.now, today=self.today, **form.cleaned_data)

    def _table(self, rows: Iterator[tuple[Value, ...]]) -> Table:
        """The first rows, and whether that is all."""
        first = list(islice(rows, SHOWN + 1))
        about = f"The first {SHOWN} rows; the files have all." if len(first) > SHOWN else f"{len(first)} rows."
        return Table(
            name=self.report.name,
            caption=self.report.title,
            about=about,
            headings=self.report.headings,
            rows=[self._told(row) for row in first[:SHOWN]],
            nothing="No rows.",
        )

    def _told(self, row: tuple[Value, ...]) -> list[Cell]:
        """A row in words; a declaration's number leads to its case."""
        cells = zip(self.report.headings, row, strict=True)
        return [
            words(str(value), reverse("admin:case", args=[value])) if heading == "Declaration" else cell(value)
            for heading, value in cells
        ]

    def _file(self, kind: str, rows: Iterator[tuple[Value, ...]]) -> HttpResponse:
        content = _FILES[kind](self.report.headings, rows, self.report.title)
        name = f"{self.report.name}-{self.today:%Y%m%d}.{kind}"
        told = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=CSV if kind == "csv" else XLSX, headers=told)


_FILES = {
    "csv": lambda headings, rows, title: as_csv(headings, rows),
    "xlsx": lambda headings, rows, title: as_xlsx(headings, rows, title=title),
}
