"""THE PROCESS: what happens to a declaration, a file a verb.

    assessing          what customs makes of a declaration: rules, value, duty, other laws; keeps nothing
    assessing_again    the same after a version, whose figures by hand stand for what is as it was
    drafting           declarations in the making: register, change, lodge, clean up
    batching           a file of declarations into the store, row by row
    batch_lodging      the rows of a batch are lodged, some at a time
    understanding      a message as a declaration, or all that is wrong with it at once
    lodging            lodge: assess, select, number, record in one statement, answer
    opening            the office opens, and what was queued is declared
    arriving           the goods are carried in: a preliminary declaration becomes the main one
    amending           say it anew, before the release or after it
    withdrawing        take it back before the release
    advancing          look at what is true now, release when nothing holds
    attaching          attach a document
    scanning           have the documents scanned
    asking             an officer asks, the declarant answers
    examining          examine, raise the category, refuse, release: the officer's decisions
    assessing_by_hand  assess what no rate computes
    applications       what waits for another person
    applying           what takes a second person: release before permit, a lower category, changes after the release
    second_person      who may decide what somebody else asked for
    overriding         override a permit check: one officer proposes, another decides
    taking             an officer takes a case, gives it back, hands it on
    taking_over        an officer goes on where a permit check's machine cannot
    paying             pay, defer, pay back
    watching           how the declarations stand, for those who watch the service
    declaring_duty     the duty declaration after an AEO release, and its reminders

Every edge (API, console, tasks) makes one call here. Times come in as `at`.
"""

from declarations.clearance.acting import actor_of
from declarations.clearance.advancing import advance, due_for_advance
from declarations.clearance.amending import Amendment, amend
from declarations.clearance.applying import (
    BY_A_SENIOR,
    DECIDED_BY,
    apply_for_early_release,
    decide,
    propose_lower_category,
)
from declarations.clearance.arriving import arrive
from declarations.clearance.asking import answer, ask
from declarations.clearance.assessing import Assessed, assess
from declarations.clearance.assessing_by_hand import assess_by_hand
from declarations.clearance.attaching import Paper, attach
from declarations.clearance.batch_lodging import claim_chunks, lodge_chunk
from declarations.clearance.batching import (
    answers_of,
    clean_up_batches,
    find_batch,
    page_of_batches,
    page_of_rows,
    receive,
)
from declarations.clearance.declaring_duty import DutyMessage, declare_duty, remind_of_duty
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
from declarations.clearance.examining import examine, raise_category, refuse, release
from declarations.clearance.lodging import Lodged, Message, dry_run, lodge
from declarations.clearance.overriding import decide_override, propose_override
from declarations.clearance.paying import Method, pay, refund
from declarations.clearance.scanning import due_for_scan, scan
from declarations.clearance.second_person import why_not
from declarations.clearance.taking import give_back, hand_on, take, take_next
from declarations.clearance.taking_over import ask_agency_again, close_contradiction, record_paper_answer
from declarations.clearance.understanding import understand
from declarations.clearance.watching import backlogs, declarations_standing
from declarations.clearance.withdrawing import withdraw

__all__ = [
    "BY_A_SENIOR",
    "DECIDED_BY",
    "Amendment",
    "Assessed",
    "DutyMessage",
    "Lodged",
    "Message",
    "Method",
    "Paper",
    "actor_of",
    "advance",
    "amend",
    "answer",
    "answers_of",
    "apply_for_early_release",
    "arrive",
    "ask",
    "ask_agency_again",
    "assess",
    "assess_by_hand",
    "attach",
    "backlogs",
    "claim_chunks",
    "clean_up_batches",
    "clean_up_drafts",
    "close_contradiction",
    "copy_to_draft",
    "decide",
    "decide_override",
    "declarations_standing",
    "declare_duty",
    "discard_draft",
    "dry_run",
    "due_for_advance",
    "due_for_scan",
    "examine",
    "find_batch",
    "find_draft",
    "give_back",
    "hand_on",
    "lodge",
    "lodge_chunk",
    "lodge_draft",
    "page_of_batches",
    "page_of_drafts",
    "page_of_rows",
    "pay",
    "propose_lower_category",
    "propose_override",
    "raise_category",
    "receive",
    "record_paper_answer",
    "refund",
    "refuse",
    "register",
    "release",
    "remind_of_duty",
    "revise_draft",
    "scan",
    "take",
    "take_next",
    "understand",
    "why_not",
    "withdraw",
]
