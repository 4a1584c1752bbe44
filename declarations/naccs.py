"""The procedures of NACCS by their codes, and what serves each here: for people who know the work by those names.

Codes and Japanese names are those of NACCS's published procedure descriptions; the English names are this system's.
`is_sure` is False where the code was known from a secondary source only. Pure.
"""

from msgspec import Struct


class Route(Struct, frozen=True):
    """A method and a route of `/api/v1`, with its query where that makes the difference."""

    method: str
    path: str


class Procedure(Struct, frozen=True, kw_only=True):
    """One procedure: its code, its names, what it does; the routes that serve it here, or why none does."""

    code: str
    name_ja: str
    name: str
    about: str
    routes: tuple[Route, ...] = ()
    why_none: str = ""
    is_sure: bool = True


def _post(path: str) -> Route:
    return Route("POST", path)


def _get(path: str) -> Route:
    return Route("GET", path)


_DECLARE, _TRY = _post("/declarations"), _post("/declarations?dry_run=true")
_KEEP, _FETCH, _KEEP_ANEW = _post("/drafts"), _get("/drafts/{number}"), Route("PUT", "/drafts/{number}")
_LODGE_KEPT = _post("/drafts/{number}/lodge")
_LOOK, _LIST = _get("/declarations/{number}"), _get("/declarations")
_AMEND, _WITHDRAW = _post("/declarations/{number}/amendments"), _post("/declarations/{number}/withdrawal")
_ARRIVE, _PAY = _post("/declarations/{number}/arrival"), _post("/declarations/{number}/payment")
_BEFORE_PERMIT = _post("/declarations/{number}/release-before-permit")
_DOCUMENTS = _post("/declarations/{number}/documents")
_PARCEL, _SPECIAL = _post("/small-parcels"), _post("/duty-declarations")
_CONSOLIDATE, _REQUIREMENTS = _post("/consolidations"), _post("/requirements")

_CARGO = "Cargo under bond is followed by the warehouses' and carriers' systems; a declaration names the bonded area."
_AGENCY = "The agency's own filing; a declaration names its number, and the agency is asked to confirm it."
_BONDED = "Goods into and out of bonded warehouses and factories are declared at the customs office."

