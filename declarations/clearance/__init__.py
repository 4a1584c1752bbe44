"""THE PROCESS: what happens to a declaration, a file a verb.

    assessing   what customs makes of a declaration: rules, value, duty, other laws; keeps nothing
    lodging     lodge: assess, select, number, record in one statement, answer
    advancing   advance: look at what is true now, release when nothing holds
    examining   examine, refuse: the officer's decisions
    paying      pay or defer

Every edge (API, console, tasks) makes one call here. Times come in as `at`.
"""

from declarations.clearance.advancing import advance, due_for_advance
from declarations.clearance.assessing import Assessed, assess
from declarations.clearance.examining import examine, refuse, release
from declarations.clearance.lodging import Lodged, Message, dry_run, lodge
from declarations.clearance.paying import pay

__all__ = [
    "Assessed",
    "Lodged",
    "Message",
    "advance",
    "assess",
    "dry_run",
    "due_for_advance",
    "examine",
    "lodge",
    "pay",
    "refuse",
    "release",
]
