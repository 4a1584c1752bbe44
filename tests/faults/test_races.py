"""Many hands on one declaration: F23, F24, F30. And a store that is slow or full: F11, F13."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from urllib.parse import urlsplit

import psycopg
import pytest
import urllib3
from django.db import connection
from django.utils import timezone

from declarations import clearance
from declarations.errors import Refusal
from declarations.models import Declaration
from declarations.traders.models import Trader, User
from declarations.verifying import verify_store
from tests.faults.drill import demand, play, red, verify
from tests.faults.proxy import Mode, Proxy
from tests.faults.sets import full
from tests.forms import balls, import_form

house = pytest.mark.xdist_group("faults")  # one stage serves them all
AT_ONCE = 50


@house
def test_of_fifty_amendments_of_what_was_seen_one_is_taken(faulty):
    """F23."""
    form = import_form(script="V1", items=[balls()])
    number = faulty.lodged(form)["number"]
    address = f"{faulty.stack.address}/api/v1/declarations/{number}"
    bearer = {"Authorization": f"Bearer {faulty.door.token}"}
    seen = faulty.door.http.request("GET", address, headers=bearer).headers["ETag"]

    def amend(each):
        headers = {**bearer, "If-Match": seen, "Idempotency-Key": f"F23-{each}", "Content-Type": "application/json"}
        body = json.dumps({"reason": f"AMENDED {each}", "declaration": {**form, "remarks": f"NUMBER {each}"}})
        return faulty.door.http.request("POST", f"{address}/amendments", body=body.encode(), headers=headers).status

    with ThreadPoolExecutor(AT_ONCE) as senders:
        statuses = list(senders.map(amend, range(AT_ONCE)))

    assert sorted(statuses) == [201] + [412] * (AT_ONCE - 1)
    assert faulty.sql("SELECT version FROM declarations_declaration WHERE number = %s", number) == [(2,)]
    assert red(verify(faulty)) == []


@house
def test_one_key_with_many_bodies_is_one_declaration(faulty):
    """F30."""
    form = import_form(script="V1", items=[balls()])
    faulty.lodged(form)
    others = [{**form, "remarks": f"OTHER {each}"} for each in range(AT_ONCE)]
    before = faulty.sql("SELECT count(*) FROM declarations_submission")

    with ThreadPoolExecutor(8) as senders:
        answers = list(senders.map(lambda other: faulty.lodge(other, key=form["own_reference"]), others))

    assert {answer.status for answer in answers} == {422}
    assert faulty.sql("SELECT count(*) FROM declarations_submission") == before


@pytest.mark.django_db(transaction=True)
def test_of_release_refusal_and_withdrawal_exactly_one_wins(broker):
    """F24: an officer, another officer and the broker, each with a connection of its own."""
    officer, chief = (User.objects.get(username=name).as_officer() for name in ("demo-officer", "demo-chief-officer"))
    declarant = Trader.objects.get(code="DEMOBROKER01").as_declarant(client="api:demo-broker", scopes=())
    dice = random.Random(24)
    for _ in range(20):
        account = broker.lodged(import_form(script="V1", items=[balls()]))
        number = account["number"]
        Declaration.objects.filter(number=number).update(category=2)
        broker.pay(account)
        seen = Declaration.objects.get(number=number).last_seq
        acts = [
            partial(clearance.examine, number, by=officer, in_order=True, remarks="SEEN", at=timezone.now()),
            partial(clearance.refuse, number, by=chief, ground="CUSTOMS ACT ART. 70", at=timezone.now()),
            partial(clearance.withdraw, number, by=declarant, reason="SOLD", seen=seen, at=timezone.now()),
        ]
        dice.shuffle(acts)

        with ThreadPoolExecutor(3) as hands:
            assert sum(hands.map(is_done, acts)) == 1
    assert [verdict.code for verdict in verify_store() if not verdict.holds] == []


def is_done(act):
    """Whether an act was taken, over a connection of its own."""
    try:
        act()
    except Refusal:
        return False
    finally:
        connection.close()
    return True


@full
@house
def test_a_slow_store_is_waited_for_and_nothing_is_done_twice(faulty, tmp_path):
    """F13: each way to the store takes 100 ms more, so that each statement and each commit takes 200."""
    url = urlsplit(faulty.stack.environment["DATABASE_URL"])
    with Proxy("127.0.0.1", url.port) as slow:
        login = url.netloc.rpartition("@")[0]
        through = url._replace(netloc=f"{login}@127.0.0.1:{slow.port}").geturl()
        faulty.kill("web")
        faulty.start("web", DATABASE_URL=through)
        try:
            with slow.being(Mode.DELAY, seconds=0.1):
                result = play(faulty, "F13", [], folder=tmp_path, count=8, seed=13)
        finally:
            faulty.kill_and_start("web")

    demand(result)


@full
@house
def test_without_a_free_connection_the_service_says_503_and_comes_back(faulty, tmp_path):
    """F11: somebody takes every connection that the store has."""
    faulty.kill("web")
    with ExitStack() as held:
        try:
            while True:
                held.enter_context(psycopg.connect(faulty.stack.environment["DATABASE_URL"]))
        except psycopg.OperationalError:
            pass
        faulty.start("web")
        headers = {"Authorization": f"Bearer {faulty.door.token}", "Content-Type": "application/json"}
        headers["Idempotency-Key"] = "F11"
        with urllib3.PoolManager(retries=False) as http:
            address = f"{faulty.stack.address}/api/v1/declarations"
            answer = http.request("POST", address, body=json.dumps(import_form()).encode(), headers=headers)
        assert (answer.status, "Retry-After" in answer.headers) == (503, True)

    demand(play(faulty, "F11", [], folder=tmp_path, count=20, seed=11))
