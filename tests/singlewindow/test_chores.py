"""Chores come round by the clock, and no two dispatchers do the same one at the same moment."""

from datetime import datetime, timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from declarations.models import Draft
from singlewindow.chores import CHORES, Chore, Round

pytestmark = pytest.mark.django_db


def test_a_chore_is_done_at_the_start_and_again_when_its_time_has_passed():
    told, now = [], [100.0]
    rounds = Round([Chore("sweep", 60.0, lambda at: told.append(at) or 0)], clock=lambda: now[0])

    assert rounds.go() == ["sweep"]
    now[0] = 159.9
    assert rounds.go() == []
    now[0] = 160.0
    assert rounds.go() == ["sweep"]
    assert [isinstance(at, datetime) for at in told] == [True, True]


def test_what_another_dispatcher_is_doing_is_left_to_it():
    done = []
    told = connection.settings_dict
    other = psycopg.connect(
        host=told["HOST"], port=told["PORT"], user=told["USER"], password=told["PASSWORD"], dbname=told["NAME"]
    )
    chore = Chore("sweep", 60.0, lambda at: done.append(at) or 0)
    other.execute("SELECT pg_advisory_lock(hashtext('chore'), hashtext('sweep'))")
    assert Round([chore]).go() == []
    other.execute("SELECT pg_advisory_unlock(hashtext('chore'), hashtext('sweep'))")
    other.close()

    assert Round([chore]).go() == ["sweep"]
    assert len(done) == 1


def test_a_chore_that_fails_gives_its_lock_back():
    def broken(at):
        raise ValueError

    with pytest.raises(ValueError):
        Round([Chore("sweep", 60.0, broken)]).go()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (0,)


def test_the_dispatcher_deletes_drafts_past_their_time(broker):
    for _ in range(2):
        broker.post("/drafts", {})
    old = Draft.objects.first()
    Draft.objects.filter(id=old.id).update(
        changed_at=timezone.now() - timedelta(days=91), keep_until=timezone.now() - timedelta(days=1)
    )

    assert Round(CHORES).go() == [chore.name for chore in CHORES]
    assert [draft.id for draft in Draft.objects.all()] == [Draft.objects.exclude(id=old.id).get().id]
