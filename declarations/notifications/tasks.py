"""Celery's door: one id, may run twice, may never run. The rows make it right."""

from celery import shared_task

from declarations.notifications import delivering


@shared_task
def deliver(delivery_id: str) -> bool:
    """Try a delivery once. Whether there was anything to do."""
    return delivering.deliver(int(delivery_id)) is not None
