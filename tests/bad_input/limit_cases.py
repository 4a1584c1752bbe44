"""Rows 78 to 81: too often, too many guesses, and searches made to be slow."""

from tests.bad_input.catalogue import Case, asking, posting
from tests.bad_input.scene import Scene, a_declaration

_FORM = "application/x-www-form-urlencoded"
_SEARCHES = {
    "81 101 characters": "a" * 101,
    "81 10 KB": "a" * 10_000,
    "81 10 KB of wildcards": "%25_" * 5_000,
    "81 one letter": "a",
    "81 NUL": "soy%00sauce",
}
_HARMLESS = {
    "81 wildcards": "%25_%25_%25_%25_",
    "81 operators of a search": "a%26%7C!:*()'",
    "81 a pattern that would go back and forth": "(a%2B)%2B$",
    "81 quotes": "'';--",
}


def a_full_minute(scene: Scene) -> None:
    """One change a minute is allowed, and was made."""
    scene.settings.WRITES_A_MINUTE = 1
    scene.broker.post("/duty-estimates", b"")


def fifty_guesses(scene: Scene) -> None:
    """The stranger asked for fifty numbers that are not its own."""
    a_declaration(scene)
    http, headers = scene.caller("stranger")
    for _ in range(50):
        assert http.get(f"/api/v1/declarations/{scene.facts['number']}", headers=headers).status_code == 404


def five_wrong_passwords(name: str) -> object:
    """Five tries under a name, each from another address as it is told."""

    def given(scene: Scene) -> None:
        http, _ = scene.caller("nobody")
        http.handler.enforce_csrf_checks = False
        for number in range(5):
            told = {"username": name, "password": f"wrong-{number}"}
            assert http.post("/login", told, headers={"X-Forwarded-For": f"203.0.113.{number}"}).status_code == 200

    return given


def _sixth(id: str, name: str) -> Case:
    return Case(
        id=id,
        path="/login",
        by="nobody",
        body=f"username={name}&password={name}-password".encode(),
        media_type=_FORM,
        headers={"X-Forwarded-For": "203.0.113.99"},
        given=five_wrong_passwords(name),  # type: ignore[arg-type]
        status=429,
        told={"Retry-After": "", "Content-Type": "text/html"},
        shows=("Too many wrong tries",),
    )


CASES: tuple[Case, ...] = (
    posting(
        "78 one change more",
        "/drafts",
        {},
        429,
        "rate-limited",
        given=a_full_minute,
        told={"Retry-After": "", "RateLimit": '"writes";r=0', "RateLimit-Policy": '"writes";q=1;w=60'},
    ),
    _sixth("79 the sixth password of a person, the right one", "demo-broker"),
    _sixth("79 the sixth password of nobody", "nobody-of-this-name"),
    _sixth("77 another address that is only told gives no further try", "demo-importer"),
    asking(
        "80 the 51st number",
        "/declarations/{number}",
        429,
        "rate-limited",
        by="stranger",
        given=fifty_guesses,
        told={"Retry-After": ""},
    ),
    asking(
        "80 a document after 50 numbers",
        "/drafts/{number}",
        429,
        "rate-limited",
        by="stranger",
        given=fifty_guesses,
        told={"Retry-After": ""},
    ),
    *(asking(id, f"/commodities?q={text}", 400, "invalid-parameter") for id, text in _SEARCHES.items()),
    *(asking(id, f"/commodities?q={text}", 200) for id, text in _HARMLESS.items()),
)
