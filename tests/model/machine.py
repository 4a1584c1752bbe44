"""A declaration's life, driven step by step through the product's own calls and folded beside it by the model.

Whatever is done, in whatever order, by whoever: the product and the model must say the same, a refusal must change
nothing, and the invariants must hold of the rows after every step. At the end whatever is still open must come to an
end by itself and by what its holds ask for.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from declarations import clearance, reading, tasks
from declarations.clearance.attaching import Paper
from declarations.contract import read
from declarations.data import DeclarationData
from declarations.documents.inspecting import Upload
from declarations.errors import Refusal
from declarations.models import Application, Declaration, Form, Question, Version
from declarations.models.document import DocumentKind
from declarations.traders.models import ApiClient, User
from permits import checking
from permits import tasks as permit_tasks
from permits.checking.asking import call, record, take_lease
from permits.errors import PermitsRefusal
from permits.models import OverrideProposal, PermitCheck
from permits.question import PermitNotice
from permits.signals import permit_check_settled
from tests import forms, papers
from tests.model import agency_fold, fold
from tests.model.agency import BROKEN, HEALS, Agency
from tests.model.fold import Case, Said
from tests.model.invariants import broken

_count = itertools.count(1)
PRICES = (100000, 200000, 300000)
ANSWERS = ("RECEIVED", "CONFIRMED", "REFUSED", "DOCUMENTS_REQUIRED", "INSPECTION_ORDERED")
MONDAY, SUNDAY = datetime.fromisoformat("2024-08-05T10:00+09:00"), datetime.fromisoformat("2024-08-04T10:00+09:00")

answers = st.sampled_from(ANSWERS)
places = st.integers(0, 5)
sometimes = st.sampled_from((False, False, False, True))
mostly = sometimes.map(lambda rarely: not rarely)


class Life(RuleBasedStateMachine):
    """One declaration."""

    def __init__(self, agency: Agency) -> None:
        super().__init__()
        self.agency = agency
        self.agency.asked.clear()
        program = ApiClient.objects.get(client_id="demo-broker")
        self.broker = program.as_declarant(scopes=("declarations:lodge",))
        self.officer, self.chief = (
            User.objects.get(username=name).as_officer() for name in ("demo-officer", "demo-chief-officer")
        )
        self.at, self.day, self.steps = MONDAY, 0, 0
        self.workers: dict[int, tuple[int, Any, str]] = {}
        self.notices: list[tuple[PermitNotice, str, int]] = []
        self.amended: list[tuple[clearance.Amendment, bytes]] = []
        self.proposals: list[tuple[UUID, int]] = []

    # Lodging

    @initialize(
        goods=st.sampled_from(("no other law", "one permit", "two permits", "export")),
        category=st.sampled_from((1, 1, 2, 3)),
        condition=st.sampled_from(("", "", "", "Z", "K")),
    )
    def lodge(self, goods: str, category: int, condition: str) -> None:
        self.goods, self.asked = goods, {"one permit": 1, "two permits": 2}.get(goods, 0)
        self.own_reference = forms.own_reference(f"V{category}")
        self.condition = "" if goods == "export" else condition
        said = Said(price=200000, names=("FIRST", "SECOND"))
        if self.condition == "K":
            self.at, self.day = SUNDAY, -1
        self.case = fold.lodged(
            Case(
                said=said,
                worth={price: self._worth(replace(said, price=price)) for price in PRICES},
                scripted=category,
                direction="EXPORT" if goods == "export" else "IMPORT",
                condition=self.condition,
            ),
            items_asked=self.asked,
        )
        self.message = self._message(self._form(said), key=f"life-{next(_count)}")
        self.lodged = clearance.lodge(self.message, by=self.broker, at=self.at)
        self.number = self.lodged.number
        self.declaration = Declaration.objects.get(number=self.number)
        note(f"{goods}, category {category}, condition {self.condition or 'none'}")

    def _form(self, said: Said) -> dict[str, Any]:
        make = {"no other law": forms.balls, "export": forms.balls}.get(self.goods, forms.goods_item)
        origin = {"origin": "JP"} if self.goods == "export" else {}
        other = forms.goods_item(invoice_amount="50000") if self.goods == "two permits" else forms.balls(**origin)
        items = [make(invoice_amount=str(said.price), **origin), other]
        items = [{**item, "description": name} for item, name in zip(items, said.names, strict=True)]
        form = (forms.export_form if self.goods == "export" else forms.import_form)(items=items)
        transport = {"export_control_number": f"ECN260000{said.bill}"} if self.goods == "export" else {}
        transport |= {} if self.goods == "export" else {"documents": [f"SGTYO260000{said.bill}"]}
        form |= {"own_reference": self.own_reference, "transport": {**form["transport"], **transport}}
        form |= {"remarks": said.note} if said.note else {}
        return form | ({"condition": self.condition} if self.condition else {})

    def _message(self, form: dict[str, Any], *, key: str) -> clearance.Message:
        return clearance.Message(body=msgspec.json.encode(form), key=key, data=read(form, DeclarationData))

    def _worth(self, said: Said) -> int:
        """What it comes to, as a dry run says."""
        assessed = clearance.dry_run(read(self._form(said), DeclarationData), by=self.broker, at=MONDAY)
        assert assessed.worth is not None, assessed.findings
        return assessed.worth.assessment.total_to_pay

    # Doing something, in the product and in the model

    def _do(self, model: Callable[[Case], Case], product: Callable[[], Any]) -> Any:
        """Both say yes and go on, or both say no under one code and nothing changes."""
        self.steps += 1
        try:
            case, expected = model(self.case), ""
        except fold.Refused as no:
            case, expected = self.case, no.code
        try:
            done, refused = product(), ""
        except (Refusal, PermitsRefusal) as no:
            done, refused = None, no.code
            note(f"refused: {no.code} {getattr(no, 'errors', None) or getattr(no, 'findings', None) or no.facts}")
        assert refused == expected
        self.case = case
        return done

    def _checks(self) -> list[PermitCheck]:
        """Every check, in the order of the model's."""
        rows = PermitCheck.objects.filter(subject=str(self.declaration.id))
        found = {(row.subject_version, row.item_number): row for row in rows}
        assert len(found) == len(self.case.checks)
        return [found[check.version, check.item] for check in self.case.checks]

    def _place(self, place: int) -> int:
        return place % len(self.case.checks)

    def _sees(self) -> int:
        return Declaration.objects.values_list("last_seq", flat=True).get(id=self.declaration.id)

    # The declarant

    @rule()
    def send_the_lodging_again(self) -> None:
        again = clearance.lodge(self.message, by=self.broker, at=self.at)
        assert (again.number, again.reply, again.replayed) == (self.number, self.lodged.reply, True)

    @rule(what=st.sampled_from(("same key", "same reference")))
    def send_another_lodging(self, what: str) -> None:
        form = self._form(replace(self.case.said, note="ANOTHER"))
        key = self.message.key if what == "same key" else f"other-{next(_count)}"
        expected = "idempotency-key-reused" if what == "same key" else "duplicate-reference"

        def model(case: Case) -> Case:
            raise fold.Refused(expected)

        self._do(model, lambda: clearance.lodge(self._message(form, key=key), by=self.broker, at=self.at))

    @rule(
        price=st.sampled_from(PRICES),
        changes=st.sets(st.sampled_from(("bill", "first name", "second name")), max_size=1),
    )
    def amend(self, price: int, changes: set[str]) -> None:
        said, stamp = self.case.said, next(_count)
        first, second = said.names
        first = f"FIRST {stamp}" if "first name" in changes else first
        second = f"SECOND {stamp}" if "second name" in changes else second
        bill = said.bill % 9 + 1 if "bill" in changes else said.bill
        said = Said(price=price, names=(first, second), bill=bill, note=f"VERSION {stamp}")
        amendment = self._amendment(said)
        done = self._do(lambda case: fold.amend(case, said), lambda: self._amend(amendment))
        if done:
            self.amended.append((amendment, done.reply))

    def _amendment(self, said: Said, *, seen: int | None = None, **changes: Any) -> clearance.Amendment:
        form = {**self._form(said), **changes}
        message = msgspec.structs.replace(
            self._message(form, key=f"amend-{next(_count)}"),
            body=msgspec.json.encode({"reason": "CORRECTED", "declaration": form}),
            form=Form.AMENDMENT,
        )
        return clearance.Amendment(message=message, reason="CORRECTED", seen=self._sees() if seen is None else seen)

    def _amend(self, amendment: clearance.Amendment) -> clearance.Lodged:
        return clearance.amend(self.number, amendment, by=self.broker, at=self.at)

    @precondition(lambda self: self.amended)
    @rule()
    def send_an_amendment_again(self) -> None:
        amendment, reply = self.amended[-1]
        again = self._amend(amendment)
        assert (again.reply, again.replayed) == (reply, True)

    @rule(why=st.sampled_from(("stale", "own reference", "office", "key")))
    def amend_wrongly(self, why: str) -> None:
        codes = {"stale": "precondition-failed", "own reference": "invalid-format", "office": "declaration-refused"}
        changes = {"own reference": {"own_reference": "ANOTHER-1"}, "office": {"customs_office": "9Z"}}.get(why, {})
        amendment = self._amendment(self.case.said, seen=0 if why == "stale" else None, **changes)
        if why == "key":
            amendment = msgspec.structs.replace(
                amendment, message=msgspec.structs.replace(amendment.message, key=self.message.key)
            )

        def model(case: Case) -> Case:
            if why != "key":
                fold.demand(case, "AMEND")
            raise fold.Refused(codes.get(why, "idempotency-key-reused"))

        self._do(model, lambda: self._amend(amendment))

    @precondition(lambda self: self.steps > 9)
    @rule(stale=st.booleans())
    def withdraw(self, stale: bool) -> None:
        seen = self._sees() - stale

        def model(case: Case) -> Case:
            case = fold.withdraw(case)
            if stale:
                raise fold.Refused("precondition-failed")
            return case

        self._do(model, lambda: clearance.withdraw(self.number, by=self.broker, reason="SOLD", seen=seen, at=self.at))

    @precondition(lambda self: self.condition == "Z")
    @rule()
    def arrive(self) -> None:
        self._do(
            lambda case: fold.arrive(case, day=self.day),
            lambda: clearance.arrive(self.number, by=self.broker, bonded_area="1AW01", at=self.at),
        )

    @rule(method=st.sampled_from(("PAY", "PAY", "DEFER", "PAY_DEFERRED")), wrong=sometimes)
    def pay(self, method: str, wrong: bool) -> None:
        oldest = self.case.deferred[0] if self.case.deferred else 0
        amount = (oldest if method == "PAY_DEFERRED" else self.case.owed) + wrong

        def model(case: Case) -> Case:
            paid = fold.pay(case, method=method)
            if wrong:
                raise fold.Refused("wrong-amount")
            return paid

        self._do(
            model,
            lambda: clearance.pay(
                self.number,
                by=self.broker,
                method=clearance.Method(method),
                amount=Decimal(max(amount, 1)),
                reference="DEMO-SECURITY" if method == "DEFER" else "BANK-1",
                at=self.at,
            ),
        )

    @rule()
    def answer(self) -> None:
        asked = Question.objects.filter(declaration=self.declaration, answer__isnull=True).order_by("-id").first()
        question = asked.id if asked else self.declaration.id
        self._do(
            fold.answer,
            lambda: clearance.answer(self.number, question, by=self.broker, text="STEEL", documents=(), at=self.at),
        )

    @rule()
    def apply_for_early_release(self) -> None:
        amount = 60000
        self._do(
            lambda case: fold.apply_early(case, amount=amount),
            lambda: clearance.apply_for_early_release(
                self.number,
                by=self.broker,
                reason_code="01",
                reason="PERISHABLE",
                security="DEMO-SECURITY",
                amount=amount,
                at=self.at,
            ),
        )

    @precondition(lambda self: self.asked)
    @rule(item=st.integers(1, 2))
    def attach(self, item: int) -> None:
        item = min(item, self.asked)
        upload = Upload(content=papers.pdf(b"%% %d" % next(_count)), name="paper.pdf", media_type="application/pdf")
        paper = Paper(upload=upload, kind=DocumentKind.OTHER, item=item, law="FD")
        self._do(
            lambda case: fold.attach(case, item=item),
            lambda: clearance.attach(self.number, paper, by=self.broker, at=self.at),
        )

    # Officers

    @rule(in_order=mostly)
    def examine(self, in_order: bool) -> None:
        self._do(
            lambda case: fold.examine(case, in_order=in_order),
            lambda: clearance.examine(self.number, by=self.officer, in_order=in_order, remarks="Seen.", at=self.at),
        )

    @rule()
    def ask(self) -> None:
        self._do(fold.ask, lambda: clearance.ask(self.number, by=self.officer, text="Of what?", at=self.at))

    @rule(category=st.integers(2, 3))
    def raise_category(self, category: int) -> None:
        self._do(
            lambda case: fold.raise_category(case, category=category),
            lambda: clearance.raise_category(self.number, by=self.chief, category=category, reason="Odd.", at=self.at),
        )

    @rule(category=st.integers(1, 2))
    def propose_lower_category(self, category: int) -> None:
        self._do(
            lambda case: fold.propose_lower(case, category=category),
            lambda: clearance.propose_lower_category(
                self.number, by=self.officer, category=category, reason="Known goods.", at=self.at
            ),
        )

    @rule(
        kind=st.sampled_from(("EARLY_RELEASE", "LOWER_CATEGORY", "CHANGE", "REASSESSMENT")),
        approves=mostly,
        alone=sometimes,
    )
    def decide(self, kind: str, approves: bool, alone: bool) -> None:
        by = self.officer if alone else self.chief
        self._do(
            lambda case: fold.decide(case, kind, approves=approves, is_who_asked=alone and kind == "LOWER_CATEGORY"),
            lambda: clearance.decide(
                self.number, Application.Kind(kind), by=by, approves=approves, remarks="Looked at.", at=self.at
            ),
        )

    @rule()
    def release(self) -> None:
        self._do(fold.release, lambda: clearance.release(self.number, by=self.officer, at=self.at))

    @rule()
    def refund(self) -> None:
        self._do(fold.refund, lambda: clearance.refund(self.number, by=self.officer, reference="BANK-9", at=self.at))

    @precondition(lambda self: self.steps > 12)
    @rule()
    def refuse(self) -> None:
        self._do(fold.refuse, lambda: clearance.refuse(self.number, by=self.chief, ground="Art. 70", at=self.at))

    @precondition(lambda self: self.case.checks)
    @rule(place=places)
    def propose_override(self, place: int) -> None:
        place = self._place(place)
        check = self._checks()[place]
        proposed = self._do(
            lambda case: agency_fold.proposed(case, place),
            lambda: checking.propose_override(check.id, by=self.officer.name, reason="Saw the paper.", at=self.at),
        )
        if proposed:
            self.proposals.append((proposed, place))

    @precondition(lambda self: self.proposals)
    @rule(data=st.data(), alone=sometimes)
    def approve_override(self, data: st.DataObject, alone: bool) -> None:
        self._approve(*data.draw(st.sampled_from(self.proposals)), alone=alone)

    def _approve(self, proposal_id: UUID, place: int, *, alone: bool = False) -> None:
        is_decided = OverrideProposal.objects.get(id=proposal_id).outcome != ""
        by = self.officer if alone else self.chief

        def model(case: Case) -> Case:
            if is_decided:
                raise fold.Refused("override-proposal-decided")
            return agency_fold.overridden(case, place, is_who_proposed=alone)

        self._do(model, lambda: checking.approve_override(proposal_id, by=by.name, at=self.at))

    @precondition(lambda self: self.case.checks)
    @rule(place=places)
    def have_it_asked_again(self, place: int) -> None:
        place = self._place(place)
        self._do(
            lambda case: agency_fold.retried(case, place),
            lambda: checking.retry_now(self._checks()[place].id, by=self.officer.name, at=self.at),
        )

    # The agency, and the workers that ask it

    @precondition(lambda self: self.case.checks)
    @rule(
        place=places,
        says=st.sampled_from((*ANSWERS, "CONFIRMED", "CONFIRMED", "no answer", *BROKEN)),
        part=sometimes,
        other=sometimes,
        dies=sometimes,
    )
    def a_worker_asks(self, place: int, says: str, part: bool, other: bool, dies: bool) -> None:
        """Its time has come; whoever should hear of the answer may die."""
        place = self._place(place)
        check = self._checks()[place]
        self._ages(check, "due_at", "lease_until")
        with self._agency_says(says, part=part, other=other), self._deaf(dies):
            permit_tasks.ask(str(check.id))
            reference = self.agency.reference(str(check.id))

        def model(case: Case) -> Case:
            asked = case.checks[place]
            if asked.settled or asked.person:
                return case
            if says in BROKEN or says == "no answer":
                return agency_fold.failed(case, place, heals=says in HEALS, is_heard=not dies)
            case = agency_fold.finished(case, place)
            return agency_fold.answered(case, place, says, reference=reference, part=part, is_heard=not dies)

        self._do(model, lambda: True)

    @precondition(lambda self: self.case.checks)
    @rule(place=places, says=answers)
    def a_worker_dies_while_it_asks(self, place: int, says: str) -> None:
        """The agency does the work; nobody records its answer, unless the worker comes back."""
        place, worker = self._place(place), next(_count)
        check = self._checks()[place]
        self._ages(check, "due_at", "lease_until")
        lease = take_lease(check.id)
        expected = not (self.case.checks[place].settled or self.case.checks[place].person)
        assert (lease is not None) == expected
        if lease is None:
            return
        with self._agency_says(says):
            self.workers[worker] = (place, (lease, call(lease)), says)
        assert checking.ask(check.id) is None
        self._do(lambda case: agency_fold.taken(case, place, lease=worker), lambda: True)

    @precondition(lambda self: self.workers)
    @rule(data=st.data())
    def a_worker_comes_back_from_the_dead(self, data: st.DataObject) -> None:
        worker = data.draw(st.sampled_from(sorted(self.workers)))
        place, (lease, outcome), says = self.workers.pop(worker)
        record(lease, outcome)

        def model(case: Case) -> Case:
            check = case.checks[place]
            if not check.settled:
                if check.lease != worker:
                    return case
                case = agency_fold.finished(case, place)
            return agency_fold.answered(case, place, says, reference=outcome.reference, part=False, is_heard=True)

        self._do(model, lambda: True)

    @precondition(lambda self: self.case.checks)
    @rule(place=places, says=answers, part=sometimes, other=sometimes, dies=sometimes)
    def the_agency_calls_back(self, place: int, says: str, part: bool, other: bool, dies: bool) -> None:
        """About the version that stands, or about an old one."""
        place = self._place(place)
        check = self._checks()[place]
        with self._agency_says(says, part=part, other=other):
            told = self.agency.answer(str(check.id))
        notice = PermitNotice(
            agency="FD", idempotency_key=str(check.id), subject_version=check.subject_version, answer=told
        )
        message_id = f"m-{next(_count)}"
        with self._deaf(dies):
            checking.receive(notice, message_id=message_id)
        self.notices.append((notice, message_id, place))
        self._do(
            lambda case: agency_fold.answered(
                case, place, says, reference=told.reference, part=part, is_heard=not dies
            ),
            lambda: True,
        )

    @precondition(lambda self: self.notices)
    @rule(data=st.data(), same_id=st.booleans())
    def the_agency_repeats_itself(self, data: st.DataObject, same_id: bool) -> None:
        notice, message_id, place = data.draw(st.sampled_from(self.notices))
        checking.receive(notice, message_id=message_id if same_id else f"m-{next(_count)}")
        told = notice.answer
        if not same_id:
            self._do(
                lambda case: agency_fold.answered(
                    case,
                    place,
                    told.status.value,
                    reference=told.reference,
                    part=told.accepted_quantity is not None,
                    is_heard=True,
                ),
                lambda: True,
            )

    @precondition(lambda self: self.case.checks)
    @rule(place=places, wrong=st.sampled_from(("version", "check", "agency")))
    def the_agency_errs(self, place: int, wrong: str) -> None:
        check = self._checks()[self._place(place)]
        with self._agency_says("CONFIRMED"):
            told = self.agency.answer(str(check.id))
        notice = PermitNotice(
            agency="PL" if wrong == "agency" else "FD",
            idempotency_key=str(self.declaration.id if wrong == "check" else check.id),
            subject_version=check.subject_version + (wrong == "version"),
            answer=told,
        )

        def model(case: Case) -> Case:
            raise fold.Refused("wrong-version" if wrong == "version" else "unknown-permit-check")

        self._do(model, lambda: checking.receive(notice, message_id=f"m-{next(_count)}"))

    @precondition(lambda self: self.case.checks)
    @rule(place=places, dies=sometimes)
    def the_hard_limit_passes(self, place: int, dies: bool) -> None:
        place = self._place(place)
        check = self._checks()[place]
        self._ages(check, "overdue_at", days=40)
        with self._deaf(dies):
            permit_tasks.mark_overdue(str(check.id))
        self._do(lambda case: agency_fold.overdue(case, place, is_heard=not dies), lambda: True)

    # Time, crashes, and a broker that forgets

    @rule(hours=st.sampled_from((1, 24)))
    def time_passes(self, hours: int) -> None:
        self.at += timedelta(hours=hours)
        self.day = (self.at.date() - MONDAY.date()).days

    @rule()
    def the_dispatchers_messages_are_lost(self) -> None:
        """What was published is forgotten: the rows are due again, and nothing else has changed."""
        checking.claim_due(limit=1000)
        clearance.due_for_advance(limit=1000)
        checking.claim_unannounced(limit=1000)
        for check in self._checks():
            self._ages(check, "published_until")

    @rule()
    def the_dispatcher_goes_round(self) -> None:
        """What is owed to nobody but the system is done: settlements are told, declarations looked at."""
        case, self.case = self.case, self._round()
        assert self.case.events[: len(case.events)] == case.events

    def _round(self) -> Case:
        mine = {check.id: check for check in self._checks()}
        for check in mine.values():
            self._ages(check, "settled_at", "published_until")
        for check_id in {*checking.claim_unannounced(limit=1000)} & mine.keys():
            permit_tasks.announce(str(check_id))
        case = agency_fold.announced(self.case)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE declarations_declaration SET next_action_at = now() - interval '1 minute'"
                " WHERE id = %s AND next_action_at IS NOT NULL",
                [self.declaration.id],
            )
        due = self.declaration.id in clearance.due_for_advance(limit=1000)
        assert due == (case.owner == "SYSTEM")
        if due:
            tasks.advance(str(self.declaration.id))
            case = fold.looked_at(case)
        return case

    @contextmanager
    def _agency_says(self, says: str, *, part: bool = False, other: bool = False) -> Iterator[None]:
        self.agency.says, self.agency.part, self.agency.other = says, part, other
        yield

    @contextmanager
    def _deaf(self, dies: bool) -> Iterator[None]:
        """Whoever hears of a settlement dies before it does anything."""
        if not dies:
            yield
            return

        def die(sender: object, **_: Any) -> None:
            raise SystemError("died")

        living, permit_check_settled.receivers = permit_check_settled.receivers, []
        permit_check_settled.sender_receivers_cache.clear()
        permit_check_settled.connect(die, weak=False)
        try:
            yield
        finally:
            permit_check_settled.receivers = living
            permit_check_settled.sender_receivers_cache.clear()

    def _ages(self, check: PermitCheck, *columns: str, days: int = 1) -> None:
        changes = ", ".join(f"{column} = {column} - interval '{days} days'" for column in columns)
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE permits_permitcheck SET {changes} WHERE id = %s", [check.id])

    # What must be true after every step

    @invariant()
    def the_product_and_the_model_say_the_same(self) -> None:
        case = self.case
        row = Declaration.objects.get(id=self.declaration.id)
        version = Version.objects.get(declaration=row, number=row.version)
        standing = reading.standing_now(row, version)
        assert (row.status, row.version, row.category) == (case.status, case.version, case.category)
        assert sorted((h.code.value, h.item or 0) for h in standing.holds) == sorted(
            (code, item or 0) for code, item, _ in fold.holds(case)
        )
        assert standing.balance == case.owed
        assert tuple(row.events.order_by("seq").values_list("name", flat=True)) == case.events
        checks = [(c.status, c.needs_person_at is not None, c.superseded_in is not None) for c in self._checks()]
        assert checks == [(c.status, c.person, c.superseded) for c in case.checks]
        assert row.next_action_by == case.owner

    @invariant()
    def the_owner_is_whose_turn_it_is(self) -> None:
        if self.case.status in fold.OPEN and not self.case.unheard:
            assert self.case.owner == fold.turn(self.case)

    @invariant()
    def the_invariants_hold(self) -> None:
        assert broken(self.declaration) == []

    @invariant()
    def the_agency_is_asked_one_question_under_one_key(self) -> None:
        assert all(len(questions) == 1 for questions in self.agency.asked.values())
        assert self.agency.asked.keys() <= {str(check.id) for check in self._checks()}

    # In the end

    def teardown(self) -> None:
        """The faults are over: whatever is open comes to its end, each side doing what its holds ask for."""
        if not hasattr(self, "declaration"):
            return
        for _ in range(12):
            if self.case.status not in fold.OPEN and not self.case.unheard:
                break
            self._let_it_end()
        self.the_product_and_the_model_say_the_same()
        self.the_invariants_hold()
        assert self.case.status in fold.TERMINAL, fold.holds(self.case)

    def _let_it_end(self) -> None:
        self.case = self._round()
        for place, check in enumerate(self.case.checks):
            if check.superseded:
                continue
            if check.status in {"REFUSED", "PARTLY_CONFIRMED"}:
                if not check.proposed:
                    self.propose_override(place=place)
                self._approve(*[each for each in self.proposals if each[1] == place][-1])
            elif not check.settled:
                if check.person:
                    self.have_it_asked_again(place=place)
                contradicted = check.reference.startswith("OTHER")
                self.a_worker_asks(place=place, says="CONFIRMED", part=False, other=contradicted, dies=False)
        means: dict[str, Callable[[], None]] = {
            "ARRIVAL": self.arrive,
            "QUESTION": self.answer,
            "DOCUMENT_EXAMINATION": lambda: self.examine(in_order=True),
            "GOODS_INSPECTION": lambda: self.examine(in_order=True),
            "PAYMENT": lambda: self.pay(method="PAY", wrong=False),
        }
        for code, _, _ in fold.holds(self.case):
            if code in means:
                means[code]()
