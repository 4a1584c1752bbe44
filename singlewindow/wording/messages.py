"""Words of what is wrong with a message: that it cannot be read, or where its shape or format is wrong."""

WORDS: dict[str, tuple[str, str, str]] = {
    # The message cannot be read.
    "malformed-json": ("The body is not JSON.", "本文がJSONではありません。", "Send one JSON object in UTF-8."),
    "not-an-object": (
        "The body is not a JSON object.",
        "本文がJSONオブジェクトではありません。",
        "Send one JSON object.",
    ),
    "duplicate-key": ("A name stands twice in one object.", "同じ項目名が重複しています。", "Send each name once."),
    "too-deep": ("The body is nested too deeply.", "本文の入れ子が深すぎます。", "Nest at most 20 levels."),
    "body-too-large": (
        "The body is too large.",
        "本文が大きすぎます。",
        "Send at most 2 MB; a batch has at most 50 MB.",
    ),
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
    "date-format": (
        "A day is written YYYY-MM-DD, an instant YYYY-MM-DDThh:mm:ss with its zone.",
        "日付はYYYY-MM-DD形式、日時は時差付きのYYYY-MM-DDThh:mm:ss形式です。",
        "Write it so, such as 2026-07-09 or 2026-07-09T10:00:00+09:00.",
    ),
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
}
