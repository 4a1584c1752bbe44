"""The demonstration's own client: what a trader's program would do, over HTTP with real tokens."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import urllib3

from singlewindow.demonstration.samples import Sample

_PATIENCE_SECONDS = 60.0
_LOOK_AGAIN_SECONDS = 0.2


class Refused(Exception):
    """The service refused; `problem` says why."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(problem.get("title", ""))
        self.problem = problem


class Door:
    """One client's way into the service."""

    def __init__(self, base_url: str, *, client: str, secret: str) -> None:
        # Every call may be repeated: a lodging has its key, a payment its demand. So a broken line is tried again.
        again = urllib3.Retry(total=3, backoff_factor=0.2, allowed_methods=None, status=0)
        patience = urllib3.Timeout(connect=3, total=30)
        self.base_url, self.http = base_url, urllib3.PoolManager(timeout=patience, retries=again, maxsize=16)
        self.token = self._token(client, secret)

    def lodge(self, sample: Sample) -> dict[str, Any]:
        """Lodge a sample under a key that is always the same, so that doing it again changes nothing."""
        headers = {"Idempotency-Key": f"demonstration-{sample.name}", **_clock(sample)}
        return self.call("POST", "/api/v1/declarations", body=sample.body, headers=headers)

    def pay(self, sample: Sample, account: dict[str, Any]) -> None:
        """Meet the demand, once."""
        if sample.payment is None or account["duty"]["payment"] != "OWED" or account["status"] != "LODGED":
            return
        demand = {"method": sample.payment, "amount": account["duty"]["owed"], "reference": sample.payment_reference}
        path = f"/api/v1/declarations/{account['number']}/payment"
        self.call("POST", path, body=json.dumps(demand).encode(), headers=_clock(sample))

    def look(self, number: str) -> dict[str, Any]:
        """The declaration's account."""
        return self.call("GET", f"/api/v1/declarations/{number}")

    def wait(self, number: str, *, until: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Look until it is so, or patience ends; the last account either way."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        account = self.look(number)
        while not until(account) and time.monotonic() < deadline:
            time.sleep(_LOOK_AGAIN_SECONDS)
            account = self.look(number)
        return account

    def _token(self, client: str, secret: str) -> str:
        basic = base64.b64encode(f"{client}:{secret}".encode()).decode()
        answer = self.http.request(
            "POST",
            f"{self.base_url}/oauth/token",
            fields={"grant_type": "client_credentials"},
            encode_multipart=False,
            headers={"Authorization": f"Basic {basic}"},
        )
        if answer.status != 200:
            raise Refused(answer.json())
        return str(answer.json()["access_token"])

    def call(self, method: str, path: str, *, body: bytes = b"", headers: dict[str, str] | None = None) -> Any:
        """One request; its JSON. Raises Refused."""
        given = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **(headers or {})}
        answer = self.http.request(method, self.base_url + path, body=body or None, headers=given)
        if answer.status >= 400:
            raise Refused(answer.json())
        return answer.json()


def _clock(sample: Sample) -> dict[str, str]:
    return {"Sandbox-Clock": sample.clock} if sample.clock else {}
