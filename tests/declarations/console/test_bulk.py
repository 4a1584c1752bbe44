"""One act on many cases: a preview first, then each by itself."""

import pytest

from declarations.models import Declaration, Taking
from permits.models import PermitCheck
from tests.declarations.console.conftest import does, page, signed_in, state
from tests.forms import export_form, import_form

BULK = "/console/bulk/"


def previewed(client, **said):
    answer = client.post(BULK, said)
    assert answer.status_code == 200
    assert "lines" in answer.context, answer.context["form"].errors
    return answer


def confirmed(client, preview, **said):
    return client.post(BULK, {**said, "confirmed": "on", "seen": preview.context["seen"]}).context["done"]


def test_many_are_raised_after_a_preview_and_what_cannot_be_is_told(lodge, chief):
    papers, goods, released = (lodge(export_form(script=script)) for script in ("V2", "V3", "V1"))
    said = {"act": "raise", "numbers": f"{papers}\n{goods}\n{released}", "category": "3", "reason": "A warning."}
    before = state()

    preview = previewed(chief, **said)

    assert [bool(line.why_not) for line in preview.context["lines"]] == [False, True, True]
    assert state() == before
    done = confirmed(chief, preview, **said)
    assert [(each.line.number, each.is_done) for each in done] == [(papers, True), (goods, False), (released, False)]
    assert Declaration.objects.get(number=papers).category == 3
    assert Declaration.objects.get(number=papers).events.last().facts == {"category": "3", "reason": "A warning."}


def test_a_case_that_changed_since_the_preview_is_left_alone(lodge, officer, chief):
    still, changed = lodge(export_form(script="V2")), lodge(export_form(script="V2"))
    said = {"act": "raise", "numbers": f"{still} {changed}", "category": "3", "reason": "A warning."}
    preview = previewed(chief, **said)
    does(officer, page(changed, "ask"), text="What is it?")

    done = confirmed(chief, preview, **said)

    assert [each.is_done for each in done] == [True, False]
    assert "changed since the preview" in done[1].told
    assert Declaration.objects.get(number=changed).category == 2


def test_several_are_taken_by_an_examiner_who_may_do_no_other_act_so(lodge, officer, senior):
    numbers = [lodge(export_form(script="V2")) for _ in range(3)]
    senior.post(page(numbers[1], "take"))
    said = {"act": "take", "numbers": ",".join(numbers)}

    done = confirmed(officer, previewed(officer, **said), **said)

    assert [each.is_done for each in done] == [True, False, True]
    assert "Another officer has the case on the desk." in done[1].told
    assert Taking.objects.filter(officer__username="demo-officer").count() == 2
    refused = officer.post(BULK, {"act": "raise", "numbers": numbers[0], "category": "3", "reason": "X"})
    assert "act" in refused.context["form"].errors


def test_the_agencies_of_overdue_permits_are_asked_again(lodge, chief):
    overdue, other = lodge(import_form(script="P-V1")), lodge(import_form(script="P-V1"))
    check = PermitCheck.objects.get(subject=str(Declaration.objects.get(number=overdue).id))
    PermitCheck.objects.filter(id=check.id).update(status="OVERDUE")
    said = {"act": "ask-again", "numbers": f"{overdue}\n{other}", "reason": "Their line was down."}

    done = confirmed(chief, previewed(chief, **said), **said)

    assert [(each.is_done, each.told) for each in done] == [
        (True, "The agency is asked again."),
        (False, "No permit check of it is overdue."),
    ]
    retried = PermitCheck.objects.get(id=check.id).tries.last()
    assert (retried.act, retried.by, retried.note) == ("RETRIED", "officer:demo-chief-officer", "Their line was down.")


@pytest.mark.parametrize(
    ("said", "field", "told"),
    [
        ({"act": "take", "numbers": ""}, "numbers", "required"),
        ({"act": "take", "numbers": "00000000000 x'y"}, "numbers", "There is no declaration 00000000000, X'Y."),
        ({"act": "take", "numbers": " ".join(f"{n:011}" for n in range(51))}, "numbers", "These are 51"),
        ({"act": "destroy", "numbers": "00000000000"}, "act", "Select a valid choice"),
        ({"act": "raise", "numbers": "00000000000"}, "category", "This act needs it."),
        ({"act": "ask-again", "numbers": "00000000000", "reason": " "}, "reason", "This act needs it."),
    ],
)
def test_what_cannot_be_chosen_is_told_and_nothing_is_done(world, chief, said, field, told):
    answer = chief.post(BULK, {**said, "confirmed": "on"})

    assert answer.status_code == 200
    assert told in " ".join(answer.context["form"].errors[field])
    assert not Taking.objects.exists()


def test_who_decides_nothing_does_nothing_to_many(world):
    assert signed_in("demo-auditor").get(BULK).status_code == 403
