"""Words of what is wrong with a request, whatever it carries."""

WORDS: dict[str, tuple[str, str, str]] = {
    # Messages to traders.
    "cursor-expired": (
        "The cursor points to before what the feed keeps.",
        "カーソルの有効期限が切れています。",
        "Begin anew without it; read what is older from the declarations.",
    ),
    "webhook-url": (
        "We do not send messages to this address.",
        "このURLには通知を送信できません。",
        "Give an https address on port 443, by a public name.",
    ),
    "endpoint-disabled": ("The endpoint is disabled.", "このエンドポイントは無効です。", "Enable it by PUT."),
    "too-many-endpoints": ("There are too many endpoints.", "エンドポイントが多すぎます。", "Delete one first."),
    "too-many-secrets": (
        "Too many secrets of this endpoint sign at once.",
        "有効な署名鍵が多すぎます。",
        "Wait until the earlier ones end, within a day.",
    ),
    "people-only": ("This is for people.", "この機能は利用者専用です。", "A program follows /events."),
    # Requests in general.
    "cannot-be-amended": (
        "An amendment says the same act: this cannot become another.",
        "この項目は訂正できません。",
        "Keep what was declared, or withdraw and lodge anew.",
    ),
    "not-as-declared": ("It is not what was declared.", "申告内容と一致しません。", "Amend the declaration first."),
    "unknown-security": (
        "There is no such security of the trader that covers today.",
        "有効な担保が見つかりません。",
        "Name a security of the importer or the declarant, or pay.",
    ),
    "security-insufficient": (
        "The security does not cover the amount.",
        "担保の残額が不足しています。",
        "Pay, or name another security: remaining tells what this one covers.",
    ),
    "nothing-owed": ("Nothing is owed.", "納付又は還付すべき額はありません。", "Look at duty in the account."),
    "unknown-question": (
        "There is no such open question.",
        "回答を要する質問が見つかりません。",
        "See questions in the account.",
    ),
    "no-open-application": (
        "Nothing of this kind waits for a decision.",
        "決定待ちの申請はありません。",
        "See applications in the account.",
    ),
    "application-open": (
        "The same was applied for and is not decided yet.",
        "同じ申請が既に審査中です。",
        "Wait for the decision.",
    ),
    "four-eyes": (
        "Another officer, of the grade required, has to decide.",
        "別の職員による決定が必要です。",
        "Ask a colleague of the grade named.",
    ),
    "early-release-impossible": (
        "Release before permit cannot bridge what holds the goods.",
        "許可前引取りでは解消できない保留があります。",
        "See holds.",
    ),
    "category-not-changed": (
        "The category is not changed in that direction.",
        "審査区分は変更されません。",
        "See category.",
    ),
    "wrong-items": (
        "Exactly the items that wait for an assessment are assessed.",
        "課税を要する品目と一致しません。",
        "Assess the items named.",
    ),
    "duty-declaration-impossible": (
        "These releases cannot stand in one duty declaration.",
        "これらの引取りを一括して特例申告することはできません。",
        "See releases: each says why.",
    ),
    "invalid-parameter": ("A query parameter has a bad value.", "パラメーターの値が不正です。", "See parameter."),
    "unknown-parameter": ("There is no such query parameter.", "未定義のパラメーターです。", "See parameter."),
    "invalid-cursor": ("The cursor or limit is not one of ours.", "カーソルが不正です。", "Follow the Link header."),
    "not-found": ("There is nothing here that you may see.", "該当するものがありません。", "Check the address."),
    "method-not-allowed": ("This method is not allowed here.", "このメソッドは使用できません。", "See Allow."),
    "unauthenticated": ("Say who you are.", "認証が必要です。", "Get a token at /oauth/token."),
    "forbidden": ("You may not do this.", "この操作は許可されていません。", "Ask your administrator."),
    "insufficient-scope": (
        "The token does not have the scope.",
        "トークンの権限が不足しています。",
        "Ask for the scope.",
    ),
    "csrf": (
        "The form's token is missing or wrong.",
        "フォームの検証に失敗しました。",
        "Nothing was changed. Go back, load the page again and send the form once more; if it persists, sign in anew.",
    ),
    "bad-host": (
        "The service does not answer to this name.",
        "このホスト名では提供していません。",
        "Use the address that you were given.",
    ),
    "too-many-fields": (
        "The form has more fields than any of ours.",
        "フォームの項目数が上限を超えています。",
        "Send the form as it was loaded.",
    ),
    "rate-limited": ("Too many requests.", "要求が多すぎます。", "Wait as long as Retry-After says."),
    "bad-request": ("The request cannot be read.", "要求を読み取れません。", "Check the request."),
    "unavailable": ("The store is away for a moment.", "一時的に利用できません。", "Send it again with the same key."),
    "capacity": (
        "Every line to the store is taken.",
        "現在アクセスが集中しています。",
        "Send it again with the same key in a few seconds.",
    ),
    "internal-error": ("Something broke on our side.", "内部エラーが発生しました。", "Tell us the correlation id."),
    "https-required": (
        "This is answered over HTTPS alone.",
        "HTTPSでのみ利用できます。",
        "Use https. What was sent has crossed in clear: replace the secret, or let the token end.",
    ),
}
