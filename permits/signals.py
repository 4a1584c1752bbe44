"""The one way up: what `permits` tells whoever asked."""

from django.dispatch import Signal

permit_check_settled = Signal()
"""Sent with `subject` (str), `subject_version` (int) and `check_id` (UUID) after a settlement is committed.

Sent outside of any transaction and with no lock held, at least once: a receiver asks what is true now, and may
run twice. A receiver that fails is called again later.
"""
