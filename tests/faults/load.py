"""Load: some clients that lodge, ask again, look and pay, as a broker's program would; and write down what they saw.

A client repeats what was not answered (503, or a broken line) under the same key until it is. Whatever it was told
stands in its log, for `declarations.verifying.clients`.
"""

import base64
import itertools
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import urllib3

from declarations.verifying.clients import Act, Happened, Line
from tests.forms import goods_item, import_form, parcel_form

CLIENT, STRANGER = "demo-broker", "demo-unmandated"
REPEATED, LOOKED_AT = 0.05, 0.10
GIVE_UP_SECONDS = 180.0
UNANSWERED = frozenset({0, 502, 503, 504})
# What the agency is told to do, by the own reference; V1: no examination, which only a person could end.
SCRIPTS = {"A-V1": 50, "V1": 20, "X-V1": 10, "O-V1": 5, "L3-V1": 10, "F500-V1": 5}
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SOY = goods_item()
_ORANGES = goods_item(
    commodity_code="0805100004",
    description="FRESH ORANGES",
    origin="US",
    permits=[{"law": "FD", "permit_number": "FD26-1"}, {"law": "PL", "permit_number": "PL26-1"}],
)


class Unanswered(Exception):
    """A client gave up: nobody answered for minutes."""


@dataclass
class Seen:
    """What all clients saw together."""

    statuses: Counter[int] = field(default_factory=Counter)
    lodging_seconds: list[float] = field(default_factory=list)
    unlike_503: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    lodged: int = 0
    longest_silence: float = 0.0

    def p(self, share: float) -> float:
        """The percentile of a lodging that was answered with 201, in seconds."""
        ordered = sorted(self.lodging_seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def message(dice: random.Random, *, name: str, scripts: dict[str, int] = SCRIPTS) -> dict[str, Any]:
    """A declaration with 0, 1 or 2 permits, in 25, 50 and 25 of 100."""
    permits = dice.choices((0, 1, 2), weights=(25, 50, 25))[0]
    [script] = dice.choices(list(scripts), weights=list(scripts.values()))
    form = parcel_form() if permits == 0 else import_form(items=[_SOY if permits == 1 else _ORANGES])
    return {**form, "own_reference": f"SBX-{script}-{short(name)}"}


def short(name: str) -> str:
    """Eight letters and figures that stand for a name: an own reference has no room for more than 20."""
    number = int.from_bytes(sha256(name.encode()).digest()[:6]) % 36**8
    return "".join(_LETTERS[number // 36**place % 36] for place in range(8))


class Load:
    """`count` declarations by `clients` threads; everything follows from the seed."""

    def __init__(
        self,
        address: str,
        *,
        name: str,
        count: int,
        seed: int,
        log: Path,
        clients: int = 4,
        pays: bool = True,
        scripts: dict[str, int] = SCRIPTS,
        rate: float | None = None,
        given: Sequence[tuple[str, bytes]] = (),
    ) -> None:
        """`name` begins every key. `rate` is the most lodgings a second of all clients, if there is a most.

        `given` are keys and messages that are lodged instead of drawn ones.
        """
        self.seen, self.count, self.pays, self.scripts = Seen(), count, pays, scripts
        self._given = given
        self._name, self._seed, self._address, self._rate = name, seed, address, rate
        self._lock, self._log = threading.Lock(), log.open("ab")
        self._numbers = itertools.count()
        self._threads = [threading.Thread(target=self._run, args=(each,), daemon=True) for each in range(clients)]
        self._share = [count // clients + (each < count % clients) for each in range(clients)]
        self._stop = threading.Event()

    def start(self) -> None:
        """Begin, in threads."""
        for thread in self._threads:
            thread.start()

    def join(self) -> Seen:
        """Wait until all was lodged; what was seen."""
        for thread in self._threads:
            thread.join()
        self._log.close()
        return self.seen

    def stop(self) -> None:
        """Lodge nothing more."""
        self._stop.set()

    @property
    def is_running(self) -> bool:
        """Whether a client is still at it."""
        return any(thread.is_alive() for thread in self._threads)

    def _run(self, index: int) -> None:
        dice = random.Random(f"{self._seed}/{index}")
        client = _Client(self, CLIENT, index=index, dice=dice)
        stranger = _Client(self, STRANGER, index=index, dice=dice)
        began = time.monotonic()
        given = self._given[index :: len(self._threads)]
        for each in range(self._share[index]):
            if self._stop.is_set():
                return
            if self._rate:
                due = began + each * len(self._threads) / self._rate
                self._stop.wait(max(0.0, due - time.monotonic()))
            key = f"{self._name}-{index}-{each}"
            body = json.dumps(message(dice, name=key, scripts=self.scripts)).encode()
            if given:
                key, body = given[each]
            try:
                self._one(client, stranger, key=key, body=body, dice=dice)
            except Unanswered as gave_up:
                self.seen.failures.append(str(gave_up))
                return

    def _one(self, client: "_Client", stranger: "_Client", *, key: str, body: bytes, dice: random.Random) -> None:
        account = client.lodge(body, key=key)
        if account is None:
            return
        self.seen.lodged += 1
        if dice.random() < REPEATED:
            client.lodge(body, key=key)
        if dice.random() < LOOKED_AT:
            client.look(account["number"])
            stranger.look(account["number"])
        if self.pays and account["duty"]["payment"] == "OWED":
            client.pay(account)

    def write(self, line: Line) -> None:
        """Append to the log; a line is whole or not there."""
        with self._lock:
            self._log.write(msgspec.json.encode(line) + b"\n")
            self._log.flush()

    def next_call(self) -> int:
        """A number for a call."""
        return next(self._numbers)


class _Client:
    """One program with a connection of its own."""

    def __init__(self, load: Load, name: str, *, index: int, dice: random.Random) -> None:
        self._load, self._name, self._dice = load, name, dice
        self._http = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=3, read=30))
        self._token = ""

    def lodge(self, body: bytes, *, key: str) -> dict[str, Any] | None:
        """Until it is answered: the account, or None where it was refused."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        sent = sha256(body).hexdigest()
        return self._until_answered(
            Act.LODGE, lambda: self._send("POST", "/api/v1/declarations", body, headers), key=key, body=sent
        )

    def look(self, number: str) -> dict[str, Any] | None:
        """Where it stands; None where it is not found."""
        return self._until_answered(
            Act.LOOK, lambda: self._send("GET", f"/api/v1/declarations/{number}"), number=number
        )

    def pay(self, account: dict[str, Any]) -> None:
        """Meet the demand. A second time it is refused, since nothing is owed: the first was not heard."""
        demand = {"method": "PAY", "amount": account["duty"]["total_to_pay"], "reference": "BANK-1"}
        path, headers = f"/api/v1/declarations/{account['number']}/payment", {"Content-Type": "application/json"}
        self._patiently(lambda: self._send("POST", path, json.dumps(demand).encode(), headers), f"paying {path}")

    def _until_answered(self, act: Act, send: Callable[[], Any], **told: Any) -> dict[str, Any] | None:
        def tried() -> tuple[int, bytes]:
            line = Line(f"api:{self._name}", self._load.next_call(), act, Happened.INVOKE, time.monotonic(), **told)
            self._load.write(line)
            status, data = send()
            took = time.monotonic() - line.at
            if act is Act.LODGE and status == 201:
                self._load.seen.lodging_seconds.append(took)
            self._load.write(_answered(line, status, data))
            return status, data

        status, data = self._patiently(tried, f"{act} {told}")
        return json.loads(data) if status in (200, 201) else None

    def _patiently(self, send: Callable[[], tuple[int, bytes]], what: str) -> tuple[int, bytes]:
        began = time.monotonic()
        while True:
            status, data = send()
            if status not in UNANSWERED and status != 500:
                self._load.seen.longest_silence = max(self._load.seen.longest_silence, time.monotonic() - began)
                return status, data
            if time.monotonic() - began > GIVE_UP_SECONDS:
                raise Unanswered(f"{what}: {status}")
            time.sleep(self._dice.uniform(0.1, 0.5))

    def _send(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """One try: status and body; 0 where the line broke. A token that has run out is got anew."""
        try:
            self._token = self._token or self._new_token()
            given = {"Authorization": f"Bearer {self._token}", **(headers or {})}
            answer = self._http.request(method, self._load._address + path, body=body, headers=given)
        except (urllib3.exceptions.HTTPError, OSError):
            self._load.seen.statuses[0] += 1
            return 0, b""
        self._load.seen.statuses[answer.status] += 1
        if answer.status == 401:
            self._token = ""
            return 0, b""
        if answer.status >= 500 and (answer.status != 503 or "Retry-After" not in answer.headers):
            self._load.seen.unlike_503.append(f"{answer.status} {path} {answer.data[:200]!r}")
        return answer.status, answer.data

    def _new_token(self) -> str:
        basic = base64.b64encode(f"{self._name}:{self._name}-secret-of-the-sandbox".encode()).decode()
        answer = self._http.request(
            "POST",
            f"{self._load._address}/oauth/token",
            fields={"grant_type": "client_credentials"},
            encode_multipart=False,
            headers={"Authorization": f"Basic {basic}"},
        )
        if answer.status != 200:
            raise OSError(f"no token: {answer.status}")
        return str(answer.json()["access_token"])


def _answered(line: Line, status: int, data: bytes) -> Line:
    told = {"at": time.monotonic(), "status": status}
    if status in (200, 201):
        account = json.loads(data)
        told |= {"number": account["number"], "version": account["version"]}
        told |= {"happened": Happened.OK, "reply": sha256(data).hexdigest() if line.act is Act.LODGE else ""}
    else:
        unheard = status in UNANSWERED or status == 500
        told |= {"happened": Happened.UNKNOWN if unheard else Happened.REFUSED}
    return msgspec.structs.replace(line, **told)
