"""THE PROCESS: what happens to a declaration, a file a verb.

    assessing   what customs makes of a declaration: rules, value, duty, other laws; keeps nothing
    lodging     lodge: assess, select, number, record in one statement, answer
    advancing   advance: look at what is true now, release when nothing holds
    examining   examine, refuse: the officer's decisions
    paying      pay or defer
    batching    receive: a file of declarations into the store, row by row
    batch_lodging  lodge_chunk: the rows of a batch, some at a time
    drafting    register, revise_draft, lodge_draft, clean_up_drafts: declarations in the making

Every edge (API, console, tasks) makes one call here. Times come in as `at`.
"""

from declarations.clearance.advancing import advance, due_for_advance
from declarations.clearance.assessing import Assessed, assess
from declarations.clearance.batch_lodging import claim_chunks, lodge_chunk
from declarations.clearance.batching import (
    answers_of,
    clean_up_batches,
    find_batch,
    page_of_batches,
    page_of_rows,
    receive,
)
from declarations.clearance.drafting import (
    clean_up_drafts,
    copy_to_draft,
    discard_draft,
    find_draft,
    lodge_draft,
    page_of_drafts,
    register,
    revise_draft,
)
from declarations.clearance.examining import examine, refuse, release
from declarations.clearance.lodging import Lodged, Message, dry_run, lodge
from declarations.clearance.paying import pay

__all__ = [
    "Assessed",
    "Lodged",
    "Message",
    "advance",
    "answers_of",
    "assess",
    "claim_chunks",
    "clean_up_batches",
    "clean_up_drafts",
    "copy_to_draft",
    "discard_draft",
    "dry_run",
    "due_for_advance",
    "examine",
    "find_batch",
    "find_draft",
    "lodge",
    "lodge_chunk",
    "lodge_draft",
    "page_of_batches",
    "page_of_drafts",
    "page_of_rows",
    "pay",
    "receive",
    "refuse",
    "register",
    "release",
    "revise_draft",
]
