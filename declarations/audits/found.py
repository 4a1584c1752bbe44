"""What is known of each declaration, by examinations and by audits, as known at an instant. SQL, in one place.

Something wrong that anybody found makes a declaration wrong; what nobody looked at is unknown, and has no row here.
"""

FOUND = """
SELECT declaration_id, bool_or(is_wrong) AS is_wrong, sum(lacking) AS lacking
  FROM (SELECT declaration_id, result = 'NOT_IN_ORDER' AS is_wrong, NULL::bigint AS lacking
          FROM declarations_examination WHERE at <= %(known_at)s
         UNION ALL
        SELECT declaration_id, result = 'NOT_IN_ORDER', lacking
          FROM audits_auditresult audit
         WHERE at <= %(known_at)s
           AND NOT EXISTS (SELECT FROM audits_auditresult later
                            WHERE later.corrects_id = audit.id AND later.at <= %(known_at)s)
       ) looked_at
 GROUP BY declaration_id
"""
"""A row for each declaration that somebody looked at; `lacking` in yen, and NULL where no audit says."""
