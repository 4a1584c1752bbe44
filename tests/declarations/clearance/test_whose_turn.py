"""Whose turn it is follows from what holds the declaration, whatever has just been done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from declarations import clearance
from declarations.models import Declaration
from permits import checking
from permits.models import PermitCheck
from permits.question import AnswerStatus, PermitAnswer, PermitNotice
from tests import papers
from tests.forms import import_form

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "documents": {**settings.STORAGES["documents"], "OPTIONS": {"location": tmp_path}},
    }


def test_once_its_documents_are_supplied_it_is_no_longer_the_declarants_turn(broker):
    account = broker.lodged(import_form())
    broker.pay(account)
    check = PermitCheck.objects.get()
    wants = PermitAnswer(reference="FD-1", status=AnswerStatus.DOCUMENTS_REQUIRED)
    notice = PermitNotice(agency="FD", idempotency_key=str(check.id), subject_version=1, answer=wants)
    checking.receive(notice, message_id="m-1")
    assert Declaration.objects.get().next_action_by == "DECLARANT"

    path = f"/api/v1/declarations/{account['number']}/documents?name=a.pdf&item=1&law=FD"
    attached = broker.http.post(path, papers.pdf(), content_type="application/pdf", headers=broker.headers)

    assert attached.status_code == 201, attached.content.decode()
    assert PermitCheck.objects.get().status == "ASKED"
    assert Declaration.objects.get().next_action_by == "SYSTEM"


def test_what_waits_for_permits_alone_is_looked_at_seldom_since_each_check_is_due_by_itself(broker):
    broker.pay(broker.lodged(import_form()))
    declaration, at = Declaration.objects.get(), timezone.now()

    clearance.advance(declaration.id, at=at)
    declaration.refresh_from_db()
    assert (declaration.next_action_by, declaration.next_action_at) == ("SYSTEM", at + timedelta(minutes=15))
