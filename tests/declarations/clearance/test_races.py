"""Races for one declaration, each side in a thread with a connection of its own: exactly one wins."""

import json
import random
from collections import Counter
from copy import copy
from itertools import chain
from threading import Barrier

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import settings as hypothesis_settings

from declarations import clearance
from declarations.errors import IllegalTransition, Stale, StillHeld
from declarations.models import Declaration, Event, LedgerEntry, Submission, Version
from declarations.status import Status
from declarations.traders.models import ApiClient, User
from permits import checking
from permits.models import PermitCheck
from permits.question import AnswerStatus, PermitAnswer, PermitNotice
from permits.signals import permit_check_settled
from singlewindow.celery import app
from singlewindow.dispatch import Dispatcher
from tests.doors import CLOCK
from tests.forms import balls, import_form
from tests.threads import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("many connections")]

ROUNDS = hypothesis_settings().max_examples // 5  # 20; a thousand with --hypothesis-profile=long


def test_of_fifty_amendments_of_what_was_seen_last_one_is_made(broker):
    form = import_form(items=[balls()])
    number = broker.lodged(form)["number"]
    tag = broker.get(f"/declarations/{number}")["ETag"]

    def amend(count):
        said = {"reason": f"CORRECTION {count}", "declaration": {**form, "remarks": f"CORRECTION {count}"}}
        headers = {"Idempotency-Key": f"race-{count}", "If-Match": tag, "Sandbox-Clock": CLOCK}
        program = copy(broker)
        program.http = Client()
        return program.post(f"/declarations/{number}/amendments", said, **headers)

    answers = together([lambda count=count: amend(count) for count in range(50)])

    assert Counter(answer.status_code for answer in answers) == {201: 1, 412: 49}
    won = next(count for count, answer in enumerate(answers) if answer.status_code == 201)
    versions = list(Version.objects.order_by("number").values_list("number", "reason", "remarks"))
    assert versions == [(1, "", ""), (2, f"CORRECTION {won}", f"CORRECTION {won}")]
    assert list(Event.objects.order_by("seq").values_list("name", flat=True)) == ["LODGED", "AMENDED"]
    assert Submission.objects.count() == 2


@pytest.fixture
def sides(world):
    """The broker's program, the examining officer and the chief."""
    declarant = ApiClient.objects.get(client_id="demo-broker").as_declarant(scopes=("declarations:lodge",))
    officer, chief = (User.objects.get(username=name).as_officer() for name in ("demo-officer", "demo-chief-officer"))
    return declarant, officer, chief


@pytest.fixture
def deaf():
    """Whoever hears of a settlement dies before it does anything about it, until this is called."""

    def die(sender, **_):
        raise SystemError("died")

    living, permit_check_settled.receivers = permit_check_settled.receivers, []
    permit_check_settled.connect(die, weak=False)

    def heal():
        permit_check_settled.receivers = living
        permit_check_settled.sender_receivers_cache.clear()

    yield heal
    heal()


def free_but_not_released(broker):
    """A declaration that nothing holds any more, but whose worker died before it could look again."""
    account = broker.lodged(import_form())
    broker.pay(account)
    check = PermitCheck.objects.get(subject=str(Declaration.objects.get(number=account["number"]).id))
    told = PermitAnswer(reference="FD-1", status=AnswerStatus.CONFIRMED)
    notice = PermitNotice(agency="FD", idempotency_key=str(check.id), subject_version=1, answer=told)
    checking.receive(notice, message_id=str(check.id))
    return Declaration.objects.get(number=account["number"])


QUEUES = ("celery", "agencies")
TERMINAL = {"RELEASED", "REFUSED", "WITHDRAWN"}


