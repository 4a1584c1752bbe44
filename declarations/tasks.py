"""Celery tasks of the declarations: each takes one id, may run twice, and may never run."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from celery import shared_task
from django.utils import timezone
from rest_framework.settings import api_settings

from declarations import clearance
from declarations.errors import Refusal


@shared_task
def advance(declaration_id: str) -> None:
    """Look at a declaration again."""
    clearance.advance(UUID(declaration_id), at=timezone.now())


@shared_task
def lodge_chunk(chunk_id: str) -> None:
    """Lodge some rows of a batch."""
    clearance.lodge_chunk(UUID(chunk_id), explain=_explained)


def _explained(refused: Refusal) -> dict[str, Any]:
    """The problem that a request would be answered with, without what belongs to a request."""
    problem = cast(Callable[..., Any], api_settings.EXCEPTION_HANDLER)
    told = problem(refused, {}).data
    return {name: value for name, value in told.items() if name not in {"instance", "correlation_id"}}


@shared_task
def scan(document_id: str) -> None:
    """Have a document scanned once."""
    clearance.scan(UUID(document_id), at=timezone.now())
