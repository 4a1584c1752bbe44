"""Amending by a draft: one for each declaration, what it is judged by, what it has seen, and that it is sent once."""

import json
from datetime import UTC, datetime

import pytest

from declarations import clearance
from declarations.clearance import drafting
from declarations.errors import DraftLodged, IllegalTransition, Refused, Stale, TooManyDrafts, UnknownDeclaration
from declarations.models import Declaration, Draft, Question, Submission
from declarations.traders.models import User
from tests.declarations.api.test_drafts import code_of, lodge, put
from tests.doors import CLOCK
from tests.forms import balls, changed, export_form, import_form
from tests.threads import together

pytestmark = pytest.mark.django_db
AT = datetime.fromisoformat(CLOCK)
LATER = datetime(2026, 8, 5, 1, tzinfo=UTC)  # other rates of exchange; the declared day's count


def person(username="demo-broker"):
    return User.objects.get(username=username).as_declarant()


def begun(number, *, by=None):
    return clearance.begin_amendment(number, by=by or person(), at=AT)


def written(draft, form, *, by=None):
    """What the draft says is another."""
    raw = json.dumps(form).encode()
    return clearance.revise_draft(draft.number, raw, form, expected=draft.etag, by=by or person(), at=AT)


def sent(draft, *, key="web-1", reason="THE SELLER CORRECTED IT", at=AT):
    return clearance.amend_by_draft(draft.number, reason=reason, key=key, expected=draft.etag, by=person(), at=at)


def test_a_declaration_has_one_amending_draft_that_says_what_stands(broker):
    form = import_form(script="V2")
    number = broker.lodged(form)["number"]

    draft = begun(number)

    assert (draft.amends, draft.seen, draft.direction) == (number, 1, "IMPORT")
    assert draft.own_reference == form["own_reference"]
    assert json.loads(draft.body) == form
    assert begun(number) == draft
    assert Draft.objects.get() == draft


def test_the_firm_and_its_client_each_have_their_own(broker):
    number = broker.lodged(import_form(script="V2"))["number"]
    importer = person("demo-importer")

    mine, theirs = begun(number), begun(number, by=importer)

    assert mine != theirs
    with pytest.raises(UnknownDeclaration):
        clearance.find_draft(mine.number, by=importer)
    with pytest.raises(UnknownDeclaration):
        begun(broker.lodged(export_form(script="V2"))["number"], by=importer)


@pytest.mark.django_db(transaction=True)
def test_begun_in_four_windows_at_once_it_is_one(broker):
    number = broker.lodged(import_form(script="V2"))["number"]

    drafts = together([lambda: begun(number)] * 4)

    assert len({draft.number for draft in drafts}) == 1
    assert Draft.objects.count() == 1


def test_it_counts_among_the_drafts_that_a_firm_may_keep(broker, monkeypatch):
    monkeypatch.setattr(drafting, "MOST_OPEN", 1)
    first, second = (broker.lodged(import_form(script="V2"))["number"] for _ in range(2))
    draft = begun(first)

    with pytest.raises(TooManyDrafts):
        begun(second)
    sent(written(draft, changed(json.loads(draft.body), "/remarks", "NEW")))
    assert begun(second).amends == second


def test_what_cannot_be_amended_begins_none(broker):
    number = broker.lodged(import_form(script="V2"))["number"]
    clearance.withdraw(number, by=person(), reason="SENT TWICE", seen=1, at=AT)

    with pytest.raises(IllegalTransition):
        begun(number)
    assert not Draft.objects.exists()


def test_it_is_sent_once_and_is_done_then(broker):
    form = import_form(script="V2")
    number = broker.lodged(form)["number"]
    amended = changed(form, "/remarks", "NEW")
    draft = written(begun(number), amended)

    first = sent(draft)
    again = sent(draft)

    assert (again.number, again.reply, again.replayed) == (number, first.reply, True)
    declaration = Declaration.objects.get(number=number)
    version = declaration.versions.get(number=2)
    assert (declaration.version, version.reason) == (2, "THE SELLER CORRECTED IT")
    assert json.loads(version.submission.body) == {"reason": "THE SELLER CORRECTED IT", "declaration": amended}
    assert Draft.objects.get().lodged_as == number
    with pytest.raises(DraftLodged):
        sent(draft, key="web-2")
    assert begun(number) != draft


