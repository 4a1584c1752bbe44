"""F34: work that raises each time it is tried."""

import subprocess

import pytest

from singlewindow.devstack.stack import PYTHON, ROOT
from tests.faults.drill import red, verify
from tests.faults.sets import full
from tests.forms import import_form

pytestmark = pytest.mark.xdist_group("faults")  # one stage serves them all

TROUBLE = "SELECT t.failures, t.dead_at IS NOT NULL, t.id FROM singlewindow_trouble t WHERE row_id = %s"
REPLAY = "from django.utils import timezone; from singlewindow.replaying import replay;"
REPLAY += "print(replay([{}], by='demo-officer', at=timezone.now()))"


@full
def test_what_always_raises_is_given_up_after_twelve_times_and_its_neighbours_go_on(faulty):
    with faulty.sabotaged("asker", how="poison"):
        number = faulty.lodged(import_form(own_reference="SBX-A-V1-POISON"))["number"]
        [(check,)] = faulty.sql(
            "SELECT c.id::text FROM permits_permitcheck c JOIN declarations_declaration d ON d.id::text = c.subject"
            " WHERE d.number = %s",
            number,
        )
        faulty.wait(number, lambda _: faulty.sql(TROUBLE, check) != [])
        faulty.released(faulty.lodged(import_form())["number"])
        # Ten of its failures are aged instead of waited for; the last two are its own.
        faulty.sql("UPDATE singlewindow_trouble SET failures = 10 WHERE row_id = %s", check)

        def is_dead(_):
            faulty.sql("UPDATE singlewindow_trouble SET due_at = now() WHERE row_id = %s", check)
            faulty.published_again()
            return faulty.sql(TROUBLE, check)[0][1]

        faulty.wait(number, is_dead)
        [(failures, _, trouble)] = faulty.sql(TROUBLE, check)
        assert failures >= 12
        held = faulty.door.look(number)
        assert [hold["party"] for hold in held["holds"] if hold.get("law")] == ["OFFICER"]
    assert red(verify(faulty)) == []

    command = [str(PYTHON), "manage.py", "shell", "-c", REPLAY.format(trouble)]
    done = subprocess.run(command, cwd=ROOT, env=faulty.stack.environment, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip().endswith("1"), done.stderr
    faulty.released(number)
    assert faulty.sql("SELECT by FROM singlewindow_replay WHERE row_id = %s", check) == [("demo-officer",)]
    assert red(verify(faulty)) == []
