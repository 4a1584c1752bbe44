"""Each invariant is seen broken: the store is changed behind the service's back, and exactly that one is red."""

import io
import json
from hashlib import sha256

import msgspec
import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from uuid_utils.compat import uuid7

from declarations.clearance.acting import locked, save
from declarations.clearance.history import Happened, append
from declarations.models import Declaration, Submission
from declarations.models.history import EventName
from declarations.status import Status
from declarations.verifying import verify_agencies, verify_clients, verify_store
from declarations.verifying.agencies import Requests
from declarations.verifying.clients import lines_of
from permits import checking
from permits.models import PermitCheck
from permits.question import AnswerStatus, PermitAnswer
from tests.forms import balls, import_form, parcel_form

CODES = [f"I{number}" for number in range(1, 13)]


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def take_down(*walls):
    """Triggers of a table (its name), or a constraint or unique index (TABLE/NAME): until the test ends."""
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table, _, constraint in (wall.partition("/") for wall in walls):
        sql(f"ALTER TABLE {table} {f'DROP CONSTRAINT {constraint}' if constraint else 'DISABLE TRIGGER USER'}")


def red(*, verdicts=None):
    return [verdict.code for verdict in verdicts or verify_store() if not verdict.holds]


@pytest.fixture
def released(broker, db):
    """One that was released in the reply, and one that waits for its permit and its payment."""
    return Declaration.objects.get(number=broker.lodged(parcel_form())["number"])


@pytest.fixture
def held(broker, db):
    return Declaration.objects.get(number=broker.lodged(import_form())["number"])


def answered(check, **changes):
    answer = PermitAnswer(reference="FD-00000001", status=AnswerStatus.CONFIRMED, decided_by="rule 1")
    return checking.record_paper_answer(check.id, msgspec.structs.replace(answer, **changes), by="x", at=timezone.now())


def look_again(declaration):
    """What the tests lodge at an instant of the past is looked at now, as the dispatcher would have."""
    sql("UPDATE declarations_declaration SET next_action_at = now() WHERE id = %s", declaration.id)
    sql("UPDATE permits_permitcheck SET due_at = now() WHERE subject = %s AND settled_at IS NULL", str(declaration.id))


def test_everything_holds_where_nothing_was_broken(released, held):
    look_again(held)
    verdicts = verify_store()

    assert [verdict.code for verdict in verdicts] == CODES
    assert red(verdicts=verdicts) == []
    looked_at = {verdict.code: verdict.looked_at for verdict in verdicts}
    assert (looked_at["I1"], looked_at["I3"], looked_at["I4"], looked_at["I5"], looked_at["I6"]) == (2, 2, 1, 1, 1)


def test_i1_an_accepted_message_without_its_declaration(released):
    kept = Submission.objects.get()
    Submission.objects.create(
        id=uuid7(),
        client=kept.client,
        idempotency_key="lost",
        declarant=kept.declarant,
        direction="IMPORT",
        own_reference="LOST",
        body="{}",
        body_sha256=sha256(b"{}").hexdigest(),
        as_at=kept.as_at,
        outcome="ACCEPTED",
        reply='{"number": "1ZZZZZZZZZZ"}',
        declaration_number="1ZZZZZZZZZZ",
    )

    [broken] = [verdict for verdict in verify_store() if not verdict.holds]
    assert (broken.code, broken.broken, broken.first[0].number) == ("I1", 1, "1ZZZZZZZZZZ")


def test_i2_a_key_that_was_taken_twice(released):
    take_down("declarations_submission/submission_one_per_client_and_key")
    kept = Submission.objects.get()
    kept.id, kept._state.adding = uuid7(), True
    kept.save(force_insert=True)

    assert red() == ["I2"]


def test_i2_a_message_that_was_changed_afterwards(released):
    take_down("declarations_submission")
    sql("UPDATE declarations_submission SET body = body || ' '")

    assert red() == ["I2"]


def test_i3_released_twice(released):
    declaration = locked(released.id)
    append(declaration, Happened(EventName.RELEASED, "system"), at=timezone.now())
    declaration.save()

    assert red() == ["I3"]


