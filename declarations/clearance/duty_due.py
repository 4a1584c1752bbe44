"""Until when the duty on an AEO release is declared (Customs Act art. 7-2 (2))."""

from datetime import date, datetime, timedelta

from declarations.clearance.assessing import AEO_RELEASE, declared_day
from declarations.models import Version


def duty_due_on(version: Version, *, at: datetime) -> date | None:
    """Last day for the duty declaration of goods released at `at`; None where no duty declaration follows."""
    return end_of_next_month(declared_day(at)) if version.declaration_type in AEO_RELEASE else None


def end_of_next_month(day: date) -> date:
    """The last day of the month after that of `day`."""
    months = day.year * 12 + day.month + 1
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)
