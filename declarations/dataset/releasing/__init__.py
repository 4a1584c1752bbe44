"""Releasing protected tables: what they can count, from the declarations as known at an instant; and the ledger.

dimensions  what a table can count and by what
counting    what each firm contributed, by SQL
ledger      protect a table beside those that are out, release it, verify and attack what is out
writing     a released table as files
"""
