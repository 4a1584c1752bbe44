"""Celery's doors: one id each, may run twice, may never run. The rows make it right."""

from uuid import UUID

from celery import shared_task

from permits import checking


@shared_task
def ask(check_id: str) -> None:
    """Ask the agency of a check once."""
    checking.ask(UUID(check_id))


@shared_task
def mark_overdue(check_id: str) -> None:
    """Hand a check to an officer once its agency's hard limit has passed."""
    checking.mark_overdue(UUID(check_id))


@shared_task
def announce(check_id: str) -> None:
    """Tell the asker of a settlement."""
    checking.announce(UUID(check_id))
