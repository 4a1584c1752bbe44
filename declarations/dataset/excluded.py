"""What the store holds and the data file does not, and why. A test asks this of every column of the models."""

_KEY = "a key between tables, without meaning outside the store"
_KEPT_WHOLE = "the message and its answer are kept whole in the store; what they say is in the file column by column"
_TOLD_ELSEWHERE = "said by another column of the file"
_WORK = "work in progress: it says nothing of the trade"
_PROOF = "a link of the proof; it is checked against the store, not against a file"
_PEOPLE = "about a person in the service, not about the trade"
_HISTORY = "history has many rows for a declaration; a table of its own will hold it"
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
        "payment.id",
        "payment.declaration_id",
        "payment.version",
        "event.id",
        "event.declaration_id",
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
    ),
    _WORK: ("declaration.next_action_at", "declaration.next_action_by"),
    _PROOF: ("submission.body_sha256", "declaration.last_seq", "declaration.last_hash", "event.hash"),
    _PEOPLE: (
        "submission.client",
        "examination.officer_id",
        "examination.remarks",
        "payment.actor",
        "payment.reference",
        "event.actor",
    ),
    _HISTORY: ("event.seq", "event.version", "event.name", "event.at", "event.recorded_at", "event.facts"),
    _NOT_DECLARED: (
        "draft.id",
        "draft.number",
        "draft.owner_id",
        "draft.client",
        "draft.body",
        "draft.direction",
        "draft.own_reference",
        "draft.revision",
        "draft.created_at",
        "draft.changed_at",
        "draft.keep_until",
        "draft.lodged_as",
    ),
    _CARRIED: (
        "batch.id",
        "batch.owner_id",
        "batch.client",
        "batch.idempotency_key",
        "batch.declarant",
        "batch.correlation_id",
        "batch.format",
        "batch.charset",
        "batch.rows",
        "batch.accepted",
        "batch.refused",
        "batch.sha256",
        "batch.as_at",
        "batch.received_at",
        "batch.uploaded_at",
        "batch.started_at",
        "batch.finished_at",
        "batch.keep_until",
        "batch_chunk.id",
        "batch_chunk.batch_id",
        "batch_chunk.first_row",
        "batch_chunk.last_row",
        "batch_chunk.published_until",
        "batch_chunk.lease_until",
        "batch_chunk.attempts",
        "batch_chunk.finished_at",
        "batch_row.id",
        "batch_row.batch_id",
        "batch_row.number",
        "batch_row.line",
        "batch_row.body",
        "batch_row.digest",
        "batch_row.status",
        "batch_row.own_reference",
        "batch_row.declaration_number",
        "batch_row.problem",
        "batch_row.settled_at",
    ),
    _ARITHMETIC: ("assessed_duty.steps", "version.steps"),
}

EXCLUDED: dict[tuple[str, str], str] = {
    (column.split(".")[0], column.split(".")[1]): reason for reason, columns in _REASONS.items() for column in columns
}
