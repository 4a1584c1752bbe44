"""F37, negative controls: a drill that stays green without what it is about is no drill. And F17, F27, F28."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import urllib3
from celery import Celery

from permits.signing import secret_for, signed_headers
from tests.faults.drill import calls, demand, drained, play, red, verify
from tests.faults.proxy import Mode
from tests.faults.sets import full
from tests.forms import import_form

pytestmark = pytest.mark.xdist_group("faults")  # one stage serves them all

CHECK = (
    "SELECT c.id::text FROM permits_permitcheck c JOIN declarations_declaration d ON d.id::text = c.subject"
    " WHERE d.number = %s"
)


def check_of(stage, number):
    [(check,)] = stage.sql(CHECK, number)
    return check


# A worker dies with its lease (F1): another must be given the work.


def dies_while_it_asks(stage):
    """A worker is killed while the agency is silent; whether its check is asked again once the lease has run out."""
    with stage.agencies["FD"].being(Mode.BLACK_HOLE):
        number = stage.lodged(import_form())["number"]
        leased = f"SELECT 1 FROM permits_permitcheck WHERE id::text = ({CHECK}) AND lease_id IS NOT NULL"
        assert stage.wait(number, lambda _: stage.sql(leased, number) != [])
        stage.kill("asker")
    stage.published_again()
    stage.start("asker")
    return drained(stage, within=20)[1] == 0


@full
def test_a_worker_that_dies_while_it_asks_is_replaced(faulty):
    assert dies_while_it_asks(faulty)


@full
def test_control_without_the_lease_sweep_it_is_not(faulty):
    with faulty.sabotaged("dispatcher", how="no lease sweep"):
        assert not dies_while_it_asks(faulty)
    faulty.published_again()
    assert drained(faulty, within=60)[1] == 0


# Messages come several times (F27): the agency is asked once.


def asked_how_often(stage):
    """How often the agency is called for one check whose id is in the queue six times."""
    queue = Celery(broker=stage.stack.environment["REDIS_URL"])
    before = calls(stage)
    with stage.agencies["FD"].being(Mode.DELAY, seconds=0.5):
        number = stage.lodged(import_form())["number"]
        check = check_of(stage, number)
        for _ in range(6):
            queue.send_task("permits.tasks.ask", (check,), queue="agencies")
        stage.released(number)
        stage.sql("SELECT pg_sleep(1.5)")  # those that come too late, too
    return calls(stage) - before


@full
def test_a_check_that_is_in_the_queue_several_times_is_asked_once(faulty):
    assert asked_how_often(faulty) == 1


@full
def test_control_without_the_lease_check_it_is_asked_again(faulty):
    with faulty.sabotaged("asker", how="no lease check"):
        assert asked_how_often(faulty) > 1


@full
def test_three_dispatchers_do_nothing_twice(faulty, tmp_path):
    """F27."""
    others = [faulty.stack.start_dispatcher() or faulty.stack.child("dispatcher") for _ in range(2)]
    try:
        result = play(faulty, "F27", [], folder=tmp_path, count=60, seed=27, scripts={"A-V1": 1})
    finally:
        for other in others:
            other.stop()
            faulty.stack.forget(other)

    demand(result)
    [(checks,)] = faulty.sql(
        "SELECT count(*) FROM permits_permitcheck c JOIN declarations_declaration d ON d.id::text = c.subject"
        " JOIN declarations_submission s ON s.declaration_number = d.number WHERE s.idempotency_key LIKE 'F27.%%'"
    )
    assert result.calls == checks


# An agency's message comes several times (F17).


def sent_at_once(stage, times):
    """The statuses of one message of an agency that is sent many times at once, under one id."""
    number = stage.lodged(import_form(script="P-V1"))["number"]
    stage.wait(number, lambda account: account["goods_items"][0]["permit_checks"][0]["status"] == "ASKED")
    check = check_of(stage, number)
    reference = stage.agency("FD")["references"][check]
    answer = {"reference": reference, "status": "CONFIRMED", "decided_by": "a rule"}
    notice = {"agency": "FD", "idempotency_key": check, "subject_version": 1, "answer": answer}
    body = json.dumps(notice).encode()
    secret = secret_for("FD", root=stage.stack.environment["AGENCY_SECRET"])
    headers = signed_headers(body, message_id=f"{check}.drill", secret=secret, at=datetime.now(UTC))
    http = urllib3.PoolManager(maxsize=times)

    def send(_):
        address = f"{stage.stack.address}/agency/v1/answers"
        return http.request("POST", address, body=body, headers={"Content-Type": "application/json", **headers}).status

    with ThreadPoolExecutor(times) as senders:
        statuses = list(senders.map(send, range(times)))
    kept = stage.sql("SELECT count(*) FROM permits_inboxmessage WHERE message_id = %s", f"{check}.drill")
    return number, statuses, kept[0][0]


def test_a_message_that_comes_fifty_times_at_once_is_taken_once(faulty):
    """F17."""
    number, statuses, kept = sent_at_once(faulty, 50)

    assert (set(statuses), kept) == ({200}, 1)
    faulty.released(number)
    assert red(verify(faulty)) == []


@full
def test_control_without_the_inbox_it_is_not(faulty):
    faulty.sql("ALTER TABLE permits_inboxmessage DROP CONSTRAINT inbox_message_once")
    try:
        with faulty.sabotaged("web", how="no inbox"):
            assert set(sent_at_once(faulty, 10)[1]) != {200}
    finally:
        faulty.sql(
            "DELETE FROM permits_inboxmessage m USING permits_inboxmessage o"
            " WHERE m.agency_id = o.agency_id AND m.message_id = o.message_id AND m.id > o.id"
        )
        faulty.sql("ALTER TABLE permits_inboxmessage ADD CONSTRAINT inbox_message_once UNIQUE (agency_id, message_id)")


# Somebody releases what is held, past the service.

RELEASE = (
    "UPDATE declarations_declaration SET status = 'RELEASED', released_at = now(), next_action_at = NULL,"
    " next_action_by = '' WHERE number = %s"
)
TRIGGER = "declarations_declaration {} TRIGGER declarations_declaration_guard_step"


def test_control_without_the_trigger_a_wrong_release_is_made_and_seen(faulty):
    number = faulty.lodged(import_form(script="P-V1"))["number"]
    faulty.wait(number, lambda account: account["goods_items"][0]["permit_checks"][0]["status"] == "ASKED")
    with pytest.raises(Exception, match="a permit check of version 1 is not confirmed"):
        faulty.sql(RELEASE, number)
    assert red(verify(faulty)) == []

    before = faulty.sql(
        "SELECT status, released_at, next_action_at, next_action_by FROM declarations_declaration WHERE number = %s",
        number,
    )[0]
    faulty.sql(f"ALTER TABLE {TRIGGER.format('DISABLE')}")
    try:
        faulty.sql(RELEASE, number)
        assert red(verify(faulty)) == ["I3", "I4", "I8"]
    finally:
        faulty.sql(f"ALTER TABLE {TRIGGER.format('ENABLE')}")
        faulty.sql(
            "UPDATE declarations_declaration SET (status, released_at, next_action_at, next_action_by)"
            " = (%s, %s, now(), %s) WHERE number = %s",
            before[0],
            before[1],
            before[3],
            number,
        )
    faulty.door.call("POST", f"/api/v1/declarations/{number}/withdrawal", **withdrawal(faulty, number))
    assert red(verify(faulty)) == []


def withdrawal(stage, number):
    tag = stage.door.http.request(
        "GET",
        f"{stage.stack.address}/api/v1/declarations/{number}",
        headers={"Authorization": f"Bearer {stage.door.token}"},
    ).headers["ETag"]
    return {"body": b'{"reason": "DRILL"}', "headers": {"If-Match": tag}}


@full
@pytest.mark.parametrize("how", ["clock ahead", "clock behind"])
def test_a_worker_with_a_wrong_clock_neither_hurries_nor_delays(faulty, tmp_path, how):
    """F28."""
    with faulty.sabotaged("asker", how=how), faulty.sabotaged("worker", how=how):
        result = play(faulty, how, [], folder=tmp_path, count=30, seed=28)

    demand(result)