def test_what_happened_to_the_declaration_meanwhile_is_looked_at_before_it_is_sent(broker):
    form = import_form(script="V2")
    number = broker.lodged(form)["number"]
    draft = written(begun(number), changed(form, "/remarks", "NEW"))
    clearance.ask(number, by=User.objects.get(username="demo-officer").as_officer(), text="Of what is it made?", at=AT)

    with pytest.raises(Stale):
        sent(draft)
    assert Declaration.objects.get(number=number).version == 1
    with pytest.raises(Stale):
        clearance.catch_up(draft.number, seen=1, by=person())
    clearance.catch_up(draft.number, seen=2, by=person())
    sent(draft)

    assert Question.objects.count() == 1
    assert Declaration.objects.get(number=number).version == 2


def test_a_draft_that_another_window_changed_is_not_sent(broker):
    form = import_form(script="V2")
    number = broker.lodged(form)["number"]
    draft = begun(number)
    written(draft, changed(form, "/remarks", "NEW"))

    with pytest.raises(Stale):
        sent(draft)
    assert Declaration.objects.get(number=number).version == 1


def test_what_a_rule_refuses_is_kept_as_a_message_and_stays_a_draft(broker):
    form = import_form(script="V2")
    number = broker.lodged(form)["number"]
    draft = written(begun(number), changed(form, "/gross_mass", "1"))

    with pytest.raises(Refused):
        sent(draft)

    assert Submission.objects.get(idempotency_key="web-1").outcome == "REFUSED"
    assert (Draft.objects.get().lodged_as, Declaration.objects.get(number=number).version) == ("", 1)


def test_it_is_previewed_by_the_law_and_the_rates_of_the_declared_day(broker):
    form = import_form(script="V2")
    form["invoice"]["currency"] = "USD"
    account = broker.lodged(form)
    declaration = Declaration.objects.get(number=account["number"])

    seen = clearance.preview(form, by=person(), at=LATER, amends=declaration)
    half = clearance.preview(changed(form, "/gross_mass", ...), by=person(), at=LATER, amends=declaration)
    fresh = clearance.preview(form, by=person(), at=LATER)

    assert seen.can_be_lodged
    assert str(seen.worth.assessment.total_to_pay) == account["duty"]["total_to_pay"]
    assert seen.on.isoformat() == half.on.isoformat() == "2024-08-05"
    assert half.yen_per == seen.yen_per
    assert fresh.existing_number == account["number"]


def test_the_api_tells_what_a_draft_amends_and_lodges_none_of_them(broker):
    form = import_form(script="V2", items=[balls()])
    number = broker.lodged(form)["number"]
    draft = begun(number)
    mine = f"/drafts/{draft.number}"

    assert broker.get("/drafts").json()["items"][0]["amends"] == f"/api/v1/declarations/{number}"
    refused = lodge(broker, draft.number)
    assert code_of(refused) == (409, "draft-amends")
    assert refused.json()["existing"].endswith(f"/declarations/{number}")
    other = put(broker, draft.number, {**form, "own_reference": "ANOTHER-1"}, **{"If-Match": draft.etag})
    assert code_of(other) == (422, "cannot-be-amended")
    assert [error["pointer"] for error in other.json()["errors"]] == ["/own_reference"]
    assert json.loads(Draft.objects.get().body) == form
    check = broker.get(f"{mine}?validate=true").json()["validation"]  # today, without its clock
    assert check["is_complete"]
    assert check["dry_run"]["estimate"]["on"] == "2024-08-05"
    assert put(broker, draft.number, changed(form, "/gross_mass", ...), **{"If-Match": draft.etag}).status_code == 200
    assert not broker.get(f"{mine}?validate=true").json()["validation"]["is_complete"]
    assert (Declaration.objects.count(), Declaration.objects.get().version) == (1, 1)
