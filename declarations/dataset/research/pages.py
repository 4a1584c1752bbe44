"""The pages of research access: a researcher sees its own projects, reviewers see all. One domain call each."""

import csv
import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import View

from declarations.dataset.errors import NotATable, ResearchRefused
from declarations.dataset.models import LedgerTable, OutputRequest, ResearchDecision, ResearchProject
from declarations.dataset.releasing.writing import equation_csv, plain_csv
from declarations.dataset.research import applying, outputs, rights
from declarations.dataset.research.columns import sample_of
from declarations.dataset.research.forms import ApplicationForm, DecisionForm, EquationForm, OutputForm
from declarations.traders.models import Role, User

_RELEASED = ("name", "tabulation", "figures")  # what the web process may read of the ledger


class ResearchPage(LoginRequiredMixin, View):
    """For whoever has to do with research, and is signed in; the others are told so."""

    person: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            self.person = _person(request)
        return super().dispatch(request, *args, **kwargs)


class Projects(ResearchPage):
    """The projects that this person may see, the newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"projects": _seen_by(self.person), "is_researcher": _is_researcher(self.person)}
        return render(request, "research/projects.html", context)


class ResearchersPage(ResearchPage):
    """For researchers alone: a form that asks for something."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not _is_researcher(_person(request)):
            raise PermissionDenied("Researchers ask; reviewers decide.")
        return super().dispatch(request, *args, **kwargs)


class ReviewersPage(ResearchPage):
    """Whose forms decide: sent by nobody but a reviewer."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and request.user.is_authenticated and not rights.decides(_person(request)):
            raise PermissionDenied("Research reviewers decide.")
        return super().dispatch(request, *args, **kwargs)


class Apply(ResearchersPage):
    """Apply for access."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._shown(request, ApplicationForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ApplicationForm(request.POST)
        if form.is_valid():
            try:
                project = applying.apply(form.application(), by=self.person, at=timezone.now())
            except ResearchRefused as refused:
                form.add_error(None, str(refused))
            else:
                return redirect("research-project", project.pk)
        return self._shown(request, form)

    def _shown(self, request: HttpRequest, form: ApplicationForm) -> HttpResponse:
        return _form(request, form, title="Apply for access", button="Apply")


class ProjectPage(ResearchPage):
    """One project: what was applied for, what was decided, what came out, and every step."""

    def get(self, request: HttpRequest, project: UUID) -> HttpResponse:
        seen = _project(self.person, project)
        steps = ResearchDecision.Step
        context = {
            "project": seen,
            "may_decide": [step for step in steps if not applying.why_not(seen, step=step, by=self.person)],
            "form": DecisionForm(),
            "decisions": seen.decisions.select_related("decided_by"),
            "outputs": seen.outputs.all(),
            "log": seen.log.all(),
            "is_member": self.person.pk in seen.members,
        }
        return render(request, "research/project.html", context)


class Decide(ReviewersPage):
    """Approve or decline an application, or stand up for an extract that can be matched."""

    def post(self, request: HttpRequest, project: UUID, step: str) -> HttpResponse:
        seen = _project(self.person, project)
        if step.upper() not in ResearchDecision.Step.values:
            raise Http404
        chosen, form = ResearchDecision.Step(step.upper()), DecisionForm(request.POST)
        if not form.is_valid():
            return _form(request, form, title=f"{seen.title}: {chosen.label}", button="Decide")
        said = {"approves": form.approves, "remarks": form.cleaned_data["remarks"]}
        try:
            applying.decide(seen.pk, step=chosen, by=self.person, at=timezone.now(), **said)
        except ResearchRefused as refused:
            messages.error(request, str(refused))
        return redirect("research-project", seen.pk)


class Sample(ResearchPage):
    """Made-up rows of the extract's shape, to write code with before entering. CSV."""

    def get(self, request: HttpRequest, project: UUID) -> HttpResponse:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(sample_of(_project(self.person, project).columns))
        return _csv(text.getvalue().encode(), "synthetic-sample")


