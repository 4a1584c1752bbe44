"""Celery's doors: one id each, may run twice, may never run. The rows make it right.

Each tells whether there was anything to do: what fails over and over is put off, and taken up again once it is done.
"""

from uuid import UUID

from celery import shared_task

from permits import checking


@shared_task
def ask(check_id: str) -> bool:
    """Ask the agency of a check once."""
    return checking.ask(UUID(check_id)) is not None


@shared_task
def mark_overdue(check_id: str) -> bool:
    """Hand a check to an officer once its agency's hard limit has passed."""
    return checking.mark_overdue(UUID(check_id))


@shared_task
def announce(check_id: str) -> bool:
    """Tell the asker of a settlement."""
    return checking.announce(UUID(check_id), insist=True)
