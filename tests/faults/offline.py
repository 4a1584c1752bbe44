"""F32: the whole service is off; traders' programs write receipts of their own, and import them once it is back.

    python -m tests.faults.offline [--count 2000] [--minutes 30] [--seed 1]

A receipt is a message with its key, kept by the program. Some were being sent when the service went off: nobody knows
whether they were done. Afterwards half of the receipts are lodged one by one, under their keys, and half as a file; and
because nobody is sure that it was done, both are done twice. Each receipt must then be one declaration.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.faults.drill import drained, red, verify
from tests.faults.load import Load, message
from tests.faults.stage import SUPERVISED, Stage, stage
from tests.house import House

_MATCHED = """
SELECT count(*), count(*) FILTER (WHERE times = 1), count(*) FILTER (WHERE times > 1)
  FROM (SELECT reference, count(d.id) AS times FROM unnest(%s::text[]) AS reference
          LEFT JOIN declarations_declaration d ON d.own_reference = reference GROUP BY reference) receipt
"""
Receipt = tuple[str, bytes]


def receipts(count: int, *, seed: int) -> list[Receipt]:
    """Keys and messages: from the seed alone, whatever happens meanwhile."""
    names = [f"receipt-{seed}-{each}" for each in range(count)]
    return [(name, json.dumps(message(random.Random(name), name=name)).encode()) for name in names]


def switch_off(running: Stage) -> None:
    """Every process of ours and both servers; the agencies go on without us."""
    for name in SUPERVISED:
        child = running.stack.child(name)
        child.stop()
        running.stack.forget(child)
    for name in ("Valkey", "PostgreSQL"):
        running.stack.server(name).stop()


def switch_on(running: Stage) -> None:
    """Everything again."""
    for name in ("PostgreSQL", "Valkey"):
        running.stack.server(name).start()
    for name in SUPERVISED:
        running.start(name)


def lodge_each(running: Stage, given: list[Receipt], *, folder: Path, name: str) -> Load:
    """Each by itself, under its key."""
    load = Load(running.stack.address, name=name, count=len(given), seed=1, log=folder / f"{name}.jsonl", given=given)
    load.start()
    return load


def import_file(running: Stage, given: list[Receipt], *, key: str) -> dict[str, Any]:
    """As one file, under one key; what became of it."""
    headers = {"Content-Type": "application/x-ndjson", "Idempotency-Key": key}
    body = b"\n".join(body for _, body in given)
    batch = running.door.call("POST", "/api/v1/batches", body=body, headers=headers)
    while batch["state"] != "FINISHED":
        running.sql("SELECT pg_sleep(0.25)")
        batch = running.door.call("GET", f"/api/v1/batches/{batch['id']}")
    return batch


def main() -> int:
    """Play it; 0 where all receipts are matched, none is doubled and every invariant holds."""
    told = _arguments()
    with tempfile.TemporaryDirectory(prefix="singlewindow-drill-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        with stage(Path(folder) / "house") as running:
            return _played(running, Path(folder), told)


def _played(running: Stage, folder: Path, told: argparse.Namespace) -> int:
    kept = receipts(told.count, seed=told.seed)
    one_by_one, filed = kept[: told.count // 2], kept[told.count // 2 :]
    first = lodge_each(running, one_by_one, folder=folder, name="before")
    while first.seen.lodged < told.count // 20:
        time.sleep(0.02)
    switch_off(running)
    done_before = first.seen.lodged
    first.stop()
    print(f"off, {done_before} of {told.count} receipts were answered", flush=True)
    time.sleep(told.minutes * 60)
    began = time.monotonic()
    switch_on(running)
    first.join()
    running.door = House(running.stack).door  # an old token may have run out
    print(f"on again in {time.monotonic() - began:.0f} s", flush=True)
    loads = [lodge_each(running, one_by_one, folder=folder, name=name) for name in ("import", "again")]
    batches = [import_file(running, filed, key=f"offline-{told.seed}") for _ in range(2)]
    seen = [load.join() for load in loads]
    imported_in = time.monotonic() - began
    _pay_what_is_owed(running)
    drained_in, left = drained(running, within=300)
    found = verify(running, *(folder / f"{name}.jsonl" for name in ("before", "import", "again")))
    [(receipts_in_all, matched, doubled)] = running.sql(
        _MATCHED, [json.loads(body)["own_reference"] for _, body in kept]
    )
    print(f"imported in {imported_in:.0f} s, drained in {drained_in:.0f} s, {left} left open")
    print(f"the file: {batches[1]['accepted']} accepted, {batches[1]['refused']} refused, one batch: {_same(batches)}")
    print(f"{receipts_in_all} receipts: {matched} matched, {doubled} doubled; broken: {red(found) or 'nothing'}")
    # Who gave up while it was off keeps the receipt: that is no trouble.
    troubles = [*first.seen.unlike_503, *(each for one in seen for each in (*one.failures, *one.unlike_503))]
    print(*troubles[:5], sep="\n")
    good = matched == told.count and not (doubled or left or red(found) or troubles or batches[1]["refused"])
    return 0 if good and _same(batches) else 1


def _same(batches: list[dict[str, Any]]) -> bool:
    return len({batch["id"] for batch in batches}) == 1


def _pay_what_is_owed(running: Stage) -> None:
    """What the file lodged is paid by its declarant."""
    rows = running.sql("SELECT declaration_number FROM declarations_batchrow WHERE declaration_number <> ''")
    for (number,) in rows:
        account = running.door.call("GET", f"/api/v1/declarations/{number}")
        if account["duty"]["payment"] == "OWED":
            demand = {"method": "PAY", "amount": account["duty"]["total_to_pay"], "reference": "BANK-1"}
            running.door.call("POST", f"/api/v1/declarations/{number}/payment", body=json.dumps(demand).encode())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.faults.offline", description="F32: off, with receipts to import.")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--minutes", type=float, default=30.0, help="how long it is off")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "singlewindow.settings")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))
    sys.exit(main())
