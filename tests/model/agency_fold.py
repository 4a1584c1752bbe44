"""The model of one permit check: what an agency says, what fails, and what officers do. Pure."""

from dataclasses import replace

from tests.model.case import DECISIONS, MOST_FAILURES, Case, Check, Refused, advanced, demand, looked_at

_UNDECIDED = {
    "RECEIVED": "ASKED",
    "DOCUMENTS_REQUIRED": "DOCUMENTS_REQUIRED",
    "INSPECTION_ORDERED": "INSPECTION_ORDERED",
}


def answered(case: Case, place: int, said: str, *, reference: str, part: bool, is_heard: bool) -> Case:
    """The agency says something. `part`: it confirms half the quantity. Whoever should hear of it may die."""
    check = case.checks[place]
    return _told(case, place, _settled(check, said, reference=reference, part=part), is_heard=is_heard)


def _settled(check: Check, said: str, *, reference: str, part: bool) -> Check:
    decided = "PARTLY_CONFIRMED" if said == "CONFIRMED" and part else said
    if check.status == "CANCELLED" or check.superseded:
        return check
    if check.settled:
        return replace(check, person=check.person or _contradicts(check, said, decided, reference))
    check = replace(check, failures=0)
    if check.reference and check.reference != reference:
        return replace(check, person=True)
    if said in DECISIONS:
        return replace(check, status=decided, reference=reference, person=False, lease=0)
    if check.status == "OVERDUE":
        return replace(check, reference=reference)
    if said == "RECEIVED" and check.status != "DUE":  # it may come after what was said later
        return check
    return replace(check, status=_UNDECIDED[said], reference=reference)


def _contradicts(check: Check, said: str, decided: str, reference: str) -> bool:
    """The first decision stands; one that says otherwise calls an officer."""
    if said not in DECISIONS:
        return False
    if check.status == "OVERRIDDEN":
        return said == "REFUSED"
    return (decided, reference) != (check.status, check.reference)


def failed(case: Case, place: int, *, heals: bool, is_heard: bool) -> Case:
    """A try to ask brought no answer; what cannot heal, or has not for long, needs a person."""
    check = case.checks[place]
    failures = check.failures + 1
    person = check.person or not heals or failures >= MOST_FAILURES
    return _told(case, place, replace(check, failures=failures, person=person, lease=0), is_heard=is_heard)


def finished(case: Case, place: int) -> Case:
    """The worker that asked is done: its lease ends."""
    return _with(case, place, replace(case.checks[place], lease=0))


def taken(case: Case, place: int, *, lease: int) -> Case:
    """A worker asks from now on."""
    return _with(case, place, replace(case.checks[place], lease=lease))


def overdue(case: Case, place: int, *, is_heard: bool) -> Case:
    """The agency's hard limit passes; while documents are required it is the declarant's turn and none passes."""
    check = case.checks[place]
    if check.status not in {"DUE", "ASKED", "INSPECTION_ORDERED"}:
        return case
    return _told(case, place, replace(check, status="OVERDUE"), is_heard=is_heard)


def retried(case: Case, place: int) -> Case:
    """An officer has it asked again."""
    demand(case, "TAKE_OVER")
    check = case.checks[place]
    if check.settled:
        raise Refused("permit-check-settled")
    return advanced(_with(case, place, replace(check, person=False, failures=0)), "PERMIT_CHECK_TAKEN_OVER")


def looked_into(case: Case, place: int) -> Case:
    """An officer has looked at what contradicts a settled check; the first decision stands."""
    demand(case, "TAKE_OVER")
    check = case.checks[place]
    if not (check.settled and check.person):
        raise Refused("no-conflict")
    return advanced(_with(case, place, replace(check, person=False)), "PERMIT_CHECK_TAKEN_OVER")


def proposed(case: Case, place: int) -> Case:
    """An officer would override it."""
    demand(case, "OVERRIDE")
    check = case.checks[place]
    if check.superseded or check.status in {"CONFIRMED", "OVERRIDDEN", "CANCELLED"}:
        raise Refused("permit-check-settled")
    if check.proposed:
        raise Refused("override-proposed")
    return advanced(_with(case, place, replace(check, proposed=check.status)), "APPLIED")


def decided(case: Case, place: int, *, approves: bool, is_who_proposed: bool) -> Case:
    """Another officer decides; who proposed it may take it back. What has changed since is not overridden."""
    demand(case, "OVERRIDE")
    check = case.checks[place]
    if not check.proposed:
        raise Refused("unknown-override-proposal")
    if approves and is_who_proposed:
        raise Refused("four-eyes")
    if approves and not check.superseded and check.status == check.proposed:
        check = replace(check, status="OVERRIDDEN", person=False, lease=0, told=False, unannounced=False)
    return advanced(_with(case, place, replace(check, proposed="")), "APPLICATION_DECIDED")


def _told(case: Case, place: int, check: Check, *, is_heard: bool) -> Case:
    """The declaration hears of a settlement, and of the beginning of a wait for somebody else."""
    before = case.checks[place]
    is_settled = check.settled and not before.settled
    if not is_settled and check.waits_for in {"", before.waits_for}:
        return _with(case, place, check)
    if is_heard:
        return looked_at(_with(case, place, check))
    return replace(_with(case, place, replace(check, unannounced=check.unannounced or is_settled)), unheard=True)


def announced(case: Case) -> Case:
    """The dispatcher has told what settled and was not heard."""
    if not any(check.unannounced for check in case.checks):
        return case
    return looked_at(replace(case, checks=tuple(replace(check, unannounced=False) for check in case.checks)))


def _with(case: Case, place: int, check: Check) -> Case:
    return replace(case, checks=(*case.checks[:place], check, *case.checks[place + 1 :]))
