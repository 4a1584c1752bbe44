"""Documents that the declarant supplies reach the agency, which then decides."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from msgspec import convert

from permits import checking
from permits.checking.asking import record, take_lease
from permits.errors import AlreadySettled, TooManyDocuments, UnknownPermitCheck
from permits.models import Effect, PermitCheck, Status
from permits.question import MOST_DOCUMENTS, DocumentShown, PermitQuestion
from tests.permits.conftest import AT, age, answer, notice

ORIGIN = DocumentShown(name="certificate of origin.pdf", sha256="a1" * 32, media_type="application/pdf", size=52_144)
ANALYSIS = DocumentShown(name="分析.png", sha256="b2" * 32, media_type="image/png", size=0)


def again(check):
    return PermitCheck.objects.get(id=check.id)


def shown(check):
    return convert(again(check).question, PermitQuestion).documents


def test_a_request_for_documents_is_decided_when_it_is_asked_again_with_one(open_check, simulator, told):
    fd, check = simulator(), open_check(asker_reference="SBX-D-1")
    checking.ask(check.id)
    assert (again(check).status, len(told)) == (Status.DOCUMENTS_REQUIRED, 1)

    checking.supply(check.id, [ORIGIN], by="DEMOBROKER01", at=AT)

    waiting = again(check)
    assert (waiting.status, waiting.due_at, shown(check)) == (Status.ASKED, AT, (ORIGIN,))
    assert checking.claim_due(limit=9) == [check.id]
    assert checking.ask(check.id) is Effect.APPLIED
    assert (again(check).status, len(told)) == (Status.CONFIRMED, 2)
    assert list(check.tries.values_list("act", "by", "note"))[1] == ("DOCUMENTS_SUPPLIED", "DEMOBROKER01", ORIGIN.name)
    assert (fd.counts()["distinct_references"], fd.counts()["calls"]) == (1, {str(check.id): 2})


def test_documents_add_up_and_the_same_one_again_is_one(open_check):
    check = open_check()

    for documents in ([ORIGIN], [ANALYSIS, ORIGIN], [ORIGIN]):
        checking.supply(check.id, documents, by="broker", at=AT)

    assert shown(check) == (ORIGIN, ANALYSIS)
    assert again(check).status == Status.DUE


def test_a_worker_that_asks_without_the_documents_has_lost_its_lease(open_check):
    check = open_check()
    checking.receive(notice(check, "DOCUMENTS_REQUIRED"), message_id="m-1")
    age(check, "due_at", seconds=1000)
    slow = take_lease(check.id)
    checking.supply(check.id, [ORIGIN], by="broker", at=AT)

    assert record(slow, answer("DOCUMENTS_REQUIRED")) is Effect.FENCED

    assert (again(check).status, again(check).due_at) == (Status.ASKED, AT)
    assert take_lease(check.id).question.documents == (ORIGIN,)


def test_the_agencys_time_begins_again_when_documents_are_supplied(open_check):
    check = open_check()
    checking.receive(notice(check, "DOCUMENTS_REQUIRED"), message_id="m-1")
    age(check, "overdue_at", seconds=100 * 3600)
    assert checking.claim_overdue(limit=9) == []

    checking.supply(check.id, [ORIGIN], by="broker", at=AT)

    assert again(check).overdue_at - again(check).status_since == timedelta(hours=72)


@pytest.mark.parametrize("too_many", [MOST_DOCUMENTS + 1, MOST_DOCUMENTS])
def test_there_is_an_end_to_documents(open_check, too_many):
    check = open_check()
    checking.supply(check.id, [ORIGIN], by="broker", at=AT)
    more = [
        DocumentShown(name="a", sha256=f"{number:064x}", media_type="text/plain", size=1) for number in range(too_many)
    ]

    with pytest.raises(TooManyDocuments):
        checking.supply(check.id, more, by="broker", at=AT)

    assert shown(check) == (ORIGIN,)
    assert check.tries.count() == 1


def test_documents_are_for_open_checks(open_check):
    check = open_check()
    checking.receive(notice(check), message_id="m-1")

    with pytest.raises(AlreadySettled):
        checking.supply(check.id, [ORIGIN], by="broker", at=AT)
    with pytest.raises(UnknownPermitCheck):
        checking.supply(UUID(int=1), [ORIGIN], by="broker", at=AT)

    assert shown(check) == ()


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_and_inside_the_callers_transaction_it_is_the_callers_to_ring(open_check):
    check = open_check()
    with connection.cursor() as cursor:
        cursor.execute("LISTEN permits_due")

    with transaction.atomic():
        checking.supply_locked(check.id, [ORIGIN], by="broker", at=AT)
    assert list(connection.connection.notifies(timeout=0)) == []
    checking.supply(check.id, [ANALYSIS], by="broker", at=AT)

    assert len(list(connection.connection.notifies(timeout=0))) == 1
    assert shown(check) == (ORIGIN, ANALYSIS)
