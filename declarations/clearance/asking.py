"""Asking: an officer asks the declarant, who answers with text and documents."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from declarations.clearance.acting import actor_of, begin
from declarations.clearance.advancing import advance_locked
from declarations.clearance.history import Happened
from declarations.errors import FormatError, NotAcceptable, UnknownQuestion
from declarations.models import Declaration, Question, QuestionAnswer
from declarations.models.history import EventName
from declarations.selection.criteria import DOCUMENT
from declarations.status import Act
from declarations.traders.declarant import Declarant, Officer


def ask(number: str, *, by: Officer, text: str, at: datetime, seen: int | None = None) -> Declaration:
    """Ask the declarant. Whoever asks reads the answer: the documents are examined from now on, at least."""
    with transaction.atomic():
        declaration = begin(number, Act.ASK, by=by, seen=seen)
        question = Question.objects.create(
            id=uuid7(),
            declaration=declaration,
            version=declaration.version,
            officer_id=by.user_id,
            text=text,
            at=at,
        )
        declaration.category = max(declaration.category, DOCUMENT)
        facts = {"question": str(question.id), "text": text}
        advance_locked(declaration, Happened(EventName.QUESTION_ASKED, actor_of(by), facts), at=at)
    return declaration


def answer(
    number: str,
    question_id: UUID,
    *,
    by: Declarant,
    text: str,
    documents: Sequence[str],
    at: datetime,
    seen: int | None = None,
) -> Declaration:
    """Answer a question, with `documents` of the declaration by their ids.

    Raises IllegalTransition, UnknownQuestion where it is none or answered already, NotAcceptable with each document
    that is not attached, Stale where it changed since `seen`.
    """
    with transaction.atomic():
        declaration = begin(number, Act.ANSWER, by=by, seen=seen)
        question = declaration.questions.filter(id=question_id, answer__isnull=True).first()
        if question is None:
            raise UnknownQuestion()
        _demand_attached(declaration, documents)
        QuestionAnswer.objects.create(question=question, text=text, documents=list(documents), actor=by.client, at=at)
        facts = {"question": str(question_id), "text": text, "documents": ", ".join(documents)}
        advance_locked(declaration, Happened(EventName.QUESTION_ANSWERED, by.client, facts), at=at)
    return declaration


def _demand_attached(declaration: Declaration, documents: Sequence[str]) -> None:
    attached = {str(each) for each in declaration.documents.values_list("id", flat=True)} if documents else set()
    errors = [
        FormatError(f"/documents/{index}", "unknown-document")
        for index, document in enumerate(documents)
        if document not in attached
    ]
    if errors:
        raise NotAcceptable(tuple(errors))
