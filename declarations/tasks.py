"""Celery tasks of the declarations: each takes one id, may run twice, and may never run."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from declarations import clearance


@shared_task
def advance(declaration_id: str) -> None:
    """Look at a declaration again."""
    clearance.advance(UUID(declaration_id), at=timezone.now())


@shared_task
def scan(document_id: str) -> None:
    """Have a document scanned once."""
    clearance.scan(UUID(document_id))
