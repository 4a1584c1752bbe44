"""A declaration's life, driven step by step through the product's own calls and folded beside it by the model.

Whatever is done, in whatever order, by whoever: the product and the model must say the same, a refusal must change
nothing, and the invariants must hold of the rows after every step. At the end whatever is still open must come to an
end by itself and by what its holds ask for.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from hypothesis import strategies as st
from hypothesis.stateful import invariant

from declarations import clearance, reading, tasks
from declarations.models import Declaration, Version
from declarations.verifying import verify_store
from permits import checking
from permits import tasks as permit_tasks
from tests.model import agency_fold
from tests.model.agencies import AgencysActs
from tests.model.bench import MONDAY, NOT_HERE, act
from tests.model.case import OPEN, TERMINAL, Case, holds, looked_at, turn
from tests.model.declarant import DeclarantsActs
from tests.model.officers import OfficersActs


class Life(DeclarantsActs, OfficersActs, AgencysActs):
    """All of it, the dispatcher, time, and what must be true."""

    @act(hours=st.sampled_from((1, 24)))
    def time_passes(self, hours: int) -> None:
        self.at += timedelta(hours=hours)
        self.day = (self.at.date() - MONDAY.date()).days

    @act()
    def the_dispatchers_messages_are_lost(self) -> None:
        """What was published is forgotten: the rows are due again, and nothing else has changed."""
        checking.claim_due(limit=1000)
        clearance.due_for_advance(limit=1000)
        checking.claim_unannounced(limit=1000)
        for check in self._checks():
            self._ages(check, "published_until")

    @act()
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
                "UPDATE declarations_declaration"
                " SET next_action_at = now() - interval '1 minute', published_until = NULL"
                " WHERE id = %s AND next_action_at IS NOT NULL",
                [self.declaration.id],
            )
        due = self.declaration.id in clearance.due_for_advance(limit=1000)
        assert due == (case.owner == "SYSTEM")
        if due:
            tasks.advance(str(self.declaration.id))
            case = looked_at(case)
        return case

    @invariant()
    def the_product_and_the_model_say_the_same(self) -> None:
        case = self.case
        row = Declaration.objects.get(id=self.declaration.id)
        version = Version.objects.get(declaration=row, number=row.version)
        standing = reading.standing_now(row, version)
        assert (row.status, row.version, row.category) == (case.status, case.version, case.category)
        assert sorted((h.code.value, h.item or 0) for h in standing.holds) == sorted(
            (code, item or 0) for code, item, _ in holds(case)
        )
        assert standing.balance == case.owed
        assert tuple(row.events.order_by("seq").values_list("name", flat=True)) == case.events
        checks = [(c.status, c.needs_person_at is not None, c.superseded_in is not None) for c in self._checks()]
        assert checks == [(c.status, c.person, c.superseded) for c in case.checks]
        untold = [c.settled_at is not None and c.announced_at is None for c in self._checks()]
        assert untold == [c.unannounced for c in case.checks]
        assert row.next_action_by == case.owner

    @invariant()
    def the_owner_is_whose_turn_it_is(self) -> None:
        if self.case.status in OPEN and not self.case.unheard:
            assert self.case.owner == turn(self.case)

    @invariant()
    def the_invariants_hold_wherever_it_moves(self) -> None:
        """The whole store is looked at, so not where the model has compared all that can have changed."""
        if self.case.status != self.verified:
            self.verified = self.case.status
            self.the_invariants_hold()

    def the_invariants_hold(self) -> None:
        found = [(each.code, offence) for each in verify_store() for offence in each.first]
        assert [each for each in found if each[0] not in NOT_HERE and each[1].number == self.number] == []

    @invariant()
    def the_agency_is_asked_one_question_under_one_key(self) -> None:
        assert all(len(questions) == 1 for questions in self.agency.asked.values())
        assert self.agency.asked.keys() <= {str(check.id) for check in self._checks()}

    def teardown(self) -> None:
        """The faults are over: whatever is open comes to its end, each side doing what its holds ask for."""
        if not hasattr(self, "declaration"):
            return
        for _ in range(12):
            if self.case.status not in OPEN and not self.case.unheard:
                break
            self._let_it_end()
        self.the_product_and_the_model_say_the_same()
        self.the_invariants_hold()
        assert self.case.status in TERMINAL, holds(self.case)

    def _let_it_end(self) -> None:
        self.case = self._round()
        for place, check in enumerate(self.case.checks):
            if check.superseded:
                continue
            if check.status in {"REFUSED", "PARTLY_CONFIRMED"}:
                if not check.proposed:
                    self.propose_override(place=place)
                self._decide_override(place, approves=True, alone=False)
            elif not check.settled:
                if check.person:
                    self._take_over(place, settled=False)
                contradicted = check.reference.startswith("OTHER")
                self.a_worker_asks(place=place, says="CONFIRMED", part=False, other=contradicted, dies=False)
        means: dict[str, Callable[[], None]] = {
            "ARRIVAL": self.arrive,
            "QUESTION": self._answer_all,
            "DOCUMENT_EXAMINATION": lambda: self.examine(in_order=True),
            "GOODS_INSPECTION": lambda: self.examine(in_order=True),
            "PAYMENT": lambda: self.pay(method="PAY", wrong=False),
        }
        for code, _, _ in holds(self.case):
            if code in means:
                means[code]()

    def _answer_all(self) -> None:
        while self.case.questions:
            self.answer()
