"""One declaration as its declarant sees it: what holds it and since when, whose turn it is, what may be done.

A fixed number of SQL statements, whatever the number of items, checks, events, documents and questions.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.urls import reverse
from msgspec import Struct

from declarations import filing, reading
from declarations.account import Account, Asked, ItemAccount
from declarations.clearance import ledger
from declarations.filing import DocumentSummary
from declarations.holds import Hold, HoldCode, Turn
from declarations.models import Condition, Declaration, Entry, LedgerEntry
from declarations.reading import Happening, VersionSummary
from declarations.status import Act, Status, is_legal
from declarations.web import status_words as words
from declarations.web.status_words import Badge, Words, law_name
from declarations.web.usual_times import UsualTimes
from permits import requirements as other_laws

# Release before permit bridges these; anything else has to be over first (Customs Act art. 73).
_BRIDGED = frozenset({HoldCode.PAYMENT, HoldCode.DUTY_NOT_COMPUTED, HoldCode.DOCUMENT_EXAMINATION, HoldCode.QUESTION})


class Link(Struct, frozen=True):
    """A way to an act."""

    text: Words
    address: str
    name: str


class Waiting(Struct, frozen=True):
    """One hold in words: under which law and on which item, with whom, since when, and how long it usually takes."""

    text: Words
    law: str
    agency: str
    item: int | None
    goods: str
    since: datetime
    turn: str
    next: Words
    usual: str
    act: Link | None


class Told(Struct, frozen=True):
    """One event of the timeline, in words."""

    at: datetime
    name: Words
    actor: Words
    facts: tuple[tuple[Words, Words], ...]


class StatusPage(Struct, frozen=True):
    """All of it."""

    declaration: Declaration
    account: Account
    badge: Badge
    waiting: Sequence[Waiting]
    acts: Sequence[Link]
    questions: Sequence[Asked]
    timeline: Sequence[Told]
    versions: Sequence[VersionSummary]
    documents: Sequence[DocumentSummary]
    deferred: Sequence[LedgerEntry]
    laws: dict[str, str]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act."""
        return self.account.status in Status.open()

    @property
    def seconds(self) -> int:
        """How soon to look again: soon while a machine acts, now and then while people do."""
        return 5 if {each.turn for each in self.waiting} & {Turn.SYSTEM, Turn.AGENCY} else 30

    @property
    def digest(self) -> str:
        """Of all that can change by itself; the same digest is the same page."""
        scans = [document.scan for document in self.documents]
        said = [self.declaration.last_seq, self.account.status, scans, [str(each.since) for each in self.waiting]]
        return sha256(json.dumps(said).encode()).hexdigest()[:16]


def status_page(declaration: Declaration) -> StatusPage:
    """The page of a declaration as it stands."""
    account = reading.account(declaration)
    laws = other_laws.in_force(other_laws.edition())
    items = {item.number: item for item in account.goods_items}
    usual = UsualTimes()
    offered = _offered(declaration, account)
    deferred = ledger.not_ended(declaration, Entry.DEFERMENT, ended_by=Entry.DEFERRED_PAYMENT)
    if deferred and Act.PAY not in offered and is_legal(declaration.status, Act.PAY):
        offered[Act.PAY] = _link(declaration, "pay", Act.PAY)
    return StatusPage(
        declaration=declaration,
        account=account,
        badge=words.STATUS[account.status],
        waiting=[_waiting(hold, items=items, laws=laws, usual=usual, offered=offered) for hold in account.holds],
        acts=tuple(offered.values()),
        questions=account.questions,
        timeline=[told(event) for event in reversed(reading.timeline_for_trader(declaration))],
        versions=reading.versions(declaration),
        documents=filing.documents_of(declaration),
        deferred=deferred,
        laws=law_names(account),
    )


def law_names(account: Account) -> dict[str, str]:
    """The laws that its permit checks are of, by code."""
    laws = other_laws.in_force(other_laws.edition())
    codes = {check.law for item in account.goods_items for check in item.permit_checks}
    return {code: law_name(found.name) if (found := laws.law(code)) else code for code in codes}


