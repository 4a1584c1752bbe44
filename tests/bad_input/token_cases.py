"""Rows 66 and 67: who cannot show who it is, and whose token does not reach so far."""

import base64
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import OctKey

from declarations.traders import tokens
from declarations.traders.declarant import ALL_SCOPES
from declarations.traders.ended import ended
from declarations.traders.models import ApiClient
from declarations.traders.registration import add_keys, revoke_key
from tests.bad_input.catalogue import Case, asking, posting
from tests.bad_input.scene import Scene
from tests.declarations.traders.keys import EC, JWT_BEARER, OTHER_EC, assertion, claims, jwks, public

_FORM = "application/x-www-form-urlencoded"
_OURS = b"declarations.traders access token, version 1"
_CLIENT = "demo-broker"


def _own(**changed: Any) -> dict[str, Any]:
    """What a genuine token of this moment says, with changes."""
    issued, _ = tokens.issue(ApiClient.objects.get(client_id=_CLIENT), scopes=ALL_SCOPES, at=timezone.now())
    said = json.loads(base64.urlsafe_b64decode(issued.split(".")[1] + "=="))
    return {**said, **changed}


def signed(key: bytes | None = None, *, alg: str = "HS256", typ: str = "at+jwt", **changed: Any) -> str:
    """An access token under our own key, or another."""
    secret = key or hmac.digest(settings.SECRET_KEY.encode(), _OURS, "sha256")
    return jwt.encode({"alg": alg, "typ": typ}, _own(**changed), OctKey.import_key(secret), algorithms=[alg])


def unsigned(header: dict[str, Any], said: dict[str, Any]) -> str:
    """A token with nothing where its signature should be."""
    pieces = (json.dumps(piece).encode() for piece in (header, said))
    return ".".join(base64.urlsafe_b64encode(piece).decode().rstrip("=") for piece in pieces) + "."


def _seconds(**ago: int) -> int:
    return int((timezone.now() - timedelta(**ago)).timestamp())


def a_token(make: Callable[[], str]) -> Callable[[Scene], None]:
    """The scene's token."""

    def given(scene: Scene) -> None:
        scene.facts["token"] = make()

    return given


def _of_a_deactivated_client() -> str:
    token = signed()
    client = ApiClient.objects.get(client_id=_CLIENT)
    client.is_active = False
    client.credentials_changed_at = timezone.now()
    client.save()
    ended.read(at=timezone.now())
    return token


_TOKENS: dict[str, Callable[[], str]] = {
    "66 expired": lambda: signed(iat=_seconds(hours=1), nbf=_seconds(hours=1), exp=_seconds(minutes=50)),
    "66 not valid yet": lambda: signed(nbf=_seconds(minutes=-5)),
    "66 for another audience": lambda: signed(aud="https://elsewhere.example/api"),
    "66 for the token endpoint": lambda: signed(aud=f"{settings.PUBLIC_URL}/oauth/token"),
    "66 of another issuer": lambda: signed(iss="https://elsewhere.example"),
    "66 alg none": lambda: unsigned({"alg": "none", "typ": "at+jwt"}, _own()),
    "66 alg none, with a signature": lambda: unsigned({"alg": "none", "typ": "at+jwt"}, _own()) + "AAAA",
    "66 another algorithm": lambda: signed(alg="HS512"),
    "66 another type": lambda: signed(typ="JWT"),
    "66 another's key": lambda: signed(b"x" * 32),
    "66 the bare secret": lambda: signed(settings.SECRET_KEY.encode()),
    "66 altered": lambda: signed()[:-4] + "AAAA",
    "66 without a declarant": lambda: signed(declarant=None),
    "66 of a client that was deactivated": _of_a_deactivated_client,
    "66 no token": lambda: "nonsense",
    "66 an empty token": lambda: "",
    "66 a token of 5 KB": lambda: "a" * 5000,
}


def a_key(scene: Scene) -> None:
    """The broker's program has a registered key; a first assertion was used."""
    client = ApiClient.objects.get(client_id=_CLIENT)
    add_keys(client, jwks=jwks(public(EC), public(OTHER_EC, kid="revoked")), at=timezone.now())
    revoke_key(client.keys.get(kid="revoked"), at=timezone.now())


def asserted(**changed: Any) -> bytes:
    """The form of a token request with an assertion of now."""
    return _form(assertion(**{"client_id": _CLIENT, "at": timezone.now(), "aud": _endpoint(), **changed}))


def _endpoint() -> str:
    return f"{settings.PUBLIC_URL}/oauth/token"


def _form(text: str) -> bytes:
    said = {"grant_type": "client_credentials", "client_assertion_type": JWT_BEARER, "client_assertion": text}
    return "&".join(f"{name}={value}" for name, value in said.items()).encode()


def _by_the_public_key(_: Scene) -> bytes:
    """HS256 with the public key as its secret."""
    said = claims(_CLIENT, at=timezone.now(), aud=_endpoint())
    body = unsigned({"alg": "HS256", "kid": "2026-a"}, said).rstrip(".")
    signature = hmac.digest(EC.as_pem(private=False), body.encode(), "sha256")
    return _form(f"{body}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}")


