"""The console's pages over 100,000 open and released declarations, through HTTP: percentiles of each page.

    python -m singlewindow.devstack with --web -- python -m benchmarks.console [--count 100000] [--only list queue]

One declaration of each category is lodged by the product; its rows are then copied in the store, with keys, numbers
and ages of their own, so that the pages read what they read in earnest. Every third waits for an officer, one in ten
of these is taken. Each page is asked 100 times by one officer, after 5 that are not counted.
"""

import argparse
import json
import statistics
import time
from datetime import timedelta
from importlib import import_module

import django

django.setup()

import urllib3  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.copies import copy  # noqa: E402
from benchmarks.quick import form  # noqa: E402
from declarations import clearance  # noqa: E402
from declarations.contract import read  # noqa: E402
from declarations.data import DeclarationData  # noqa: E402
from declarations.models import Declaration  # noqa: E402
from declarations.traders.demonstration import create_demonstration  # noqa: E402
from declarations.traders.models import User  # noqa: E402

ASKED, WARM = 100, 5


def lodged(script: str) -> Declaration:
    """One declaration of the product's own making."""
    said = form(f"SBX-{script}-CONSOLE")
    by = User.objects.get(username="demo-broker").as_declarant()
    message = clearance.Message(
        body=json.dumps(said).encode(), key=said["own_reference"], data=read(said, DeclarationData)
    )
    return Declaration.objects.get(number=clearance.lodge(message, by=by, at=timezone.now()).number)


def take_some() -> None:
    """One in ten of what waits is on another officer's desk."""
    other = User.objects.get(username="demo-officer")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO declarations_taking (id, declaration_id, officer_id, since, until, given_by, ended)"
            " SELECT gen_random_uuid(), id, %s, now(), now() + interval '2 hours', '', '' FROM declarations_declaration"
            " WHERE next_action_by = 'OFFICER' AND substr(number, 11) = '6'",
            [other.id],
        )


def signed_in(username: str) -> dict[str, str]:
    """The cookie of a session that this person has."""
    user = User.objects.get(username=username)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    now = timezone.now().timestamp()
    session["began_at"], session["seen_at"] = now, now
    session.save()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


def main() -> None:
    """Fill the store, ask each page, print the percentiles in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--only", nargs="*", default=[], help="Pages by their names; all where none is named.")
    said = parser.parse_args()
    count = said.count
    create_demonstration()
    began = time.monotonic()
    copy(lodged("V2"), first=1, last=count * 9 // 10)
    copy(lodged("V3"), first=count * 9 // 10 + 1, last=count)
    take_some()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{count:,} declarations are there after {time.monotonic() - began:.0f} s")
    cookie, http = signed_in("demo-chief-officer"), urllib3.PoolManager()
    case = f"Z{count // 6 * 3:010}"
    desk, day = "/console/declarations/declaration/", timezone.localdate() - timedelta(days=1)
    pages = {
        "queue": "/console/queue/",
        "queue, category 3": "/console/queue/?category=3",
        "queue, what nobody has": "/console/queue/?free=on",
        "list": desk,
        "list, a number": f"{desk}?q={case}",
        "case": f"{desk}{case}/",
        "dashboard, today": "/console/dashboard/",
        "dashboard, yesterday": f"/console/dashboard/?day={day}",
        "report by office, a week": "/console/reports/by-office/",
    }
    print(f"{'page, ms':<28}{'p50':>8}{'p95':>8}{'max':>8}{'KB':>8}")
    for name, path in pages.items():
        if said.only and name not in said.only:
            continue
        taken = []
        for _ in range(WARM + ASKED):
            start = time.perf_counter()
            answer = http.request("GET", settings.PUBLIC_URL + path, headers=cookie, redirect=False)
            taken.append((time.perf_counter() - start) * 1000)
            assert answer.status == 200, (path, answer.status, answer.headers.get("Location"))
        taken = sorted(taken[WARM:])
        p95 = statistics.quantiles(taken, n=20)[-1]
        print(f"{name:<28}{statistics.median(taken):>8.1f}{p95:>8.1f}{taken[-1]:>8.1f}{len(answer.data) / 1024:>8.0f}")


if __name__ == "__main__":
    main()
