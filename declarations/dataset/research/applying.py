"""Applying for access, and deciding on it: two reviewers, neither of whom works in it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from msgspec import Struct
from uuid_utils.compat import uuid7

from declarations.dataset.errors import ResearchRefused
from declarations.dataset.models import AccessLog, Population, ResearchDecision, ResearchProject
from declarations.dataset.research.columns import COLUMNS
from declarations.dataset.research.rights import decides
from declarations.traders.models import Role, User

Status, Step = ResearchProject.Status, ResearchDecision.Step
APPROVALS = 2
MOST_MATCHED = 1
"""Percent of an extract's rows that may fit a row of another one alone, without somebody who stands up for it."""


class Application(Struct, frozen=True, kw_only=True):
    """What is applied for. Months by their first days; `others` are the login names of further members."""

    title: str
    purpose: str
    legal_ground: str
    population: Population
    direction: str
    columns: tuple[str, ...]
    first_month: date
    last_month: date
    expires_on: date
    others: tuple[str, ...] = ()


@transaction.atomic
def apply(application: Application, *, by: User, at: datetime) -> ResearchProject:
    """Apply. Raises ResearchRefused for whoever is no researcher, or names somebody who is none."""
    members = [by, *_researchers(application.others)]
    if by.role != Role.RESEARCHER:
        raise ResearchRefused("Researchers apply for access.")
    if unknown := set(application.columns) - COLUMNS.keys():
        raise ResearchRefused(f"No extract has {', '.join(sorted(unknown))}.")
    project = ResearchProject.objects.create(
        id=uuid7(),
        title=application.title,
        purpose=application.purpose,
        legal_ground=application.legal_ground,
        population=application.population,
        direction=application.direction,
        columns=list(application.columns),
        first_month=application.first_month,
        last_month=application.last_month,
        members=list(dict.fromkeys(member.id for member in members)),
        applied_by=by,
        applied_at=at,
        expires_on=application.expires_on,
    )
    note(project, "APPLIED", who=by.username, at=at)
    return project


@transaction.atomic
def decide(
    project_id: UUID, *, step: "ResearchDecision.Step", by: User, approves: bool, remarks: str, at: datetime
) -> ResearchProject:
    """Approve or decline an application; or stand up for an extract that can be matched. Raises ResearchRefused.

    One who declines ends it; the second who approves lets the extract be made.
    """
    project = ResearchProject.objects.select_for_update().get(pk=project_id)
    if why := why_not(project, step=step, by=by):
        raise ResearchRefused(why)
    ResearchDecision.objects.create(
        id=uuid7(), project=project, step=step, approves=approves, remarks=remarks, decided_by=by, decided_at=at
    )
    note(project, f"{step}_{'YES' if approves else 'NO'}", who=by.username, at=at, remarks=remarks)
    if step == Step.APPROVAL and not approves:
        project.status = Status.DECLINED
    elif step == Step.APPROVAL and project.decisions.filter(step=step, approves=True).count() >= APPROVALS:
        project.status = Status.APPROVED
    project.save(update_fields=["status"])
    return project


def why_not(project: ResearchProject, *, step: "ResearchDecision.Step", by: User) -> str:
    """Why this person cannot decide it, in words; blank where they can."""
    if not decides(by):
        return "Research reviewers decide on research."
    if by.id in project.members:
        return "Whoever works in a project decides nothing of it."
    if step == Step.APPROVAL and project.status != Status.APPLIED:
        return "The application is decided."
    if step == Step.OVERRIDE and (project.status != Status.APPROVED or not is_matched(project)):
        return "There is nothing to stand up for: no extract that can be matched waits."
    if project.decisions.filter(step=step, decided_by=by).exists():
        return "You have decided on it already; another person does, too."
    return ""


def is_matched(project: ResearchProject) -> bool:
    """Whether too many of its rows fit a row of another live extract alone."""
    return any(rate > MOST_MATCHED for rate in project.join_rates.values())


def note(project: ResearchProject, act: str, *, who: str, at: datetime, **facts: str | int) -> None:
    """Into the access log."""
    AccessLog.objects.create(id=uuid7(), project=project, at=at, who=who, act=act, facts=facts)


def _researchers(names: Sequence[str]) -> list[User]:
    found = {person.username: person for person in User.objects.filter(username__in=names, role=Role.RESEARCHER)}
    if missing := [name for name in names if name not in found]:
        raise ResearchRefused(f"No researcher has the login {', '.join(missing)}.")
    return [found[name] for name in names]
