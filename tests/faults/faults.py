"""The faults of the table in docs/reliability.md that come while a load runs."""

import signal
import time

from tests.faults.drill import Fault
from tests.faults.proxy import Mode
from tests.faults.stage import Stage

WORKERS = ("worker", "asker", "messenger")


def kill_worker(every: float = 2.0) -> Fault:
    """F1: kill -9 in turn a process of the worker's, whose parent goes on, and the worker that asks the agencies."""

    def do(stage: Stage, turn: int) -> None:
        if turn % 3 == 2:
            stage.kill_and_start("asker")
        else:
            stage.kill_one_of("worker", turn=turn)

    return Fault("F1", every, do)


def kill_all_workers(gap: float = 5.0, every: float = 15.0) -> Fault:
    """F2: every worker is gone for a while."""

    def do(stage: Stage, turn: int) -> None:
        for worker in WORKERS:
            stage.kill(worker)
        time.sleep(gap)
        for worker in WORKERS:
            stage.start(worker)

    return Fault("F2", every, do)


def flush_redis(every: float = 10.0) -> Fault:
    """F3: Redis forgets everything."""
    return Fault("F3", every, lambda stage, turn: stage.flush_redis())


def close_redis(seconds: float, every: float = 20.0) -> Fault:
    """F4: nobody listens where Redis was."""

    def do(stage: Stage, turn: int) -> None:
        with stage.redis_is(Mode.RESET):
            time.sleep(seconds)

    return Fault("F4", every, do)


def freeze_redis(seconds: float, every: float = 20.0) -> Fault:
    """F5: Redis takes lines and is silent."""

    def do(stage: Stage, turn: int) -> None:
        pid = stage.stack.server("Valkey").child.pid
        stage.freeze(pid)
        try:
            time.sleep(seconds)
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
            time.sleep(seconds)

    return Fault("F7", every, do)


def fill_redis(seconds: float, every: float = 15.0) -> Fault:
    """F8: Redis is full and takes nothing more."""

    def do(stage: Stage, turn: int) -> None:
        stage.fill_redis()
        try:
            time.sleep(seconds)
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
            time.sleep(seconds)

    return Fault("F14", every, do)


def silent_agency(seconds: float, every: float = 20.0, code: str = "PL") -> Fault:
    """F15: an agency takes the line and never answers."""

    def do(stage: Stage, turn: int) -> None:
        with stage.agencies[code].being(Mode.BLACK_HOLE):
            time.sleep(seconds)

    return Fault("F15", every, do)


def kill_dispatcher(every: float = 3.0) -> Fault:
    """F25: the dispatcher dies wherever it is."""
    return Fault("F25", every, lambda stage, turn: stage.kill_and_start("dispatcher"))


def kill_web(every: float = 3.0) -> Fault:
    """F29: a web process dies wherever it is, between commit and answer too; the next when there is one again."""

    def do(stage: Stage, turn: int) -> None:
        stage.supervise("web")
        stage.wait_for_answer()
        stage.kill_one_of("web", turn=turn)

    return Fault("F29", every, do)


def crash_at(point: str, *, deaths: int = 2) -> Fault:
    """F26: the process that passes this point dies there, again and again; then it is started without."""
    name = PASSES_BY.get(point.partition(".")[0], "asker")

    def do(stage: Stage, turn: int) -> None:
        stage.kill(name)
        for _ in range(1 if name == "web" else deaths):  # a web server goes on with other processes
            stage.start(name, waits=False, CRASH_AT=point)  # who dies at each message may never answer
            stage.wait_for_death(name)
            stage.kill(name)  # and is forgotten, or the stage takes it for one that should run
        stage.start(name)

    return Fault("F26", 3600.0, do, first_after=0.0)


# Which process passes a crash point, by its first word.
PASSES_BY = {"lodge": "web", "receive": "web", "dispatch": "dispatcher"}
