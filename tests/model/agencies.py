"""What the agency says and what becomes of the workers that ask it."""

from hypothesis import strategies as st

from permits import checking
from permits import tasks as permit_tasks
from permits.checking.asking import call, record, take_lease
from permits.question import PermitNotice
from tests.model import agency_fold
from tests.model.agency import BROKEN, HEALS
from tests.model.bench import ANSWERS, Bench, act, answers, count, places, sometimes
from tests.model.case import Case, Refused


class AgencysActs(Bench):
    """The rules of the agency and of the workers."""

    @act(
        when=lambda self: self.case.checks,
        often=3,
        place=places,
        says=st.sampled_from((*ANSWERS, "CONFIRMED", "CONFIRMED", "no answer", *BROKEN)),
        part=sometimes,
        other=sometimes,
        dies=st.booleans(),
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

    @act(
        when=lambda self: self.case.checks,
        fits=lambda self: not all(check.settled for check in self.case.standing),
        often=3,
        place=places,
        says=answers,
    )
    def a_worker_dies_while_it_asks(self, place: int, says: str) -> None:
        """The agency does the work; nobody records its answer, unless the worker comes back."""
        place, worker = self._place(place), next(count)
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
        # Else the dead of earlier lives would fill the agency's room for half a minute of the wall clock.
        self._ages(check, "lease_until")
        self._do(lambda case: agency_fold.taken(case, place, lease=worker), lambda: True)

    @act(when=lambda self: self.workers, often=3, data=st.data())
    def a_worker_comes_back_from_the_dead(self, data: st.DataObject) -> None:
        self._comes_back(data.draw(st.sampled_from(sorted(self.workers))))

    @act(
        when=lambda self: self.case.checks,
        fits=lambda self: not all(check.settled for check in self.case.standing),
        place=places,
        says=answers,
    )
    def a_worker_is_overtaken(self, place: int, says: str) -> None:
        """It is taken for dead, another asks in its place, and then it comes back with what it heard."""
        alive = set(self.workers)
        self.a_worker_dies_while_it_asks(place=place, says=says)
        self.a_worker_asks(place=place, says="RECEIVED", part=False, other=False, dies=False)
        for worker in set(self.workers) - alive:
            self._comes_back(worker)

    def _comes_back(self, worker: int) -> None:
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

    @act(
        when=lambda self: self.case.checks,
        often=2,
        place=places,
        says=answers,
        part=sometimes,
        other=sometimes,
        dies=st.booleans(),
    )
    def the_agency_calls_back(self, place: int, says: str, part: bool, other: bool, dies: bool) -> None:
        """About the version that stands, or about an old one."""
        place = self._place(place)
        check = self._checks()[place]
        with self._agency_says(says, part=part, other=other):
            told = self.agency.answer(str(check.id))
        notice = PermitNotice(
            agency="FD", idempotency_key=str(check.id), subject_version=check.subject_version, answer=told
        )
        message_id = f"m-{next(count)}"
        with self._deaf(dies):
            checking.receive(notice, message_id=message_id)
        self.notices.append((notice, message_id, place))
        self._do(
            lambda case: agency_fold.answered(
                case, place, says, reference=told.reference, part=part, is_heard=not dies
            ),
            lambda: True,
        )

    @act(when=lambda self: self.notices, data=st.data(), same_id=st.booleans())
    def the_agency_repeats_itself(self, data: st.DataObject, same_id: bool) -> None:
        notice, message_id, place = data.draw(st.sampled_from(self.notices))
        checking.receive(notice, message_id=message_id if same_id else f"m-{next(count)}")
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

    @act(when=lambda self: self.case.checks, place=places, wrong=st.sampled_from(("version", "check", "agency")))
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
            raise Refused("wrong-version" if wrong == "version" else "unknown-permit-check")

        self._do(model, lambda: checking.receive(notice, message_id=f"m-{next(count)}"))

    @act(when=lambda self: self.case.checks, place=places, dies=st.booleans())
    def the_hard_limit_passes(self, place: int, dies: bool) -> None:
        place = self._place(place)
        check = self._checks()[place]
        self._ages(check, "overdue_at", days=40)
        with self._deaf(dies):
            permit_tasks.mark_overdue(str(check.id))
        self._do(lambda case: agency_fold.overdue(case, place, is_heard=not dies), lambda: True)
