"""What a project takes out: a table that the service counts and protects itself, that two reviewers look at, and that
then stands in the release ledger; or an equation that it estimates. A table that was checked beside an older ledger is
checked again.
"""

from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from msgspec import Struct
from uuid_utils.compat import uuid7

from declarations.dataset.disclosure.rules import Reason, regression_is_safe
from declarations.dataset.disclosure.tables import Tabulation
from declarations.dataset.errors import NotATable, NotReleasable, ResearchRefused
from declarations.dataset.models import (
    LedgerTable,
    OutputDraft,
    OutputRequest,
    OutputReview,
    Population,
    ResearchProject,
)
from declarations.dataset.releasing.dimensions import tabulation_of
from declarations.dataset.releasing.estimating import Equation, Estimate, equation_of, estimated
from declarations.dataset.releasing.ledger import last_in_ledger, prepared, rules_in_force, take_lock, written
from declarations.dataset.research.applying import note
from declarations.dataset.research.rights import decides
from declarations.traders.models import User

Kind, Status = OutputRequest.Kind, OutputRequest.Status
REVIEWERS = 2


class DraftCell(Struct, frozen=True):
    """A cell as a reviewer sees it: where, its amount where it would be out, else why it is hidden."""

    key: tuple[str, ...]
    figure: int | None
    hidden: str


@transaction.atomic
def request_output(
    project: ResearchProject,
    *,
    name: str,
    purpose: str,
    said: Any,
    by: User,
    at: datetime,
    kind: OutputRequest.Kind = OutputRequest.Kind.TABLE,
) -> OutputRequest:
    """Ask for a table or an equation. Raises ResearchRefused, or NotATable with all that is wrong with it."""
    if project.status != ResearchProject.Status.OPEN or by.id not in project.members:
        raise ResearchRefused("Whoever works in an open project asks for a table.")
    wanted = tabulation_of(said) if kind == Kind.TABLE else equation_of(said)
    _demand_within(wanted.where, project)
    if OutputRequest.objects.filter(name=name).exists() or LedgerTable.objects.filter(name=name).exists():
        raise ResearchRefused(f"The name {name} is taken.")
    output = OutputRequest.objects.create(
        id=uuid7(),
        project=project,
        name=name,
        purpose=purpose,
        kind=kind,
        tabulation=msgspec.to_builtins(wanted),
        requested_by=by,
        requested_at=at,
    )
    note(project, "OUTPUT_REQUESTED", who=by.username, at=at, output=name)
    return output


def check_outputs(*, at: datetime) -> int:
    """The automatic checks of all that waits for them; how many there were. May run twice, and at any time."""
    waiting = list(OutputRequest.objects.filter(status=Status.REQUESTED).order_by("requested_at"))
    for output in waiting:
        check(output.pk, at=at)
    return len(waiting)


def check(output_id: UUID, *, at: datetime) -> OutputRequest:
    """Count the table, protect it beside all that is out, and keep it for the reviewers; or refuse it. An equation is
    estimated, and refused where it rests on too little.

    The protecting, which may take long, is outside of any transaction. Raises SolverMissing: then it waits on.
    """
    output = OutputRequest.objects.select_related("project").get(pk=output_id)
    beside, told, refusal = last_in_ledger(), None, ""
    try:
        told = _table(output, at=at) if output.kind == Kind.TABLE else _equation(output, at=at)
    except NotReleasable as refused:
        refusal = str(refused)
    with transaction.atomic():
        output = OutputRequest.objects.select_for_update().select_related("project").get(pk=output_id)
        if output.status != Status.REQUESTED:
            return output
        if told is None:
            output.status, output.refusal = Status.REFUSED, refusal
        else:
            OutputDraft.objects.update_or_create(output=output, defaults={**told, "beside": beside})
            output.status, output.checked_at = Status.CHECKED, at
        output.save(update_fields=["status", "refusal", "checked_at"])
        note(output.project, f"OUTPUT_{output.status}", who="system", at=at, output=output.name)
    return output


def _table(output: OutputRequest, *, at: datetime) -> dict[str, Any]:
    tabulation = msgspec.convert(output.tabulation, Tabulation)
    return written(prepared(tabulation, name=output.name, population=Population(output.project.population), at=at))


def _equation(output: OutputRequest, *, at: datetime) -> dict[str, Any]:
    equation = msgspec.convert(output.tabulation, Equation)
    found, rules = estimated(equation, population=Population(output.project.population), known_at=at), rules_in_force()
    if not regression_is_safe(found.told, rules):
        raise NotReleasable(
            f"An equation comes out with {rules.degrees_of_freedom} degrees of freedom and {rules.fewest_firms} firms"
            f" behind each indicator at least; here there are {found.told.observations - found.told.parameters}, and"
            f" {found.told.smallest_group} behind one of them."
        )
    return {"figures": msgspec.to_builtins(found.estimates), "reasons": [], "certificate": b""}


