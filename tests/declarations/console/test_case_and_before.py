"""What a case tells beside itself: what was declared before, its versions side by side, who acted; a refused act."""

import pytest

from declarations.models import Declaration
from declarations.templatetags.console import actor
from declarations.traders.models import User
from tests.declarations.console.conftest import does, page, told
from tests.doors import CLOCK, Program
from tests.forms import balls, changed, export_form, goods_item, import_form


def before(client, number):
    rows = client.get(page(number)).context["case"].earlier
    return [(row.number, row.result.text if row.result else "", row.shares) for row in rows]


def test_a_case_tells_what_was_declared_before_of_the_party_the_commodity_and_the_origin(lodge, officer):
    same = lodge(import_form(script="V2"))
    does(officer, page(same, "examine"), result="NOT_IN_ORDER", remarks="The label says otherwise.")
    elsewhere = lodge(import_form(script="V1", items=[goods_item(origin="TH")]))
    other = lodge(import_form(script="V1", items=[balls()]))
    lodge(export_form(script="V1"))
    number = lodge(import_form(script="V2"))
    lodge(import_form(script="V2"))

    assert before(officer, number) == [
        (other, "", ("the same party",)),
        (elsewhere, "", ("the same party", "commodity 2103100005")),
        (same, "Not in order", ("the same party", "commodity 2103100005", "the same origin")),
    ]
    assert before(officer, same) == []


def test_no_more_is_told_of_what_was_before_than_five_of_the_party_and_five_of_each_commodity(lodge, officer):
    for _ in range(8):
        last = lodge(import_form(script="V1"))

    assert len(before(officer, last)) == 5


@pytest.fixture
def amended(world):
    """A declaration of two versions."""
    broker, form = Program("demo-broker"), import_form(script="V2", items=[balls()])
    number = broker.lodged(form)["number"]
    again = changed(form, "/remarks", "SECOND LOT")
    headers = {"If-Match": broker.get(f"/declarations/{number}")["ETag"], "Sandbox-Clock": CLOCK}
    said = {"reason": "WRONG REMARKS", "declaration": again}
    answer = broker.post(f"/declarations/{number}/amendments", said, **headers, **{"Idempotency-Key": "amended"})
    assert answer.status_code == 201, answer.content
    return number


def test_versions_stand_side_by_side_changed_places_alone_or_all(amended, officer):
    alone, all_ = officer.get(page(amended, "versions")), officer.get(page(amended, "versions"), {"everything": "on"})

    (line,) = alone.context["lines"]
    assert (line.place, line.after, line.is_changed) == ("remarks", "SECOND LOT", True)
    assert all_.context["changed"] == 1
    assert ("own reference", False) in [(each.place, each.is_changed) for each in all_.context["lines"]]
    assert officer.get(page(amended, "versions"), {"since": "2", "to": "2"}).context["lines"] == []
    assert "Select a valid choice" in officer.get(page(amended, "versions"), {"since": "9"}).content.decode()


def test_what_was_typed_is_kept_with_a_refused_act_and_confirmed_anew(lodge, chief):
    number = lodge(export_form(script="V3"))
    does(chief, page(number, "lower"), category="1", reason="Known goods.")
    seen = Declaration.objects.get(number=number).last_seq

    refused = does(
        chief, page(number, "applications/lower-category/decide"), decision="APPROVE", remarks="In many words."
    )

    assert refused.status_code == 200
    assert told(refused) == [f"{number}: Another officer decides, not who asked for it. Nothing was changed."]
    form = refused.context["form"]
    assert (form["remarks"].value(), form["decision"].value(), form["confirmed"].value()) == (
        "In many words.",
        "APPROVE",
        False,
    )
    assert form["seen"].value() == str(seen)


def test_a_case_that_changed_is_shown_anew_and_the_same_words_then_do(lodge, officer, senior):
    number = lodge(export_form(script="V2"))
    shown = officer.get(page(number, "raise"))
    does(senior, page(number, "ask"), text="What is it?")
    said = {"seen": shown.context["form"].initial["seen"], "confirmed": "on", "category": "3", "reason": "A warning."}

    stale = officer.post(page(number, "raise"), said)

    assert "The case has changed since you looked" in told(stale)[0]
    assert Declaration.objects.get(number=number).category == 2
    again = {**said, "seen": stale.context["form"]["seen"].value()}
    officer.post(page(number, "raise"), again)
    assert Declaration.objects.get(number=number).category == 3


def test_people_of_the_declarant_are_named_by_their_login(lodge, officer):
    person = User.objects.get(username="demo-broker")

    assert actor(f"user:{person.id}", {str(person.id): "demo-broker"}) == "demo-broker, a person of the declarant"
    assert actor(f"user:{person.id}") == f"a person of the declarant ({person.id})"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("system", "the system"),
        ("officer:hanako", "officer hanako"),
        ("api:demo-broker", "program demo-broker"),
        ("agency:FD", "agency FD"),
        ("administrator:taro", "administrator taro"),
        ("batch:1", "batch:1"),
        ("hanako", "hanako"),
    ],
)
def test_an_actor_is_told_in_words(raw, words):
    assert actor(raw) == words
