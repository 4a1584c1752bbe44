"""THE PROCESS: what happens to a declaration, a file a verb.

    assessing   what customs makes of a declaration: rules, value, duty, other laws; keeps nothing
    lodging     lodge: assess, select, number, record in one statement, answer
    advancing   advance: look at what is true now, release when nothing holds
    examining   examine, refuse: the officer's decisions
    paying      pay or defer
    attaching   attach a document
    scanning    scan documents

Every edge (API, console, tasks) makes one call here. Times come in as `at`.
"""

from declarations.clearance.advancing import advance, due_for_advance
from declarations.clearance.assessing import Assessed, assess
from declarations.clearance.attaching import Paper, attach
from declarations.clearance.examining import examine, refuse, release
from declarations.clearance.lodging import Lodged, Message, dry_run, lodge
from declarations.clearance.paying import pay
from declarations.clearance.scanning import due_for_scan, scan

__all__ = [
    "Assessed",
    "Lodged",
    "Message",
    "Paper",
    "advance",
    "assess",
    "attach",
    "dry_run",
    "due_for_advance",
    "due_for_scan",
    "examine",
    "lodge",
    "pay",
    "refuse",
    "release",
    "scan",
]
