"""One case as a page needs it: what is declared, why it was selected, what holds it, what was asked, what happened.

Read in a fixed number of SQL statements, whatever the number of items, checks, events, documents and questions.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from declarations.audits.models import AuditResult
from declarations.console.case.asking import Applied, Asked, applied, asked_of
from declarations.console.case.documents import Paper, papers_of
from declarations.console.case.earlier import Earlier, earlier_of
from declarations.console.case.goods import ItemLine, items_of
from declarations.console.case.history import Chain, Told, chain_of, people_of, told
from declarations.console.case.permits import PermitLine, by_item, lines_of
from declarations.console.case.selection import Reason, reasons_of, result_is_recorded, shown_before_a_result
from declarations.console.head import Head
from declarations.console.submissions import pretty
from declarations.console.ways import Link, Offers
from declarations.models import Examination, LedgerEntry
from declarations.reading import timeline
from declarations.status import Status

__all__ = ["Case", "case_of", "chain_of"]


class Case(Struct, frozen=True):
    """All of it."""

    head: Head
    acts: tuple[Link, ...]
    items: Sequence[ItemLine]
    permits: Sequence[tuple[int, Sequence[PermitLine]]]
    findings: Sequence[dict[str, Any]]
    reasons: Sequence[Reason]
    draw_is_shown: bool
    audits: Sequence[AuditResult]
    may_be_audited: bool
    ledger: Sequence[LedgerEntry]
    examinations: Sequence[Examination]
    questions: Sequence[Asked]
    applications: Sequence[Applied]
    decided: Sequence[Applied]
    documents: Sequence[Paper]
    earlier: Sequence[Earlier]
    timeline: Sequence[Told]
    people: Mapping[str, str]
    chain: Chain
    message: str

    @property
    def owed_back(self) -> int:
        """What customs owes back, yen."""
        return max(0, -self.head.standing.balance)


def case_of(head: Head, *, offers: Offers, at: datetime) -> Case:
    """The whole case as at an instant, with what is offered to who looks at it."""
    declaration, version = head.declaration, head.version
    happenings = timeline(declaration)
    applications = [applied(row, offers=offers, at=at) for row in head.applications]
    documents = papers_of(declaration)
    examinations = list(Examination.objects.filter(declaration=declaration).select_related("officer").order_by("at"))
    is_recorded = result_is_recorded(declaration, version, examinations)
    reasons = version.selection.reasons
    return Case(
        head=head,
        acts=offers.of_the_case(),
        items=items_of(version),
        permits=by_item(lines_of(head.standing.checks, offers=offers)),
        findings=version.submission.findings,
        reasons=reasons_of(reasons if is_recorded else shown_before_a_result(reasons)),
        draw_is_shown=is_recorded,
        audits=list(declaration.audit_results.select_related("corrected_by")),
        may_be_audited=offers.officer is not None and declaration.status == Status.RELEASED,
        ledger=list(LedgerEntry.objects.filter(declaration=declaration).select_related("security").order_by("id")),
        examinations=examinations,
        questions=[asked_of(question, documents, at=at) for question in head.standing.questions],
        applications=[each for each in applications if each.is_open],
        decided=[each for each in applications if not each.is_open],
        documents=documents,
        earlier=earlier_of(declaration, version.id),
        timeline=[told(happening) for happening in happenings],
        people=people_of(happenings),
        chain=chain_of(declaration, happenings),
        message=pretty(version.submission.body),
    )