class RequestOutput(ResearchersPage):
    """Ask for a table."""

    form: type[OutputForm | EquationForm] = OutputForm
    kind = OutputRequest.Kind.TABLE
    title = "a table to take out"

    def get(self, request: HttpRequest, project: UUID) -> HttpResponse:
        return self._shown(request, self.form(), _project(self.person, project))

    def post(self, request: HttpRequest, project: UUID) -> HttpResponse:
        seen, form = _project(self.person, project), self.form(request.POST)
        if form.is_valid():
            told = {"name": form.cleaned_data["name"], "purpose": form.cleaned_data["purpose"], "kind": self.kind}
            try:
                output = outputs.request_output(seen, said=form.said(seen), by=self.person, at=timezone.now(), **told)
            except ResearchRefused as refused:
                form.add_error(None, str(refused))
            except NotATable as refused:
                for fault in refused.faults:
                    form.add_error(None, fault)
            else:
                return redirect("research-output", output.pk)
        return self._shown(request, form, seen)

    def _shown(self, request: HttpRequest, form: OutputForm | EquationForm, project: ResearchProject) -> HttpResponse:
        return _form(request, form, title=f"{project.title}: {self.title}", button="Request")


class RequestEquation(RequestOutput):
    """Ask for an estimated equation."""

    form = EquationForm
    kind = OutputRequest.Kind.EQUATION
    title = "an equation to take out"


class OutputPage(ReviewersPage):
    """One table or equation: where it stands; for reviewers what would be out, and what is hidden why."""

    def get(self, request: HttpRequest, output: UUID) -> HttpResponse:
        return self._shown(request, _output(self.person, output), DecisionForm())

    def post(self, request: HttpRequest, output: UUID) -> HttpResponse:
        seen, form = _output(self.person, output), DecisionForm(request.POST)
        if not form.is_valid():
            return self._shown(request, seen, form)
        said = {"approves": form.approves, "remarks": form.cleaned_data["remarks"]}
        try:
            outputs.review(seen.pk, by=self.person, at=timezone.now(), **said)
        except ResearchRefused as refused:
            messages.error(request, str(refused))
        return redirect("research-output", seen.pk)

    def _shown(self, request: HttpRequest, output: OutputRequest, form: DecisionForm) -> HttpResponse:
        context = {
            "output": output,
            "form": form,
            "why_not": outputs.why_not(output, by=self.person),
            "reviews": output.reviews.select_related("reviewed_by"),
            "is_reviewer": rights.decides(self.person),
            "cells": outputs.cells_for_reviewers(output) if rights.decides(self.person) else [],
            "estimates": outputs.estimates_for_reviewers(output) if rights.decides(self.person) else [],
        }
        return render(request, "research/output.html", context)


class OutputFile(ResearchPage):
    """A released table or equation, CSV."""

    def get(self, request: HttpRequest, output: UUID) -> HttpResponse:
        seen = _output(self.person, output)
        if seen.estimates is not None:
            return _csv(equation_csv(seen.estimates), seen.name)
        table = LedgerTable.objects.only(*_RELEASED).filter(output=seen).first()
        if table is None:
            raise Http404
        return _csv(plain_csv(table), table.name)


def _person(request: HttpRequest) -> User:
    """Who asks. Raises PermissionDenied for whoever has nothing to do with research."""
    person = request.user
    if not isinstance(person, User) or not (_is_researcher(person) or rights.sees(person)):
        raise PermissionDenied("These pages are for researchers and for whoever decides on research.")
    return person


def _is_researcher(person: User) -> bool:
    return person.role == Role.RESEARCHER


def _seen_by(person: User) -> Any:
    """Every project, or of a researcher those that it works in."""
    seen = ResearchProject.objects.all()
    return seen.filter(members__contains=[person.pk]) if _is_researcher(person) else seen


def _project(person: User, project: UUID) -> ResearchProject:
    return get_object_or_404(_seen_by(person), pk=project)


def _output(person: User, output: UUID) -> OutputRequest:
    found = get_object_or_404(OutputRequest.objects.select_related("project"), pk=output)
    _project(person, found.project_id)
    return found


def _form(request: HttpRequest, form: Form, *, title: str, button: str) -> HttpResponse:
    return render(request, "research/form.html", {"form": form, "title": title, "button": button})


def _csv(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
