"""Words of what the rules, the state of a declaration or of a permit check do not allow."""

WORDS: dict[str, tuple[str, str, str]] = {
    # The rules, the state, the key.
    "declaration-refused": ("The declaration is refused.", "申告は受理されませんでした。", "See errors."),
    "idempotency-key-required": (
        "An Idempotency-Key header is required here.",
        "Idempotency-Keyヘッダーが必要です。",
        "Send a new key for each new declaration.",
    ),
    "idempotency-key-invalid": (
        "The Idempotency-Key is not 1 to 64 printable ASCII characters.",
        "Idempotency-Keyの形式が正しくありません。",
        "Send 1 to 64 printable ASCII characters.",
    ),
    "idempotency-key-reused": (
        "This Idempotency-Key was used for another body.",
        "このIdempotency-Keyは別の本文で使用済みです。",
        "Use a new key for a new message.",
    ),
    "idempotency-in-progress": (
        "The first message with this key is still being worked on.",
        "同じキーの処理が進行中です。",
        "Wait, then send it again.",
    ),
    "duplicate-reference": (
        "You have a declaration with this own reference already.",
        "この社内整理番号は使用済みです。",
        "See existing, or choose another reference.",
    ),
    "precondition-required": (
        "A change names the ETag that it was made from, in If-Match.",
        "変更にはIf-Matchヘッダーが必要です。",
        "Read it, and send its ETag in If-Match.",
    ),
    "precondition-invalid": (
        "If-Match is not one ETag in quotes.",
        "If-Matchの形式が正しくありません。",
        "Send the one ETag of what you read; not * and no list.",
    ),
    "precondition-failed": (
        "It was changed since you read it, or the ETag is weak.",
        "取得後に変更されています。",
        "Read it again, and make your change to what you then see.",
    ),
    "illegal-transition": (
        "The declaration's state does not allow this.",
        "申告の状態ではこの操作はできません。",
        "See allowed.",
    ),
    "still-held": (
        "Something stands between the declaration and its release.",
        "許可できない事由があります。",
        "See holds.",
    ),
    "wrong-amount": ("The amount is not what is owed.", "納付額が一致しません。", "Pay the amount in owed."),
    "sandbox-only": (
        "This header is honoured in the sandbox alone.",
        "このヘッダーはサンドボックス専用です。",
        "Leave it out.",
    ),
    "invalid-clock": (
        "Sandbox-Clock is not an instant with a zone.",
        "Sandbox-Clockの形式が正しくありません。",
        "Write it as 2014-01-01T10:00:00+09:00.",
    ),
    # Drafts.
    "draft-lodged": (
        "The draft was lodged, and is only read now.",
        "この下書きは申告済みです。",
        "See existing; copy it to make another draft.",
    ),
    "draft-amends": (
        "The draft amends a declaration.",
        "この下書きは申告の変更です。",
        "Send what it says to the amendments of existing with the reason, or send it on its page.",
    ),
    "too-many-drafts": (
        "You keep as many drafts as an organisation may.",
        "下書きの件数が上限に達しています。",
        "Lodge or delete some.",
    ),
    # Permits of other laws.
    "unknown-permit-check": (
        "There is no such permit check.",
        "該当する他法令の確認がありません。",
        "See the permit checks of the declaration.",
    ),
    "wrong-version": (
        "The permit check belongs to another version.",
        "他法令の確認は別の版に関するものです。",
        "See the version.",
    ),
    "permit-check-settled": (
        "The permit check is settled in a way that this cannot change.",
        "他法令の確認は既に完了しています。",
        "See how it is settled.",
    ),
    "reason-missing": ("A reason is needed.", "理由が必要です。", "Say why."),
    "too-many-documents": (
        "An agency is shown at most so many documents for one permit check.",
        "一の確認に提出できる書類の数を超えています。",
        "Put them together in fewer files.",
    ),
    "unknown-override-proposal": (
        "There is no such proposal of an override.",
        "該当する提案がありません。",
        "See the proposals of the permit check.",
    ),
    "override-proposed": (
        "An override of this permit check is proposed already.",
        "この確認については既に提案がされています。",
        "Another officer approves or declines it.",
    ),
    "no-conflict": (
        "Nothing contradicts this permit check.",
        "この確認と矛盾する回答はありません。",
        "See the attempts of the permit check.",
    ),
    "override-proposal-decided": (
        "The proposal is decided already.",
        "この提案は既に処理されています。",
        "See the outcome; propose it again if need be.",
    ),
    "too-many-replays": (
        "So much failing work is not tried again at once by one person.",
        "一人で一度に再実行できる件数を超えています。",
        "Choose fewer, or ask for a second person's approval.",
    ),
    "case-taken": (
        "Another officer has the case on the desk.",
        "他の職員がこの案件を処理中です。",
        "Take another one, or wait until its time is over.",
    ),
    "case-not-taken": (
        "The case is not on this officer's desk.",
        "この案件はこの職員に割り当てられていません。",
        "Take it first.",
    ),
    "not-with-officers": (
        "It is not an officer's turn.",
        "職員の処理を待つ案件ではありません。",
        "Nothing has to be done at the desk.",
    ),
    "proposal-open": (
        "A change of the same row is proposed and not decided yet.",
        "同じ項目の変更が既に提案されています。",
        "Wait for the decision, or take the proposal back.",
    ),
    "unknown-proposal": (
        "There is no such proposal.",
        "該当する提案がありません。",
        "See the open proposals.",
    ),
    "proposal-decided": (
        "The proposal is decided already.",
        "この提案は既に処理されています。",
        "See the outcome; propose it again if need be.",
    ),
}
