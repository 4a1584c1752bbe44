"""The one way up: what `permits` tells whoever asked."""

from django.dispatch import Signal

permit_check_settled = Signal()
"""Sent with `subject` (str), `subject_version` (int) and `check_id` (UUID) after a change is committed: a settlement,
and the beginning of a wait for somebody else (documents required, inspection ordered, overdue, a person needed).

Sent outside of any transaction and with no lock held: a receiver asks what is true now, and may run twice. A
settlement is sent at least once: a receiver that fails is called again later. A wait is sent once, and not again
when that fails: the check's row says it all the same.
"""
