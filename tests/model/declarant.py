"""What the declarant does, rightly and wrongly."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import strategies as st

from declarations import clearance
from declarations.clearance.attaching import Paper
from declarations.documents.inspecting import Upload
from declarations.models import Form, Question
from declarations.models.document import DocumentKind
from tests import papers
from tests.model import fold
from tests.model.bench import PRICES, Bench, act, count, sometimes
from tests.model.case import Case, Refused, Said, demand


class DeclarantsActs(Bench):
    """The rules of the declarant."""

    @act()
    def send_the_lodging_again(self) -> None:
        again = clearance.lodge(self.message, by=self.broker, at=self.at)
        assert (again.number, again.reply, again.replayed) == (self.number, self.lodged.reply, True)

    @act(what=st.sampled_from(("same key", "same reference")))
    def send_another_lodging(self, what: str) -> None:
        form = self._form(replace(self.case.said, note="ANOTHER"))
        key = self.message.key if what == "same key" else f"other-{next(count)}"
        expected = "idempotency-key-reused" if what == "same key" else "duplicate-reference"

        def model(case: Case) -> Case:
            raise Refused(expected)

        self._do(model, lambda: clearance.lodge(self._message(form, key=key), by=self.broker, at=self.at))

    @act(
        legal="AMEND",
        often=2,
        price=st.sampled_from(PRICES),
        changes=st.sets(st.sampled_from(("bill", "first name", "second name")), max_size=1),
    )
    def amend(self, price: int, changes: set[str]) -> None:
        said, stamp = self.case.said, next(count)
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
            self._message(form, key=f"amend-{next(count)}"),
            body=msgspec.json.encode({"reason": "CORRECTED", "declaration": form}),
            form=Form.AMENDMENT,
        )
        return clearance.Amendment(message=message, reason="CORRECTED", seen=self._sees() if seen is None else seen)

    def _amend(self, amendment: clearance.Amendment) -> clearance.Lodged:
        return clearance.amend(self.number, amendment, by=self.broker, at=self.at)

    @act(when=lambda self: self.amended)
    def send_an_amendment_again(self) -> None:
        amendment, reply = self.amended[-1]
        again = self._amend(amendment)
        assert (again.reply, again.replayed) == (reply, True)

    @act(why=st.sampled_from(("stale", "own reference", "office", "key")))
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
                demand(case, "AMEND")
            raise Refused(codes.get(why, "idempotency-key-reused"))

        self._do(model, lambda: self._amend(amendment))

    @act(legal="WITHDRAW", when=lambda self: self.steps > 9, stale=st.booleans())
    def withdraw(self, stale: bool) -> None:
        seen = self._sees() - stale

        def model(case: Case) -> Case:
            case = fold.withdraw(case)
            if stale:
                raise Refused("precondition-failed")
            return case

        self._do(model, lambda: clearance.withdraw(self.number, by=self.broker, reason="SOLD", seen=seen, at=self.at))

    @act(legal="ARRIVE", when=lambda self: self.condition == "Z", fits=lambda self: not self.case.arrived)
    def arrive(self) -> None:
        self._do(
            lambda case: fold.arrive(case, day=self.day),
            lambda: clearance.arrive(self.number, by=self.broker, bonded_area="1AW01", at=self.at),
        )

    @act(
        legal="PAY",
        fits=lambda self: self.case.owed > 0,
        often=2,
        method=st.sampled_from(("PAY", "PAY", "DEFER", "PAY_DEFERRED")),
        wrong=sometimes,
    )
    def pay(self, method: str, wrong: bool) -> None:
        oldest = self.case.deferred[0] if self.case.deferred else 0
        amount = (oldest if method == "PAY_DEFERRED" else self.case.owed) + wrong

        def model(case: Case) -> Case:
            paid = fold.pay(case, method=method)
            if wrong:
                raise Refused("wrong-amount")
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

    @act(legal="ANSWER", fits=lambda self: self.case.questions, often=2)
    def answer(self) -> None:
        asked = Question.objects.filter(declaration=self.declaration, answer__isnull=True).order_by("-id").first()
        question = asked.id if asked else self.declaration.id
        self._do(
            fold.answer,
            lambda: clearance.answer(self.number, question, by=self.broker, text="STEEL", documents=(), at=self.at),
        )

    @act(legal="APPLY")
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

    @act(
        legal="ATTACH",
        fits=lambda self: any(check.status == "DOCUMENTS_REQUIRED" for check in self.case.standing),
        often=2,
        when=lambda self: self.asked,
        item=st.integers(1, 2),
    )
    def attach(self, item: int) -> None:
        waiting = [check.item for check in self.case.standing if check.status == "DOCUMENTS_REQUIRED"]
        item = waiting[0] if waiting else min(item, self.asked)
        upload = Upload(content=papers.pdf(b"%% %d" % next(count)), name="paper.pdf", media_type="application/pdf")
        paper = Paper(upload=upload, kind=DocumentKind.OTHER, item=item, law="FD")
        self._do(
            lambda case: fold.attach(case, item=item),
            lambda: clearance.attach(self.number, paper, by=self.broker, at=self.at),
        )
