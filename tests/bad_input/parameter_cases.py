"""Rows 49 to 56: query parameters, addresses, and what is another's."""

from collections.abc import Callable
from uuid import UUID

from tests.bad_input.catalogue import Case, asking, posting
from tests.bad_input.scene import Scene, a_declaration, a_document, a_draft, two_declarations

_NOBODYS = UUID(int=0)
_INVALID = {
    "49 NUL in a filter": "/declarations?own_reference=%00",
    "49 NUL in a search": "/commodities?q=soy%00",
    "49 NUL in a name": "/declarations?own%00reference=1",
    "49 NUL in a cursor": "/declarations?cursor=%00",
    "50 letters for a version": "/declarations/{number}/versions/1/changes?since=abc",
    "50 a version of 20 digits": "/declarations/{number}/versions/1/changes?since=99999999999999999999",
    "50 full-width digits": "/declarations/{number}/versions/1/changes?since=%EF%BC%91",
    "50 a flag that is none": "/drafts/{draft}?validate=yes",
    "50 a status that is none": "/declarations?status=LOST",
    "50 a direction that is none": "/declarations?direction=SIDEWAYS",
    "50 an importer that is none": "/declarations?importer=%27%20OR%201%3D1",
    "50 a parameter twice": "/declarations?direction=IMPORT&direction=EXPORT",
    "51 30 February": "/declarations?lodged_on=2026-02-30",
    "51 29 February of a common year": "/commodities?q=21&on=2025-02-29",
    "51 a short day": "/exchange-rates?on=2026-1-1",
    "51 full-width digits": "/exchange-rates?on=%EF%BC%92026-01-01",
    "51 year 10000": "/exchange-rates?changed_since=10000-01-01",
}
_AT_THE_DESK = {
    "49 NUL in a search at the desk": "/console/declarations/declaration/?q=%00",
    "49 NUL in a filter at the desk": "/console/declarations/declaration/?status__exact=%00",
}
_GIVEN: dict[str, Callable[[Scene], None]] = {"{number}": a_declaration, "{draft}": a_draft}
_CURSORS = {
    "52 limit 0": "/declarations?limit=0",
    "52 limit -1": "/declarations?limit=-1",
    "52 limit 1,000,000,000": "/declarations?limit=1000000000",
    "52 limit abc": "/declarations?limit=abc",
    "52 limit 1.0": "/drafts?limit=1.0",
    "52 limit full-width": "/batches?limit=%EF%BC%91",
    "52 an empty limit": "/commodities?q=21&limit=",
    "52 a forged cursor": "/declarations?cursor=WzEs.abc",
    "52 an empty cursor": "/declarations?cursor=",
    "52 a forged place of the feed": "/events?after=WzEs.abc",
    "52 a forged place of a code list": "/code-lists/countries?cursor=abc",
    "52 a cursor of 10 KB": "/declarations?cursor=" + "a" * 10_000,
}
_UNKNOWN = {
    "53 a page number": "/declarations?page=2",
    "53 a filter of the framework's": "/declarations?owner__name__startswith=A",
    "53 a format": "/declarations?format=api",
    "53 at one declaration": "/declarations/{number}?expand=all",
    "53 at the commodities": "/commodities?search=soy",
}
_NOWHERE = {
    "54 no number": "/declarations/xyz",
    "54 a number with a wrong check character": "/declarations/AAAAAAAAAAA",
    "54 20 digits": "/declarations/100000000000000000000",
    "54 NUL": "/declarations/%00",
    "54 NUL in a key": "/receipts/a%00b",
    "54 a key with a blank": "/receipts/a%20b",
    "54 a key that nobody used": "/receipts/nobody-used-it",
    "54 a key of 10 KB": "/receipts/" + "a" * 10_000,
    "54 no UUID": "/documents/1",
    "54 a UUID with a brace": "/batches/{{00000000-0000-0000-0000-000000000000}}",
    "54 a UUID of nobody's": f"/documents/{_NOBODYS}",
    "54 a batch of nobody's": f"/batches/{_NOBODYS}/rows",
    "54 an endpoint of nobody's": f"/webhook-endpoints/{_NOBODYS}",
    "54 version 0": "/declarations/{number}/versions/0",
    "54 version of 20 digits": "/declarations/{number}/versions/99999999999999999999",
    "54 a list that is none": "/code-lists/secrets",
    "54 upwards": "/declarations/..%2f..%2fetc",
    "54 no route": "/nothing",
    "54 invalid UTF-8": "/declarations/%ff",
}
_ANOTHERS = {
    "55 the declaration": "/declarations/{number}",
    "55 its versions": "/declarations/{number}/versions",
    "55 one version": "/declarations/{number}/versions/1",
    "55 its changes": "/declarations/{number}/versions/1/changes",
    "55 its events": "/declarations/{number}/events",
    "55 its documents": "/declarations/{number}/documents",
    "55 its notice": "/declarations/{number}/notice.pdf",
    "55 a document": "/documents/{document}",
    "55 the bytes of a document": "/documents/{document}/content",
}
_ACTS = {"amendments", "withdrawal", "arrival", "payment", "release-before-permit"}
_MESSAGES = {
    "amendments": {"reason": "X", "declaration": {}},
    "withdrawal": {"reason": "X"},
    "arrival": {"bonded_area": "1AW01"},
    "payment": {"method": "PAY", "amount": "1", "reference": "X"},
    "release-before-permit": {"reason_code": "01", "reason": "X", "security": "X", "amount": "1"},
}
_ACTING = {"If-Match": "{etag}", "Idempotency-Key": "bad-input"}


