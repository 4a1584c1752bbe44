"""Declarations a second by batch, beside the same lodged one by one over HTTP and beside raw COPY of their rows.

`python -m singlewindow.devstack with --all -- python -m benchmarks.batch` runs it on a durable stack of its own (fsync
on): web, dispatcher, a worker of two processes. The three take turns, each with declarations of its own that say the
same. The batch is timed from its first byte sent to its last row answered. Raw COPY writes the same rows to the same
tables, made beforehand, in one transaction, and does nothing else.
"""

import json
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import django

django.setup()

import msgspec  # noqa: E402
import psycopg  # noqa: E402
import urllib3  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db.models import JSONField  # noqa: E402
from django.utils import timezone  # noqa: E402
from psycopg.types.json import Jsonb  # noqa: E402

from benchmarks.quick import Product, _conninfo, form, rate  # noqa: E402
from declarations.clearance import Message  # noqa: E402
from declarations.clearance.accepting import accept  # noqa: E402
from declarations.clearance.assessing import assess, declared_day  # noqa: E402
from declarations.clearance.recording import ORDER, SET_BY_THE_STORE  # noqa: E402
from declarations.clearance.standing import known_of  # noqa: E402
from declarations.contract import read  # noqa: E402
from declarations.data import DeclarationData  # noqa: E402
from declarations.traders.declarant import ALL_SCOPES  # noqa: E402
from declarations.traders.demonstration import create_demonstration  # noqa: E402
from declarations.traders.models import ApiClient  # noqa: E402

ROUNDS, COUNT, CONCURRENCY = 3, 1000, 8
SHAPES = (1, 5)


def references(label: str) -> Iterator[str]:
    """Own references that nobody used."""
    began = int(time.time())
    return (f"{label}-{began % 1_000_000}-{number}" for number in range(10**6))


def messages(label: str, items: int) -> list[bytes]:
    """Declarations that differ in their own reference alone. No other law binds the goods: a worker that lodges would
    otherwise ask the agencies of the round before, and that is not what is measured."""
    names = references(label)
    return [json.dumps(_golf_balls(next(names), items)).encode() for _ in range(COUNT)]


def _golf_balls(reference: str, items: int) -> dict[str, Any]:
    said = form(reference, items)
    for item in said["goods_items"]:
        item |= {"commodity_code": "9506320003", "description": "GOLF BALLS", "quantity_unit": "NO"}
        del item["permits"]
    return said


def by_batch(http: urllib3.PoolManager, token: str, label: str, items: int) -> float:
    """A batch of them, from the first byte to the last answer."""
    body = b"\n".join(messages(label, items)) + b"\n"
    headers = {"Authorization": f"Bearer {token}"}
    sending = headers | {"Content-Type": "application/x-ndjson", "Idempotency-Key": label}
    began = time.perf_counter()
    answer = http.request("POST", f"{settings.PUBLIC_URL}/api/v1/batches", body=body, headers=sending)
    assert answer.status == 202, answer.data
    place = settings.PUBLIC_URL + answer.headers["Location"]
    while (told := http.request("GET", place, headers=headers).json())["state"] != "FINISHED":
        time.sleep(0.02)
    taken = time.perf_counter() - began
    assert (told["accepted"], told["refused"]) == (COUNT, 0), told
    return COUNT / taken


def one_by_one(token: str, label: str, items: int) -> float:
    """The same over kept-alive lines, eight at a time."""
    address = urllib3.util.parse_url(settings.PUBLIC_URL)
    waiting, lock = iter(messages(label, items)), threading.Lock()

    def worker() -> Callable[[], bool]:
        line = urllib3.HTTPConnectionPool(address.host, address.port, maxsize=1)

        def lodge() -> bool:
            with lock:
                body = next(waiting, None)
            if body is None:
                return False
            key = f"{label}-{hash(body)}"
            headers = {
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            }
            answer = line.request("POST", "/api/v1/declarations", body=body, headers=headers)
            assert answer.status == 201, answer.data
            return True

        return lodge

    return rate([worker() for _ in range(CONCURRENCY)], 600.0)[0]


def by_copy(label: str, items: int) -> float:
    """Raw COPY of the rows that they end as."""
    rows = _rows(label, items)
    with psycopg.connect(_conninfo()) as connection:
        began = time.perf_counter()
        with connection.transaction():
            for model in ORDER:
                fields = [field for field in model._meta.concrete_fields if field.column not in SET_BY_THE_STORE]
                columns = ", ".join(f'"{field.column}"' for field in fields)
                with connection.cursor().copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:
                    for row in rows[model]:
                        copy.write_row(row)
        return COUNT / (time.perf_counter() - began)


def _rows(label: str, items: int) -> dict[type, list[list[Any]]]:
    by = ApiClient.objects.get(client_id="demo-broker").as_declarant(scopes=ALL_SCOPES)
    made: dict[type, list[list[Any]]] = {model: [] for model in ORDER}
    for body in messages(label, items):
        data, at = read(json.loads(body), DeclarationData), timezone.now()
        key = data.own_reference
        known = known_of(by, trader_code=data.trader.party_code, own_reference=key, key=key, on=declared_day(at))
        assessed = assess(data, standing=known.standing, editions=known.editions, at=at)
        accepted = accept(Message(body=body, key=key, data=data), assessed, assessed.worth, known, by=by, at=at)
        for model, rows in accepted.rows.items():
            fields = [field for field in model._meta.concrete_fields if field.column not in SET_BY_THE_STORE]
            made[model] += [[_cell(field, row[field.column]) for field in fields] for row in rows]
    return made


def _cell(field: Any, value: Any) -> Any:
    plain = msgspec.to_builtins(value, enc_hook=str)
    if isinstance(field, JSONField):
        return Jsonb(plain)
    return list(plain) if isinstance(plain, tuple) else plain


def main() -> None:
    """Rounds of the three in turn, then a table of medians."""
    create_demonstration()
    token, http = Product(settings.PUBLIC_URL).token, urllib3.PoolManager()
    for items in SHAPES:
        by_batch(http, token, f"WARM{items}", items)
        figures = []
        for number in range(ROUNDS):
            alone = one_by_one(token, f"O{items}{number}", items)
            batch = by_batch(http, token, f"B{items}{number}", items)
            copied = by_copy(f"C{items}{number}", items)
            figures.append((alone, batch, copied))
            print(
                f"  {items} items, round {number + 1}/{ROUNDS}: one by one {alone:5.0f}/s, batch {batch:5.0f}/s,"
                f" raw COPY {copied:6.0f}/s",
                flush=True,
            )
        alone, batch, copied = (statistics.median(column) for column in zip(*figures, strict=True))
        print(
            f"{items} goods items, {COUNT} declarations: batch / one by one"
            f" {statistics.median(b / a for a, b, _ in figures):.2f},"
            f" batch / raw COPY {statistics.median(b / c for _, b, c in figures):.2f}"
            f"  (medians {alone:.0f}, {batch:.0f}, {copied:.0f} a second)",
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main())