@transaction.atomic
def review(output_id: UUID, *, by: User, approves: bool, remarks: str, at: datetime) -> OutputRequest:
    """Approve or refuse a checked table; the second who approves releases it. Raises ResearchRefused."""
    take_lock()
    output = OutputRequest.objects.select_for_update().select_related("project").get(pk=output_id)
    if why := why_not(output, by=by):
        raise ResearchRefused(why)
    OutputReview.objects.create(
        id=uuid7(),
        output=output,
        of_check_at=_checked_at(output),
        approves=approves,
        remarks=remarks,
        reviewed_by=by,
        reviewed_at=at,
    )
    note(output.project, f"REVIEWED_{'YES' if approves else 'NO'}", who=by.username, at=at, output=output.name)
    if not approves:
        output.status, output.refusal = Status.REFUSED, remarks
    elif output.reviews.filter(of_check_at=_checked_at(output), approves=True).count() >= REVIEWERS:
        _release(output, by=by, at=at)
    output.save(update_fields=["status", "refusal", "released", "estimates"])
    return output


def why_not(output: OutputRequest, *, by: User) -> str:
    """Why this person cannot review it, in words; blank where they can."""
    if not decides(by):
        return "Research reviewers look at what comes out."
    if by.id in output.project.members:
        return "Whoever works in a project decides nothing of it."
    if output.status != Status.CHECKED:
        return "There is nothing to review."
    if output.reviews.filter(of_check_at=_checked_at(output), reviewed_by=by).exists():
        return "You have reviewed it already; another person does, too."
    return ""


def cells_for_reviewers(output: OutputRequest) -> list[DraftCell]:
    """What would be out, cell by cell, and why each hidden one is hidden; nothing before it was checked."""
    draft = _draft_of(output, Kind.TABLE)
    if draft is None:
        return []
    reasons = {tuple(key): Reason(reason) for key, reason in draft.reasons}
    return [
        DraftCell(tuple(key), figure, reasons[tuple(key)].meaning if tuple(key) in reasons else "")
        for key, figure in draft.figures
    ]


def estimates_for_reviewers(output: OutputRequest) -> list[Estimate]:
    """What would be out of an equation; nothing before it was checked."""
    draft = _draft_of(output, Kind.EQUATION)
    return [] if draft is None else msgspec.convert(draft.figures, list[Estimate])


def _draft_of(output: OutputRequest, kind: OutputRequest.Kind) -> OutputDraft | None:
    """What was checked of an output of this kind; the store is not asked for one of the other."""
    return OutputDraft.objects.filter(output=output).first() if output.kind == kind else None


def _checked_at(output: OutputRequest) -> datetime:
    if output.checked_at is None:
        raise ResearchRefused("It has not been checked yet.")
    return output.checked_at


def _release(output: OutputRequest, *, by: User, at: datetime) -> None:
    """A table into the ledger, or back to the checks where the ledger has grown since; an equation as it is."""
    draft = output.draft
    if output.kind == Kind.EQUATION:
        output.status, output.estimates = Status.RELEASED, draft.figures
        note(output.project, "OUTPUT_RELEASED", who=by.username, at=at, output=output.name)
        return
    if draft.beside != last_in_ledger():
        output.status = Status.REQUESTED
        note(output.project, "OUTPUT_AGAIN", who="system", at=at, output=output.name)
        return
    certificate = bytes(draft.certificate)
    output.released = LedgerTable.objects.create(
        name=output.name,
        tabulation=output.tabulation,
        population=output.project.population,
        known_at=_checked_at(output),
        rules=msgspec.to_builtins(rules_in_force()),
        figures=draft.figures,
        reasons=draft.reasons,
        certificate=certificate,
        certificate_sha256=sha256(certificate).hexdigest(),
        released_at=at,
        released_by=by.username,
    )
    output.status = Status.RELEASED
    note(output.project, "OUTPUT_RELEASED", who=by.username, at=at, output=output.name)


def _demand_within(where: Mapping[str, tuple[str, ...]], project: ResearchProject) -> None:
    """What comes out tells of the project's direction and months, and of no others."""
    faults = []
    if where.get("direction") != (project.direction,):
        faults.append(f'where direction: ["{project.direction}"], which the project is about.')
    months = where.get("month", ())
    if not months or any(not _is_within(month, project) for month in months):
        faults.append(f"where month: months from {project.first_month:%Y-%m} to {project.last_month:%Y-%m}.")
    if faults:
        raise NotATable(faults)


def _is_within(month: str, project: ResearchProject) -> bool:
    try:
        return project.first_month <= date.fromisoformat(f"{month}-01") <= project.last_month
    except ValueError:
        return False
