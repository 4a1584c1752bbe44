"""Whole journeys, and what must hold when something dies on the way: real processes, real HTTP, real signals."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from declarations import chain
from tests.forms import goods_item, import_form

pytestmark = pytest.mark.xdist_group("house")  # one stack serves them all

ORANGES = goods_item(
    commodity_code="0805100004",
    description="FRESH ORANGES",
    origin="US",
    permits=[{"law": "FD", "permit_number": "FD26-1"}, {"law": "PL", "permit_number": "PL26-1"}],
)


def checks(account):
    return [(c["law"], c["status"]) for item in account["goods_items"] for c in item.get("permit_checks", [])]


def test_an_import_with_two_permits_is_released_when_both_agencies_have_answered(house):
    account = house.lodged(import_form(script="L1-V1", items=[ORANGES]))
    assert checks(account) == [("FD", "DUE"), ("PL", "DUE")]

    released = house.released(account["number"])

    assert checks(released) == [("FD", "CONFIRMED"), ("PL", "CONFIRMED")]
    events = house.door.call("GET", f"/api/v1/declarations/{account['number']}/events")["items"]
    assert [event["seq"] for event in events] == [1, 2, 3, 4, 5]
    assert sorted(event["name"] for event in events[1:4]) == ["PAID", "PERMIT_CHECK_SETTLED", "PERMIT_CHECK_SETTLED"]
    assert (events[0]["name"], events[4]["name"]) == ("LODGED", "RELEASED")


def test_an_agency_that_is_asked_to_decide_confirms_and_the_goods_are_released(house):
    account = house.lodged(import_form(script="V1", items=[goods_item(permits=[{"law": "FD", "ask_agency": True}])]))

    assert checks(house.released(account["number"])) == [("FD", "CONFIRMED")]


def test_the_chain_of_events_verifies_and_breaks_where_it_is_changed(house):
    number = house.lodged(import_form())["number"]
    house.released(number)
    rows = house.sql(
        "SELECT declaration_id, seq, e.version, e.name, at, actor, facts, hash FROM declarations_event e"
        " JOIN declarations_declaration d ON d.id = declaration_id WHERE d.number = %s ORDER BY seq",
        number,
    )
    links = [(_link(row), row[7]) for row in rows]
    declaration_id: UUID = rows[0][0]

    assert chain.first_break(declaration_id, links) is None
    forged = chain.Link(**{**{f: getattr(links[1][0], f) for f in chain.Link.__struct_fields__}, "actor": "nobody"})
    assert chain.first_break(declaration_id, [links[0], (forged, links[1][1]), *links[2:]]) == 2
    assert chain.first_break(declaration_id, [links[0], *links[2:]]) == 2


def _link(row):
    return chain.Link(**dict(zip(chain.Link.__struct_fields__, row[:7], strict=True)))


def test_an_agency_that_fails_twice_is_asked_again_and_keeps_one_reference(house):
    account = house.lodged(import_form(script="A-F500-V1"))

    house.released(account["number"])

    [(check_id, attempts)] = house.sql(
        "SELECT id, attempts FROM permits_permitcheck WHERE subject ="
        " (SELECT id::text FROM declarations_declaration WHERE number = %s)",
        account["number"],
    )
    assert (attempts, house.agency("FD")["calls"][str(check_id)]) == (3, 3)


def test_an_agency_that_is_down_holds_its_own_goods_alone(house):
    house.kill("simulator-AN")
    beef = goods_item(
        commodity_code="0201300105",
        description="BEEF",
        origin="AU",
        permits=[{"law": "FD", "permit_number": "FD26-2"}, {"law": "AN", "permit_number": "AN26-2"}],
    )
    held = house.lodged(import_form(items=[beef]))
    free = house.lodged(import_form())

    house.released(free["number"])
    waiting = house.wait(held["number"], lambda account: ("FD", "CONFIRMED") in checks(account))
    assert ("AN", "DUE") in checks(waiting)
    assert waiting["status"] == "LODGED"

    house.stack.start_simulator("AN")
    house.sql("UPDATE permits_permitcheck SET due_at = now() WHERE settled_at IS NULL AND law_id = 'AN'")
    house.released(held["number"])


def test_a_worker_killed_in_the_middle_of_a_call_is_replaced_and_the_agency_sees_one_reference(house):
    account = house.lodged(import_form(script="T-A-V1"))  # the work is done; the answer comes too late
    subject = "SELECT id::text FROM declarations_declaration WHERE number = %s"
    house.door.wait(
        account["number"],
        until=lambda _: (
            house.sql(
                f"SELECT 1 FROM permits_permitcheck WHERE subject = ({subject}) AND lease_id IS NOT NULL",
                account["number"],
            )
            != []
        ),
    )
    house.kill("asker")
    # The lease of the dead worker runs out: its row is aged instead of waited for.
    house.sql(
        "UPDATE permits_permitcheck SET lease_until = now() - interval '1 s', published_until = NULL"
        f" WHERE subject = ({subject})",
        account["number"],
    )
    house.stack.start_asker()

    house.released(account["number"])

    [(check_id,)] = house.sql(f"SELECT id FROM permits_permitcheck WHERE subject = ({subject})", account["number"])
    counts = house.agency("FD")
    assert counts["calls"][str(check_id)] >= 2
    assert counts["distinct_references"] == counts["requests"]


def test_lodging_goes_on_while_redis_is_down_and_the_checks_are_asked_when_it_is_back(house):
    valkey = house.stack.server("Valkey")
    valkey.stop()
    lodged = [house.lodged(import_form()) for _ in range(3)]
    assert {account["status"] for account in lodged} == {"LODGED"}

    valkey.start()

    for account in lodged:
        house.released(account["number"])


def test_lodging_goes_on_while_redis_is_frozen(house):
    pid = house.stack.server("Valkey").child.pid
    house.freeze(pid)
    try:
        account = house.lodged(import_form())
    finally:
        house.thaw(pid)

    house.released(account["number"])


def test_the_same_message_sent_by_many_at_once_is_one_declaration(house):
    form = import_form()
    with ThreadPoolExecutor(8) as senders:
        answers = list(senders.map(lambda _: house.lodge(form, key="at-once"), range(16)))

    assert {answer.status for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1
    [(count,)] = house.sql(
        "SELECT count(*) FROM declarations_declaration WHERE own_reference = %s", form["own_reference"]
    )
    assert count == 1


def test_one_own_reference_under_many_keys_at_once_is_one_declaration(house):
    form = import_form()
    with ThreadPoolExecutor(8) as senders:
        answers = list(senders.map(lambda index: house.lodge(form, key=f"race-{index}"), range(16)))

    assert sorted(answer.status for answer in answers) == [201] + [409] * 15
    number = next(answer.json()["number"] for answer in answers if answer.status == 201)
    assert all(answer.json()["existing"].endswith(number) for answer in answers if answer.status == 409)
