"""What officers and declarants ask of one another: questions with answers, applications with what they would change."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from declarations.changes import changes_between
from declarations.console.case.documents import Paper
from declarations.console.case.facts import fact_words
from declarations.console.head import Head
from declarations.console.ways import Link, Offers, why_not
from declarations.console.wording import Badge, kind_words, outcome_badge, span
from declarations.models import Application, Question, QuestionAnswer
from declarations.said import document_said


class Asked(Struct, frozen=True):
    """A question, its answer if there is one, and the documents shown with that."""

    row: Question
    answer: QuestionAnswer | None
    documents: Sequence[Paper]
    age: str


class Changed(Struct, frozen=True):
    """One place that would be another: in words, before and after."""

    place: str
    before: str
    after: str


class Applied(Struct, frozen=True):
    """What was applied for: by whom, why, what it would change, what came of it, and who may decide it."""

    row: Application
    title: str
    outcome: Badge
    is_open: bool
    age: str
    facts: tuple[tuple[str, str], ...]
    changes: Sequence[Changed]
    why_not: str
    acts: tuple[Link, ...]


def asked_of(question: Question, documents: Sequence[Paper], *, at: datetime) -> Asked:
    """A question as at an instant, with those of the declaration's documents that its answer names."""
    answer: QuestionAnswer | None = getattr(question, "answer", None)
    named = set(answer.documents) if answer else set()
    return Asked(
        row=question,
        answer=answer,
        documents=[paper for paper in documents if str(paper.row.id) in named],
        age=span(at - question.at),
    )


def applied(row: Application, *, offers: Offers, at: datetime) -> Applied:
    """An application as at an instant, as who looks may decide it. Asks the store nothing."""
    return Applied(
        row=row,
        title=kind_words(row.kind),
        outcome=outcome_badge(row.outcome),
        is_open=not row.outcome,
        age=span(at - row.asked_at),
        facts=fact_words(row.facts),
        changes=_changes(row, offers.head) if not row.outcome else (),
        why_not=why_not(row, offers.officer),
        acts=offers.of_application(row),
    )


def _changes(row: Application, head: Head) -> list[Changed]:
    """What the version that is asked for says otherwise than the one that stands."""
    if row.submission is None:
        return []
    changes = changes_between(document_said(head.version.submission), document_said(row.submission))
    return [
        Changed(place=place_words(change.pointer), before=said_words(change.before), after=said_words(change.after))
        for change in changes
    ]


def place_words(pointer: str) -> str:
    """A JSON pointer into a declaration for people: `/goods_items/0/net_mass` is item 1, net mass."""
    steps = pointer.strip("/").split("/")
    words = [str(int(step) + 1) if step.isdigit() else step.replace("_", " ") for step in steps]
    return ", ".join(words).replace("goods items, ", "item ")


def said_words(value: object) -> str:
    """What stands at a place of a declaration, for people."""
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {said_words(each)}" for name, each in value.items())
    if isinstance(value, list):
        return "; ".join(said_words(each) for each in value)
    return "nothing" if value is None else str(value)
