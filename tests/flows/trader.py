"""A trader's program over HTTP: every act of the declarant, on a service of real processes."""

import itertools
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import urllib3

from singlewindow.demonstration.door import Door
from tests.doors import CLOCK

_keys = itertools.count(1)
Account = dict[str, Any]
DECISIONS = {"CONFIRMED", "REFUSED"}


class Trader:
    """A client of the demonstration. What it does takes effect at `CLOCK`, so that no amount depends on today."""

    def __init__(self, address: str, *, client: str = "demo-broker") -> None:
        self.door = Door(address, client=client, secret=f"{client}-secret-of-the-sandbox")

    def ask(
        self, method: str, path: str, body: Any = None, *, media: str = "application/json", **headers: str
    ) -> urllib3.BaseHTTPResponse:
        """One request; the response as it is. A body is JSON, or bytes as they are."""
        given = {"Authorization": f"Bearer {self.door.token}", "Sandbox-Clock": CLOCK, "Content-Type": media}
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        return self.door.http.request(
            method, f"{self.door.base_url}/api/v1{path}", body=raw, headers={**given, **headers}
        )

    def done(self, method: str, path: str, body: Any = None, **headers: Any) -> Any:
        """One request that must be done; its JSON."""
        answer = self.ask(method, path, body, **headers)
        assert answer.status in (200, 201, 202), answer.data.decode()
        return answer.json()

    def lodged(self, form: Account, *, path: str = "/declarations", **headers: str) -> Account:
        """Lodge what must be accepted."""
        return self.done("POST", path, form, **{"Idempotency-Key": _key(), **headers})

    def account(self, number: str) -> Account:
        """Where it stands."""
        return self.door.look(number)

    def seen(self, number: str) -> str:
        """The ETag of the declaration as it is now."""
        return self.ask("GET", f"/declarations/{number}").headers["ETag"]

    def act(self, number: str, act: str, body: Account, **headers: str) -> Account:
        """POST an act on a declaration; the account then."""
        return self.done("POST", f"/declarations/{number}/{act}", body, **headers)

    def amended(self, number: str, form: Account, *, reason: str = "CORRECTED INVOICE") -> Account:
        """Say it anew."""
        headers = {"Idempotency-Key": _key(), "If-Match": self.seen(number)}
        return self.act(number, "amendments", {"reason": reason, "declaration": form}, **headers)

    def withdrawn(self, number: str, *, reason: str) -> Account:
        """Take it back."""
        return self.act(number, "withdrawal", {"reason": reason}, **{"If-Match": self.seen(number)})

    def paid(self, account: Account, *, method: str = "PAY", reference: str = "BANK-1") -> Account:
        """Meet the demand of an account."""
        demand = {"method": method, "amount": account["duty"]["owed"], "reference": reference}
        return self.act(account["number"], "payment", demand)

    def attached(self, number: str, content: bytes, *, name: str, media: str, **told: Any) -> Account:
        """Attach a document; what is kept of it."""
        query = urlencode({"name": name, **told})
        return self.done("POST", f"/declarations/{number}/documents?{query}", content, media=media)

    def wait(self, number: str, until: Callable[[Account], bool]) -> Account:
        """Look until it is so, within a minute."""
        account = self.door.wait(number, until=until)
        assert until(account), account
        return account

    def reaches(self, number: str, status: str) -> Account:
        """Look until it has this status."""
        return self.wait(number, lambda account: account["status"] == status)

    def settles(self, number: str, *expected: str, told: int | None = None) -> Account:
        """Look until its permit checks stand so, in the order of the goods items, and its history tells it too.

        `told` settlements are in the history then: as many as there are decisions, where it is left out.
        """
        told = sum(status in DECISIONS for status in expected) if told is None else told
        self.wait(number, lambda account: checks(account) == list(expected))
        return self.wait(number, lambda _: self.history(number).count("PERMIT_CHECK_SETTLED") >= told)

    def history(self, number: str) -> list[str]:
        """The names of its events, in order."""
        return [event["name"] for event in self.events(number)]

    def events(self, number: str) -> list[Account]:
        """Its events, in order."""
        return self.done("GET", f"/declarations/{number}/events")["items"]


def checks(account: Account) -> list[str]:
    """Where the permit checks of an account stand."""
    return [check["status"] for item in account["goods_items"] for check in item.get("permit_checks", ())]


def holds(account: Account) -> list[str]:
    """What holds an account, by its codes."""
    return [hold["code"] for hold in account.get("holds", ())]


def _key() -> str:
    return f"flow-{next(_keys)}"
