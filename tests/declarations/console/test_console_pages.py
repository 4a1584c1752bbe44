"""The desk and the case: what is on them, and what they cost."""

from datetime import timedelta

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from declarations import clearance
from declarations.console.case import chain_of
from declarations.console.submissions import pretty
from declarations.console.wording import span
from declarations.documents.inspecting import Upload
from declarations.errors import Refused
from declarations.models import Declaration
from declarations.models.document import DocumentKind
from declarations.reading import timeline
from declarations.traders.models import User
from permits.models import PermitCheck
from tests import papers
from tests.declarations.console.conftest import DESK, does, page
from tests.forms import balls, export_form, goods_item, import_form

COST_OF_A_CASE = 27  # SQL statements; the session's, the login's and its rights' are among them, and that it was seen


@pytest.fixture
def storage(settings, tmp_path):
    """A folder of its own for the documents."""
    documents = {**settings.STORAGES["documents"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "documents": documents}


def attach(number: str, inside: bytes) -> None:
    by = User.objects.get(username="demo-broker").as_declarant()
    upload = Upload(content=papers.pdf(inside), name="paper.pdf", media_type="application/pdf")
    paper = clearance.Paper(upload=upload, kind=DocumentKind.OTHER)
    clearance.attach(number, paper, by=by, at=timezone.now())


def listed(answer) -> list[str]:
    return [row.number for row in answer.context["cl"].result_list]


def queries(client, path: str) -> int:
    client.get(path)  # what is read once a process is read now
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_desk_shows_open_cases_the_newest_first(lodge, officer):
    asked = lodge(import_form(script="A-V1"))
    examined = lodge(export_form(script="V2"))
    unpaid = lodge(import_form(script="V1", items=[balls()]))
    lodge(export_form(script="V1"))

    found = listed(officer.get(DESK))

    assert found == [unpaid, examined, asked]
    assert listed(officer.get(DESK, {"desk": "officer"})) == [examined]


def test_a_released_case_is_found_by_number_reference_trader_and_status(lodge, officer):
    form = export_form(script="V1")
    number = lodge(form)
    lodge(export_form(script="V2", exporter={"party_code": "DEMOEXPORT01", "name": "X"}))

    assert listed(officer.get(DESK, {"q": number})) == [number]
    assert listed(officer.get(DESK, {"q": number[:10]})) == [number]
    assert listed(officer.get(DESK, {"q": form["own_reference"]})) == [number]
    assert number in listed(officer.get(DESK, {"q": "DEMOEXPORT01"}))
    assert number in listed(officer.get(DESK, {"q": "demonstration exporter"}))
    assert listed(officer.get(DESK, {"status__exact": "RELEASED"})) == [number]
    assert listed(officer.get(DESK)) != [number]


def test_the_list_costs_the_same_for_3_rows_and_for_30(lodge, officer):
    for _ in range(3):
        lodge(export_form(script="V2"))
    few = queries(officer, DESK)
    for _ in range(27):
        lodge(export_form(script="V2"))

    assert queries(officer, DESK) == few
    assert few <= 12


def test_the_case_costs_the_same_however_much_there_is_of_it(lodge, officer, chief, storage):
    """One of each thing that a page shows, against several of each."""
    little, much = (lodge(import_form(script="P-V3", items=[goods_item() for _ in range(items)])) for items in (1, 8))
    for number, times in ((little, 1), (much, 4)):
        does(officer, page(number, "lower"), category="1", reason="Known goods.")
        for nth in range(times):
            does(officer, page(number, "ask"), text=f"Question {nth}?")
            attach(number, f"{nth}".encode())
        checks = PermitCheck.objects.filter(subject=str(Declaration.objects.get(number=number).id))
        for check in checks[:times]:
            does(chief, page(number, f"permits/{check.id}/override"), reason="Closed.")

    cost = queries(officer, page(little))

    assert queries(officer, page(much)) == cost
    assert cost == COST_OF_A_CASE


def test_the_case_says_why_what_holds_it_and_who_acts_next(lodge, officer):
    number = lodge(import_form(script="A-V2"))

    answer = officer.get(f"{DESK}{number}/")
    case, text = answer.context["case"], answer.content.decode()

    assert [(hold.title, hold.next.text) for hold in case.head.holds] == [
        ("Permit awaited", "System"),
        ("Documents not examined", "Officer"),
        ("Duty and tax not paid", "Declarant"),
    ]
    assert [reason.code for reason in case.reasons] == ["SANDBOX"]
    assert [(item, [line.row.law_id for line in lines]) for item, lines in case.permits] == [(1, ["FD"])]
    assert case.chain.is_whole
    for words in ("2103100005", "250,000", "SOY SAUCE INTERNATIONAL LTD", "Food Sanitation", "Chain verified", "7.2%"):
        assert words in text
    assert "&quot;own_reference&quot;: &quot;SBX-A-V2" in text


def test_a_changed_or_cut_history_is_seen(lodge):
    number = lodge(export_form(script="V1"))
    declaration = Declaration.objects.get(number=number)
    whole = timeline(declaration)
    forged = [msgspec.structs.replace(whole[0], actor="api:someone-else"), *whole[1:]]

    assert chain_of(declaration, whole).is_whole
    assert chain_of(declaration, forged).broken_at == 1
    cut = chain_of(declaration, whole[:-1])
    assert (cut.broken_at, cut.head_is_last, cut.is_whole) == (None, False, False)


def test_the_front_page_counts_what_waits(lodge, officer):
    lodge(export_form(script="V2"))
    lodge(export_form(script="V3"))
    lodge(export_form(script="V3"))
    lodge(import_form(script="V1", items=[balls()]))

    piles = officer.get("/console/").context["piles"]

    assert [(pile.title, pile.count) for pile in piles] == [
        ("2 documents", 1),
        ("3 inspection", 2),
        ("1 simplified", 0),
        ("Declarants", 1),
        ("Agencies", 0),
    ]


def test_a_refused_message_is_found_by_its_key(lodge, officer):
    refused = import_form(importer={"party_code": "99999999999999999", "name": "NOBODY"})
    with pytest.raises(Refused):
        lodge(refused, key="key-of-a-refused-one")

    answer = officer.get("/console/declarations/submission/", {"q": "key-of-a-refused-one"})

    (row,) = answer.context["cl"].result_list
    shown = officer.get(f"/console/declarations/submission/{row.id}/change/")
    assert row.outcome == "REFUSED"
    assert "99999999999999999" in shown.content.decode()


def test_an_overdue_case_is_told_in_words(lodge, officer):
    number = lodge(export_form(script="V2"))
    late = timezone.now() - timedelta(hours=3, minutes=5)
    Declaration.objects.filter(number=number).update(next_action_at=late)

    assert "Officer, overdue 3 h" in officer.get(DESK).content.decode()


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-5, "0 min"), (59, "59 min"), (60, "1 h"), (2879, "47 h"), (2880, "2 d"), (10_000, "6 d")],
)
def test_a_span_is_told_in_its_largest_unit(minutes, words):
    assert span(timedelta(minutes=minutes)) == words


def test_a_message_is_indented_and_its_literals_are_kept():
    assert pretty('{"gross_mass":1.10,"name":"\\u00e9"}') == '{\n  "gross_mass": 1.10,\n  "name": "\\u00e9"\n}'
    assert pretty("not json") == "not json"
