"""Ten thousand requests, allowed and not allowed, with a token and without, against a service on this machine.

    make fuzz                                            10,000 requests, at most 30 minutes
    make fuzz ARGS="--requests 2000 --seconds 300 --seed 7"

Each answer is held against the OpenAPI document. It ends with 1 where one is a server's error or has another shape.
"""

import argparse
import os
import random
import sys
import time
from collections import Counter
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import requests as http
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

from singlewindow.demonstration.door import Door
from tests.contract.cases import CHECKS, known_to, load, operations, requests

A_TURN = 10  # requests to one operation before the next one's turn
A_TOKEN_SECONDS = 120
LOOPBACK = {"127.0.0.1", "localhost"}


class Conversation:
    """What was sent, what came back, and what of it breaks the contract: each kind once."""

    def __init__(self, address: str) -> None:
        self.address, self.line = address, http.Session()
        self._ask_for_a_token()
        self.document = self.line.get(f"{address}/api/v1/schema", headers=self.token, timeout=30).json()
        self.known = known_to(self._post)
        self.statuses: Counter[int] = Counter()
        self.broken: dict[tuple[str, str], str] = {}

    def _ask_for_a_token(self) -> None:
        """A new one now and then: it does not live as long as a conversation."""
        door = Door(self.address, client="demo-broker", secret="demo-broker-secret-of-the-sandbox")
        self.token, self.renewed = {"Authorization": f"Bearer {door.token}"}, time.monotonic()

    def _post(self, path: str, message: Any, **headers: str) -> Any:
        to = f"{self.address}/api/v1{path}"
        answer = self.line.post(to, json=message, headers={**self.token, **headers}, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def turn(self, operation: object, mode: GenerationMode, *, has_token: bool, dice: random.Random) -> None:
        """Some requests to one operation."""
        if time.monotonic() > self.renewed + A_TOKEN_SECONDS:
            self._ask_for_a_token()

        @seed(dice.randrange(2**32))
        @settings(
            max_examples=A_TURN,
            phases=[Phase.generate],
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(requests(operation, mode, self.known))
        def send(case):
            self._send(case, headers=self.token if has_token else {})

        with suppress(Unsatisfiable):  # where the document allows everything, nothing is against it
            send()

    def _send(self, case, *, headers: dict[str, str]) -> None:
        answer = case.call(base_url=self.address, session=self.line, headers=headers, timeout=30)
        self.statuses[answer.status_code] += 1
        if answer.status_code == 400 and "correlation-id" not in answer.headers:
            return  # no HTTP: the server sent it back before the service heard of it
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as group:
            for failure in group.exceptions:
                kind = (case.operation.label, f"{type(failure).__name__} {answer.status_code}")
                self.broken.setdefault(kind, f"{failure}\n{case.as_curl_command()}\n{answer.text[:500]}")


def main() -> int:
    """Talk until so many requests are sent, or the time is over; say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=1800)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    told = parser.parse_args()
    address = os.environ["PUBLIC_URL"]
    if urlsplit(address).hostname not in LOOPBACK:
        raise SystemExit(f"{address} is not on this machine")
    talk, dice, until = Conversation(address), random.Random(told.seed), time.monotonic() + told.seconds
    everything = operations(load(talk.document))
    print(f"{len(everything)} operations, seed {told.seed}", flush=True)
    while talk.statuses.total() < told.requests and time.monotonic() < until:
        operation, mode = dice.choice(everything), dice.choice(list(GenerationMode))
        talk.turn(operation, mode, has_token=dice.random() < 0.9, dice=dice)
    for (operation, kind), example in talk.broken.items():
        print(f"\n{operation}: {kind}\n{example}")
    counted = ", ".join(f"{status} x {count}" for status, count in sorted(talk.statuses.items()))
    print(f"\n{talk.statuses.total()} requests: {counted}")
    print(f"kinds of answer that break the contract: {len(talk.broken)}")
    return 1 if talk.broken else 0


if __name__ == "__main__":
    sys.exit(main())
