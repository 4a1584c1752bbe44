"""The product's own doors, for tests: a trader's program with a real token."""

import base64
import itertools
import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

_keys = itertools.count(1)
CLOCK = "2024-08-05T10:00:00+09:00"  # a day of the shipped tariff and exchange rates, so that no test depends on today


class Program:
    """An API client of the demonstration, over Django's test client: every layer but the socket."""

    def __init__(self, client_id: str) -> None:
        self.http = Client()
        basic = base64.b64encode(f"{client_id}:{client_id}-secret-of-the-sandbox".encode()).decode()
        answer = self.http.post(
            "/oauth/token",
            "grant_type=client_credentials",
            content_type="application/x-www-form-urlencoded",
            headers={"Authorization": f"Basic {basic}"},
        )
        self.headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        """POST JSON, or bytes as they are."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.http.post(
            f"/api/v1{path}", raw, content_type="application/json", headers={**self.headers, **headers}
        )

    def get(self, path: str, **headers: str) -> HttpResponse:
        """GET."""
        return self.http.get(f"/api/v1{path}", headers={**self.headers, **headers})

    def lodge(self, form: Any, *, key: str | None = None, clock: str = CLOCK) -> HttpResponse:
        """Lodge under a new key, or this one."""
        headers = {"Idempotency-Key": key or f"test-{next(_keys)}", "Sandbox-Clock": clock}
        return self.post("/declarations", form, **headers)

    def lodged(self, form: Any, **options: Any) -> dict[str, Any]:
        """Lodge what must be accepted; the account."""
        answer = self.lodge(form, **options)
        assert answer.status_code == 201, answer.content.decode()
        return answer.json()

    def pay(self, account: dict[str, Any], *, method: str = "PAY", **headers: str) -> HttpResponse:
        """Meet the demand."""
        reference = "DEMO-SECURITY" if method == "DEFER" else "BANK-1"
        demand = {"method": method, "amount": account["duty"]["owed"], "reference": reference}
        return self.post(f"/declarations/{account['number']}/payment", demand, **headers)

    def account(self, number: str) -> dict[str, Any]:
        """Where it stands."""
        return self.get(f"/declarations/{number}").json()
