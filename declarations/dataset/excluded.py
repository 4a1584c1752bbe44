"""What the store holds and the data file does not, and why. A test asks this of every column of the models."""

from declarations.dataset.columns import ALIASES

_KEY = "a key between tables, without meaning outside the store"
_KEPT_WHOLE = "the message and its answer are kept whole in the store; what they say is in the file column by column"
_TOLD_ELSEWHERE = "said by another column of the file"
_WORK = "work in progress: it says nothing of the trade"
_PROOF = "a link of the proof; it is checked against the store, not against a file"
_PEOPLE = "about a person in the service, not about the trade"
_HISTORY = "history has many rows for a declaration; a table of its own will hold it"
_PAPERS = "a document and what became of it; the file tells what the goods are, the papers are looked at one by one"
_ORDER = "the order of the event feed; it says nothing of the trade"
_ARITHMETIC = "the arithmetic step by step; the file has its results"
_CARRIED = "how declarations came in by the file; each of them is in the data file by itself"
_NOT_DECLARED = "a draft is no declaration; what is lodged from it is in the file"

_REASONS: dict[str, tuple[str, ...]] = {
    _KEY: (
        "submission.id",
        "submission.idempotency_key",
        "declaration.id",
        "version.id",
        "version.declaration_id",
        "version.submission_id",
        "version.selection_id",
        "goods_item.version_id",
        "assessed_duty.goods_item_id",
        "permit_claim.id",
        "permit_claim.goods_item_id",
        "goods_item.id",
        "examination.id",
        "examination.declaration_id",
        "examination.version",
        "audit.id",
        "audit.declaration_id",
        "audit.corrects_id",
        "event.id",
        "event.declaration_id",
        "version.examined_from",
        "declaration.duty_declaration_id",
        "ledger.id",
        "ledger.declaration_id",
        "ledger.version",
        "ledger.security_id",
    ),
    _KEPT_WHOLE: ("submission.body", "submission.reply", "submission.findings", "submission.outcome"),
    _TOLD_ELSEWHERE: (
        "submission.declarant_id",
        "submission.direction",
        "submission.own_reference",
        "submission.as_at",
        "submission.declaration_number",
        "declaration.direction",
        "declaration.declarant_id",
        "declaration.trader_id",
        "declaration.customs_office",
        "version.number",
        "version.made_at",
        "submission.form",
        "ledger.owes",
        "ledger.secures",
        "declaration.duty_due_on",
        "audit.recorded_at",
    ),
    _WORK: (
        "declaration.next_action_at",
        "declaration.next_action_by",
        "declaration.published_until",
        "ledger.due_on",
    ),
    _PROOF: ("submission.body_sha256", "declaration.last_seq", "declaration.last_hash", "event.hash"),
    _PEOPLE: (
        "submission.client",
        "examination.officer_id",
        "examination.remarks",
        "event.actor",
        "ledger.actor",
        "ledger.reference",
        "version.reason",
        "audit.actor",
        "audit.remarks",
    ),
    _ORDER: ("event.transaction",),
    _HISTORY: ("event.seq", "event.version", "event.name", "event.at", "event.recorded_at", "event.facts"),
    _ARITHMETIC: ("assessed_duty.steps", "version.steps"),
}

# Tables of which no column is in the file.
_WHOLE_TABLES: dict[str, str] = {
    "draft": _NOT_DECLARED,
    "template": _NOT_DECLARED,
    "batch": _CARRIED,
    "batch_chunk": _CARRIED,
    "batch_row": _CARRIED,
    "document": _PAPERS,
    "question": _PEOPLE,
    "question_answer": _PEOPLE,
    "application": _PEOPLE,
    "taking": _PEOPLE,
    "look": _PEOPLE,
    "verification": _PROOF,
    "long_work": _WORK,
    "duty": _TOLD_ELSEWHERE,
}

EXCLUDED: dict[tuple[str, str], str] = {
    (column.split(".")[0], column.split(".")[1]): reason for reason, columns in _REASONS.items() for column in columns
} | {
    (alias, str(field.column)): reason
    for alias, reason in _WHOLE_TABLES.items()
    for field in ALIASES[alias]._meta.concrete_fields
}
