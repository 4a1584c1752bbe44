"""Run one agency: `python -m permits.simulator --help`. Its secret follows from AGENCY_SECRET, as ours does."""

import argparse
import logging
import os
import signal
import sys
from pathlib import Path
from threading import Event

from permits.signing import secret_for
from permits.simulator.server import AgencyServer, Settings


def main() -> None:
    """Serve until told to stop."""
    told = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    settings = Settings(
        agency=told.agency,
        callback_url=told.callback_url,
        secret=secret_for(told.agency, root=_root()),
        host=told.host,
        port=told.port,
        state=told.state,
        slow_seconds=told.slow_seconds,
        think_seconds=told.think_seconds,
    )
    agency = AgencyServer(settings)
    agency.start()
    print(f"{told.agency} answers at {agency.url}", flush=True)
    stop.wait()
    agency.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="permits.simulator", description="An other-law agency to try things with.")
    parser.add_argument("--agency", required=True, help="our code of the agency, such as FD")
    parser.add_argument("--callback-url", required=True, help="where its answers are taken")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--state", type=Path, help="SQLite file that survives a restart; none: forgotten at the end")
    parser.add_argument("--slow-seconds", type=float, default=12.0, help="how long the token T takes to answer")
    parser.add_argument("--think-seconds", type=float, default=0.2, help="how long a decision takes")
    return parser.parse_args()


def _root() -> str:
    if path := os.environ.get("AGENCY_SECRET_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    if secret := os.environ.get("AGENCY_SECRET"):
        return secret
    sys.exit("Set AGENCY_SECRET, the root of the secret that signs what the agency sends.")


if __name__ == "__main__":
    main()
