"""The days of the random draw: the key's hash is kept before a day, the key is shown after it.

It is shown once no case that chance selected waits for its result any more, or after MOST_DAYS: until then whoever
holds the key could tell which cases those are, and officers are not to know.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import connection
from django.db.models import F

from declarations.clearance.assessing import declared_day
from declarations.selection.criteria import day_key
from declarations.selection.draws import Day, Drawn, commitment
from declarations.selection.models import DrawDay, Selection
from declarations.selection.strata import shares_of
from declarations.status import Status
from declarations.tariff.office_hours import JAPAN

AHEAD = 7
"""Days that are committed to before they begin."""
MOST_DAYS = 60

_WAITING = """
SELECT EXISTS (
    SELECT FROM selection_selection selected
      JOIN declarations_version version ON version.selection_id = selected.id
      JOIN declarations_declaration declaration ON declaration.id = version.declaration_id
     WHERE selected.drawn_on = %s AND selected.draw < selected.share AND declaration.status = ANY(%s)
       AND NOT EXISTS (SELECT FROM declarations_examination examination
                        WHERE examination.declaration_id = declaration.id
                          AND examination.version >= version.examined_from))
"""


def draw_shares() -> dict[str, str]:
    """The share of each stratum now, as kept with a commitment."""
    shares = shares_of(settings.RANDOM_SELECTION_SHARE, own=settings.RANDOM_SELECTION_SHARES)
    return {stratum: f"{share:f}" for stratum, share in shares.items()}


def keep_draw_days(at: datetime) -> int:
    """Commit to the days ahead, and show the keys of days that are over. Returns how many rows are new or changed."""
    today = declared_day(at)
    days = [today + timedelta(days=ahead) for ahead in range(AHEAD + 1)]
    known = set(DrawDay.objects.filter(on__in=days).values_list("on", flat=True))
    new = [DrawDay(on=day, key_sha256=commitment(_key(day)), shares=draw_shares()) for day in days if day not in known]
    DrawDay.objects.bulk_create(new, ignore_conflicts=True)
    return len(new) + sum(_show(day, today=today, at=at) for day in DrawDay.objects.filter(key="", on__lt=today))


def _show(day: DrawDay, *, today: date, at: datetime) -> int:
    if day.on >= today - timedelta(days=MOST_DAYS) and _waits(day.on):
        return 0
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        key = day_key(secret.encode(), day.on)
        if commitment(key) == day.key_sha256:
            return DrawDay.objects.filter(on=day.on, key="").update(key=key.hex(), shown_at=at)
    return 0  # the secret is gone: verify_draw says so


def _waits(on: date) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [on, [status.value for status in Status.open()]])
        return bool(cursor.fetchone()[0])


def _key(on: date) -> bytes:
    return day_key(settings.SECRET_KEY.encode(), on)


def day_to_verify(on: date) -> Day | None:
    """The day as promised and shown; None where its key is not shown, or it was never committed to."""
    row = DrawDay.objects.filter(on=on).exclude(key="").first()
    if row is None:
        return None
    shares = {stratum: Decimal(share) for stratum, share in row.shares.items()}
    return Day(
        on=on,
        key=row.key,
        commitment=row.key_sha256,
        committed_at=row.committed_at,
        began_at=datetime.combine(on, time(), tzinfo=JAPAN),
        shares=shares,
    )


def drawn_on(on: date) -> Iterator[Drawn]:
    """Every draw of a day, by number."""
    rows = Selection.objects.filter(drawn_on=on).order_by(F("number"), F("at"))
    for row in rows.iterator(chunk_size=2000):
        codes = {reason["code"] for reason in row.reasons}
        yield Drawn(row.number, row.stratum, row.share, row.draw, "RANDOM" in codes, "SANDBOX" in codes)
