"""When customs offices are open: what is declared at another time is queued or waits. Pure.

Monday to Friday from 8:30 to 17:00 in Japan, except national holidays and 29 December to 3 January (Act on Holidays of
Administrative Organs art. 1; Customs Act art. 98 for work outside these hours, which is applied for).
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

JAPAN = ZoneInfo("Asia/Tokyo")
OPENS, CLOSES = time(8, 30), time(17, 0)
_NEW_YEAR = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})
_NATIONAL = holidays.country_holidays("JP")


def is_working_day(day: date) -> bool:
    """Whether offices open on this day in Japan."""
    return day.weekday() < 5 and day not in _NATIONAL and (day.month, day.day) not in _NEW_YEAR


def next_opening(at: datetime) -> datetime | None:
    """The instant at which offices open next; None where they are open at `at`."""
    local = at.astimezone(JAPAN)
    if is_working_day(local.date()) and OPENS <= local.time() < CLOSES:
        return None
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, tzinfo=JAPAN).astimezone(at.tzinfo)
