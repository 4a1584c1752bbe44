"""The feed: one order that never skips, whose is whose, and what stays inside."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from declarations import clearance, reading
from declarations.clearance import refuse
from declarations.clearance.acting import locked
from declarations.clearance.advancing import save
from declarations.clearance.history import Happened
from declarations.models import Application, Declaration, Event
from declarations.models.history import EventName
from declarations.notifications import feed
from declarations.shown import TOLD, actor_kind, facts_for_trader
from declarations.traders.models import Trader, User
from tests.declarations.notifications.conftest import settle_transactions
from tests.doors import Program
from tests.forms import import_form, parcel_form

pytestmark = pytest.mark.django_db(transaction=True)


def read(program: Program, query: str = "") -> dict:
    answer = program.get(f"/events{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def names(page: dict) -> list[tuple[str, str]]:
    return [(entry["number"], entry["name"]) for entry in page["items"]]


def tell(number: str) -> None:
    """Write one more event of a declaration, in the caller's transaction."""
    declaration = locked(Declaration.objects.get(number=number).id)
    save(declaration, Happened(EventName.SELECTED, "officer:demo-officer", {"category": "2"}), at=timezone.now())


def test_what_happened_is_told_in_order_and_the_cursor_goes_on_after_it(broker):
    first, second = broker.lodged(parcel_form())["number"], broker.lodged(parcel_form())["number"]
    settle_transactions()

    page = read(broker)
    assert names(page) == [(first, "LODGED"), (first, "RELEASED"), (second, "LODGED"), (second, "RELEASED")]
    assert not page["more"]
    assert names(read(broker, f"?after={page['after']}")) == []

    third = broker.lodged(parcel_form())["number"]
    settle_transactions()
    assert names(read(broker, f"?after={page['after']}")) == [(third, "LODGED"), (third, "RELEASED")]


def test_pages_follow_one_another_without_gap_or_repeat(broker):
    for _ in range(3):
        broker.lodged(parcel_form())
    settle_transactions()

    seen, query, more = [], "?limit=4", True
    while more:
        page = read(broker, query)
        seen, more, query = seen + names(page), page["more"], f"?limit=4&after={page['after']}"
    assert seen == names(read(broker))
    assert len(seen) == len(set(seen)) == 6


def test_an_event_that_commits_late_is_told_late_and_never_lost(broker):
    """A writes first and commits last; B commits between. A reader who looks all the time sees each event once."""
    early, late = broker.lodged(import_form())["number"], broker.lodged(import_form())["number"]
    settle_transactions()
    start = read(broker)["after"]
    written, commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            tell(late)
            written.set()
            commit.wait(30)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    assert written.wait(30)
    with transaction.atomic():
        tell(early)  # by a later transaction, that commits first

    during = read(broker, f"?after={start}")
    assert names(during) == []  # nothing is told past a transaction that is still open
    commit.set()
    writer.join()
    settle_transactions()

    after = read(broker, f"?after={during['after']}")
    assert names(after) == [(late, "SELECTED"), (early, "SELECTED")]
    assert names(read(broker, f"?after={start}")) == names(after)
    assert names(read(broker, f"?after={after['after']}")) == []


def test_a_cursor_given_while_a_transaction_is_open_does_not_pass_it(broker):
    number, other = broker.lodged(import_form())["number"], broker.lodged(import_form())["number"]
    settle_transactions()
    place, seen = read(broker)["after"], []
    for _ in range(3):  # a rolled back one leaves no hole that anybody would wait for
        with transaction.atomic():
            tell(number)
            transaction.set_rollback(True)
        with transaction.atomic():
            tell(other)
        settle_transactions()
        page = read(broker, f"?after={place}")
        place, seen = page["after"], seen + names(page)
    assert seen == [(other, "SELECTED")] * 3


def test_reading_takes_the_same_two_statements_at_any_depth(broker):
    for _ in range(6):
        broker.lodged(parcel_form())
    settle_transactions()
    deep = read(broker, "?limit=9")["after"]

    for query in ("", "?limit=1", f"?after={deep}"):
        with CaptureQueriesContext(connection) as queries:
            read(broker, query)
        assert len(queries) == 2


def test_only_the_declarant_and_the_trader_are_told(broker, aeo_importer, stranger):
    form = import_form(importer={"party_code": "DEMOAEOIMP01", "name": "DEMONSTRATION AEO IMPORTER CO., LTD"})
    number = broker.lodged(form)["number"]
    settle_transactions()

    assert names(read(aeo_importer)) == names(read(broker)) == [(number, "LODGED")]
    assert names(read(stranger)) == []
    answer = stranger.get(f"/events?after={read(broker)['after']}")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (400, "invalid-cursor")


