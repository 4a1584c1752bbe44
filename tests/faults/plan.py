"""The full set: which faults, how long, with how many declarations."""

from dataclasses import dataclass, field

from permits.crash_points import CRASH_POINTS
from tests.faults import faults
from tests.faults.drill import Fault
from tests.faults.load import SCRIPTS


@dataclass(frozen=True)
class Planned:
    """One drill: how many declarations, for how many seconds at least, and how long it may drain."""

    code: str
    faults: tuple[Fault, ...]
    count: int
    at_least: float
    patience: float = 300.0
    scripts: dict[str, int] = field(default_factory=lambda: SCRIPTS)


# Together, so that a recovery from one is hit by the next.
TOGETHER = (
    faults.kill_worker(every=2),
    faults.flush_redis(every=10),
    faults.close_redis(10, every=45),
    faults.freeze_redis(10, every=55),
    faults.restart_postgres(every=30),
    faults.failing_agency(20, every=60),
    faults.silent_agency(15, every=60),
    faults.kill_dispatcher(every=7),
    faults.kill_web(every=8),
)

PLAN = (
    Planned("F1+F3+F4+F5+F9+F14+F15+F17+F25+F29", TOGETHER, count=10_000, at_least=120, patience=900),
    Planned("F1", (faults.kill_worker(every=2),), count=2000, at_least=120),
    Planned("F2", (faults.kill_all_workers(gap=60, every=75),), count=1000, at_least=70),
    Planned("F3", (faults.flush_redis(every=10),), count=2000, at_least=60),
    Planned("F4", (faults.close_redis(30, every=40),), count=1000, at_least=35),
    Planned("F5", (faults.freeze_redis(30, every=40),), count=1000, at_least=35),
    Planned("F6", (faults.restart_redis(every=3),), count=1000, at_least=60),
    Planned("F7", (faults.half_open_redis(20, every=30),), count=1000, at_least=45),
    Planned("F8", (faults.fill_redis(20, every=30),), count=1000, at_least=30),
    Planned("F9", (faults.restart_postgres(every=30),), count=2000, at_least=125),
    Planned("F10", (faults.kill_postmaster(every=20),), count=1000, at_least=60),
    Planned("F14", (faults.failing_agency(60, every=120),), count=1000, at_least=65),
    Planned("F15", (faults.silent_agency(30, every=60),), count=1000, at_least=35),
    # A quarter answers late: were it more than half, the breaker would open, and one a half minute be asked (F14).
    Planned("F16", (), count=200, at_least=0, scripts={"T-A-V1": 1, "A-V1": 3}),
    Planned("F17", (), count=1000, at_least=0, scripts={"X-V1": 1}),
    Planned("F19", (), count=1000, at_least=0, scripts={"O-V1": 1}),
    Planned("F25", (faults.kill_dispatcher(every=2),), count=1000, at_least=60),
    Planned("F29", (faults.kill_web(every=8),), count=1000, at_least=60),
    *(Planned(f"F26 {point}", (faults.crash_at(point),), count=100, at_least=0) for point in CRASH_POINTS),
)