def used_once(scene: Scene) -> None:
    """An assertion that has been used."""
    a_key(scene)
    scene.facts["used"] = asserted().decode()
    answer = scene.caller("nobody")[0].post("/oauth/token", scene.facts["used"], content_type=_FORM)
    assert answer.status_code == 200, answer.content


_ASSERTIONS: dict[str, Callable[[Scene], bytes]] = {
    "66 an assertion with alg none": lambda _: _form(
        unsigned({"alg": "none", "kid": "2026-a"}, claims(_CLIENT, at=timezone.now(), aud=_endpoint()))
    ),
    "66 an assertion by HS256 with the public key": _by_the_public_key,
    "66 an assertion for another audience": lambda _: asserted(aud="https://elsewhere.example"),
    "66 an assertion of another issuer": lambda _: asserted(iss="somebody"),
    "66 an assertion about another": lambda _: asserted(sub="demo-unmandated"),
    "66 an expired assertion": lambda _: asserted(iat=_seconds(minutes=5), exp=_seconds(minutes=4)),
    "66 an assertion of the future": lambda _: asserted(nbf=_seconds(minutes=-2)),
    "66 an assertion that lives an hour": lambda _: asserted(exp=_seconds(hours=-1)),
    "66 an unknown kid": lambda _: asserted(kid="2027"),
    "66 a revoked key": lambda _: asserted(key=OTHER_EC, kid="revoked"),
    "66 another's key under the kid": lambda _: asserted(key=OTHER_EC),
    "66 an assertion that is none": lambda _: _form("a.b.c"),
}


def _token(id: str, body: Any, status: int, error: str, **more: Any) -> Case:
    return Case(
        id=id, path="/oauth/token", by="nobody", body=body, media_type=_FORM, status=status,
        shows=(f'"error":"{error}"',), **more,
    )  # fmt: skip


def _basic(name: str, secret: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'{name}:{secret}'.encode()).decode()}"}


_GRANT = b"grant_type=client_credentials"
_GOOD = _basic(_CLIENT, f"{_CLIENT}-secret-of-the-sandbox")
_CHALLENGE = {"WWW-Authenticate": "Basic "}

CASES: tuple[Case, ...] = (
    *(
        asking(
            id,
            "/declarations",
            401,
            "unauthenticated",
            by="nobody",
            headers={"Authorization": "Bearer {token}"},
            told={"WWW-Authenticate": 'Bearer realm="api", error="invalid_token"'},
            given=a_token(make),
        )
        for id, make in _TOKENS.items()
    ),
    *(
        _token(id, body, 401, "invalid_client", given=a_key, told=_CHALLENGE, hides=("access_token",))
        for id, body in _ASSERTIONS.items()
    ),
    _token(
        "66 a replayed assertion", lambda scene: scene.facts["used"].encode(), 401, "invalid_client", given=used_once
    ),
    Case(
        id="66 an agency that does not sign",
        path="/agency/v1/answers",
        body=b"{}",
        by="nobody",
        status=401,
        type="signature-missing",
    ),
    Case(
        id="66 an agency with another's signature",
        path="/agency/v1/answers",
        body=b"{}",
        by="nobody",
        headers={"webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"},
        status=401,
        type="signature-wrong",
    ),
    _token("66 a wrong secret", _GRANT, 401, "invalid_client", headers=_basic(_CLIENT, "guess"), told=_CHALLENGE),
    _token("66 an unknown client", _GRANT, 401, "invalid_client", headers=_basic("nobody", "guess"), told=_CHALLENGE),
    _token("66 NUL for a secret", _GRANT, 401, "invalid_client", headers=_basic(_CLIENT, "%00"), told=_CHALLENGE),
    _token("66 NUL for a client", _GRANT, 401, "invalid_client", headers=_basic("%00", "guess"), told=_CHALLENGE),
    _token("66 no credentials", _GRANT, 401, "invalid_client", told=_CHALLENGE),
    _token("66 another grant", b"grant_type=password", 400, "unsupported_grant_type", headers=_GOOD),
    _token("66 no grant", b"", 400, "invalid_request", headers=_GOOD),
    _token("66 a grant twice", _GRANT + b"&" + _GRANT, 400, "invalid_request", headers=_GOOD),
    _token("67 a scope above the grant", _GRANT + b"&scope=officers", 400, "invalid_scope", headers=_GOOD),
    posting(
        "67 a reader lodges",
        "/declarations",
        {},
        403,
        "insufficient-scope",
        by="reader",
        told={"WWW-Authenticate": 'Bearer realm="api", error="insufficient_scope", scope="declarations:lodge"'},
    ),
    posting("67 a reader registers a draft", "/drafts", {}, 403, "insufficient-scope", by="reader"),
    posting(
        "67 a reader sends a batch",
        "/batches",
        b"{}\n",
        403,
        "insufficient-scope",
        by="reader",
        media_type="application/x-ndjson",
    ),
    posting(
        "67 a reader registers a webhook",
        "/webhook-endpoints",
        {"url": "https://a.example.com"},
        403,
        "insufficient-scope",
        by="reader",
    ),
)
