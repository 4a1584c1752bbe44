"""The service's figures in Prometheus's text format (0.0.4). All are gauges, read from the store: any process tells
the same, so that one is scraped."""

from collections.abc import Iterator

from singlewindow.service_status import ServiceStatus

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BREAKER = {"CLOSED": 0, "HALF_OPEN": 1, "OPEN": 2}

Sample = tuple[str, str, dict[str, str], float]
"""Name without prefix, help, labels, value."""


def text_of(status: ServiceStatus) -> str:
    """Every figure, each name with its help once."""
    lines: dict[str, list[str]] = {}
    for name, about, labels, value in _samples(status):
        full = f"singlewindow_{name}"
        told = ",".join(f'{key}="{text}"' for key, text in labels.items())  # codes of ours: nothing to escape
        head = lines.setdefault(full, [f"# HELP {full} {about}", f"# TYPE {full} gauge"])
        head.append(f"{full}{{{told}}} {value:g}" if told else f"{full} {value:g}")
    return "\n".join(line for group in lines.values() for line in group) + "\n"


def _samples(status: ServiceStatus) -> Iterator[Sample]:
    dispatcher, declarations = status.dispatcher, status.declarations
    yield "dispatchers_alive", "Dispatchers that have lately said that they are alive.", {}, dispatcher.count
    if dispatcher.broker_reachable is not None:
        about = "Whether the broker took or told something when a dispatcher last tried."
        yield "broker_reachable", about, {}, float(dispatcher.broker_reachable)
    yield "declarations_open", "Declarations that are not ended.", {}, declarations.open
    yield "declarations_stuck", "Open declarations that the service should have looked at; 0.", {}, declarations.stuck
    about = "Open declarations whose target at a person's desk has passed."
    yield "declarations_late", about, {"turn": "OFFICER"}, declarations.officers_late
    yield "declarations_late", about, {"turn": "DECLARANT"}, declarations.declarants_late
    about = "Selections of the last hour in which the model in use failed and the rules stood alone."
    yield "selection_model_failures_1h", about, {}, status.selection.failures
    for work in status.work:
        labels = {"kind": work.kind}
        yield "work_waiting", "Rows whose work is due.", labels, work.waiting
        yield "work_oldest_seconds", "For how long the oldest row has been due.", labels, work.oldest_seconds
        yield "work_failing", "Rows whose work raises, and that are tried again.", labels, work.failing
        yield "work_dead", "Rows that were given up and wait for a person.", labels, work.dead
    for agency in status.agencies:
        labels = {"agency": agency.code}
        yield "agency_breaker", "0 closed, 1 half open, 2 open.", labels, _BREAKER[agency.breaker]
        yield "agency_calls_in_flight", "Calls under way.", labels, agency.in_flight
        yield "agency_checks_open", "Permit checks that are not settled.", labels, agency.open
        yield "agency_checks_due", "Permit checks to be asked now.", labels, agency.backlog
        yield "agency_oldest_due_seconds", "For how long the oldest of them is due.", labels, agency.oldest_due_seconds
        yield "agency_checks_needing_person", "Permit checks that wait for an officer.", labels, agency.needs_person
        yield "agency_calls_5m", "Calls of the last five minutes.", labels, agency.calls
        yield "agency_failures_5m", "Of these, without an answer.", labels, agency.failures
        yield "agency_decisions_1h", "Decisions of the last hour.", labels, agency.decided
        about = "Time from a check's beginning to its decision, of the last hour."
        for quantile, seconds in (("0.5", agency.decision_p50_seconds), ("0.95", agency.decision_p95_seconds)):
            if seconds is not None:
                yield "agency_decision_seconds", about, {**labels, "quantile": quantile}, seconds
