"""Lodgings a second through HTTP, beside raw one-statement inserts of the same rows: interleaved, as a ratio.

`make bench-quick` runs it on a durable stack of its own (fsync on). Both sides write the same rows to the same
database: the raw side sends the very statement that a lodging ends in, its rows made beforehand, and does nothing
else; the product does everything: token, strict parsing, rules, duty, selection, events, permit checks.
"""

import base64
import copy
import json
import os
import socket
import statistics
import sys
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import django

django.setup()

import psycopg  # noqa: E402
import urllib3  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from declarations.clearance import Message  # noqa: E402
from declarations.clearance.accepting import accept  # noqa: E402
from declarations.clearance.assessing import assess, declared_day  # noqa: E402
from declarations.clearance.recording import encoded, statement_for  # noqa: E402
from declarations.clearance.standing import known_of  # noqa: E402
from declarations.contract import read  # noqa: E402
from declarations.data import DeclarationData  # noqa: E402
from declarations.traders.declarant import ALL_SCOPES  # noqa: E402
from declarations.traders.demonstration import create_demonstration  # noqa: E402
from declarations.traders.models import ApiClient  # noqa: E402
from singlewindow.demonstration.samples import FOLDER  # noqa: E402

ROUNDS, SECONDS, ITEMS = 3, 3.0, 5
CONCURRENCIES = (1, 8)


def form(reference: str, items: int = ITEMS) -> dict:
    """Soy sauce, `items` times, each of another origin so that no two items are alike."""
    said = json.loads((FOLDER / "soy_sauce.json").read_bytes())
    origins = ("SG", "TH", "VN", "KR", "CN", "US", "FR", "DE", "GB", "AU")
    said["own_reference"] = reference
    said["gross_mass"] = "220000"
    said["goods_items"] = [
        {**copy.deepcopy(said["goods_items"][0]), "origin": origins[index % len(origins)]} for index in range(items)
    ]
    said["invoice"]["amount"] = str(200_000 * items)
    said["transport"]["arrival_on"] = timezone.localdate().isoformat()
    said["delivery_place"], said["e_commerce"] = "TOKYO", False
    return said


class Raw:
    """The limit: the statement of a lodging, on a connection of one's own, rows made beforehand."""

    def __init__(self) -> None:
        self.by = ApiClient.objects.get(client_id="demo-broker").as_declarant(scopes=ALL_SCOPES)
        self.made = 0

    def parameters(self, count: int) -> list[tuple[str, list[str]]]:
        """Statement and rows of `count` lodgings that were never sent."""
        made = []
        for _ in range(count):
            self.made += 1
            reference = f"RAW-{os.getpid()}-{self.made}"
            said = form(reference)
            data = read(said, DeclarationData)
            at = timezone.now()
            known = known_of(
                self.by,
                trader_code=data.trader.party_code,
                own_reference=reference,
                key=reference,
                on=declared_day(at),
            )
            assessed = assess(data, standing=known.standing, editions=known.editions, at=at)
            message = Message(body=json.dumps(said).encode(), key=reference, data=data)
            accepted = accept(message, assessed, assessed.worth, known, by=self.by, at=at)
            made.append((statement_for(accepted.rows), encoded(accepted.rows)))
        return made

    def worker(self, work: list[tuple[str, list[str]]]) -> Callable[[], bool]:
        """One connection that inserts until its work is done."""
        connection = psycopg.connect(_conninfo(), autocommit=True, prepare_threshold=0)
        rows = iter(work)

        def insert() -> bool:
            statement, parameters = next(rows, (None, None))
            if statement is None:
                return False
            connection.execute(statement, parameters)
            return True

        return insert


class Product:
    """The service, over a kept-alive socket, with a real token."""

    def __init__(self, base_url: str) -> None:
        self.address = urlsplit(base_url)
        basic = base64.b64encode(b"demo-broker:demo-broker-secret-of-the-sandbox").decode()
        answer = urllib3.PoolManager().request(
            "POST",
            f"{base_url}/oauth/token",
            fields={"grant_type": "client_credentials"},
            encode_multipart=False,
            headers={"Authorization": f"Basic {basic}"},
        )
        self.token, self.sent = answer.json()["access_token"], 0

    def worker(self) -> Callable[[], bool]:
        """One connection that lodges."""
        line = socket.create_connection((self.address.hostname, self.address.port))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        template = json.dumps(form("@REFERENCE@")).encode()

        def lodge() -> bool:
            self.sent += 1
            reference = f"HTTP-{threading.get_ident() % 100000}-{self.sent}".encode()
            body = template.replace(b"@REFERENCE@", reference[-20:])
            line.sendall(
                b"POST /api/v1/declarations HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n"
                b"Idempotency-Key: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                % (self.address.netloc.encode(), self.token.encode(), reference, len(body), body)
            )
            answer = _answer(line)
            if not answer.startswith(b"HTTP/1.1 201"):
                raise RuntimeError(answer.decode())
            return True

        return lodge


def _answer(line: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        received += line.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += line.recv(65536)
    return head + b"\r\n\r\n" + body


def rate(workers: list[Callable[[], bool]], seconds: float) -> tuple[float, float]:
    """Operations a second of all workers together for a while, and the median latency in ms."""
    done, times, stop = [0] * len(workers), [], time.perf_counter() + seconds

    def run(index: int, work: Callable[[], bool]) -> None:
        while time.perf_counter() < stop:
            began = time.perf_counter()
            if not work():
                return
            times.append(time.perf_counter() - began)
            done[index] += 1

    began = time.perf_counter()
    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - began), statistics.median(times) * 1000


def _conninfo() -> str:
    told = settings.DATABASES["default"]
    return psycopg.conninfo.make_conninfo(
        host=told["HOST"], port=told["PORT"], user=told["USER"], password=told["PASSWORD"], dbname=told["NAME"]
    )


def main() -> None:
    """Rounds of raw and product in turn, then a table of medians."""
    create_demonstration()
    raw, product = Raw(), Product(settings.PUBLIC_URL)
    rate([product.worker() for _ in range(8)], 2.0)  # warm
    figures: dict[int, list[tuple[float, float, float]]] = {c: [] for c in CONCURRENCIES}
    for number in range(1, ROUNDS + 1):
        for concurrency in CONCURRENCIES:
            count = int(SECONDS * (900 if concurrency == 1 else 2000)) // concurrency
            work = [raw.worker(raw.parameters(count)) for _ in range(concurrency)]
            limit, _ = rate(work, SECONDS)
            lodged, latency = rate([product.worker() for _ in range(concurrency)], SECONDS)
            figures[concurrency].append((limit, lodged, latency))
            print(f"  round {number}/{ROUNDS}  c={concurrency}  raw {limit:7.0f}/s  lodged {lodged:6.0f}/s", flush=True)
    print(f"\nLodging, {ITEMS} goods items, medians of {ROUNDS} rounds of {SECONDS:.0f} s in turn")
    print(f"{'concurrency':>11}  {'raw/s':>7}  {'lodged/s':>8}  {'ratio':>6}  {'p50 ms':>6}")
    for concurrency, rows in figures.items():
        limit, lodged, latency = (statistics.median(column) for column in zip(*rows, strict=True))
        ratio = statistics.median(row[1] / row[0] for row in rows)
        print(f"{concurrency:>11}  {limit:>7.0f}  {lodged:>8.0f}  {ratio:>6.2f}  {latency:>6.2f}")


if __name__ == "__main__":
    sys.exit(main())
