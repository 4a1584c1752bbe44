"""What officers do, alone and by two."""

from hypothesis import strategies as st

from declarations import clearance
from declarations.models import Application
from tests.model import agency_fold, fold
from tests.model.bench import Bench, act, mostly, places, sometimes


class OfficersActs(Bench):
    """The rules of officers."""

    @act(legal="EXAMINE", often=2, in_order=mostly)
    def examine(self, in_order: bool) -> None:
        self._do(
            lambda case: fold.examine(case, in_order=in_order),
            lambda: clearance.examine(self.number, by=self.officer, in_order=in_order, remarks="Seen.", at=self.at),
        )

    @act(legal="ASK")
    def ask(self) -> None:
        self._do(fold.ask, lambda: clearance.ask(self.number, by=self.officer, text="Of what?", at=self.at))

    @act(legal="RAISE", category=st.integers(2, 3))
    def raise_category(self, category: int) -> None:
        self._do(
            lambda case: fold.raise_category(case, category=category),
            lambda: clearance.raise_category(self.number, by=self.chief, category=category, reason="Odd.", at=self.at),
        )

    @act(legal="LOWER", category=st.integers(1, 2))
    def propose_lower_category(self, category: int) -> None:
        self._do(
            lambda case: fold.propose_lower(case, category=category),
            lambda: clearance.propose_lower_category(
                self.number, by=self.officer, category=category, reason="Known goods.", at=self.at
            ),
        )

    @act(
        fits=lambda self: self.case.applications,
        often=3,
        kind=st.sampled_from(("EARLY_RELEASE", "LOWER_CATEGORY", "CHANGE", "REASSESSMENT")),
        other=sometimes,
        approves=mostly,
        alone=sometimes,
    )
    def decide(self, kind: str, other: bool, approves: bool, alone: bool) -> None:
        if self.case.applications and not other:
            kind = min(self.case.applications)
        by = self.officer if alone else self.chief
        self._do(
            lambda case: fold.decide(case, kind, approves=approves, is_who_asked=alone and kind == "LOWER_CATEGORY"),
            lambda: clearance.decide(
                self.number, Application.Kind(kind), by=by, approves=approves, remarks="Looked at.", at=self.at
            ),
        )

    @act(legal="RELEASE", fits=lambda self: self.case.unheard)
    def release(self) -> None:
        self._do(fold.release, lambda: clearance.release(self.number, by=self.officer, at=self.at))

    @act(legal="REFUND", fits=lambda self: self.case.owed < 0)
    def refund(self) -> None:
        self._do(fold.refund, lambda: clearance.refund(self.number, by=self.officer, reference="BANK-9", at=self.at))

    @act(legal="REFUSE", when=lambda self: self.steps > 12)
    def refuse(self) -> None:
        self._do(fold.refuse, lambda: clearance.refuse(self.number, by=self.chief, ground="Art. 70", at=self.at))

    @act(legal="OVERRIDE", when=lambda self: self.case.checks, place=places)
    def propose_override(self, place: int) -> None:
        place = self._place(place)
        check = self._checks()[place]
        self._do(
            lambda case: agency_fold.proposed(case, place),
            lambda: clearance.propose_override(self.number, check.id, by=self.officer, reason="Seen.", at=self.at),
        )

    @act(
        legal="OVERRIDE",
        often=2,
        when=lambda self: any(check.proposed for check in self.case.checks),
        place=places,
        approves=mostly,
        alone=sometimes,
    )
    def decide_override(self, place: int, approves: bool, alone: bool) -> None:
        places = [place for place, check in enumerate(self.case.checks) if check.proposed]
        self._decide_override(places[place % len(places)], approves=approves, alone=alone)

    def _decide_override(self, place: int, *, approves: bool, alone: bool) -> None:
        check, by = self._checks()[place], self.officer if alone else self.chief
        self._do(
            lambda case: agency_fold.decided(case, place, approves=approves, is_who_proposed=alone),
            lambda: clearance.decide_override(
                self.number, check.id, by=by, approves=approves, remarks="Looked at.", at=self.at
            ),
        )

    @act(
        legal="TAKE_OVER",
        when=lambda self: any(check.person for check in self.case.checks),
        place=places,
        settled=st.booleans(),
    )
    def take_over(self, place: int, settled: bool) -> None:
        """A check that needs a person: it is asked again, or what contradicts it is looked into."""
        places = [place for place, check in enumerate(self.case.checks) if check.person]
        self._take_over(places[place % len(places)], settled=settled)

    def _take_over(self, place: int, *, settled: bool) -> None:
        check = self._checks()[place]
        means = {"by": self.officer, "reason": "Telephoned.", "at": self.at}
        if settled:
            self._do(
                lambda case: agency_fold.looked_into(case, place),
                lambda: clearance.close_contradiction(self.number, check.id, **means),
            )
        else:
            self._do(
                lambda case: agency_fold.retried(case, place),
                lambda: clearance.ask_agency_again(self.number, check.id, **means),
            )
