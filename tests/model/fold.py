"""The model: what ought to become of a declaration, as a fold over what is done to it.

Pure, and apart from the product's code: an act takes a case and gives the next one, or raises Refused with the code
that the caller should be told. It is small because it knows neither law nor money: what a price comes to is given.
"""

from dataclasses import replace

from tests.model.case import OPEN, Case, Check, Refused, Said, advanced, demand, holds, turn

_BRIDGED = frozenset({"PAYMENT", "DOCUMENT_EXAMINATION", "QUESTION"})


def amend(case: Case, said: Said) -> Case:
    """Say it anew. After the release customs has to agree to less duty, and to any change of an export."""
    demand(case, "AMEND")
    if case.status != "RELEASED":
        return _version(case, said)
    if case.direction == "EXPORT" or case.worth[said.price] < case.worth[case.said.price]:
        kind = "CHANGE" if case.direction == "EXPORT" else "REASSESSMENT"
        _demand_none_open(case, kind)
        case = replace(case, applications={**case.applications, kind: said})
        return replace(case, events=(*case.events, "APPLIED"))
    return _version(case, said)


def _version(case: Case, said: Said) -> Case:
    """The next version: other questions are asked anew, what is examined is examined again, the demand follows."""
    number, is_open, before = case.version + 1, case.status in OPEN, case.said
    checks, category = case.checks, case.category
    if is_open:
        asked_anew = {
            check.item
            for check in case.standing
            if said.bill != before.bill or said.names[check.item - 1] != before.names[check.item - 1]
        }
        old = tuple(
            _superseded(check) if check.item in asked_anew and not check.superseded else check for check in checks
        )
        checks = old + tuple(Check(item, version=number) for item in sorted(asked_anew))
        if said.price != before.price:
            category = max(category, case.scripted)
    case = replace(
        case,
        said=said,
        version=number,
        checks=checks,
        category=category,
        examined_from=number if is_open else case.examined_from,
        demanded=case.worth[said.price],
        applications={},
    )
    return advanced(case, "AMENDED")


def _superseded(check: Check) -> Check:
    status = check.status if check.settled else "CANCELLED"
    return replace(check, superseded=True, status=status, person=check.person and check.settled, lease=0)


def withdraw(case: Case) -> Case:
    """The declarant takes it back."""
    demand(case, "WITHDRAW")
    return _ended(case, "WITHDRAWN")


def refuse(case: Case) -> Case:
    """An officer refuses the permit."""
    demand(case, "REFUSE")
    return _ended(case, "REFUSED")


def _ended(case: Case, status: str) -> Case:
    checks = tuple(
        check if check.settled or check.superseded else replace(check, status="CANCELLED", person=False, lease=0)
        for check in case.checks
    )
    return replace(
        case,
        status=status,
        owner="",
        checks=checks,
        demanded=0,
        reserved=0,
        applications={},
        events=(*case.events, status),
        unheard=False,
    )


def arrive(case: Case, *, day: int) -> Case:
    """The goods of a preliminary declaration are carried in; another day's law judges it anew."""
    demand(case, "ARRIVE")
    if case.condition != "Z" or case.arrived:
        raise Refused("illegal-transition")
    version = case.version + (day != case.assessed_on)
    return advanced(replace(case, arrived=True, version=version, assessed_on=day), "ARRIVED")


def pay(case: Case, *, method: str) -> Case:
    """What is owed is paid or deferred; the oldest deferment is paid."""
    demand(case, "PAY")
    if method == "PAY_DEFERRED":
        if not case.deferred:
            raise Refused("nothing-owed")
        return advanced(replace(case, deferred=case.deferred[1:]), "PAID")
    if case.owed <= 0:
        raise Refused("nothing-owed")
    deferred = (*case.deferred, case.owed) if method == "DEFER" else case.deferred
    case = replace(case, met=case.met + case.owed, deferred=deferred)
    return advanced(case, "DEFERRED" if method == "DEFER" else "PAID")


