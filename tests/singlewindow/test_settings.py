"""The settings that lose nothing, as they are shipped, and what PostgreSQL is told by each kind of process."""

import subprocess
import sys

import pytest
from django.db import connection

from singlewindow.broker import queue_of
from singlewindow.celery import app
from singlewindow.owed import OWED
from singlewindow.work import Work

SHIPPED = {
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "task_ignore_result": True,
    "result_backend": None,
    "task_time_limit": 30,
    "task_soft_time_limit": 20,
    "task_publish_retry": False,
    "task_serializer": "json",
    "accept_content": ["json"],
    "broker_transport_options": {
        "visibility_timeout": 120,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 10,
        "max_retries": 1,
    },
}


@pytest.mark.parametrize("name", SHIPPED)
def test_celery_is_told_so(name):
    assert getattr(app.conf, name) == SHIPPED[name]


def test_celery_keeps_its_connections_from_task_to_task():
    assert app.conf.get("CELERY_DB_REUSE_MAX") == 1000


def test_each_task_has_the_queue_that_keeps_it_apart():
    assert {owed.kind: queue_of(owed.task) for owed in OWED} == {
        "ask": "agencies",
        "announce": "celery",
        "mark_overdue": "celery",
        "advance": "celery",
        "lodge_chunk": "batches",
        "scan": "celery",
        "deliver": "messages",
        "walk": "celery",
    }


def test_every_task_is_work():
    assert [owed.name for owed in OWED if not isinstance(app.tasks[owed.task.name], Work)] == []


ASK = "from django.db import connection as c; k = c.cursor();"
ASK += "[print(k.execute('SHOW ' + name).fetchone()[0]) for name in"
ASK += " ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')]"


@pytest.mark.parametrize(
    ("entrance", "statement"),
    [("import singlewindow.wsgi;", "10s"), ("import django; django.setup();", "1min")],
)
def test_a_web_process_gives_a_statement_less_time_than_a_worker(process_environment, entrance, statement):
    command = [sys.executable, "-c", entrance + ASK]
    environment = process_environment | {"DJANGO_SETTINGS_MODULE": "singlewindow.settings"}
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()

    assert told == [statement, "5s", "30s"]
    assert connection.settings_dict["CONN_HEALTH_CHECKS"] is True
    assert connection.settings_dict["CONN_MAX_AGE"] is None
