"""THE PROCESS: what happens to a declaration, a file a verb.

    assessing          what customs makes of a declaration: rules, value, duty, other laws; keeps nothing
    assessing_again    the same after a version, whose figures by hand stand for what is as it was
    drafting           declarations in the making: register, change, lodge, clean up
    draw_days          the days of the random draw: promised before, shown after
    declared_items     goods items as a model sees them
    templating         what drafts are begun with, kept under a name
    batching           a file of declarations into the store, row by row
    batch_lodging      the rows of a batch are lodged, some at a time
    previewing         what would come of a draft, complete or not: keeps nothing
    understanding      a message as a declaration, or all that is wrong with it at once
    lodging            lodge: assess, select, number, record in one statement, answer
    opening            the office opens, and what was queued is declared
    arriving           the goods are carried in: a preliminary declaration becomes the main one
    amending           say it anew, before the release or after it
    amending_by_draft  the same written as a draft, which remembers what its writer has seen
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
    modelling          a learned model is registered, and what its word counts is proposed and approved
    watching           how the declarations stand, for those who watch the service
    declaring_duty     the duty declaration after an AEO release, and its reminders

Every edge (API, console, tasks) makes one call here. Times come in as `at`.
"""

from declarations.clearance.acting import actor_of
from declarations.clearance.advancing import advance, due_for_advance
from declarations.clearance.amending import Amendment, amend, dry_run_amendment
from declarations.clearance.amending_by_draft import amend_by_draft, amending_draft, begin_amendment, catch_up
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
from declarations.clearance.draw_days import day_to_verify, drawn_on, keep_draw_days
from declarations.clearance.examining import examine, raise_category, refuse, release
from declarations.clearance.lodging import Lodged, Message, dry_run, lodge
from declarations.clearance.modelling import decide_policy, propose_policy, register_model, why_not_policy
from declarations.clearance.overriding import decide_override, propose_override
from declarations.clearance.paying import Method, pay, refund
from declarations.clearance.previewing import Preview, preview
from declarations.clearance.scanning import due_for_scan, scan
from declarations.clearance.second_person import why_not
from declarations.clearance.taking import give_back, hand_on, take, take_next
from declarations.clearance.taking_over import ask_agency_again, close_contradiction, record_paper_answer
from declarations.clearance.templating import discard_template, draft_from_template, keep_template, templates_of
from declarations.clearance.understanding import understand
from declarations.clearance.watching import backlogs, declarations_standing, selection_standing
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
    "Preview",
    "actor_of",
    "advance",
    "amend",
    "amend_by_draft",
    "amending_draft",
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
    "begin_amendment",
    "catch_up",
    "claim_chunks",
    "clean_up_batches",
    "clean_up_drafts",
    "close_contradiction",
    "copy_to_draft",
    "day_to_verify",
    "decide",
    "decide_override",
    "decide_policy",
    "declarations_standing",
    "declare_duty",
    "discard_draft",
    "discard_template",
    "draft_from_template",
    "drawn_on",
    "dry_run",
    "dry_run_amendment",
    "due_for_advance",
    "due_for_scan",
    "examine",
    "find_batch",
    "find_draft",
    "give_back",
    "hand_on",
    "keep_draw_days",
    "keep_template",
    "lodge",
    "lodge_chunk",
    "lodge_draft",
    "page_of_batches",
    "page_of_drafts",
    "page_of_rows",
    "pay",
    "preview",
    "propose_lower_category",
    "propose_override",
    "propose_policy",
    "raise_category",
    "receive",
    "record_paper_answer",
    "refund",
    "refuse",
    "register",
    "register_model",
    "release",
    "remind_of_duty",
    "revise_draft",
    "scan",
    "selection_standing",
    "take",
    "take_next",
    "templates_of",
    "understand",
    "why_not",
    "why_not_policy",
    "withdraw",
]
