"""The dispatcher: what the rows owe is published, once at a time, and never more than the workers can take."""

import subprocess
import sys
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from declarations.models import Declaration
from permits.models import PermitCheck, PermitCheckAttempt
from permits.tasks import ask
from singlewindow.broker import MOST_WAITING
from singlewindow.celery import app
from singlewindow.dispatch import Dispatcher
from singlewindow.hands import Hands
from singlewindow.models import Heartbeat, Trouble
from singlewindow.owed import OWED
from tests.forms import import_form
from tests.permits.conftest import eventually

pytestmark = pytest.mark.django_db


QUEUES = ("celery", "agencies")


def waiting_messages() -> tuple[int, ...]:
    """How many messages wait in each of the broker's queues."""
    with app.connection_for_read() as line:
        return tuple(line.default_channel.client.llen(queue) for queue in QUEUES)


@pytest.fixture
def empty_queue():
    with app.connection_for_write() as line:
        line.default_channel.client.delete(*QUEUES)


def test_what_is_due_is_published_once_until_it_is_due_again(broker, empty_queue):
    for _ in range(3):
        broker.lodged(import_form())

    assert Dispatcher().round() == 3  # three checks; the declarations, lodged as at 2024, are looked at too
    assert waiting_messages() == (3, 3)
    assert Dispatcher().round() == 0
    assert waiting_messages() == (3, 3)


def due_checks():
    return PermitCheck.objects.filter(settled_at__isnull=True, attempts=0).count()


@pytest.mark.django_db(transaction=True)
def test_while_the_broker_is_away_the_dispatcher_does_the_work_itself(broker, process_environment):
    """A real dispatcher, and nobody listens where Redis was. No agency answers either: that is an outcome, too."""
    for _ in range(6):
        broker.lodged(import_form())
    away = process_environment | {"REDIS_URL": "redis://127.0.0.1:1/0", "AGENCY_URLS": "FD=http://127.0.0.1:1"}
    dispatcher = subprocess.Popen([sys.executable, "manage.py", "dispatch"], env=away)
    try:
        eventually(lambda: due_checks() == 0, seconds=60)
        eventually(lambda: not Declaration.objects.stuck().exists(), seconds=60)
        eventually(lambda: Heartbeat.objects.filter(broker_away_since__isnull=False).count() == 1)
    finally:
        dispatcher.terminate()
    assert dispatcher.wait(30) == 0
    assert not Heartbeat.objects.exists()
    assert PermitCheckAttempt.objects.filter(error_code="no-connection").values("permit_check").distinct().count() == 6


def test_few_rows_of_one_kind_are_done_by_hand_at_once():
    hands, (asked, *others) = Hands(), OWED
    hands._busy[asked.kind] = 3
    assert (hands.free_for(asked), hands.free_for(others[0])) == (1, 4)
    hands._busy.update({asked.kind: 1, others[0].kind: 4, others[1].kind: 3})
    assert [hands.free_for(each) for each in (asked, others[0], others[1], others[2])] == [0, 0, 1, 1]


def test_a_queue_that_is_full_is_given_nothing(broker, empty_queue):
    broker.lodged(import_form())
    with app.connection_for_write() as line:
        line.default_channel.client.rpush("agencies", *["waits"] * MOST_WAITING)

    Dispatcher().round()

    assert waiting_messages() == (1, MOST_WAITING)
    assert PermitCheck.objects.get().published_until is None


@pytest.mark.django_db(transaction=True)
def test_a_line_that_broke_between_two_tasks_is_replaced(world):
    """PostgreSQL was restarted: the next task of the same worker finds that out before it begins."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [ours] = cursor.fetchone()
    told = connection.settings_dict
    login = {"host": told["HOST"], "port": told["PORT"], "user": told["USER"], "password": told["PASSWORD"]}
    with psycopg.connect(dbname=told["NAME"], **login) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [ours])
        eventually(lambda: not other.execute("SELECT FROM pg_stat_activity WHERE pid = %s", [ours]).fetchone())

    assert ask(str(uuid4())) is False
    assert not Trouble.objects.exists()
