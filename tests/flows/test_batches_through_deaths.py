"""A batch through the real processes: a worker that dies in the middle, and a line that breaks in the middle."""

import json
import socket
from urllib.parse import urlsplit

import pytest

from tests.doors import CLOCK
from tests.forms import parcel_form

pytestmark = pytest.mark.xdist_group("house")  # one stack serves them all


def parcels(count):
    """A file of parcels, each of a line."""
    return b"".join(json.dumps(parcel_form()).encode() + b"\n" for _ in range(count))


def headers_of(house, key):
    return {
        "Authorization": f"Bearer {house.door.token}",
        "Content-Type": "application/x-ndjson",
        "Idempotency-Key": key,
        "Sandbox-Clock": CLOCK,
    }


def send(house, body, *, key):
    address = f"{house.stack.address}/api/v1/batches"
    answer = house.door.http.request("POST", address, body=body, headers=headers_of(house, key))
    assert answer.status == 202, answer.data.decode()
    return answer.json()


def finished(house, batch):
    """The account of a batch when it is finished."""

    def look():
        told = house.door.call("GET", f"/api/v1/batches/{batch['id']}")
        return told if told["state"] == "FINISHED" else None

    return house.until(look)


def test_a_worker_killed_in_the_middle_of_a_batch_loses_and_doubles_nothing(house):
    batch = send(house, parcels(1000), key="killed")
    under_way = "SELECT 1 FROM declarations_batchchunk WHERE batch_id = %s AND lease_until IS NOT NULL"
    house.until(lambda: house.sql(under_way, batch["id"]), every=0.01)
    house.kill("worker")
    [(answered,)] = house.sql("SELECT accepted FROM declarations_batch WHERE id = %s", batch["id"])
    assert answered < 1000
    # What the dead worker held is aged instead of waited for.
    house.sql(
        "UPDATE declarations_batchchunk SET lease_until = now() - interval '1 s', published_until = NULL"
        " WHERE batch_id = %s AND finished_at IS NULL",
        batch["id"],
    )
    house.stack.start_worker()

    told = finished(house, batch)

    assert (told["accepted"], told["refused"], told["waiting"]) == (1000, 0, 0)
    [counts] = house.sql(
        "SELECT count(*), count(DISTINCT row.declaration_number), count(DISTINCT declaration.own_reference), count(*)"
        "  FILTER (WHERE declaration.own_reference = row.own_reference)"
        "  FROM declarations_batchrow row JOIN declarations_declaration declaration"
        "    ON declaration.number = row.declaration_number WHERE batch_id = %s",
        batch["id"],
    )
    assert counts == (1000, 1000, 1000, 1000)
    [(lodged,)] = house.sql(
        "SELECT count(*) FROM declarations_submission WHERE idempotency_key LIKE %s",
        f"batch:{batch['id'].replace('-', '')}:%",
    )
    assert lodged == 1000


def test_a_file_whose_line_broke_is_continued_under_its_key(house):
    body, key = parcels(200), "broken-line"
    address = urlsplit(house.stack.address)
    head = "".join(f"{name}: {value}\r\n" for name, value in headers_of(house, key).items())
    request = f"POST /api/v1/batches HTTP/1.1\r\nHost: {address.netloc}\r\n{head}Content-Length: {len(body)}\r\n\r\n"
    with socket.create_connection((address.hostname, address.port)) as line:
        line.sendall(request.encode() + body[: len(body) // 2])
    here = "SELECT rows FROM declarations_batch WHERE idempotency_key = %s"
    [(kept,)] = house.until(lambda: house.sql(here, key))
    assert 0 < kept < 200

    told = finished(house, send(house, body, key=key))

    assert (told["rows"], told["accepted"]) == (200, 200)