def test_of_a_release_a_refusal_and_a_withdrawal_at_once_one_is_done(broker, sides, deaf):
    declarant, officer, chief = sides
    waiting = [free_but_not_released(broker) for _ in range(ROUNDS)]
    assert {each.status for each in waiting} == {Status.LODGED}
    starting, dice = Barrier(3), random.Random(24)
    orders = [dice.sample(range(3), 3) for _ in waiting]
    at = timezone.now()

    def act(side, declaration):
        number = declaration.number
        if side == 0:
            clearance.release(number, by=officer, at=at)
        elif side == 1:
            clearance.refuse(number, by=chief, ground="Customs Act art. 70", at=at)
        else:
            clearance.withdraw(number, by=declarant, reason="SOLD", seen=declaration.last_seq, at=at)

    def take_part(place):
        done = []
        for declaration, order in zip(waiting, orders, strict=True):
            starting.wait(timeout=30)
            try:
                act(order[place], declaration)
            except (IllegalTransition, Stale) as refused:
                done.append(type(refused).__name__)
            else:
                done.append(("RELEASED", "REFUSED", "WITHDRAWN")[order[place]])
        return done

    outcomes = list(zip(*together([lambda place=place: take_part(place) for place in range(3)]), strict=True))

    for declaration, said in zip(waiting, outcomes, strict=True):
        declaration.refresh_from_db()
        names = list(declaration.events.order_by("seq").values_list("name", flat=True))
        assert [outcome for outcome in said if outcome in TERMINAL] == [declaration.status]
        assert [name for name in names if name in TERMINAL] == [declaration.status]
        demanded = sum(declaration.ledger.filter(kind__in=["DEMAND", "REDUCTION"]).values_list("owes", flat=True))
        assert (demanded > 0) == (declaration.status == Status.RELEASED)


def test_workers_that_look_at_once_release_it_once(broker, deaf):
    declaration = free_but_not_released(broker)
    deaf()
    check = PermitCheck.objects.get()

    looks = [lambda: clearance.advance(declaration.id, at=timezone.now()), lambda: checking.announce(check.id)] * 4
    together(looks)

    names = list(declaration.events.order_by("seq").values_list("name", flat=True))
    assert names == ["LODGED", "PAID", "PERMIT_CHECK_SETTLED", "RELEASED"]
    assert PermitCheck.objects.get().announced_at is not None


def test_of_eight_payments_at_once_one_is_taken(broker):
    account = broker.lodged(import_form(script="A-V2", items=[balls()]))
    answers = together([lambda: paid(broker, account)] * 8)

    assert Counter(answers) == {200: 1, 409: 7}
    assert list(LedgerEntry.objects.order_by("id").values_list("kind", flat=True)) == ["DEMAND", "PAYMENT"]


def paid(broker, account):
    program = copy(broker)
    program.http = Client()
    return program.pay(account).status_code


def test_an_amendment_and_an_answer_at_once_leave_the_new_version_waiting_for_its_own_answer(broker, sides):
    """Whichever comes first, the answer for version 1 never releases version 2."""
    _, officer, _ = sides
    starting = Barrier(2)

    def say(form, number):
        starting.wait(timeout=30)
        other = {**form, "transport": {**form["transport"], "documents": ["SGTYO2600002"]}}
        tag = broker.get(f"/declarations/{number}")["ETag"]
        headers = {"Idempotency-Key": f"amend-{number}", "If-Match": tag, "Sandbox-Clock": CLOCK}
        return broker.post(f"/declarations/{number}/amendments", {"reason": "B/L", "declaration": other}, **headers)

    def answer(check):
        starting.wait(timeout=30)
        told = PermitAnswer(reference="FD-1", status=AnswerStatus.CONFIRMED)
        notice = PermitNotice(agency="FD", idempotency_key=str(check.id), subject_version=1, answer=told)
        return checking.receive(notice, message_id=str(check.id))

    for _ in range(ROUNDS // 2):
        form = import_form()
        number = broker.lodged(form)["number"]
        declaration = Declaration.objects.get(number=number)
        check = PermitCheck.objects.get(subject=str(declaration.id))

        amended, _ = together([lambda f=form, n=number: say(f, n), lambda c=check: answer(c)])

        assert amended.status_code in {201, 412}
        declaration.refresh_from_db()
        if amended.status_code == 201:
            standing = checking.checks_of(str(declaration.id), version=2)
            assert [(row.subject_version, row.status) for row in standing] == [(2, "DUE")]
        assert declaration.status == Status.LODGED
        with pytest.raises(StillHeld):
            clearance.release(number, by=officer, at=timezone.now())


def test_dispatchers_at_once_publish_each_row_once(broker):
    for _ in range(6):
        broker.lodged(import_form())
    with app.connection_for_write() as connection:
        connection.default_channel.client.delete(*QUEUES)

    together([Dispatcher().round] * 3)

    with app.connection_for_read() as connection:
        lists = [connection.default_channel.client.lrange(queue, 0, -1) for queue in QUEUES]
    waiting = [json.loads(each) for each in chain.from_iterable(lists)]
    tasks = Counter((each["headers"]["task"], each["headers"]["argsrepr"]) for each in waiting)
    assert set(tasks.values()) == {1}
    assert Counter(task for task, _ in tasks) == {"permits.tasks.ask": 6, "declarations.tasks.advance": 6}
