"""Words of what is wrong with a file: a batch, or a document."""

WORDS: dict[str, tuple[str, str, str]] = {
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
        "The length of the body is not told.",
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
}
