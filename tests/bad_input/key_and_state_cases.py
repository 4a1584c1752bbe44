"""Rows 57 to 65: keys that make a retry safe, what was seen before a change, and what a state allows."""

import json

from declarations.clearance.batching import _ALONE
from tests.bad_input.catalogue import FORM, Case, asking, lodging, posting
from tests.bad_input.other_connection import held
from tests.bad_input.scene import Scene, a_declaration, a_draft, a_released_declaration, a_withdrawn_declaration
from tests.doors import CLOCK
from tests.forms import import_form, parcel_form

OTHER = import_form()
_KEYS = {
    "58 an empty key": "",
    "58 a key of 65 characters": "x" * 65,
    "58 a key with a blank": "a b",
    "58 a Cyrillic key": "ключ",
    "58 a key with a tabulator": "a\tb",
    "58 a key that is full-width": "ａｂｃ",
}
_TAGS = {
    "62 stale": ('"0-0"', 412, "precondition-failed"),
    "62 none of ours": ('"abc"', 412, "precondition-failed"),
    "62 any": ("*", 400, "precondition-invalid"),
    "62 two": ('"1-a", "2-b"', 400, "precondition-invalid"),
    "62 without quotes": ("abc", 400, "precondition-invalid"),
    "62 weak": ("W/{etag}", 412, "precondition-failed"),
}
_WITHDRAWAL = {"reason": "SOLD"}


def lodged_before(scene: Scene) -> None:
    """The form was lodged under the key that the cases use."""
    scene.broker.lodged(FORM, key="bad-input")


def a_batch_in_flight(scene: Scene) -> None:
    """Another connection takes in a file under this key and is not done."""
    scene.facts["kept"] = held(_ALONE, ["api:demo-broker bad-input"])


def _amendment(scene: Scene) -> bytes:
    return json.dumps({"reason": "ANOTHER", "declaration": parcel_form()}).encode()


def _route(method: str, path: str, allow: str, *, by: str = "broker") -> Case:
    body = b"{}" if method in ("PUT", "PATCH") else b""
    return Case(
        id=f"65 {method} {path}", method=method, path=path, body=body, by=by, status=405,
        type="method-not-allowed", told={"Allow": allow},
    )  # fmt: skip