PROCEDURES: tuple[Procedure, ...] = (
    # Imports
    Procedure(
        code="IDA",
        name_ja="輸入申告事項登録",
        name="Register an import declaration",
        about="Keeps the particulars of an import under a number; free to change until they are declared.",
        routes=(_KEEP, _KEEP_ANEW, _TRY),
    ),
    Procedure(
        code="IDB",
        name_ja="輸入申告事項呼出し",
        name="Call up a registered import declaration",
        about="Shows what was registered, so that it can be completed or mended.",
        routes=(_FETCH,),
    ),
    Procedure(
        code="IDC",
        name_ja="輸入申告",
        name="Declare an import",
        about="Declares what was registered: ordinary, preliminary, main, or queued until the office opens.",
        routes=(_LODGE_KEPT, _DECLARE, _ARRIVE, _BEFORE_PERMIT),
    ),
    Procedure(
        code="IDD",
        name_ja="輸入申告変更事項呼出し",
        name="Call up a declared import for a change",
        about="Shows what was declared, so that a change can be written from it.",
        routes=(_get("/declarations/{number}/versions/{version}"),),
    ),
    Procedure(
        code="IDA01",
        name_ja="輸入申告変更事項登録",
        name="Register a change of an import declaration",
        about="Keeps a change made before the permit, or the particulars of a special declaration.",
        routes=(_AMEND, _SPECIAL),
    ),
    Procedure(
        code="IDE",
        name_ja="輸入申告変更",
        name="Change an import declaration",
        about="Declares the registered change, or lodges the registered special declaration.",
        routes=(_AMEND, _SPECIAL),
    ),
    Procedure(
        code="IID",
        name_ja="輸入申告等照会",
        name="Look up an import declaration",
        about="Tells the state of an import: examination, permit, payment.",
        routes=(_LOOK, _LIST, _get("/declarations/{number}/events")),
    ),
    Procedure(
        code="SWA",
        name_ja="シングルウィンドウ輸入申告事項登録",
        name="Register a single-window import declaration",
        about="Registers an import together with filings under other laws.",
        routes=(_KEEP, _REQUIREMENTS),
    ),
    Procedure(
        code="SWC",
        name_ja="シングルウィンドウ輸入申告",
        name="Declare a single-window import",
        about="Declares an import whose permits under other laws are asked beside it.",
        routes=(_LODGE_KEPT, _DECLARE),
    ),
    Procedure(
        code="MIC",
        name_ja="輸入マニフェスト通関申告",
        name="Declare an import by the manifest",
        about="The short declaration of a consolidated air parcel that is free of duty at a small value.",
        routes=(_PARCEL,),
    ),
    Procedure(
        code="MID",
        name_ja="輸入マニフェスト通関申告呼出し",
        name="Call up an import by the manifest",
        about="Shows what was declared by MIC, so that it can be changed.",
        routes=(_get("/declarations/{number}/versions/{version}"),),
        is_sure=False,
    ),
    Procedure(
        code="MIE",
        name_ja="輸入マニフェスト通関申告変更",
        name="Change an import by the manifest",
        about="Changes what was declared by MIC, before the permit.",
        routes=(_AMEND,),
    ),
    Procedure(
        code="AMA",
        name_ja="修正申告事項登録",
        name="Register an amended duty return",
        about="Keeps the particulars of a return that raises the duty after the permit.",
        routes=(_AMEND,),
        is_sure=False,
    ),
    Procedure(
        code="AMC",
        name_ja="修正申告",
        name="Lodge an amended duty return",
        about="After the permit, declares more duty than was paid.",
        routes=(_AMEND, _PAY),
    ),
    Procedure(
        code="KKC",
        name_ja="更正請求",
        name="Ask for a reduction of duty",
        about="After the permit, asks customs to reduce duty that was declared too high.",
        routes=(_AMEND,),
    ),
    Procedure(
        code="TKC01",
        name_ja="一括特例申告",
        name="Lodge special declarations together",
        about="Declares the duty on several releases of an AEO importer at once.",
        routes=(_SPECIAL,),
    ),
    Procedure(
        code="OTC",
        name_ja="輸入申告（沖縄特免制度）",
        name="Declare goods of the Okinawa scheme",
        about="Declares goods that a traveller takes from Okinawa's shops free of duty.",
        why_none="A scheme for travellers; its goods are not ordinary imports.",
        is_sure=False,
    ),
    Procedure(
        code="MWC",
        name_ja="石油製品等移出（総保出）輸入申告",
        name="Declare oil products out of bond",
        about="Declares oil products that leave a bonded factory or an integrated bonded area.",
        why_none=_BONDED,
    ),
    Procedure(
        code="CTC",
        name_ja="機用品蔵入等承認申請",
        name="Apply to place aircraft stores under bond",
        about="Applies for approval to keep aircraft stores in a bonded warehouse.",
        why_none=_BONDED,
    ),
    # Exports
    Procedure(
        code="EDA",
        name_ja="輸出申告事項登録",
        name="Register an export declaration",
        about="Keeps the particulars of an export under a number; free to change until they are declared.",
        routes=(_KEEP, _KEEP_ANEW, _TRY),
    ),
    Procedure(
        code="EDB",
        name_ja="輸出申告事項呼出し",
        name="Call up a registered export declaration",
        about="Shows what was registered, so that it can be completed or mended.",
        routes=(_FETCH,),
    ),
    Procedure(
        code="EDC",
        name_ja="輸出申告",
        name="Declare an export",
        about="Declares what was registered: an export, a reshipment, or an AEO party's export.",
        routes=(_LODGE_KEPT, _DECLARE, _ARRIVE),
    ),
    Procedure(
        code="EDD",
        name_ja="輸出申告変更事項呼出し",
        name="Call up a declared export for a change",
        about="Shows what was declared, so that a change can be written from it.",
        routes=(_get("/declarations/{number}/versions/{version}"),),
        is_sure=False,
    ),
    Procedure(
        code="EDA01",
        name_ja="輸出申告変更事項登録",
        name="Register a change of an export declaration",
        about="Keeps a change after the declaration and before the permit.",
        routes=(_AMEND,),
        is_sure=False,
    ),
    Procedure(
        code="EDE",
        name_ja="輸出申告変更",
        name="Change an export declaration",
        about="Declares the registered change.",
        routes=(_AMEND,),
        is_sure=False,
    ),
    Procedure(
        code="EAA",
        name_ja="輸出許可内容変更申請事項登録",
        name="Register a change of what was permitted",
        about="Keeps a change of an export's permit: ship or flight, quantity, value.",
        routes=(_AMEND,),
    ),
    Procedure(
        code="EAC",
        name_ja="輸出許可内容変更申請",
        name="Apply for a change of what was permitted",
        about="Applies for the registered change; customs approves or declines it.",
        routes=(_AMEND,),
        is_sure=False,
    ),
    Procedure(
        code="IEX",
        name_ja="輸出申告等照会",
        name="Look up an export declaration",
        about="Tells the state of an export: examination, permit, later changes.",
        routes=(_LOOK, _LIST, _get("/declarations/{number}/events")),
    ),
    Procedure(
        code="MEC",
        name_ja="輸出マニフェスト通関申告",
        name="Declare an export by the manifest",
        about="The short declaration of a consolidated air parcel of at most 200,000 yen that no other law binds.",
        routes=(_PARCEL,),
    ),
    Procedure(
        code="MED",
        name_ja="輸出マニフェスト通関申告呼出し",
        name="Call up an export by the manifest",
        about="Shows what was declared by MEC, so that it can be changed.",
        routes=(_get("/declarations/{number}/versions/{version}"),),
    ),
    Procedure(
        code="MEE",
        name_ja="輸出マニフェスト通関申告変更",
        name="Change an export by the manifest",
        about="Changes what was declared by MEC, before the permit.",
        routes=(_AMEND,),
    ),
    Procedure(
        code="MAF",
        name_ja="輸出マニフェスト通関許可内容変更",
        name="Change what was permitted by the manifest",
        about="Changes an export declared by MEC after the permit.",
        routes=(_AMEND,),
        is_sure=False,
    ),
    Procedure(
        code="UEC",
        name_ja="別送品輸出申告",
        name="Declare unaccompanied baggage for export",
        about="Declares a traveller's goods that are sent apart.",
        why_none="Baggage of travellers is declared on a form of its own.",
    ),
    # Beside both
    Procedure(
        code="IVA",
        name_ja="インボイス・パッキングリスト情報登録",
        name="Register an invoice",
        about="Keeps up to 800 lines of an invoice and packing list, from which a declaration is made.",
        routes=(_CONSOLIDATE,),
    ),
    Procedure(
        code="IVB",
        name_ja="インボイス・パッキングリスト仕分情報登録",
        name="Sort an invoice into goods items",
        about="Sorts the lines of a registered invoice into the goods items of a declaration.",
        routes=(_CONSOLIDATE,),
    ),
    Procedure(
        code="MSX",
        name_ja="申告添付登録",
        name="Attach documents to a declaration",
        about="Sends the papers of a declaration as files.",
        routes=(_DOCUMENTS,),
    ),
    Procedure(
        code="MSY01",
        name_ja="申告添付訂正",
        name="Correct attached documents",
        about="Adds to the papers of a declaration, or takes their place.",
        routes=(_DOCUMENTS,),
    ),
    Procedure(
        code="HYS",
        name_ja="汎用申請",
        name="General application",
        about="Sends an application that has no procedure of its own, by form and files; a withdrawal is one of them.",
        routes=(_WITHDRAW, _BEFORE_PERMIT),
        is_sure=False,
    ),
    Procedure(
        code="CCA",
        name_ja="通関士審査",
        name="Review by the registered customs specialist",
        about="The broker's specialist confirms what a colleague registered, before it is declared.",
        why_none="It stays inside the broker's house: a draft can be read and mended until it is lodged.",
    ),
    Procedure(
        code="IMP",
        name_ja="MPN状況照会",
        name="Look up an electronic payment",
        about="Tells whether a demand was paid over the banks' network.",
        routes=(_LOOK,),
    ),
    Procedure(
        code="RNF",
        name_ja="納付書再出力",
        name="Print the demand again",
        about="Prints the paper with which duty is paid.",
        routes=(_LOOK,),
    ),
    Procedure(
        code="ICG",
        name_ja="貨物情報照会",
        name="Look up cargo",
        about="Tells where cargo lies and what was done with it.",
        why_none=_CARGO,
    ),
    Procedure(
        code="BIA",
        name_ja="搬入確認登録（保税運送貨物）",
        name="Record that bonded cargo came in",
        about="The warehouse records that cargo was carried in; a preliminary declaration then becomes the main one.",
        routes=(_ARRIVE,),
    ),
    Procedure(
        code="BIN",
        name_ja="搬入確認登録",
        name="Record that air cargo came in",
        about="The warehouse records that air cargo was carried in.",
        routes=(_ARRIVE,),
    ),
    Procedure(
        code="BIL",
        name_ja="輸出貨物搬入確認登録",
        name="Record that export cargo came in",
        about="The warehouse records that cargo for export was carried in.",
        routes=(_ARRIVE,),
    ),
    Procedure(
        code="IFC",
        name_ja="食品等輸入届出",
        name="Notify an import of food",
        about="Notifies the quarantine station of food, additives, utensils and toys.",
        why_none=_AGENCY,
        is_sure=False,
    ),
    Procedure(
        code="IPC",
        name_ja="輸入植物検査申請",
        name="Apply for the inspection of plants",
        about="Applies to the plant protection station for the inspection of imported plants.",
        why_none=_AGENCY,
        is_sure=False,
    ),
)
