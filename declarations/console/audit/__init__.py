"""Who saw and did what, per record and per person; and whether the chains of history are whole.

looking   a row for each look, written with the page: one statement
trail     what was seen and done, of a case or by a person
pages     the audit page
"""
