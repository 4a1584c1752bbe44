"""The quick set: a few hundred declarations through short faults. `make drills` plays them long, and with thousands."""

import pytest

from tests.faults import faults
from tests.faults.drill import demand, play

pytestmark = pytest.mark.xdist_group("faults")  # one stage serves them all

SEED = 20261125


def test_many_faults_at_once_lose_nothing_and_do_nothing_twice(faulty, tmp_path):
    """F1, F3, F4, F5, F9, F14, F15, F17 (by script X), F25 and F29 together."""
    together = [
        faults.kill_worker(every=4),
        faults.flush_redis(every=5),
        faults.close_redis(2, every=9),
        faults.freeze_redis(2, every=11),
        faults.restart_postgres(every=16),
        faults.failing_agency(2, every=9),
        faults.silent_agency(2, every=11),
        faults.kill_dispatcher(every=8),
        faults.kill_web(every=7),
    ]

    result = play(faulty, "quick", together, folder=tmp_path, count=400, seed=SEED, at_least=25)

    demand(result)
    assert result.seen.lodged == 400
