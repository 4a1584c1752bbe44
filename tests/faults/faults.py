"""The faults of the table in docs/reliability.md that come while a load runs."""

import signal

from tests.faults.drill import Fault
from tests.faults.proxy import Mode
from tests.faults.stage import Stage


def kill_worker(every: float = 2.0) -> Fault:
    """F1: kill -9 a worker's process; every fifth time the worker as a whole."""

    def do(stage: Stage, turn: int) -> None:
        if turn % 5 == 4:
            stage.kill_and_start("worker")
        else:
            stage.kill_one_of("worker", turn=turn)

    return Fault("F1", every, do)


def kill_all_workers(gap: float = 5.0, every: float = 15.0) -> Fault:
    """F2: every worker is gone for a while."""

    def do(stage: Stage, turn: int) -> None:
        stage.kill("worker")
        stage.sql("SELECT pg_sleep(%s)", gap)
        stage.start("worker")

    return Fault("F2", every, do)


def flush_redis(every: float = 10.0) -> Fault:
    """F3: Redis forgets everything."""
    return Fault("F3", every, lambda stage, turn: stage.flush_redis())


def close_redis(seconds: float, every: float = 20.0) -> Fault:
    """F4: nobody listens where Redis was."""

    def do(stage: Stage, turn: int) -> None:
        with stage.redis_is(Mode.RESET):
            stage.sql("SELECT pg_sleep(%s)", seconds)

    return Fault("F4", every, do)


def freeze_redis(seconds: float, every: float = 20.0) -> Fault:
    """F5: Redis takes lines and is silent."""

    def do(stage: Stage, turn: int) -> None:
        pid = stage.stack.server("Valkey").child.pid
        stage.freeze(pid)
        try:
            stage.sql("SELECT pg_sleep(%s)", seconds)
        finally:
            stage.thaw(pid)

    return Fault("F5", every, do)


def restart_redis(every: float = 3.0) -> Fault:
    """F6: Redis comes back empty."""
    return Fault("F6", every, lambda stage, turn: stage.restart_redis())


def half_open_redis(seconds: float, every: float = 15.0) -> Fault:
    """F7: the lines to Redis pass nothing, and nobody is told."""

    def do(stage: Stage, turn: int) -> None:
        with stage.redis_is(Mode.HALF_OPEN):
            stage.sql("SELECT pg_sleep(%s)", seconds)

    return Fault("F7", every, do)


def fill_redis(seconds: float, every: float = 15.0) -> Fault:
    """F8: Redis is full and takes nothing more."""

    def do(stage: Stage, turn: int) -> None:
        stage.fill_redis()
        try:
            stage.sql("SELECT pg_sleep(%s)", seconds)
        finally:
            stage.empty_redis()

    return Fault("F8", every, do)


def restart_postgres(every: float = 30.0) -> Fault:
    """F9: immediate shutdown of the store, and recovery."""
    return Fault("F9", every, lambda stage, turn: stage.restart_postgres(), first_after=every / 2)


def kill_postmaster(every: float = 20.0) -> Fault:
    """F10: kill -9 of the postmaster, and recovery."""
    return Fault("F10", every, lambda stage, turn: stage.restart_postgres(how=signal.SIGKILL), first_after=every / 2)


def failing_agency(seconds: float, every: float = 20.0, code: str = "FD") -> Fault:
    """F14: an agency answers 500 to everything."""

    def do(stage: Stage, turn: int) -> None:
        with stage.agency_says_500(code):
            stage.sql("SELECT pg_sleep(%s)", seconds)

    return Fault("F14", every, do)


def silent_agency(seconds: float, every: float = 20.0, code: str = "PL") -> Fault:
    """F15: an agency takes the line and never answers."""

    def do(stage: Stage, turn: int) -> None:
        with stage.agencies[code].being(Mode.BLACK_HOLE):
            stage.sql("SELECT pg_sleep(%s)", seconds)

    return Fault("F15", every, do)


def kill_dispatcher(every: float = 3.0) -> Fault:
    """F25: the dispatcher dies wherever it is."""
    return Fault("F25", every, lambda stage, turn: stage.kill_and_start("dispatcher"))


def kill_web(every: float = 3.0) -> Fault:
    """F29: a web process dies wherever it is, between commit and answer too."""
    return Fault("F29", every, lambda stage, turn: stage.kill_one_of("web", turn=turn))
