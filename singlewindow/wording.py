"""The words of every refusal by its stable code: title, message in English and Japanese, remedy."""

from msgspec import Struct


class Wording(Struct, frozen=True):
    """How one code is told to a person."""

    title: str
    ja: str
    remedy: str


_WORDS: dict[str, tuple[str, str, str]] = {
    # The message cannot be read.
    "malformed-json": ("The body is not JSON.", "本文がJSONではありません。", "Send one JSON object in UTF-8."),
    "not-an-object": (
        "The body is not a JSON object.",
        "本文がJSONオブジェクトではありません。",
        "Send one JSON object.",
    ),
    "duplicate-key": ("A name stands twice in one object.", "同じ項目名が重複しています。", "Send each name once."),
    "too-deep": ("The body is nested too deeply.", "本文の入れ子が深すぎます。", "Nest at most 20 levels."),
    "body-too-large": ("The body is too large.", "本文が大きすぎます。", "Send at most 2 MB."),
    "unsupported-encoding": ("The body is compressed.", "圧縮された本文は受け付けません。", "Send it uncompressed."),
    "unsupported-media-type": (
        "This media type is not taken here.",
        "このメディアタイプは受け付けません。",
        "Send Content-Type: application/json.",
    ),
    "not-acceptable": (
        "That format is not offered.",
        "要求された形式には対応していません。",
        "Accept application/json.",
    ),
    # Places in the message have the wrong shape or format.
    "invalid-format": ("Some fields have the wrong format.", "形式に誤りのある項目があります。", "See errors."),
    "required": ("The field is missing.", "必須項目がありません。", "Give a value."),
    "blank": ("The field has nothing to read in it.", "項目が空白です。", "Give a value."),
    "unknown-field": ("The form has no such field.", "定義されていない項目です。", "Leave it out, or mend its name."),
    "read-only-field": ("The service sets this field.", "この項目は送信できません。", "Leave it out."),
    "wrong-type": ("The value is of the wrong type.", "値の型が正しくありません。", "See the schema of the field."),
    "invalid-character": (
        "The text has a character that cannot be kept or shown.",
        "使用できない文字が含まれています。",
        "Leave out control and direction characters.",
    ),
    "charset": ("The text has a character outside the repertoire.", "使用できない文字があります。", "Use plain text."),
    "pattern": ("The code does not have the required form.", "コードの形式が正しくありません。", "See the pattern."),
    "too-long": ("The text is too long.", "文字数が上限を超えています。", "Shorten it."),
    "not-in-list": ("The value is not one of those allowed.", "許可された値ではありません。", "Choose one of them."),
    "not-a-number": ("The value is not a number.", "数値ではありません。", "Send a decimal string such as 12.5."),
    "decimal-format": (
        "Amounts are decimal strings: digits, a point, digits.",
        "数値は小数表記の文字列で送信してください。",
        "Send a decimal string such as 12.5.",
    ),
    "out-of-range": ("The value is out of range.", "値が範囲外です。", "See the schema of the field."),
    "unknown-commodity": (
        "No commodity with this code is in force on the day.",
        "この日に有効な品目コードではありません。",
        "Search /commodities.",
    ),
    "no-exchange-rate": (
        "No exchange rate is in force for this currency.",
        "この通貨の換算率がありません。",
        "Choose a currency that customs publishes.",
    ),
    "invalid-date": ("There is no such day.", "存在しない日付です。", "Send a day of the calendar."),
    "date-format": ("A day is written YYYY-MM-DD.", "日付はYYYY-MM-DD形式です。", "Write it so."),
    "line-count": ("A declaration has 1 to 98 goods items.", "品目は1から98までです。", "Split it, or add an item."),
    "item-count": ("The list has too many or too few entries.", "件数が正しくありません。", "See the schema."),
    # Messages in XML.
    "malformed-xml": (
        "The body is not well-formed XML in UTF-8.",
        "本文がUTF-8の整形式XMLではありません。",
        "Send one WCO declaration in UTF-8.",
    ),
    "xml-doctype-forbidden": (
        "A document type is not taken.",
        "文書型宣言（DOCTYPE）は受け付けません。",
        "Leave out DOCTYPE and entities.",
    ),
    "xml-limits": (
        "The document is too deep, has too many parts, or asks to fetch some from elsewhere.",
        "XML文書が制限を超えているか、外部の参照を含んでいます。",
        "Send a document of ordinary size that is complete in itself.",
    ),
    "xml-schema": (
        "The document does not follow the schema here.",
        "XML文書がスキーマに適合していません。",
        "See the reason in facts.",
    ),
    "not-a-declaration": (
        "The message asks for something else than to declare goods.",
        "申告ではない電文です。",
        "See function, and use the route for that.",
    ),
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
    # Requests in general.
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
    "csrf": ("The form's token is missing or wrong.", "フォームの検証に失敗しました。", "Load the page again."),
    "rate-limited": ("Too many requests.", "要求が多すぎます。", "Wait as long as Retry-After says."),
    "bad-request": ("The request cannot be read.", "要求を読み取れません。", "Check the request."),
    "unavailable": ("The store is away for a moment.", "一時的に利用できません。", "Send it again with the same key."),
    "internal-error": ("Something broke on our side.", "内部エラーが発生しました。", "Tell us the correlation id."),
}


def wording(code: str) -> Wording:
    """The words for a code; a code without words of its own is shown as it is."""
    return Wording(*_WORDS.get(code, (code.replace("-", " ").capitalize() + ".", code, "")))


def known_codes() -> frozenset[str]:
    """Every code with words of its own."""
    return frozenset(_WORDS)