CASES: tuple[Case, ...] = (
    posting(
        "57 lodging without a key",
        "/declarations",
        FORM,
        400,
        "idempotency-key-required",
        headers={"Sandbox-Clock": CLOCK},
    ),
    posting(
        "57 an amendment without a key",
        "/declarations/{number}/amendments",
        {},
        400,
        "idempotency-key-required",
        headers={"If-Match": "{etag}"},
        given=a_declaration,
    ),
    posting(
        "57 a batch without a key",
        "/batches",
        b"{}\n",
        400,
        "idempotency-key-required",
        media_type="application/x-ndjson",
    ),
    posting(
        "57 lodging a draft without a key", "/drafts/{draft}/lodge", b"", 400, "idempotency-key-required", given=a_draft
    ),
    *(lodging(id, FORM, 400, "idempotency-key-invalid", headers={"Idempotency-Key": key}) for id, key in _KEYS.items()),
    lodging("59 another body", OTHER, 422, "idempotency-key-reused", given=lodged_before),
    lodging(
        "59 the same, spelled otherwise",
        json.dumps(FORM, indent=1).encode(),
        422,
        "idempotency-key-reused",
        given=lodged_before,
    ),
    lodging(
        "59 the same body is the first answer again",
        FORM,
        201,
        given=lodged_before,
        told={"Idempotency-Replayed": "true"},
    ),
    posting(
        "60 a batch in flight",
        "/batches",
        b"{}\n",
        409,
        "idempotency-in-progress",
        media_type="application/x-ndjson",
        headers={"Idempotency-Key": "bad-input"},
        given=a_batch_in_flight,
        told={"Retry-After": "1"},
    ),
    lodging(
        "61 the same own reference",
        FORM,
        409,
        "duplicate-reference",
        headers={"Idempotency-Key": "another"},
        given=lodged_before,
        shows=('"existing":"http',),
    ),
    lodging(
        "61 the same own reference, another declaration",
        {**OTHER, "own_reference": FORM["own_reference"]},
        409,
        "duplicate-reference",
        headers={"Idempotency-Key": "another"},
        given=lodged_before,
        shows=('"existing":"http',),
    ),
    posting(
        "62 nothing seen",
        "/declarations/{number}/withdrawal",
        _WITHDRAWAL,
        428,
        "precondition-required",
        given=a_declaration,
    ),
    *(
        posting(
            id,
            "/declarations/{number}/withdrawal",
            _WITHDRAWAL,
            status,
            type,
            headers={"If-Match": tag},
            given=a_declaration,
        )
        for id, (tag, status, type) in _TAGS.items()
    ),
    Case(
        id="62 a draft that nobody saw",
        method="PUT",
        path="/api/v1/drafts/{draft}",
        body=b"{}",
        given=a_draft,
        status=428,
        type="precondition-required",
    ),
    Case(
        id="62 a draft seen before",
        method="PUT",
        path="/api/v1/drafts/{draft}",
        body=b"{}",
        headers={"If-Match": '"old"'},
        given=a_draft,
        status=412,
        type="precondition-failed",
    ),
    posting(
        "63 withdrawing twice",
        "/declarations/{number}/withdrawal",
        _WITHDRAWAL,
        409,
        "illegal-transition",
        headers={"If-Match": "{etag}"},
        given=a_withdrawn_declaration,
        shows=('"allowed":',),
    ),
    posting(
        "63 withdrawing after the release",
        "/declarations/{number}/withdrawal",
        _WITHDRAWAL,
        409,
        "illegal-transition",
        headers={"If-Match": "{etag}"},
        given=a_released_declaration,
        shows=('"allowed":',),
    ),
    posting(
        "63 amending what was withdrawn",
        "/declarations/{number}/amendments",
        _amendment,
        409,
        "illegal-transition",
        headers={"If-Match": "{etag}", "Idempotency-Key": "bad-input", "Sandbox-Clock": CLOCK},
        given=a_withdrawn_declaration,
        shows=('"allowed":',),
    ),
    posting(
        "63 paying for what was withdrawn",
        "/declarations/{number}/payment",
        {"method": "PAY", "amount": "1", "reference": "X"},
        409,
        "illegal-transition",
        given=a_withdrawn_declaration,
        shows=('"allowed":',),
    ),
    Case(
        id="64 a draft by merge patch",
        method="PUT",
        path="/api/v1/drafts/{draft}",
        body=b"{}",
        media_type="application/merge-patch+json",
        headers={"If-Match": "{draft_etag}"},
        given=a_draft,
        status=415,
        type="unsupported-media-type",
    ),
    posting(
        "64 an amendment by merge patch",
        "/declarations/{number}/amendments",
        {},
        415,
        "unsupported-media-type",
        media_type="application/merge-patch+json",
        headers={"If-Match": "{etag}", "Idempotency-Key": "bad-input"},
        given=a_declaration,
    ),
    _route("DELETE", "/api/v1/declarations", "GET, POST, HEAD, OPTIONS"),
    _route("PATCH", "/api/v1/declarations", "GET, POST, HEAD, OPTIONS"),
    _route("PUT", "/api/v1/commodities", "GET, HEAD, OPTIONS"),
    _route("TRACE", "/api/v1/declarations", "GET, POST, HEAD, OPTIONS"),
    _route("TRACE", "/", "GET, HEAD, OPTIONS", by="nobody"),
    _route("TRACE", "/healthz", "GET, HEAD", by="nobody"),
    _route("TRACE", "/console/", "GET, HEAD, POST", by="nobody"),
    _route("TRACE", "/oauth/token", "POST", by="nobody"),
    _route("TRACE", "/agency/v1/answers", "POST", by="nobody"),
    _route("PUT", "/oauth/token", "POST", by="nobody"),
    _route("BREW", "/api/v1/declarations", "GET, POST, HEAD, OPTIONS"),
    Case(
        id="65 a method in a header is no method",
        method="POST",
        path="/api/v1/drafts/{draft}",
        headers={"X-HTTP-Method-Override": "DELETE", "If-Match": "{draft_etag}"},
        given=a_draft,
        status=405,
        type="method-not-allowed",
        told={"Allow": "GET, PUT, DELETE, HEAD, OPTIONS"},
    ),
    Case(
        id="65 a method in a form is no method",
        method="POST",
        path="/api/v1/drafts/{draft}",
        media_type="application/x-www-form-urlencoded",
        body=b"_method=DELETE",
        headers={"If-Match": "{draft_etag}"},
        given=a_draft,
        status=405,
        type="method-not-allowed",
    ),
    asking(
        "65 a look is a look, whatever the header says",
        "/drafts/{draft}",
        200,
        headers={"X-HTTP-Method-Override": "DELETE", "If-Match": "{draft_etag}"},
        given=a_draft,
    ),
)
