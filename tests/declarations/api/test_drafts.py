"""Register and lodge as two acts: drafts are changed freely, looked at on demand, and lodged exactly once."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from declarations import clearance, numbering
from declarations.clearance import drafting
from declarations.clearance.recording import NeverFirst
from declarations.contract import read
from declarations.data import DeclarationData
from declarations.models import Declaration, Draft, Submission
from declarations.traders.models import User
from tests.doors import CLOCK
from tests.forms import changed, import_form

pytestmark = pytest.mark.django_db


def registered(program, form):
    answer = program.post("/drafts", form)
    assert answer.status_code == 201, answer.content
    return answer


def put(program, number, form, **headers):
    raw = json.dumps(form).encode()
    path = f"/api/v1/drafts/{number}"
    return program.http.put(path, raw, content_type="application/json", headers={**program.headers, **headers})


def delete(program, number, **headers):
    return program.http.delete(f"/api/v1/drafts/{number}", headers={**program.headers, **headers})


def lodge(program, number, *, key="lodge-1", **headers):
    given = {"Idempotency-Key": key, "Sandbox-Clock": CLOCK, **headers}
    return program.http.post(f"/api/v1/drafts/{number}/lodge", headers={**program.headers, **given})


def code_of(answer):
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def test_any_object_is_kept_as_sent_under_a_number(broker):
    raw = b'{ "own_reference": "HALF-1", "nonsense": [1.50, null] }'
    answer = registered(broker, raw)
    told = answer.json()

    assert answer["Location"] == f"/api/v1/drafts/{told['number']}"
    assert (told["state"], told["own_reference"], told["direction"]) == ("OPEN", "HALF-1", "")
    seen = broker.get(f"/drafts/{told['number']}")
    assert b'"body":' + raw in seen.content
    assert seen["ETag"] == answer["ETag"]
    assert Draft.objects.get().keep_until - Draft.objects.get().changed_at == timedelta(days=90)
    assert not Submission.objects.exists()


@pytest.mark.parametrize("raw", [b"[]", b"{", b'{"a":1,"a":2}', b'{"a":"\\u0000"}', b""])
def test_what_the_strict_parser_refuses_is_no_draft(broker, raw):
    assert broker.post("/drafts", raw).status_code in (400, 422)
    assert not Draft.objects.exists()


def test_a_change_names_the_revision_it_was_made_from(broker):
    first = registered(broker, {"remarks": "one"})
    number = first.json()["number"]
    second = put(broker, number, {"remarks": "two"}, **{"If-Match": first["ETag"]})

    assert (second.status_code, second.json()["body"]) == (200, {"remarks": "two"})
    assert second["ETag"] != first["ETag"]
    for header, expected in (
        ({}, (428, "precondition-required")),
        ({"If-Match": first["ETag"]}, (412, "precondition-failed")),
        ({"If-Match": f"W/{second['ETag']}"}, (412, "precondition-failed")),
        ({"If-Match": "*"}, (400, "precondition-invalid")),
        ({"If-Match": second["ETag"].strip('"')}, (400, "precondition-invalid")),
        ({"If-Match": f"{first['ETag']}, {second['ETag']}"}, (400, "precondition-invalid")),
    ):
        assert code_of(put(broker, number, {"remarks": "three"}, **header)) == expected
        assert code_of(delete(broker, number, **header)) == expected
    assert json.loads(Draft.objects.get().body) == {"remarks": "two"}

    assert delete(broker, number, **{"If-Match": second["ETag"]}).status_code == 204
    assert broker.get(f"/drafts/{number}").status_code == 404


def test_a_look_at_an_incomplete_draft_tells_every_format_error_in_the_words_of_lodging(broker):
    form = changed(changed(import_form(), "/invoice", ...), "/gross_mass", 1.5)
    number = registered(broker, form).json()["number"]
    check = broker.get(f"/drafts/{number}?validate=true").json()["validation"]
    direct = broker.lodge(form).json()

    assert check == {"is_complete": False, "errors": direct["errors"]}
    assert {error["pointer"] for error in check["errors"]} == {"/invoice", "/gross_mass"}
    refused = lodge(broker, number)
    assert refused.status_code == 422
    assert refused.json()["errors"] == direct["errors"]
    assert not Declaration.objects.exists()
    assert broker.get(f"/drafts/{number}").json()["state"] == "OPEN"


def test_a_look_at_a_complete_draft_is_a_dry_run(broker):
    form = import_form()
    number = registered(broker, form).json()["number"]
    check = broker.get(f"/drafts/{number}?validate=true", **{"Sandbox-Clock": CLOCK}).json()["validation"]

    assert check["is_complete"]
    assert check["dry_run"] == broker.post("/declarations?dry_run=true", form, **{"Sandbox-Clock": CLOCK}).json()
    assert check["dry_run"]["estimate"]["total_to_pay"] == "39400"
    assert not Submission.objects.exists()


def test_a_lodged_draft_is_the_declaration_of_its_number_and_is_only_read(broker):
    first = registered(broker, import_form())
    number = first.json()["number"]
    lodged = lodge(broker, number)

    assert (lodged.status_code, lodged.json()["number"]) == (201, number)
    assert lodged["Location"] == f"/api/v1/declarations/{number}"
    seen = broker.get(f"/drafts/{number}")
    assert (seen.json()["state"], seen.json()["declaration"]) == ("LODGED", f"/api/v1/declarations/{number}")
    for answer in (
        put(broker, number, {}, **{"If-Match": seen["ETag"]}),
        delete(broker, number, **{"If-Match": seen["ETag"]}),
        lodge(broker, number, key="lodge-2"),
    ):
        assert code_of(answer) == (409, "draft-lodged")
        assert answer.json()["existing"].endswith(f"/declarations/{number}")
    assert Declaration.objects.count() == 1


def test_lodging_is_safe_to_repeat(broker):
    number = registered(broker, import_form()).json()["number"]
    first, again = lodge(broker, number), lodge(broker, number)

    assert (again.status_code, again.content) == (201, first.content)
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert code_of(broker.http.post(f"/api/v1/drafts/{number}/lodge", headers=broker.headers)) == (
        400,
        "idempotency-key-required",
    )


def test_a_refusal_by_the_rules_is_kept_and_leaves_the_draft_open(broker):
    form = changed(import_form(), "/customs_office", "ZZ")
    draft = registered(broker, form)
    number = draft.json()["number"]

    assert code_of(lodge(broker, number)) == (422, "declaration-refused")
    assert lodge(broker, number)["Idempotency-Replayed"] == "true"
    assert Submission.objects.get().outcome == "REFUSED"
    mended = {**form, "customs_office": "1A"}
    put(broker, number, mended, **{"If-Match": draft["ETag"]})
    assert code_of(lodge(broker, number)) == (422, "idempotency-key-reused")
    assert lodge(broker, number, key="mended").status_code == 201


def test_an_own_reference_that_was_lodged_meanwhile_leads_to_that_declaration(broker):
    form = import_form()
    number = registered(broker, form).json()["number"]
    existing = broker.lodged(form)["number"]

    answer = lodge(broker, number)
    assert code_of(answer) == (409, "duplicate-reference")
    assert answer.json()["existing"].endswith(existing)
    assert broker.get(f"/drafts/{number}").json()["state"] == "OPEN"


def test_a_draft_is_nobody_elses(broker, stranger):
    draft = registered(broker, import_form())
    number, header = draft.json()["number"], {"If-Match": draft["ETag"]}

    unknown = stranger.get("/drafts/00000000000")
    for answer in (
        stranger.get(f"/drafts/{number}"),
        stranger.get(f"/drafts/{number}?validate=true"),
        put(stranger, number, {}, **header),
        delete(stranger, number, **header),
        lodge(stranger, number),
        stranger.post("/drafts", {"copy_of": broker.lodged(import_form())["number"]}),
    ):
        assert code_of(answer) == code_of(unknown) == (404, "not-found")
    assert stranger.get("/drafts").json() == {"items": []}
    assert Draft.objects.get().etag == draft["ETag"]


def test_drafts_are_listed_newest_first_by_page_and_filter(broker, django_assert_num_queries):
    numbers = [registered(broker, {"own_reference": f"R{i}", "direction": "IMPORT"}).json()["number"] for i in range(3)]
    with django_assert_num_queries(1):
        first = broker.get("/drafts?limit=2").json()
    rest = broker.http.get(first["next"], headers=broker.headers).json()

    assert [line["number"] for line in first["items"] + rest["items"]] == numbers[::-1]
    assert "next" not in rest
    assert [line["number"] for line in broker.get("/drafts?own_reference=R1").json()["items"]] == [numbers[1]]
    assert broker.get("/drafts?direction=EXPORT").json()["items"] == []


def test_a_copy_says_what_the_declaration_said_but_for_the_own_reference(broker):
    form = import_form()
    original = broker.lodged(form)["number"]
    copy = registered(broker, {"copy_of": original}).json()

    assert copy["number"] != original
    assert copy["body"] == {name: value for name, value in form.items() if name != "own_reference"}
    assert code_of(broker.post("/drafts", {"copy_of": 5}))[0] == 422
    assert code_of(broker.post("/drafts", {"copy_of": original, "remarks": "x"})) == (422, "unknown-field")


def test_an_organisation_keeps_so_many_open_drafts(broker, monkeypatch):
    monkeypatch.setattr(drafting, "MOST_OPEN", 2)
    number = registered(broker, import_form()).json()["number"]
    registered(broker, {})

    assert code_of(broker.post("/drafts", {})) == (409, "too-many-drafts")
    lodge(broker, number)
    assert broker.post("/drafts", {}).status_code == 201


def test_drafts_are_deleted_at_their_ninetieth_day_and_no_sooner(broker):
    for _ in range(3):
        registered(broker, {})
    keep_until = Draft.objects.order_by("id").values_list("keep_until", flat=True)
    last = max(keep_until)

    assert clearance.clean_up_drafts(min(keep_until) - timedelta(microseconds=1)) == 0
    assert clearance.clean_up_drafts(last, limit=2) == 3
    assert not Draft.objects.exists()


def at_once(*acts):
    def closing(act):
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as doers:
        return [future.result() for future in [doers.submit(closing, act) for act in acts]]


@pytest.mark.django_db(transaction=True)
def test_many_lodgings_and_changes_at_once_make_one_declaration_of_what_the_draft_says(broker):
    draft = registered(broker, import_form(remarks="BEFORE"))
    number, header = draft.json()["number"], {"If-Match": draft["ETag"]}
    after = {**draft.json()["body"], "remarks": "AFTER"}

    answers = at_once(
        *[lambda key=f"at-once-{i}": lodge(broker, number, key=key) for i in range(4)],
        *[lambda: put(broker, number, after, **header)] * 2,
    )

    lodged, put_answers = answers[:4], answers[4:]
    assert sorted(answer.status_code for answer in lodged) == [201, 409, 409, 409]
    assert {code_of(answer)[1] for answer in lodged if answer.status_code == 409} == {"draft-lodged"}
    assert {answer.status_code for answer in put_answers} <= {200, 409, 412}
    assert Submission.objects.get().body == Draft.objects.get().body


@pytest.mark.django_db(transaction=True)
def test_a_draft_and_a_message_with_one_own_reference_at_once_are_one_declaration(broker):
    for _ in range(5):
        form = import_form()
        number = registered(broker, form).json()["number"]
        answers = at_once(lambda n=number: lodge(broker, n, key=f"d-{n}"), lambda f=form: broker.lodge(f))

        assert sorted(answer.status_code for answer in answers) == [201, 409]
        assert Declaration.objects.filter(own_reference=form["own_reference"]).count() == 1


@pytest.fixture
def allotted(monkeypatch):
    """The random parts of the numbers to come, as the operating system might give them."""
    parts: list[int] = []
    monkeypatch.setattr(numbering.secrets, "randbits", lambda bits: parts.pop(0) if parts else random.getrandbits(bits))
    return parts


@pytest.mark.django_db(transaction=True)
def test_numbers_that_clash_are_allotted_again(broker, allotted):
    allotted += [1, 1, 2]
    first, second = (registered(broker, import_form()).json()["number"] for _ in range(2))
    allotted += [3, 3, 4]
    third, fourth = (broker.lodged(import_form())["number"] for _ in range(2))

    assert allotted == []
    assert len({first, second, third, fourth}) == 4
    assert (Draft.objects.count(), Declaration.objects.count(), Submission.objects.count()) == (2, 2, 2)


@pytest.mark.django_db(transaction=True)
def test_a_draft_whose_number_has_become_another_declarations_is_lodged_under_a_new_one(broker, allotted):
    draft, noon = import_form(), datetime.fromisoformat(CLOCK)
    by = User.objects.get(username="demo-broker").as_declarant()
    allotted += [5, 5]  # for two of one month
    number = clearance.register(json.dumps(draft).encode(), draft, by=by, at=noon).number
    assert broker.lodged(import_form())["number"] == number

    answer = lodge(broker, number)

    assert answer.status_code == 201, answer.content
    account = answer.json()
    assert account["number"] != number
    assert account["own_reference"] == draft["own_reference"]
    assert broker.get(f"/drafts/{number}").json()["declaration"].endswith(account["number"])
    assert lodge(broker, number).content == answer.content


@pytest.mark.django_db(transaction=True)
def test_a_source_of_numbers_that_is_broken_is_a_bug_that_ends(broker, monkeypatch):
    by = User.objects.get(username="demo-broker").as_declarant()
    monkeypatch.setattr(numbering.secrets, "randbits", lambda bits: 6)
    noon = datetime.fromisoformat(CLOCK)
    clearance.register(b"{}", {}, by=by, at=noon)
    broker.lodged(import_form())

    with pytest.raises(NeverFirst):
        clearance.register(b"{}", {}, by=by, at=noon)
    form = import_form()
    message = clearance.Message(body=json.dumps(form).encode(), key="six", data=read(form, DeclarationData))
    with pytest.raises(NeverFirst):
        clearance.lodge(message, by=by, at=noon)
    assert (Draft.objects.count(), Declaration.objects.count(), Submission.objects.count()) == (1, 1, 1)
