"""Every code that the console can meet has words: one without would be an error page."""

import pytest

from declarations.clearance import (
    acting,
    applications,
    applying,
    asking,
    assessing_by_hand,
    examining,
    ledger,
    overriding,
    paying,
    second_person,
    taking_over,
)
from declarations.console import wording
from declarations.console.case.asking import place_words
from declarations.console.case.facts import fact_words
from declarations.errors import NotAcceptable, Refusal, StorageAway, UnknownQuestion, WrongAmount
from declarations.holds import HoldCode, Turn
from declarations.models import Application
from declarations.models.document import ScanState
from declarations.models.history import EventName
from declarations.selection.models import CATEGORIES
from declarations.status import Status
from permits import errors as permit_errors
from permits.errors import PermitsRefusal, TooManyDocuments, WrongVersion
from permits.models import OverrideProposal
from permits.models import Status as PermitStatus

MODULES = (
    *(acting, applications, applying, asking, assessing_by_hand, examining),
    *(ledger, overriding, paying, second_person, taking_over, permit_errors),
)
BASES = (Refusal, PermitsRefusal)
RAISED = {
    value
    for module in MODULES
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, BASES) and value not in BASES
}
OF_OTHERS = {
    NotAcceptable,
    UnknownQuestion,
    WrongAmount,
    TooManyDocuments,
    WrongVersion,
}  # a declarant's or an agency's act


def test_every_state_has_words():
    assert all(wording.status_badge(status).text for status in Status)
    assert all(wording.permit_badge(status).text for status in PermitStatus)
    assert all(wording.category_badge(number).text for number, _ in CATEGORIES)
    assert all(wording.party_badge(turn).text for turn in Turn)
    assert all(wording.scan_badge(state).text for state in ScanState)
    outcomes = ["", *Application.Outcome.values, *OverrideProposal.Outcome.values]
    assert all(wording.outcome_badge(outcome).text for outcome in outcomes)


def test_every_hold_kind_and_event_has_words():
    holds = [wording.hold_words(code) for code in HoldCode]
    kinds = [wording.kind_words(kind) for kind in (*Application.Kind, overriding.KIND)]

    for words in (holds, kinds, list(EventName.labels)):
        assert all(words)
        assert len(set(words)) == len(words)


def test_every_refusal_of_an_act_or_a_document_has_words():
    codes = {refusal.code for refusal in RAISED - OF_OTHERS}
    codes |= {StorageAway.code, "document-infected", "document-not-scanned"}

    assert codes - set(wording.REFUSALS) == set()
    assert all(wording.REFUSALS.values())


def test_the_facts_of_an_event_are_told_in_words():
    facts = {
        "kind": "LOWER_CATEGORY",
        "outcome": "DECLINED",
        "amount": "39400",
        "permit_check": "0190",
        "item 2": "500 yen",
        "reason": "",
        "act": "RETRIED",
        "opens_at": "2024-08-04T23:30:00+00:00",
        "total_after": "not a number",
    }

    assert fact_words(facts) == (
        ("for", "A lower category"),
        ("outcome", "declined"),
        ("amount", "39,400 yen"),
        ("item 2", "500 yen"),
        ("done", "an officer had it asked again"),
        ("opens", "2024-08-05 08:30"),
        ("total as asked for", "not a number"),
    )


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ("/gross_mass", "gross mass"),
        ("/goods_items/11/permits/0/law", "item 12, permits, 1, law"),
        ("/transport/documents/0", "transport, documents, 1"),
    ],
)
def test_a_place_is_told_in_words(pointer, words):
    assert place_words(pointer) == words
