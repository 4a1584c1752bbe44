"""How long an agency's answer or an officer's examination usually takes, measured.

No organisation sees another's declarations, so a page cannot measure it: the dispatcher does, every hour, over all of
them, and keeps the medians. A median of few would tell of somebody, and promise what it cannot keep: none is kept.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction

from declarations.holds import Hold, HoldCode
from declarations.web.models import UsualTime

OVER = timedelta(days=90)
FEWEST = 10

# What began before the time that is looked at is left out: half of its kind would be missing.
_MEASURE = """
WITH took AS (
    SELECT 'PERMIT' AS what, law_id AS law, settled_at - opened_at AS time
      FROM permits_permitcheck
     WHERE opened_at >= %(since)s AND settled_at >= opened_at AND decided_by <> ''
       AND status IN ('CONFIRMED', 'PARTLY_CONFIRMED', 'REFUSED')
     UNION ALL
    SELECT CASE examination.category WHEN 2 THEN 'DOCUMENT_EXAMINATION' ELSE 'GOODS_INSPECTION' END, '',
           examination.at - declaration.lodged_at
      FROM declarations_examination examination
      JOIN declarations_declaration declaration ON declaration.id = declaration_id
     WHERE lodged_at >= %(since)s AND examination.at >= lodged_at AND examination.category IN (2, 3)
)
INSERT INTO web_usualtime (what, law, median, measured, measured_at)
SELECT what, law, percentile_cont(0.5) WITHIN GROUP (ORDER BY time), count(*), %(at)s
  FROM took GROUP BY what, law HAVING count(*) >= %(fewest)s
"""

_KINDS = {
    HoldCode.PERMIT_PENDING: "PERMIT",
    HoldCode.PERMIT_INSPECTION: "PERMIT",
    HoldCode.DOCUMENT_EXAMINATION: "DOCUMENT_EXAMINATION",
    HoldCode.GOODS_INSPECTION: "GOODS_INSPECTION",
}


def measure(at: datetime) -> int:
    """Measure all medians anew, over the last 90 days; how many there are."""
    with transaction.atomic(), connection.cursor() as cursor:
        UsualTime.objects.all().delete()
        cursor.execute(_MEASURE, {"since": at - OVER, "at": at, "fewest": FEWEST})
        return cursor.rowcount


class UsualTimes:
    """The medians as they stand: one SQL statement."""

    def __init__(self) -> None:
        self._medians = {(row.what, row.law): row.median for row in UsualTime.objects.all()}

    def of(self, hold: Hold) -> timedelta | None:
        """How long such a hold usually lasts; None where too few were measured, or it is for the declarant to end."""
        return self._medians.get((_KINDS.get(hold.code, ""), hold.law or ""))
