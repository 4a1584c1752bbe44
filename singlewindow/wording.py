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
    "override-proposal-decided": (
        "The proposal is decided already.",
        "この提案は既に処理されています。",
        "See the outcome; propose it again if need be.",
    ),
    # Batches.
    "import-errors": ("The file cannot be read.", "ファイルを読み取れません。", "See errors, by row and column."),
    "empty-file": ("There is nothing in the file.", "ファイルが空です。", "Send at least one declaration."),
    "too-many-rows": (
        "The file has too many rows.",
        "行数が上限を超えています。",
        "Send at most 10,000 rows at a time.",
    ),
    "line-too-long": ("The line is too long.", "1行が長すぎます。", "A line has at most 2 MB."),
    "csv-malformed": ("The row is not CSV.", "CSVとして読み取れない行です。", "Mend its quotation marks."),
    "csv-encoding": (
        "The row is in another character set than declared.",
        "宣言された文字コードと異なります。",
        "Write the whole file in one character set, and declare it: charset=utf-8 or charset=shift_jis.",
    ),
    "csv-width": (
        "The row has another number of cells than the header.",
        "列数が見出し行と一致しません。",
        "Give a cell to each column.",
    ),
    "csv-unknown-column": (
        "The form has no such place.",
        "定義されていない列です。",
        "See /batches/template.csv for the columns.",
    ),
    "csv-repeated-column": ("The column is there twice.", "列が重複しています。", "Name each column once."),
    "csv-missing-column": ("The column is missing.", "必要な列がありません。", "Add it."),
    "csv-formula": (
        "The cell would be computed by a spreadsheet.",
        "数式とみなされるセルです。",
        "Write the value; text that must begin so can be sent as JSON.",
    ),
    "csv-contradiction": (
        "The row says of its declaration something else than the first row.",
        "同じ申告の行の内容が一致しません。",
        "Say the same in all rows of a declaration, or leave it empty after the first.",
    ),
    "batch-broken-off": (
        "The file broke off; the rows that came are kept.",
        "送信が途中で切れました。",
        "Send the whole file again with the same key.",
    ),
    "length-required": (
        "The length of the file is not told.",
        "Content-Lengthヘッダーが必要です。",
        "Send Content-Length.",
    ),
    "too-many-batches": (
        "Your organisation has as many batches under way as it may.",
        "処理中の一括申告が上限に達しています。",
        "Wait until some have ended.",
    ),
    # Documents.
    "upload-empty": ("The upload has no bytes.", "ファイルが空です。", "Send the bytes of one file."),
    "upload-too-large": ("The file is too large.", "ファイルが大きすぎます。", "Send at most 10 MB."),
    "upload-one-file": (
        "The form has more than one file.",
        "ファイルは一つだけ送信してください。",
        "Send one file at a time.",
    ),
    "upload-infected": (
        "The file bears the signature of malicious software.",
        "不正プログラムの特徴が検出されました。",
        "Clean the machine that it came from.",
    ),
    "upload-type": (
        "The content is of a kind that is not taken.",
        "受け付けられない種類のファイルです。",
        "Send a PDF, PNG, JPEG, TIFF, XLSX, DOCX, CSV or plain text.",
    ),
    "upload-type-mismatch": (
        "Extension or media type say something else than the content.",
        "拡張子又はメディアタイプが内容と一致しません。",
        "Name the file for what it is, and declare its media type.",
    ),
    "upload-polyglot": (
        "The file is more than one kind of file at once.",
        "複数の形式として解釈できるファイルです。",
        "Save it anew with a common program.",
    ),
    "upload-active-content": (
        "The file holds something that acts when it is opened: a macro, a script, an embedded file, a fetched link.",
        "マクロ・スクリプト・埋め込みファイル等を含んでいます。",
        "Print it to a plain PDF, or save it without them.",
    ),
    "upload-expands": (
        "The file grows too much when it is opened.",
        "展開後のサイズが大きすぎます。",
        "Send less in one file.",
    ),
    "upload-encrypted": ("The file is encrypted.", "暗号化されています。", "Save it without a password."),
    "upload-broken": ("The file is damaged.", "ファイルが破損しています。", "Save it anew and send it whole."),
    "upload-name": (
        "The file cannot be kept under this name.",
        "使用できないファイル名です。",
        "Choose a plain, short name.",
    ),
    "upload-limit": (
        "The declaration has all the documents that it may have.",
        "添付書類の上限に達しています。",
        "At most 50 documents and 100 MB.",
    ),
    "unknown-item": (
        "The declaration has no such goods item.",
        "該当する品目がありません。",
        "Name an item of the current version.",
    ),
    "unknown-law": (
        "Nothing is claimed or asked under this law on this goods item.",
        "この品目について該当する他法令がありません。",
        "Name a law of the item's permit claims or checks.",
    ),
    "unknown-document": (
        "The declaration has no such document.",
        "該当する書類がありません。",
        "Name a document of it.",
    ),
    "already-replaced": (
        "A newer document stands in its place already.",
        "差替え済みの書類です。",
        "Name the newer one.",
    ),
    "document-not-scanned": (
        "The document has not been scanned yet.",
        "検査が完了していません。",
        "Ask again in a moment.",
    ),
    "document-infected": (
        "The document is infected; it is given to nobody.",
        "不正プログラムが検出されたため提供できません。",
        "Attach a clean one that replaces it.",
    ),
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
