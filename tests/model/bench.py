"""The bench: one declaration in the product and in the model, and how both are made to do the same."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from declarations import clearance
from declarations.contract import read
from declarations.data import DeclarationData
from declarations.errors import Refusal
from declarations.models import Declaration
from declarations.traders.models import ApiClient, User
from permits.errors import PermitsRefusal
from permits.models import PermitCheck
from permits.question import PermitNotice
from permits.signals import permit_check_settled
from tests import forms
from tests.model.agency import Agency
from tests.model.case import LEGAL, Case, Refused, Said, lodged

count = itertools.count(1)
# Here time is what the test says, not the clock's (the model knows who is to act), and agencies contradict themselves.
NOT_HERE = {"I5", "I6"}
PRICES = (100000, 200000, 300000)
ANSWERS = ("RECEIVED", "CONFIRMED", "REFUSED", "DOCUMENTS_REQUIRED", "INSPECTION_ORDERED")
MONDAY, SUNDAY = datetime.fromisoformat("2024-08-05T10:00+09:00"), datetime.fromisoformat("2024-08-04T10:00+09:00")

answers = st.sampled_from(ANSWERS)
places = st.integers(0, 5)
sometimes = st.sampled_from((False, False, False, True))
mostly = sometimes.map(lambda rarely: not rarely)


def vars_of(kind: type) -> dict[str, Any]:
    """Everything that a class and its bases define."""
    return {name: value for base in reversed(kind.__mro__) for name, value in vars(base).items()}


@dataclass(frozen=True)
class Offer:
    """When something can be done at all, in which states it is legal, when it fits, how often then, and with what."""

    legal: str
    when: Callable[[Any], Any]
    fits: Callable[[Any], Any]
    often: int
    arguments: dict[str, st.SearchStrategy[Any]]

    def weight(self, bench: "Bench") -> int:
        """What fits is done often; what is refused is tried too, but seldom."""
        if not self.when(bench):
            return 0
        is_legal = not self.legal or bench.case.status in LEGAL[self.legal]
        return 4 * self.often if is_legal and self.fits(bench) else 1


def act(
    *,
    legal: str = "",
    when: Callable[[Any], Any] = lambda _: True,
    fits: Callable[[Any], Any] = lambda _: True,
    often: int = 1,
    **arguments: st.SearchStrategy[Any],
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Something that can be done, as the one rule of the machine draws it.

    Rules of their own would be switched off by the dozen in each run (hypothesis tests in swarms): most lives would
    then hardly live.
    """

    def offered(method: Callable[..., None]) -> Callable[..., None]:
        method.offer = Offer(legal, when, fits, often, arguments)  # type: ignore[attr-defined]
        return method

    return offered


class Bench(RuleBasedStateMachine):
    """One declaration, lodged."""

    def __init__(self, agency: Agency, goods: str) -> None:
        """`goods`: one permit, two permits, no other law (all imports), or export."""
        super().__init__()
        self.agency, self.goods = agency, goods
        self.asked = {"one permit": 1, "two permits": 2}.get(goods, 0)
        self.agency.asked.clear()
        program = ApiClient.objects.get(client_id="demo-broker")
        self.broker = program.as_declarant(scopes=("declarations:lodge",))
        self.officer, self.chief = (
            User.objects.get(username=name).as_officer() for name in ("demo-officer", "demo-chief-officer")
        )
        self.at, self.day, self.steps = MONDAY, 0, 0
        self.verified = ""
        self.workers: dict[int, tuple[int, Any, str]] = {}
        self.notices: list[tuple[PermitNotice, str, int]] = []
        self.amended: list[tuple[clearance.Amendment, bytes]] = []

    # Lodging

    @initialize(
        category=st.sampled_from((1, 1, 2, 3)),
        condition=st.sampled_from(("", "", "", "Z", "K")),
    )
    def lodge(self, category: int, condition: str) -> None:
        self.own_reference = forms.own_reference(f"V{category}")
        self.condition = "" if self.goods == "export" else condition
        said = Said(price=200000, names=("FIRST", "SECOND"))
        if self.condition == "K":
            self.at, self.day = SUNDAY, -1
        self.case = lodged(
            Case(
                said=said,
                worth={price: self._worth(replace(said, price=price)) for price in PRICES},
                scripted=category,
                direction="EXPORT" if self.goods == "export" else "IMPORT",
                condition=self.condition,
            ),
            items_asked=self.asked,
        )
        self.message = self._message(self._form(said), key=f"life-{next(count)}")
        self.lodged = clearance.lodge(self.message, by=self.broker, at=self.at)
        self.number = self.lodged.number
        self.declaration = Declaration.objects.get(number=self.number)
        note(f"{self.goods}, category {category}, condition {self.condition or 'none'}")

    @rule(data=st.data())
    def something_happens(self, data: st.DataObject) -> None:
        """One act of anybody."""
        offers = {name: each.offer for name, each in vars_of(type(self)).items() if hasattr(each, "offer")}
        bag = [name for name, offer in sorted(offers.items()) for _ in range(offer.weight(self))]
        name = data.draw(st.sampled_from(bag), label="what happens")
        drawn = {key: data.draw(each, label=key) for key, each in sorted(offers[name].arguments.items())}
        getattr(self, name)(**drawn)

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
        except Refused as no:
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
