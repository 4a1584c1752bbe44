"""A drill: load, faults while it lasts, then everything must come to its end, and every invariant must hold."""

import json
import random
import re
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from singlewindow.devstack.stack import PYTHON, ROOT
from tests.faults.load import SCRIPTS, Load, Seen
from tests.faults.stage import AGENCIES, SUPERVISED, Stage

_NOT_OF_A_NAME = re.compile("[^A-Za-z0-9.]")  # in an own reference, and no token of the sandbox's script
_OPEN = """
SELECT (SELECT count(*) FROM declarations_declaration WHERE next_action_at IS NOT NULL)
     + (SELECT count(*) FROM permits_permitcheck WHERE announced_at IS NULL)
"""
_LEFT = """
(SELECT number || ' is ' || status || ', next: ' || next_action_by
   FROM declarations_declaration WHERE next_action_at IS NOT NULL ORDER BY number LIMIT 5)
UNION ALL
(SELECT law_id || ' of item ' || item_number || ' of ' || subject || ' is ' || status || ', due ' || due_at
   FROM permits_permitcheck WHERE announced_at IS NULL ORDER BY due_at LIMIT 5)
"""


@dataclass(frozen=True)
class Fault:
    """Something that is done every so many seconds while the load lasts. `do` is told the stage and its turn."""

    code: str
    every: float
    do: Callable[[Stage, int], None]
    first_after: float = 1.0


@dataclass
class Result:
    """What came of a drill."""

    code: str
    seed: int
    count: int
    seen: Seen
    verdicts: list[dict[str, Any]]
    injected: dict[str, int]
    load_seconds: float
    drain_seconds: float
    left_open: int
    calls: int
    trouble: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def broken(self, *codes: str) -> int:
        """How many break these invariants."""
        return sum(verdict["broken"] for verdict in self.verdicts if verdict["code"] in codes)

    @property
    def lost(self) -> int:
        """Answers without their rows."""
        return self.broken("I1", "I10")

    @property
    def duplicated(self) -> int:
        """Keys or checks that were done twice."""
        return self.broken("I2", "I3", "I6")

    @property
    def wrong(self) -> int:
        """Released although something held it."""
        return self.broken("I4")

    @property
    def is_green(self) -> bool:
        """All was lodged, nothing is open, every invariant holds, and every fault was made."""
        bad = self.red or self.trouble or self.seen.failures or self.seen.unlike_503 or self.left_open
        return not bad and self.seen.lodged == self.count and all(self.injected.values())

    @property
    def red(self) -> list[str]:
        """The invariants that are broken, with the first offence of each."""
        return [f"{each['code']}: {each['first'][0]}" for each in self.verdicts if each["broken"]]


def verify(stage: Stage, *logs: Path, agencies: bool = True) -> list[dict[str, Any]]:
    """What `manage.py verify` finds, as an operator would run it."""
    command = [str(PYTHON), "manage.py", "verify", "--json", *(["--agencies"] if agencies else [])]
    command += [part for log in logs for part in ("--log", str(log))]
    done = subprocess.run(command, cwd=ROOT, env=stage.stack.environment, capture_output=True, text=True, timeout=300)
    assert done.returncode in (0, 1), done.stderr
    verdicts: list[dict[str, Any]] = json.loads(done.stdout)
    return verdicts


def red(verdicts: Sequence[dict[str, Any]]) -> list[str]:
    """The codes of what is broken."""
    return [verdict["code"] for verdict in verdicts if verdict["broken"]]


def calls(stage: Stage) -> int:
    """How often the agencies were asked in all."""
    return sum(sum(stage.agency(code)["calls"].values()) for code in AGENCIES)


def drained(stage: Stage, *, within: float) -> tuple[float, int]:
    """Seconds until nothing is open, and what is left if patience ends first."""
    began = time.monotonic()
    while (left := stage.sql(_OPEN)[0][0]) and time.monotonic() - began < within:
        stage.sql("SELECT pg_sleep(0.25)")
    return time.monotonic() - began, left


def play(
    stage: Stage,
    code: str,
    faults: Sequence[Fault],
    *,
    folder: Path,
    count: int,
    seed: int,
    at_least: float = 0.0,
    patience: float = 240.0,
    scripts: dict[str, int] = SCRIPTS,
    rate: float | None = None,
    hastened: bool = False,
    watch: Callable[[str], None] = lambda _: None,
) -> Result:
    """Load with these faults; they end with the load, or after `at_least` seconds. Then drain, then verify.

    `hastened` ages what a dead worker holds, instead of waiting for its lease.
    """
    name = f"{_NOT_OF_A_NAME.sub('', code)}.{seed}"
    log, asked_before = folder / f"{name}.jsonl", calls(stage)
    load = Load(stage.stack.address, name=name, count=count, seed=seed, log=log, scripts=scripts, rate=rate)
    ended, injected, trouble = threading.Event(), dict.fromkeys((fault.code for fault in faults), 0), list[str]()
    injecting = [
        threading.Thread(target=_inject, args=(stage, each, seed, ended, injected, trouble)) for each in faults
    ]
    began = time.monotonic()
    load.start()
    for thread in injecting:
        thread.start()
    while load.is_running or time.monotonic() - began < at_least:
        watch(f"{code}: {load.seen.lodged:,} of {count:,} lodged, {sum(injected.values())} faults")
        ended.wait(0.5)
    seen = load.join()
    load_seconds = time.monotonic() - began
    ended.set()
    for thread in injecting:
        thread.join()
    for name in SUPERVISED:
        stage.supervise(name)
    watch(f"{code}: lodged in {load_seconds:.0f} s, draining")
    if hastened:
        stage.published_again()
    drain_seconds, left = drained(stage, within=patience)
    open_still = [str(line) for (line,) in stage.sql(_LEFT)] if left else []
    verdicts = verify(stage, log)
    return Result(
        code=code,
        seed=seed,
        count=count,
        seen=seen,
        verdicts=verdicts,
        injected=injected,
        load_seconds=load_seconds,
        drain_seconds=drain_seconds,
        left_open=left,
        calls=calls(stage) - asked_before,
        trouble=trouble,
        left=open_still,
    )


def _inject(
    stage: Stage, fault: Fault, seed: int, ended: threading.Event, injected: dict[str, int], trouble: list[str]
) -> None:
    """One fault again and again, while the others do theirs. One that lasts is over before this returns."""
    dice = random.Random(f"{seed}/{fault.code}")
    pause = fault.first_after
    while not ended.wait(pause):
        try:
            fault.do(stage, injected[fault.code])
        except Exception as failed:  # a fault that cannot be made must not pass for one that was survived
            trouble.append(f"{fault.code}: {failed!r}")
        injected[fault.code] += 1
        pause = fault.every * dice.uniform(0.8, 1.2)


def demand(result: Result, *, every_fault: bool = True) -> None:
    """What every drill demands: all lodged, nothing open, every invariant, no 5xx but a 503 that says when."""
    assert result.trouble == []
    assert result.seen.failures == []
    assert result.seen.lodged == result.count
    assert result.left_open == 0, f"seed {result.seed}: {result.left}"
    assert result.red == [], f"seed {result.seed}"
    assert result.seen.unlike_503 == [], result.seen.unlike_503[:3]
    if every_fault:
        assert all(result.injected.values()), result.injected