@pytest.mark.parametrize(
    ("form", "is_paid", "why"),
    [
        (import_form(), True, "FD of item 1 is DUE"),
        (import_form(script="V2", items=[balls()]), True, "category 2 is not examined"),
        (import_form(script="V1", items=[balls()]), False, "25000 of 25000 yen demanded, 25000 owed"),
    ],
)
def test_i4_released_although_something_held_it(broker, form, is_paid, why):
    account = broker.lodged(form)
    if is_paid:
        broker.pay(account)
    declaration = Declaration.objects.get(number=account["number"])
    look_again(declaration)
    assert red() == []

    take_down("declarations_declaration")
    at = timezone.now()
    ended = {"status": Status.RELEASED, "released_at": at, "next_action_at": None, "next_action_by": ""}
    save(locked(declaration.id), Happened(EventName.RELEASED, "system"), at=at, **ended)

    [broken] = [verdict for verdict in verify_store() if not verdict.holds]
    assert (broken.code, broken.broken) == ("I4", 1)
    assert (broken.first[0].number, broken.first[0].why) == (account["number"], why)


def test_i5_a_machine_is_late(held):
    look_again(held)
    assert red() == []
    sql("UPDATE permits_permitcheck SET due_at = now() - interval '61 seconds'")
    assert red() == ["I5"]


def test_i6_an_agency_gave_two_references(held):
    look_again(held)
    [check] = PermitCheck.objects.all()
    answered(check, status=AnswerStatus.RECEIVED)
    for reference in ("FD-00000001", "FD-00000002"):
        sql(
            "INSERT INTO permits_permitcheckattempt (permit_check_id, act, by, began_at, ended_at, effect, error_code,"
            " note, answer) VALUES (%s, 'CALLED', 'worker', now(), now(), 'APPLIED', '', '',"
            " json_build_object('reference', %s::text))",
            check.id,
            reference,
        )

    assert red() == ["I6"]


def test_i6_what_the_agencies_tell(held):
    [check] = PermitCheck.objects.all()
    answered(check, status=AnswerStatus.RECEIVED)

    def of(references):
        [verdict] = verify_agencies({"FD": Requests(references)})
        return verdict.broken

    assert of({str(check.id): "FD-00000001"}) == 0
    assert of({str(check.id): "FD-00000002"}) == 1
    assert of({}) == 1
    assert of({str(check.id): "FD-00000001", str(uuid7()): "FD-00000002"}) == 1
    assert of({str(check.id): "FD-00000001", str(uuid7()): "FD-00000001"}) == 2


def test_i7_a_version_is_lost(released):
    sql("UPDATE declarations_declaration SET version = 2")

    assert red() == ["I7"]


def test_i8_history_was_rewritten(released):
    take_down("declarations_event")
    sql("UPDATE declarations_event SET actor = 'nobody' WHERE seq = 1")

    assert red() == ["I8"]


def test_i8_a_settled_check_of_which_history_does_not_tell(held):
    look_again(held)
    [check] = PermitCheck.objects.all()
    sql(
        "UPDATE permits_permitcheck SET status = 'CONFIRMED', settled_at = now(), announced_at = now(), due_at = NULL"
        " WHERE id = %s",
        check.id,
    )

    assert red() == ["I8"]


def test_i9_lines_that_do_not_add_up(released):
    take_down("declarations_assessedduty")
    sql("UPDATE declarations_assessedduty SET duty_line = duty_line + 100")

    assert red() == ["I9"]


def test_i9_a_demand_that_was_made_twice(held):
    look_again(held)
    sql("DROP INDEX ledger_one_demand_a_version")
    sql(
        "INSERT INTO declarations_ledgerentry (id, declaration_id, version, kind, amount, owes, secures, reference,"
        " actor, at) SELECT gen_random_uuid(), declaration_id, version, kind, amount, owes, secures, reference, actor,"
        " at FROM declarations_ledgerentry"
    )

    assert red() == ["I9"]


def test_i10_a_declaration_that_its_declarant_does_not_find(released):
    sql(
        "UPDATE declarations_declaration SET declarant_id = (SELECT id FROM traders_trader WHERE code = 'DEMONOMAND01')"
    )

    assert red() == ["I10"]


