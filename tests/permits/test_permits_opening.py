"""The row that an asker inserts."""

import msgspec
from uuid_utils.compat import uuid7

from permits.models import PermitCheck, Status
from permits.question import PermitQuestion
from tests.permits.conftest import AT, due, question


def test_the_row_has_every_column_of_the_table():
    check_id = uuid7()

    row = due(question(check_id))

    assert set(row) == {field.column for field in PermitCheck._meta.concrete_fields}
    assert msgspec.json.decode(msgspec.json.encode(row))["id"] == str(check_id)


def test_a_check_opened_by_its_row_is_due_with_the_question_as_asked(open_check):
    check = open_check()

    assert (check.status, check.due_at, check.opened_at, check.attempts) == (Status.DUE, AT, AT, 0)
    assert msgspec.convert(check.question, PermitQuestion) == question(check.id)
    assert check.status in Status.open()
    assert set(Status.open()) | set(Status.settled()) == set(Status)