def needed(path: str) -> Callable[[Scene], None] | None:
    """What must be there for the path."""
    return next((given for name, given in _GIVEN.items() if name in path), None)


CASES: tuple[Case, ...] = (
    *(asking(id, path, 400, "invalid-parameter", given=needed(path)) for id, path in _INVALID.items()),
    *(
        Case(id=id, method="GET", path=path, by="officer", status=400, type="invalid-parameter")
        for id, path in _AT_THE_DESK.items()
    ),
    *(asking(id, path, 400, "invalid-cursor") for id, path in _CURSORS.items()),
    asking(
        "52 a cursor of another user",
        "/declarations?cursor={cursor}",
        400,
        "invalid-cursor",
        by="stranger",
        given=two_declarations,
    ),
    asking("52 a cursor of another list", "/drafts?cursor={cursor}x", 400, "invalid-cursor", given=two_declarations),
    *(asking(id, path, 400, "unknown-parameter", given=needed(path)) for id, path in _UNKNOWN.items()),
    posting("53 at a lodging", "/declarations?dryrun=true", {}, 400, "unknown-parameter"),
    *(asking(id, path, 404, "not-found", given=needed(path)) for id, path in _NOWHERE.items()),
    Case(
        id="54 a page, for a browser",
        method="GET",
        path="/nothing",
        by="nobody",
        headers={"Accept": "text/html"},
        status=404,
        shows=("<h1>", "not-found"),
    ),
    *(asking(id, path, 404, "not-found", by="stranger", given=a_document) for id, path in _ANOTHERS.items()),
    *(
        posting(
            f"55 {act}",
            f"/declarations/{{number}}/{act}",
            _MESSAGES[act],
            404,
            "not-found",
            by="stranger",
            headers=_ACTING,
            given=a_declaration,
        )
        for act in sorted(_ACTS - {"amendments"})
    ),
    asking("55 a draft", "/drafts/{draft}", 404, "not-found", by="stranger", given=a_draft),
    Case(
        id="55 changing a draft",
        method="PUT",
        path="/api/v1/drafts/{draft}",
        body=b"{}",
        headers={"If-Match": "{draft_etag}"},
        by="stranger",
        given=a_draft,
        status=404,
        type="not-found",
    ),
    Case(
        id="55 deleting a draft",
        method="DELETE",
        path="/api/v1/drafts/{draft}",
        headers={"If-Match": "{draft_etag}"},
        by="stranger",
        given=a_draft,
        status=404,
        type="not-found",
    ),
    Case(
        id="56 the desk, by a broker",
        method="GET",
        path="/console/",
        by="clerk",
        status=302,
        told={"Location": "/console/login/"},
    ),
    Case(
        id="56 the door of the desk, by a broker",
        method="GET",
        path="/console/login/?next=/console/",
        by="clerk",
        status=403,
        shows=("<h1>",),
    ),
    Case(
        id="56 a case, by a broker",
        method="GET",
        path="/console/declarations/declaration/",
        by="clerk",
        status=302,
        told={"Location": "/console/login/"},
    ),
    asking("56 a declarant's route, by an officer", "/declarations", 403, "forbidden", by="officer"),
    Case(
        id="56 lodging, by an officer without the token of a form",
        path="/api/v1/declarations",
        body=b"{}",
        by="officer",
        status=403,
        type="csrf",
    ),
    asking(
        "56 a route, by nobody",
        "/declarations",
        401,
        "unauthenticated",
        by="nobody",
        told={"WWW-Authenticate": "Bearer"},
    ),
)