def refund(case: Case) -> Case:
    """What was paid too much is paid back."""
    demand(case, "REFUND")
    if case.owed >= 0:
        raise Refused("nothing-owed")
    return advanced(replace(case, met=case.met + case.owed), "REFUNDED")


def ask(case: Case) -> Case:
    """An officer asks, and reads the answer with the papers."""
    demand(case, "ASK")
    return advanced(replace(case, questions=case.questions + 1, category=max(case.category, 2)), "QUESTION_ASKED")


def answer(case: Case) -> Case:
    """The declarant answers one of the open questions."""
    demand(case, "ANSWER")
    if not case.questions:
        raise Refused("unknown-question")
    return advanced(replace(case, questions=case.questions - 1), "QUESTION_ANSWERED")


def examine(case: Case, *, in_order: bool) -> Case:
    """An officer looks at the papers or the goods."""
    demand(case, "EXAMINE")
    found = ((case.version, case.category),) if in_order else ()
    return advanced(replace(case, examinations=case.examinations + found), "EXAMINED")


def raise_category(case: Case, *, category: int) -> Case:
    """More is examined."""
    demand(case, "RAISE")
    if category <= case.category:
        raise Refused("category-not-changed")
    return advanced(replace(case, category=category), "SELECTED")


def propose_lower(case: Case, *, category: int) -> Case:
    """An officer would have less examined."""
    demand(case, "LOWER")
    _demand_none_open(case, "LOWER_CATEGORY")
    if category >= case.category:
        raise Refused("category-not-changed")
    return advanced(replace(case, applications={**case.applications, "LOWER_CATEGORY": category}), "APPLIED")


def apply_early(case: Case, *, amount: int) -> Case:
    """The declarant asks for the goods before the permit."""
    demand(case, "APPLY")
    _demand_none_open(case, "EARLY_RELEASE")
    _demand_bridged(case)
    asked = {**case.applications, "EARLY_RELEASE": max(amount, case.owed)}
    return advanced(replace(case, applications=asked), "APPLIED")


def decide(case: Case, kind: str, *, approves: bool, is_who_asked: bool) -> Case:
    """Another person decides what was asked for."""
    demand(case, f"DECIDE_{kind}")
    if kind not in case.applications:
        raise Refused("no-open-application")
    if is_who_asked:
        raise Refused("four-eyes")
    asked = case.applications[kind]
    left = {other: said for other, said in case.applications.items() if other != kind}
    decided = replace(case, applications=left, events=(*case.events, "APPLICATION_DECIDED"))
    if not approves:
        return advanced(decided)
    if isinstance(asked, Said):
        return _version(decided, asked)
    if kind == "LOWER_CATEGORY":
        return advanced(replace(decided, category=asked), "SELECTED")
    _demand_bridged(case)
    early = replace(decided, status="RELEASED_EARLY", reserved=asked, events=(*decided.events, "RELEASED_EARLY"))
    return replace(early, owner=turn(early))


def release(case: Case) -> Case:
    """An officer releases what nothing holds; what is held is not even looked at."""
    demand(case, "RELEASE")
    if holds(case):
        raise Refused("still-held")
    return advanced(case)


def _demand_none_open(case: Case, kind: str) -> None:
    if kind in case.applications:
        raise Refused("application-open")


def _demand_bridged(case: Case) -> None:
    if any(code not in _BRIDGED for code, _, _ in holds(case)):
        raise Refused("early-release-impossible")


def attach(case: Case, *, item: int) -> Case:
    """A document for an agency: where it waits for documents, it is asked again."""
    demand(case, "ATTACH")
    checks = tuple(
        replace(check, status="ASKED", lease=0)
        if check.item == item and not check.superseded and check.status == "DOCUMENTS_REQUIRED"
        else check
        for check in case.checks
    )
    if checks == case.checks:
        return replace(case, events=(*case.events, "DOCUMENT_ATTACHED"))
    return advanced(replace(case, checks=checks), "DOCUMENT_ATTACHED")