def _waiting(
    hold: Hold,
    *,
    items: dict[int, ItemAccount],
    laws: other_laws.Requirements,
    usual: UsualTimes,
    offered: dict[Act, Link],
) -> Waiting:
    law = laws.law(hold.law) if hold.law else None
    time: timedelta | None = usual.of(hold)
    return Waiting(
        text=words.HOLD[hold.code],
        law=law_name(law.name) if law else "",
        agency=law_name(law.agency_name) if law else "",
        item=hold.item,
        goods=items[hold.item].description if hold.item in items else "",
        since=hold.since,
        turn=hold.party,
        next=words.TURN[hold.party],
        usual=words.span(time) if time else "",
        act=offered.get(_ENDED_BY[hold.code]) if hold.code in _ENDED_BY else None,
    )


# What the declarant does about a hold that is the declarant's to end.
_ENDED_BY = {
    HoldCode.PERMIT_DOCUMENTS: Act.ATTACH,
    HoldCode.PERMIT_PARTLY: Act.AMEND,
    HoldCode.ARRIVAL: Act.ARRIVE,
    HoldCode.QUESTION: Act.ANSWER,
    HoldCode.PAYMENT: Act.PAY,
}


def _offered(declaration: Declaration, account: Account) -> dict[Act, Link]:
    """The acts that the table allows now and the facts call for. Another one may be asked for: the domain says no."""
    held = {hold.code for hold in account.holds}
    asked = next((question.id for question in account.questions if question.answered_at is None), None)
    awaited = declaration.condition in Condition.preliminary() and declaration.arrived_at is None
    applied = any(each.kind == "EARLY_RELEASE" and not each.outcome for each in account.applications)
    calls_for = {
        Act.ANSWER: ("answer", asked is not None),
        Act.PAY: ("pay", account.duty.payment == "OWED" and HoldCode.DUTY_NOT_COMPUTED not in held),
        Act.ARRIVE: ("arrive", awaited),
        Act.ATTACH: ("attach", True),
        Act.AMEND: ("amend", True),
        Act.APPLY: ("release-before-permit", bool(held) and held <= _BRIDGED and not applied),
        Act.WITHDRAW: ("withdraw", True),
    }
    return {
        act: _link(declaration, name, act, *([asked] if act is Act.ANSWER else []))
        for act, (name, is_called_for) in calls_for.items()
        if is_called_for and is_legal(declaration.status, act)
    }


def _link(declaration: Declaration, name: str, act: Act, *place: str | None) -> Link:
    return Link(text=words.ACT[name], address=reverse(f"web:{name}", args=[declaration.number, *place]), name=name)


def told(event: Happening) -> Told:
    """One event in words. An event of a later release of this service keeps its name."""
    return Told(
        at=event.at,
        name=words.EVENT.get(event.name, event.name),
        actor=words.ACTOR[event.actor],
        facts=tuple(
            (words.FACT[fact], _fact(event.name, fact, value))
            for fact, value in event.facts.items()
            if fact in words.FACT and value and fact not in _SAID_ELSEWHERE.get(event.name, ())
        ),
    )


_SAID_ELSEWHERE = {"DOCUMENT_ATTACHED": ("kind", "law"), "LODGED": ("version",)}


def _fact(event: str, fact: str, value: str) -> Words:
    if fact == "status":
        return words.PERMIT[value].text if value in words.PERMIT else value
    if fact == "kind":
        return words.APPLICATION.get(value, value)
    if fact == "outcome":
        return words.OUTCOME[value].text if value in words.OUTCOME else value
    if fact == "result":
        return words.RESULT.get(value, value)
    if fact == "category" and value.isdigit():
        return words.CATEGORY.get(int(value), value)
    if fact in {"amount", "total_before", "total_after"} and value.isdigit():
        return words.yen(int(value))
    return value