def test_who_acted_is_told_by_kind_and_what_stays_inside_is_not_told(broker):
    number = broker.lodged(import_form())["number"]
    refuse(number, by=User.objects.get(username="demo-officer").as_officer(), ground="Art. 70", at=timezone.now())
    settle_transactions()

    lodged, refused = read(broker)["items"]
    assert (lodged["actor"], lodged["seq"], lodged["version"]) == ("program", 1, 1)
    assert lodged["facts"] == {"number": number, "category": "1"}
    assert (refused["name"], refused["actor"], refused["facts"]) == ("REFUSED", "officer", {"ground": "Art. 70"})
    assert b"demo-officer" not in broker.get("/events").content


@pytest.mark.parametrize(
    ("actor", "kind"),
    [
        ("api:x", "program"),
        ("user:1", "person"),
        ("officer:taro", "officer"),
        ("agency:FD", "agency"),
        ("system", "system"),
        ("taro", "officer"),
    ],
)
def test_an_actor_is_told_by_kind(actor, kind):
    assert actor_kind(actor) == kind


def test_each_event_says_what_of_it_is_told_and_what_nobody_thought_of_is_not():
    assert set(TOLD) == set(EventName.values)
    facts = {"remarks": "looks odd", "reasons": "R-1", "permit_check": "id", "law": "FD"}
    assert facts_for_trader("PERMIT_CHECK_SETTLED", facts) == {"law": "FD"}
    assert facts_for_trader("EXAMINED", {"result": "IN_ORDER", "remarks": "looks odd"}) == {"result": "IN_ORDER"}
    assert facts_for_trader("NEW", facts) == {}


def test_the_timeline_and_the_feed_tell_a_trader_the_same_and_the_officers_all(broker, world):
    number = broker.lodged(import_form(script="V3"))["number"]
    officer, chief = (User.objects.get(username=name).as_officer() for name in ("demo-officer", "demo-chief-officer"))
    noon = timezone.now()
    clearance.propose_lower_category(number, by=officer, category=2, reason="Known to us.", at=noon)
    kind = Application.Kind.LOWER_CATEGORY
    clearance.decide(number, kind, by=chief, approves=True, remarks="Agreed inside.", at=noon)
    clearance.ask(number, by=officer, text="Of which grade?", at=noon)
    clearance.examine(number, by=officer, in_order=False, remarks="Looks odd.", at=noon)
    settle_transactions()

    timeline = broker.get(f"/declarations/{number}/events")
    told = [(event["seq"], event["name"], event["actor"], event["facts"]) for event in timeline.json()["items"]]
    question = broker.account(number)["questions"][0]["id"]
    assert told == [
        (1, "LODGED", "program", {"number": number, "category": "3"}),
        (2, "APPLIED", "officer", {}),
        (3, "APPLICATION_DECIDED", "officer", {}),
        (4, "SELECTED", "officer", {"category": "2"}),
        (5, "QUESTION_ASKED", "officer", {"question": question, "text": "Of which grade?"}),
        (6, "EXAMINED", "officer", {"category": "2", "result": "NOT_IN_ORDER"}),
    ]
    feed_tells = [(event["seq"], event["name"], event["actor"], event["facts"]) for event in read(broker)["items"]]
    assert feed_tells == told
    desk = str(reading.timeline(Declaration.objects.get()))
    for inside in (
        "officer:demo-officer",
        "officer:demo-chief-officer",
        "Known to us.",
        "Agreed inside.",
        "Looks odd.",
    ):
        assert inside in desk
        assert inside not in timeline.content.decode()


def test_the_feed_reaches_back_90_days(broker):
    trader = Trader.objects.get(code="DEMOBROKER01")
    number = broker.lodged(parcel_form())["number"]
    settle_transactions()
    last = Event.objects.order_by("transaction", "seq").last()
    for age, status in ((timedelta(days=89), 200), (timedelta(days=90, minutes=1), 410)):
        place = feed.Place(last.transaction, last.declaration_id, 0, timezone.now() - age)
        answer = broker.get(f"/events?after={feed.cursor_of(place, owner=trader.id)}")
        assert answer.status_code == status
    assert answer.json()["type"].endswith("/cursor-expired")
    assert answer.json()["kept_days"] == 90

    with connection.cursor() as cursor:  # age the events, which no program can do through the door
        cursor.execute("ALTER TABLE declarations_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE declarations_event SET recorded_at = now() - interval '91 days'")
        cursor.execute("ALTER TABLE declarations_event ENABLE TRIGGER USER")
    assert names(read(broker)) == []
    assert [event["name"] for event in broker.get(f"/declarations/{number}/events").json()["items"]][:1] == ["LODGED"]


@pytest.mark.parametrize("query", ["after=forged", "after=", "limit=0", "limit=201", "after=a&after=b", "since=1"])
def test_a_bad_question_is_refused(broker, query):
    assert broker.get(f"/events?{query}").status_code == 400
