"""Declarations lodged together: the same rows and answers as one by one, in as many statements for many as for few."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from declarations import clearance
from declarations.clearance import lodging
from declarations.clearance.recording import ORDER
from declarations.models import (
    AssessedDuty,
    Declaration,
    Event,
    GoodsItem,
    LedgerEntry,
    PermitClaim,
    Submission,
    Version,
)
from declarations.selection.models import Selection
from declarations.tasks import lodge_chunk
from permits.models import PermitCheck
from tests.declarations.api.test_batches import look, ndjson, rows_of, send
from tests.forms import changed, export_form, goods_item, import_form, parcel_form

pytestmark = pytest.mark.django_db
# What differs between any two lodgings: ids, names, digests of them, the draw, and the store's own instants.
PASSING = re.compile(
    r"[0-9a-f]{64}|[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32}|batch:ID:[0-9]+|test-[0-9]+|SBX-[A-Z0-9-]+"
)
OF_THE_STORE = {"_state", "received_at", "recorded_at", "transaction", "idempotency_key", "draw", "cursor", "position"}


def work():
    for chunk in clearance.claim_chunks(limit=10):
        lodge_chunk(str(chunk))


def kept(number: str) -> dict[str, list[str]]:
    """Every row of a lodging, without what differs between any two."""
    declaration = Declaration.objects.get(number=number)
    version = declaration.versions.get()
    found: dict[type, Any] = {
        Submission: [version.submission],
        Selection: [version.selection],
        Declaration: [declaration],
        Version: [version],
        GoodsItem: GoodsItem.objects.filter(version=version).order_by("number"),
        AssessedDuty: AssessedDuty.objects.filter(goods_item__version=version).order_by("goods_item__number"),
        PermitClaim: PermitClaim.objects.filter(goods_item__version=version).order_by("goods_item__number", "law"),
        LedgerEntry: declaration.ledger.order_by("id"),
        PermitCheck: PermitCheck.objects.filter(subject=str(declaration.id)).order_by("item_number", "law"),
        Event: Event.objects.filter(declaration=declaration).order_by("seq"),
    }
    assert set(found) == set(ORDER)
    return {model.__name__: [said(row, number=number) for row in rows] for model, rows in found.items()}


def said(row: Any, *, number: str) -> str:
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    told = {name: value for name, value in columns.items() if name not in OF_THE_STORE}
    return PASSING.sub("...", str(told).replace(number, "NUMBER"))


def test_what_is_lodged_together_leaves_the_same_rows_as_what_is_lodged_alone(broker):
    two = [goods_item(), goods_item(origin="TH", permits=[{"law": "FD", "ask_agency": True}])]
    makers = [import_form, export_form, parcel_form, lambda: import_form(items=two)]
    answer = send(broker, ndjson(*(make() for make in makers)))
    work()
    together = [row["number"] for row in rows_of(broker, answer)]
    alone = [broker.lodged(make())["number"] for make in makers]

    for one, other in zip(together, alone, strict=True):
        assert kept(one) == kept(other)


def test_as_many_statements_for_many_rows_as_for_one(broker):
    def statements(count):
        send(broker, ndjson(*(import_form() for _ in range(count))), key=f"of-{count}")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            work()
        return len(seen)

    statements(2)
    assert statements(1) == statements(30)


def test_where_another_message_was_first_each_row_is_still_answered_as_if_it_had_come_alone(broker, monkeypatch):
    forms = [parcel_form(), parcel_form(), changed(import_form(), "/customs_office", "ZZ"), parcel_form()]
    answer = send(broker, ndjson(*forms))
    first: list[str] = []

    def overtaken(*told: Any) -> bool:
        if not first:
            first.append(broker.lodged(forms[1])["number"])
        return real(*told)

    real = lodging.record_together
    monkeypatch.setattr(lodging, "record_together", overtaken)
    work()

    rows = rows_of(broker, answer)
    assert [row["status"] for row in rows] == ["ACCEPTED", "REFUSED", "REFUSED", "ACCEPTED"]
    assert rows[1]["problem"]["existing"].endswith(first[0])
    assert [error["code"] for error in rows[2]["problem"]["errors"]] == ["OF-701"]
    assert look(broker, answer)["state"] == "FINISHED"
    assert Declaration.objects.count() == 3
    assert Submission.objects.count() == 4  # the refused one is kept, the overtaken one is not
