"""What an audit found is recorded, corrected and never changed; what was known at an instant stays known."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from declarations.audits.errors import AuditImpossible, NothingToCorrect
from declarations.audits.learning import Days, declarations_in, items_in
from declarations.audits.models import AuditResult
from declarations.errors import UnknownDeclaration
from tests.declarations.audits.conftest import DAY, profile

pytestmark = pytest.mark.django_db


def known(at):
    """What is known of each import of the day at an instant."""
    return [(row.found, row.lacking) for row in declarations_in(Days(DAY, DAY, at)).rows]


def test_what_was_known_at_an_instant_stays_known(lodge, audit):
    number = lodge()
    first, second = timezone.now(), timezone.now() + timedelta(hours=1)
    before = items_in(Days(DAY, DAY, first))
    found = audit(number, at=first)
    audit(number, in_order=False, lacking=900, at=second, corrects=found.id)

    assert known(first - timedelta(minutes=1)) == [(None, None)]
    assert known(first) == known(second - timedelta(minutes=1)) == [(False, 0.0)]
    assert known(second) == [(True, 900.0)]
    after = items_in(Days(DAY, DAY, first - timedelta(minutes=1)))
    assert (after.rows, after.sha256) == (items_in(Days(DAY, DAY, first - timedelta(minutes=1))).rows, before.sha256)


def test_not_looked_at_is_unknown_and_an_examination_that_found_something_stands(lodge, examine, audit):
    lodge()
    profile()
    clean, wrong, open_ = lodge(), lodge(), lodge()
    examine(clean)
    examine(wrong, in_order=False)
    examine(wrong)
    audit(wrong)

    rows = {row.declared.number: row.found for row in declarations_in(Days(DAY, DAY, timezone.now())).rows}
    assert (rows[clean], rows[wrong], rows[open_], sorted(map(str, rows.values()))) == (
        False,
        True,
        None,
        ["False", "None", "None", "True"],
    )


def test_what_cannot_be_so_is_refused_and_nothing_is_kept(lodge, audit):
    released = lodge()
    profile()
    held = lodge()

    for number, said in (
        (held, {}),
        (released, {"on": DAY - timedelta(days=1)}),
        (released, {"on": date.today() + timedelta(days=2)}),
        (released, {"lacking": 1}),
    ):
        with pytest.raises(AuditImpossible):
            audit(number, **said)
    with pytest.raises(UnknownDeclaration):
        audit("A2000000001")
    assert AuditResult.objects.count() == 0


def test_a_result_is_corrected_once_and_only_by_one_of_its_own_declaration(lodge, audit):
    first, other = lodge(), lodge()
    result = audit(first)
    with pytest.raises(NothingToCorrect):
        audit(other, corrects=result.id)
    audit(first, in_order=False, lacking=5, corrects=result.id)
    with pytest.raises(NothingToCorrect):
        audit(first, corrects=result.id)

    row = {"version": 1, "result": "IN_ORDER", "audited_on": DAY, "remarks": "X", "actor": "X", "at": timezone.now()}
    other_id = audit(other).declaration_id
    with pytest.raises(DatabaseError, match="another declaration"), transaction.atomic():
        AuditResult.objects.create(**row, declaration_id=other_id, corrects=AuditResult.objects.get(corrects=result))
    with pytest.raises(IntegrityError, match="lacks_nothing"), transaction.atomic():
        AuditResult.objects.create(**row, declaration_id=other_id, lacking=1)
    for change in (lambda rows: rows.update(lacking=0), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="only appended"), transaction.atomic():
            change(AuditResult.objects.filter(declaration__number=other))
    assert AuditResult.objects.count() == 3
