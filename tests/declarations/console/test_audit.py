"""Who saw and did what, and whether the chains are whole."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from declarations.models import Declaration, Event, Look, Verification
from declarations.verifying import walking
from tests.declarations.console.conftest import DESK, does, page, signed_in
from tests.forms import export_form

AUDIT, CHAINS = "/console/audit/", "/console/audit/chains/"


def looks() -> list[tuple[str, ...]]:
    rows = Look.objects.order_by("id").values_list("person__username", "what", "declaration__number", "about")
    return list(rows)


def trail(answer) -> list[tuple[str, bool, str]]:
    return [(step.who, step.did, step.what) for step in answer.context["trail"].steps]


def test_each_look_is_kept_with_whom_and_what(lodge, officer):
    number = lodge(export_form(script="V2"))

    officer.get(page(number))
    officer.get(page(number, "examine"))
    officer.get(DESK, {"q": number})
    officer.get(DESK)
    officer.get(page("00000000000"))

    assert looks() == [
        ("demo-officer", "CASE", number, ""),
        ("demo-officer", "ACT", number, "Examine"),
        ("demo-officer", "SEARCH", None, number),
    ]


def test_a_look_costs_one_statement(lodge, officer):
    number = lodge(export_form(script="V2"))
    officer.get(page(number))

    with CaptureQueriesContext(connection) as captured:
        officer.get(page(number))

    assert [each["sql"].split()[0] for each in captured if "declarations_look" in each["sql"]] == ["INSERT"]


def test_who_has_no_right_leaves_no_look(lodge):
    number = lodge(export_form(script="V2"))

    assert signed_in("demo-tariff-clerk").get(page(number)).status_code == 403
    assert looks() == []


def test_the_trail_of_a_case_and_of_a_person_tells_what_was_seen_and_done(lodge, officer, chief):
    number, other = lodge(export_form(script="V2")), lodge(export_form(script="V2"))
    officer.get(page(number))
    does(officer, page(number, "examine"), result="IN_ORDER", remarks="Looked at.")
    chief.get(page(other))
    auditor = signed_in("demo-auditor")

    of_case, of_person = auditor.get(AUDIT, {"number": number}), auditor.get(AUDIT, {"person": "demo-chief-officer"})

    assert trail(of_case)[:4] == [
        ("system", True, "released"),
        ("officer:demo-officer", True, "examined"),
        ("demo-officer", False, "the page of an act on a case"),
        ("demo-officer", False, "the page of a case"),
    ]
    assert "officer demo-officer" in of_case.content.decode()
    assert trail(of_person) == [("demo-chief-officer", False, "the page of a case")]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"number": "", "person": ""}, "Enter a declaration number, a login, or both."),
        ({"person": "x", "since": "2024-02-30"}, "Enter a valid date."),
        ({"person": "x", "since": "2024-08-05", "to": "2024-08-04"}, "Enter a day from the first one on"),
        ({"person": "x", "since": "2020-01-01", "to": "2024-08-04"}, "at most a year later"),
        ({"number": "123456789012"}, "at most 11 characters"),
    ],
)
def test_what_cannot_be_asked_is_told(world, asked, told):
    assert told in signed_in("demo-auditor").get(AUDIT, asked).content.decode()


def test_the_store_only_appends_looks(lodge, officer):
    officer.get(page(lodge(export_form(script="V2"))))

    for change in (lambda: Look.objects.update(about="X"), lambda: Look.objects.all().delete()):
        with pytest.raises(DatabaseError, match="only appended"), transaction.atomic():
            change()
    assert Look.objects.count() == 1


def test_whole_chains_are_verified_to_the_end_and_the_bar_tells_how_far(lodge, chief):
    numbers = [lodge(export_form(script="V2")) for _ in range(3)]

    begun = chief.post(CHAINS, follow=True)
    assert 'http-equiv="refresh"' in begun.content.decode()
    chief.post(CHAINS)  # another one is not begun
    (walk,) = walking.claim_walks(limit=10)
    assert walking.claim_walks(limit=10) == []
    assert walking.go_on(walk)
    assert not walking.go_on(walk)

    done = Verification.objects.get()
    assert (done.to_look_at, done.looked_at, done.events, done.broken) == (3, 3, 3, 0)
    shown = chief.get(CHAINS).content.decode()
    assert "All whole" in shown
    assert 'http-equiv="refresh"' not in shown
    assert Declaration.objects.filter(number__in=numbers).count() == 3


def test_a_walk_goes_through_more_than_fits_in_one_step(lodge, monkeypatch):
    monkeypatch.setattr(walking, "AT_ONCE", 2)
    for _ in range(5):
        lodge(export_form(script="V1"))
    walk = walking.begin(by="officer:demo-auditor", at=timezone.now())

    steps = 0
    while walking.go_on(walk.id, seconds=0):
        steps += 1

    walk.refresh_from_db()
    assert (steps, walk.looked_at, walk.events, walk.broken) == (3, 5, 10, 0)
    assert walk.ended_at is not None


def test_a_forged_event_and_a_cut_history_are_found_with_their_numbers(lodge, chief):
    forged, cut, whole = (lodge(export_form(script="V1")) for _ in range(3))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE declarations_event DISABLE TRIGGER declarations_event_append_only")
        Event.objects.filter(declaration__number=forged, seq=1).update(actor="api:someone-else")
        Event.objects.filter(declaration__number=cut, seq=2).delete()
        cursor.execute("ALTER TABLE declarations_event ENABLE TRIGGER declarations_event_append_only")
    walk = walking.begin(by="officer:demo-auditor", at=timezone.now())

    walking.go_on(walk.id)

    walk.refresh_from_db()
    assert dict(walk.first) == {
        forged: "its chain breaks at event 1",
        cut: "the head of its chain is not its last event",
    }
    assert walk.broken == 2
    assert whole not in dict(walk.first)
    assert "2 broken" in chief.get(CHAINS).content.decode()
