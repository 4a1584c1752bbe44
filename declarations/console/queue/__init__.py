"""The work queue: what waits for an officer, and whose it is meanwhile.

waiting   what the page shows, read in a fixed number of SQL statements
forms     what it is narrowed by, and to whom a case is handed on
pages     the queue; take the next or a certain case, give it back, hand it on: one call of clearance each
"""
