"""The reports: their rows, on pages and in files that no spreadsheet takes for formulas."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from declarations.console.reports.files import as_csv, as_xlsx, harmless
from declarations.models import Declaration, Look
from declarations.traders.models import Trader
from permits.models import PermitCheck
from tests.declarations.console.conftest import signed_in
from tests.forms import export_form, import_form

REPORTS = "/console/reports/"
DAYS = {"since": "2024-08-05", "to": "2024-08-05"}


@pytest.fixture
def supervisor(chief):
    return chief


def in_csv(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def in_xlsx(answer):
    sheet = load_workbook(io.BytesIO(answer.content)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_declarations_are_counted_by_office_day_direction_and_category(lodge, supervisor):
    lodge(export_form(script="V1"))
    lodge(export_form(script="V2"))
    lodge(export_form(script="V2"))

    answer = supervisor.get(f"{REPORTS}by-office.csv", DAYS)

    assert in_csv(answer) == [
        ["Day", "Office", "Direction", "Category", "Lodged", "Released", "Refused", "Withdrawn", "Open"],
        ["2024-08-05", "1A", "EXPORT", "1", "1", "1", "0", "0", "0"],
        ["2024-08-05", "1A", "EXPORT", "2", "2", "0", "0", "0", "2"],
    ]
    sheet = in_xlsx(supervisor.get(f"{REPORTS}by-office.xlsx", DAYS))
    assert sheet[2][1:] == ["1A", "EXPORT", 2, 2, 0, 0, 0, 2]
    assert "attachment" in answer["Content-Disposition"]
    shown = supervisor.get(f"{REPORTS}by-office/", DAYS)
    assert len(shown.context["table"].rows) == 2
    assert "by-office.xlsx?since=2024-08-05&amp;to=2024-08-05" in shown.content.decode()


def test_a_day_that_nothing_was_lodged_on_has_no_rows(lodge, supervisor):
    lodge(export_form(script="V1"))

    assert len(in_csv(supervisor.get(f"{REPORTS}by-office.csv", {"since": "2024-08-06", "to": "2024-08-07"}))) == 1


def test_overdue_duty_declarations_are_listed_with_the_days_they_are_late(lodge, supervisor):
    late, in_time = lodge(export_form(script="V1")), lodge(export_form(script="V1"))
    today = timezone.localdate()
    Declaration.objects.filter(number=late).update(duty_due_on=today - timedelta(days=3))
    Declaration.objects.filter(number=in_time).update(duty_due_on=today)

    rows = in_csv(supervisor.get(f"{REPORTS}duty-overdue.csv"))

    assert [row[1:3] for row in rows[1:]] == [["3", late]]


def test_permits_beyond_their_hard_limit_are_listed_and_lead_to_their_case(lodge, supervisor):
    number, _ = lodge(import_form(script="P-V1")), lodge(import_form(script="P-V1"))
    subject = str(Declaration.objects.get(number=number).id)
    PermitCheck.objects.filter(subject=subject).update(overdue_at=timezone.now() - timedelta(hours=5, minutes=1))

    rows = in_csv(supervisor.get(f"{REPORTS}permits-overdue.csv"))
    shown = supervisor.get(f"{REPORTS}permits-overdue/").content.decode()

    assert [(row[1], row[2], row[3], row[6]) for row in rows[1:]] == [("FD", number, "1", "5")]
    assert f'href="/console/declarations/declaration/{number}/"' in shown


def test_what_a_trader_calls_itself_is_no_formula_in_any_file(lodge, supervisor):
    number = lodge(export_form(script="V1"))
    Declaration.objects.filter(number=number).update(duty_due_on=timezone.localdate() - timedelta(days=1))
    Trader.objects.filter(code="DEMOEXPORT01").update(name='=HYPERLINK("http://x","y")')

    assert in_csv(supervisor.get(f"{REPORTS}duty-overdue.csv"))[1][5] == '\'=HYPERLINK("http://x","y")'
    assert in_xlsx(supervisor.get(f"{REPORTS}duty-overdue.xlsx"))[1][5] == '\'=HYPERLINK("http://x","y")'


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"])
def test_each_beginning_of_a_formula_is_made_harmless(text):
    assert harmless(text) == f"'{text}"
    assert as_csv(("A",), [(text,)]).decode("utf-8-sig").partition("\r\n")[2].strip('"\r\n').startswith("'")


def test_characters_that_no_spreadsheet_holds_are_left_out():
    book = load_workbook(io.BytesIO(as_xlsx(("A",), [("A\x0bB",)], title="T" * 40)))
    assert (book.active["A2"].value, len(book.active.title)) == ("AB", 31)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"since": "x", "to": "2024-08-05"}, "Enter a valid date."),
        ({"since": "2024-08-05", "to": "2024-08-04"}, "Enter a day from the first one on"),
        ({"since": "2023-08-03", "to": "2024-08-05"}, "at most a year later"),
    ],
)
@pytest.mark.parametrize("path", ["by-office/", "by-office.csv", "by-office.xlsx"])
def test_days_that_cannot_be_are_told_on_the_page_of_a_file_too(world, supervisor, path, asked, told):
    answer = supervisor.get(REPORTS + path, asked)

    assert (answer.status_code, told in answer.content.decode()) == (200, True)
    assert answer["Content-Type"].startswith("text/html")


def test_who_took_a_report_is_kept_and_an_unknown_one_is_not_found(world, supervisor):
    supervisor.get(f"{REPORTS}by-office.csv")
    supervisor.get(f"{REPORTS}by-office/")

    assert list(Look.objects.order_by("id").values_list("what", "about")) == [
        ("REPORT", "by-office csv"),
        ("REPORT", "by-office"),
    ]
    assert supervisor.get(f"{REPORTS}nothing/").status_code == 404
    assert supervisor.get(f"{REPORTS}by-office.pdf").status_code == 404
    assert signed_in("demo-officer").get(f"{REPORTS}by-office.csv").status_code == 403