def test_i11_an_event_is_missing(released):
    sql("UPDATE declarations_declaration SET last_seq = 3")

    assert red() == ["I11"]


def test_i12_an_answer_about_anothers_declaration(released, held):
    look_again(held)
    take_down("declarations_submission")
    sql(
        "UPDATE declarations_submission SET reply = (SELECT reply FROM declarations_submission"
        " WHERE declaration_number = %s) WHERE declaration_number = %s",
        held.number,
        released.number,
    )

    assert red() == ["I12"]


def log(*lines):
    """A client's log of calls that were answered: what is not told follows from the call before."""
    written = io.BytesIO()
    for call, line in enumerate(lines):
        told = {"client": "api:demo-broker", "call": call, "act": "LODGE", "happened": "OK", "at": call + 0.5, **line}
        begins = {**told, "happened": "INVOKE", "at": told.pop("began_at", float(call))}
        for each in (begins, told):
            each.pop("began_at", None)
            written.write(json.dumps(each).encode() + b"\n")
    written.write(b'{"client": "api:demo-bro')  # it was killed while it wrote
    written.seek(0)
    return lines_of(written)


@pytest.fixture
def promised(released):
    """What the client wrote of the lodging."""
    kept = Submission.objects.get()
    return {
        "key": kept.idempotency_key,
        "number": released.number,
        "version": 1,
        "body": kept.body_sha256,
        "reply": sha256(kept.reply.encode()).hexdigest(),
        "status": 201,
    }


def test_what_clients_were_promised_is_so(released, promised):
    look = {"act": "LOOK", "number": released.number, "version": 1, "status": 200}
    unknown = {**promised, "key": "never-answered", "happened": "UNKNOWN", "number": ""}

    verdicts = verify_clients(log(promised, promised, look, unknown))

    assert {verdict.code: verdict.looked_at for verdict in verdicts} == {"I1": 2, "I2": 2, "I7": 3, "I10": 1, "I12": 3}
    assert red(verdicts=verdicts) == []


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("I1", {"key": "not-kept", "number": "1ZZZZZZZZZZ", "version": 0}),
        ("I2", {"reply": "0" * 64}),
        ("I2", {"body": "0" * 64}),
        ("I7", {"act": "LOOK", "version": 2}),
        ("I10", {"act": "LOOK", "happened": "REFUSED", "status": 404, "version": 0}),
        ("I12", {"act": "LOOK", "client": "api:demo-unmandated"}),
    ],
)
def test_a_promise_that_was_broken(released, promised, code, changed):
    assert red(verdicts=verify_clients(log(promised, {**promised, **changed}))) == [code]


def test_a_version_that_was_told_after_a_later_one(released, promised):
    looks = [{"act": "LOOK", "number": released.number, "version": version, "status": 200} for version in (2, 1)]
    together = {**looks[1], "began_at": 0.1}  # began before the other was answered: it may see either

    backwards = next(v for v in verify_clients(log(promised, *looks)) if v.code == "I7")
    allowed = next(v for v in verify_clients(log(promised, looks[0], together)) if v.code == "I7")

    assert [each.why for each in backwards.first] == [
        "version 1 was told after version 2",
        "version 2 was told, and is not kept",
    ]
    assert [each.why for each in allowed.first] == ["version 2 was told, and is not kept"]


@pytest.mark.django_db(transaction=True)
def test_the_command_prints_a_table_and_fails_where_something_is_broken(world, broker):
    number = broker.lodged(parcel_form())["number"]
    printed = io.StringIO()

    call_command("verify", stdout=printed)
    assert [line.split()[0] for line in printed.getvalue().splitlines()[1:]] == CODES

    sql("UPDATE declarations_declaration SET last_seq = 3")
    printed = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify", "--json", stdout=printed)
    assert ended.value.code == 1
    broken = [verdict for verdict in json.loads(printed.getvalue()) if verdict["broken"]]
    assert [(verdict["code"], verdict["first"][0]["number"]) for verdict in broken] == [("I11", number)]
