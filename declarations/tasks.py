"""Celery tasks of the declarations: each takes one id, may run twice, and may never run.

Each tells whether there was anything to do: what fails over and over is put off, and taken up again once it is done.
"""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from celery import shared_task
from django.utils import timezone
from rest_framework.settings import api_settings

from declarations import clearance
from declarations.errors import Refusal
from declarations.verifying import walking


@shared_task
def advance(declaration_id: str) -> bool:
    """Look at a declaration again."""
    clearance.advance(UUID(declaration_id), at=timezone.now())
    return True


@shared_task
def lodge_chunk(chunk_id: str) -> bool:
    """Lodge some rows of a batch."""
    return clearance.lodge_chunk(UUID(chunk_id), explain=_explained)


def _explained(refused: Refusal) -> dict[str, Any]:
    """The problem that a request would be answered with, without what belongs to a request."""
    problem = cast(Callable[..., Any], api_settings.EXCEPTION_HANDLER)
    told = problem(refused, {}).data
    return {name: value for name, value in told.items() if name not in {"instance", "correlation_id"}}


@shared_task
def scan(document_id: str) -> bool:
    """Have a document scanned once."""
    return clearance.scan(UUID(document_id), at=timezone.now()) is not None


@shared_task
def walk(verification_id: str) -> bool:
    """Go on verifying the chains of history."""
    return walking.go_on(UUID(verification_id))
