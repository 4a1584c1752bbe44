"""How much is not in order among what was declared in a time: estimated from what chance and reasons selected."""

from datetime import date

from django.db import connection

from declarations.selection.estimating import Case, Estimate, estimate

# The first selection of each declaration decides how likely it was looked at; the sandbox's scripts are no chance. Days
# on which a stratum had another share are a stratum of their own: there each member was drawn as likely as the next.
_CASES = """
SELECT selected.stratum || ' ' || selected.share,
       EXISTS (SELECT FROM jsonb_array_elements(selected.reasons) reason WHERE reason ->> 'code' <> 'RANDOM'),
       selected.draw < selected.share,
       (SELECT bool_or(result = 'NOT_IN_ORDER') FROM declarations_examination examination
         WHERE examination.declaration_id = version.declaration_id)
  FROM declarations_version version JOIN selection_selection selected ON selected.id = version.selection_id
 WHERE version.number = 1 AND selected.drawn_on BETWEEN %s AND %s AND NOT selected.reasons @> '[{"code": "SANDBOX"}]'
"""


def noncompliance(since: date, until: date) -> Estimate | None:
    """The estimated rate among what was declared in these days; None where nothing has a result."""
    with connection.cursor() as cursor:
        cursor.execute(_CASES, [since, until])
        return estimate(Case(*row) for row in cursor)
