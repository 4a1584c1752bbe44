"""Rows 15 to 26: text that hides something, and values of another kind than the form has."""

import json

from tests.bad_input.catalogue import CODE, COUNT, FORM, NAME, lodging, posting, raw, spelled, wrong
from tests.forms import changed

_HIDDEN = {
    "15 NUL": '"a\\u0000b"',
    "15 NUL alone": '"\\u0000"',
    "17 lone high surrogate": '"\\ud800"',
    "17 lone low surrogate": '"a\\udc00"',
    "17 surrogates the wrong way round": '"\\udc00\\ud800"',
    "18 backspace": '"a\\u0008"',
    "18 escape": '"a\\u001b[2J"',
    "18 line break": '"a\\nb"',
    "18 tabulator": '"a\\tb"',
    "18 delete": '"a\\u007f"',
    "18 C1 control": '"a\\u009b"',
    "19 override to the left": '"a\\u202eb"',
    "19 override to the right": '"a\\u202db"',
    "19 embedding": '"a\\u202ab"',
    "19 isolates": '"a\\u2066b\\u2069"',
    "19 isolate, raw": '"a\u2066b"',
    "19 first strong isolate, raw": '"a\u2068b"',
}
_NOTHING = {
    "20 zero width": "\u200b",
    "20 blanks": "   ",
    "20 empty": "",
    "20 no-break and word joiner": "\u00a0\u2060",
}
_DRAFTS = {
    "16 NUL in a value of a draft": (b'{"anything":{"at":["all\\u0000"]}}', "/anything/at/0"),
    "16 NUL in a key of a draft": (b'{"a\\u0000":1}', ""),
    "17 lone surrogate in a draft": (b'{"anything":"\\ud800"}', "/anything"),
    "17 lone surrogate in a key of a draft": (b'{"anything":{"\\ud800":1}}', "/anything"),
}
_PLACES = {
    "21 a code in letters": (CODE, "ABCDEFGHIJ", "pattern"),
    "21 full-width letters": (CODE, "ＡＢＣＤＥＦＧＨＩＪ", "pattern"),
    "21 a code with a blank before": (CODE, " 2103100005", "pattern"),
    "21 a code with a line separator behind": (CODE, "2103100005\u2028", "pattern"),
    "22 71 characters": (NAME, "x" * 71, "too-long"),
    "22 70 emoji": (NAME, "\U0001f600" * 70, "charset"),
    "23 unknown field": ("/zzz", 1, "unknown-field"),
    "23 unknown field inside": ("/goods_items/0/zzz", 1, "unknown-field"),
    "23 a field in other letters": ("/Direction", "IMPORT", "unknown-field"),
    "23 __proto__": ("/__proto__", {}, "unknown-field"),
    "24 status": ("/status", "RELEASED", "read-only-field"),
    "24 number": ("/number", "1", "read-only-field"),
    "24 owner": ("/owner", "1", "read-only-field"),
    "24 duty_total": ("/duty_total", "0", "read-only-field"),
    "24 category": ("/category", 1, "read-only-field"),
    "25 number for text": (NAME, 123, "wrong-type"),
    "25 null for text": (NAME, None, "wrong-type"),
    "25 list for text": (NAME, ["x"], "wrong-type"),
    "25 object for text": (NAME, {}, "wrong-type"),
    "25 list for object": ("/invoice", [], "wrong-type"),
    "25 object for list": ("/goods_items", {}, "wrong-type"),
    "25 text for a goods item": ("/goods_items/0", "SOY SAUCE", "wrong-type"),
    "25 list for the direction": ("/direction", [], "not-in-list"),
    "25 object for the direction": ("/direction", {}, "not-in-list"),
    "26 text for a flag": ("/e_commerce", "yes", "wrong-type"),
    "26 the text true for a flag": ("/e_commerce", "true", "wrong-type"),
    "26 number for a flag": ("/e_commerce", 1, "wrong-type"),
    "26 true for a number": (COUNT, True, "wrong-type"),
}

CASES = (
    *(wrong(id, spelled(NAME, literal), NAME, "invalid-character") for id, literal in _HIDDEN.items()),
    wrong("16 NUL in a key", json.dumps(FORM)[:-1].encode() + b',"a\\u0000":1}', "", "invalid-character"),
    *(
        posting(id, "/drafts", body, 422, "invalid-character", errors=((pointer, "invalid-character"),))
        for id, (body, pointer) in _DRAFTS.items()
    ),
    *(wrong(id, raw(NAME, text), NAME, "blank") for id, text in _NOTHING.items()),
    *(wrong(id, raw(pointer, value), pointer, code) for id, (pointer, value, code) in _PLACES.items()),
    lodging(
        "21 a full-width code is the code",
        changed(FORM, "/customs_office", "１Ａ"),
        201,
        writes=True,
        shows=('"customs_office":"1A"',),
    ),
    lodging(
        "23 every format error at once",
        changed(changed(changed(FORM, "/zzz", 1), NAME, ...), "/goods_items/0/origin", "XXX"),
        422,
        "invalid-format",
        errors=((NAME, "required"), ("/goods_items/0/origin", "pattern"), ("/zzz", "unknown-field")),
    ),
)
