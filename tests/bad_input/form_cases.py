"""Rows 75 to 77 and 82: forms beyond measure or without their token, forged hosts, and text that would be code."""

import json
from typing import Any

from tests.bad_input.catalogue import FORM, NAME, Case, asking, lodging
from tests.bad_input.scene import Scene
from tests.forms import changed, import_form

_FORM = "application/x-www-form-urlencoded"
_FIELDS = "&".join(f"f{number}=1" for number in range(2_000)).encode()
_PAGE = {"Accept": "text/html"}
_COOKIE = {"Cookie": "csrftoken=" + "a" * 32}  # so that the form is read for the token that goes with it
_TEXTS = {
    "SQL": "'; DROP TABLE declarations_declaration; --",
    "SQL comment": "x'/**/OR/**/1=1",
    "HTML": "<script>alert(1)</script>",
    "an attribute": '"><img src=x onerror=alert(1)>',
    "a template": "{{7*7}}{% debug %}",
    "a format": "%s %(x)s {0.__class__}",
    "LDAP and a shell": "*)(uid=*)) `id` $(id)",
    "a log line": "${jndi:ldap://x.example/a}",
}


def in_a_name(text: str) -> Any:
    """A case of which the importer has this for a name."""

    def given(scene: Scene) -> None:
        form = changed(import_form(script="P-V1"), NAME, text)
        scene.facts["number"] = scene.broker.lodged(form, key="before")["number"]

    return given


def _post(id: str, path: str, status: int, type: str = "", **more: Any) -> Case:
    return Case(id=id, path=path, status=status, type=type, **{"by": "nobody", "media_type": _FORM, **more})


CASES: tuple[Case, ...] = (
    _post("75 signing in with 2,000 fields", "/login", 400, "too-many-fields", body=_FIELDS, headers=_COOKIE),
    _post(
        "75 the same, for a browser",
        "/login",
        400,
        body=_FIELDS,
        headers=_PAGE | _COOKIE,
        shows=("<h1>", "too-many-fields"),
    ),
    _post("75 asking for a token with 2,000 fields", "/oauth/token", 400, "too-many-fields", body=_FIELDS),
    _post(
        "75 the door of the desk with 2,000 fields",
        "/console/login/",
        400,
        "too-many-fields",
        body=_FIELDS,
        headers=_COOKIE,
    ),
    _post("76 signing in without the token", "/login", 403, "csrf", body=b"username=a&password=b"),
    _post(
        "76 the same, for a browser",
        "/login",
        403,
        body=b"username=a&password=b",
        headers=_PAGE,
        shows=("<h1>", "Go back", "csrf"),
    ),
    _post(
        "76 signing in with another's token",
        "/login",
        403,
        "csrf",
        body=b"csrfmiddlewaretoken=" + b"a" * 64,
        headers={"Cookie": "csrftoken=" + "b" * 32},
    ),
    _post("76 signing out without the token", "/logout", 403, "csrf", by="clerk"),
    _post(
        "76 an act at the desk without the token",
        "/console/declarations/declaration/",
        403,
        "csrf",
        by="officer",
        body=b"action=x",
    ),
    _post(
        "76 a change by the API in a session, without the token",
        "/api/v1/drafts",
        403,
        "csrf",
        by="clerk",
        media_type="application/json",
        body=b"{}",
    ),
    _post(
        "76 the same from another site",
        "/api/v1/drafts",
        403,
        "csrf",
        by="clerk",
        media_type="application/json",
        body=b"{}",
        headers={"Origin": "https://evil.example"},
    ),
    asking("77 a forged host", "/declarations", 400, "bad-host", headers={"Host": "evil.example"}),
    asking("77 a host with a port of letters", "/declarations", 400, "bad-host", headers={"Host": "testserver:abc"}),
    asking("77 a host with a user", "/declarations", 400, "bad-host", headers={"Host": "testserver@evil.example"}),
    asking("77 an empty host", "/declarations", 400, "bad-host", headers={"Host": ""}),
    Case(
        id="77 a forged host, for a browser",
        method="GET",
        path="/",
        by="nobody",
        headers={"Host": "evil.example", **_PAGE},
        status=400,
        shows=("<h1>", "bad-host"),
        hides=("evil.example",),
    ),
    asking(
        "77 a forged host of a proxy's changes nothing",
        "/schema",
        200,
        by="nobody",
        headers={"X-Forwarded-Host": "evil.example"},
        hides=("evil.example",),
    ),
    *(lodging(f"82 {name} in a name", changed(FORM, NAME, text), 201, writes=True) for name, text in _TEXTS.items()),
    *(
        asking(
            f"82 {name} is told as it was sent",
            "/declarations/{number}/versions/1",
            200,
            given=in_a_name(text),
            shows=(json.dumps(text)[1:-1],),
            told={"Content-Type": "application/json", "X-Content-Type-Options": "nosniff"},
        )
        for name, text in _TEXTS.items()
    ),
    *(
        Case(
            id=f"82 {name} is shown at the desk, and does nothing",
            method="GET",
            path="/console/declarations/declaration/?q={number}",
            by="officer",
            given=in_a_name(text),
            status=200,
            hides=("<script>alert", "<img src=x", "\n49"),
            shows=("{number}",),
        )
        for name, text in _TEXTS.items()
    ),
)
