"""private_key_jwt: an assertion is believed when a registered key signed it, for us, now, once, and never else."""

import base64
import hmac
import json
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from declarations.traders import assertions, tokens
from declarations.traders.errors import AssertionRefused
from declarations.traders.models import ApiClient, UsedAssertion
from declarations.traders.registration import add_keys, register_client, revoke_key
from tests.declarations.traders.keys import AT, EC, JWT_BEARER, OTHER_EC, RSA, assertion, claims, jwks, public

pytestmark = pytest.mark.django_db
UNPROVEN = {"error": "invalid_client", "error_description": "The client could not be authenticated."}


@pytest.fixture(autouse=True)
def here(settings):
    settings.PUBLIC_URL = "http://127.0.0.1:8000"


@pytest.fixture
def keyed(program):
    """The broker's program with its key."""
    add_keys(program[0], jwks=jwks(public(EC)), at=AT)
    return program[0]


def refused(text, *, at=AT):
    """Why, and whether a key was shown; nothing is kept of it."""
    used = UsedAssertion.objects.count()
    with pytest.raises(AssertionRefused) as caught:
        assertions.client_of(text, at=at)
    assert UsedAssertion.objects.count() == used
    return caught.value.reason, caught.value.proven


def ask(text, **parameters):
    form = {"grant_type": "client_credentials", "client_assertion_type": JWT_BEARER, "client_assertion": text}
    body = "&".join(f"{name}={value}" for name, value in {**form, **parameters}.items())
    return Client().post("/oauth/token", body, content_type="application/x-www-form-urlencoded")


def unsigned(header, said):
    pieces = (json.dumps(piece).encode() for piece in (header, said))
    return ".".join(base64.urlsafe_b64encode(piece).decode().rstrip("=") for piece in pieces) + "."


@pytest.mark.parametrize(
    "aud", ["http://127.0.0.1:8000/oauth/token", "http://127.0.0.1:8000", ["http://127.0.0.1:8000"]]
)
def test_a_signed_assertion_shows_the_client(keyed, aud):
    assert assertions.client_of(assertion(aud=aud), at=AT) == keyed
    kept = UsedAssertion.objects.get()
    assert (kept.client, kept.expires_at) == (keyed, AT + timedelta(seconds=90))


def test_both_kinds_of_key_stand_side_by_side_and_are_rotated_by_kid(keyed):
    add_keys(keyed, jwks=jwks(public(RSA, kid="2026-b")), at=AT)
    assert assertions.client_of(assertion(), at=AT) == keyed
    assert assertions.client_of(assertion(RSA, kid="2026-b"), at=AT) == keyed
    assert revoke_key(keyed.keys.get(kid="2026-a"), at=AT)
    assert refused(assertion()) == ("its signature does not fit a registered key", False)
    assert assertions.client_of(assertion(RSA, kid="2026-b"), at=AT) == keyed


@pytest.mark.parametrize("alg", ["none", "None", ""])
def test_alg_none_is_refused(keyed, alg):
    forged = unsigned({"alg": alg, "kid": "2026-a"}, claims())
    for text in (forged, forged + assertion().split(".")[2]):
        assert refused(text)[1] is False


@pytest.mark.parametrize("secret", [EC.as_pem(private=False), json.dumps(EC.as_dict(private=False)).encode()])
def test_hs256_signed_with_the_public_key_is_refused(keyed, secret):
    body = unsigned({"alg": "HS256", "kid": "2026-a"}, claims()).rstrip(".")
    signature = base64.urlsafe_b64encode(hmac.digest(secret, body.encode(), "sha256")).decode().rstrip("=")
    assert refused(f"{body}.{signature}") == ("its alg is not ES256 or PS256", False)


def test_another_algorithm_than_the_keys_own_is_refused(keyed):
    add_keys(keyed, jwks=jwks(public(RSA, kid="2026-b")), at=AT)
    assert refused(assertion(RSA, alg="RS256", kid="2026-b")) == ("its alg is not ES256 or PS256", False)
    assert refused(assertion(RSA, kid="2026-a")) == ("its alg is not that of the registered key", False)


def test_a_key_in_the_header_is_not_the_registered_one(keyed):
    forged = assertion(OTHER_EC, header={"jwk": OTHER_EC.as_dict(private=False)})
    assert refused(forged) == ("its signature does not fit a registered key", False)


def test_an_extension_that_must_be_understood_is_refused(keyed):
    said = {"alg": "ES256", "kid": "2026-a", "crit": ["exp"], "exp": 1}
    assert refused(unsigned(said, claims()) + "AA") == ("it is not of the form that RFC 7523 asks for", False)


@pytest.mark.parametrize("kid", ["2026-b", "2026-A", ""])
def test_an_unknown_kid_is_refused(keyed, kid):
    assert refused(assertion(kid=kid))[1] is False


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"aud": "https://elsewhere.example/oauth/token"}, "its aud is not http://127.0.0.1:8000/oauth/token"),
        ({"aud": "http://127.0.0.1:8000/api"}, "its aud is not http://127.0.0.1:8000/oauth/token"),
        ({"aud": ["http://127.0.0.1:8000", "https://b.example"]}, "its aud is not http://127.0.0.1:8000/oauth/token"),
        ({"aud": []}, "its aud is not http://127.0.0.1:8000/oauth/token"),
        ({"iss": "another"}, "its iss and sub are not the same client id"),
        ({"exp": int(AT.timestamp()) - 30}, "it has expired"),
        ({"nbf": int(AT.timestamp()) + 31}, "it is not valid yet: its iat or nbf is in the future"),
        ({"iat": int(AT.timestamp()) + 31}, "it is not valid yet: its iat or nbf is in the future"),
        ({"exp": int(AT.timestamp()) + 301}, "it lives longer than five minutes"),
    ],
)
def test_a_wrong_claim_is_told_to_who_has_shown_the_key(keyed, changed, reason):
    assert refused(assertion(**changed)) == (reason, True)


def test_the_edges_of_its_time_are_inside(keyed):
    now = int(AT.timestamp())
    for changed in ({"exp": now - 29}, {"exp": now + 300}, {"iat": now + 30, "exp": now + 330}, {"nbf": now + 30}):
        assert assertions.client_of(assertion(**changed), at=AT) == keyed


@pytest.mark.parametrize(
    "changed",
    [
        {"jti": ...},
        {"jti": ""},
        {"jti": "a" * 129},
        {"jti": "a\u0000"},
        {"exp": ...},
        {"exp": "1900000000"},
        {"exp": 1e300},
        {"iat": ...},
        {"sub": ...},
        {"sub": 5},
        {"aud": ...},
    ],
)
def test_a_missing_or_misshapen_claim_is_refused(keyed, changed):
    assert refused(assertion(**changed)) == ("it is not of the form that RFC 7523 asks for", False)


@pytest.mark.parametrize("text", ["", "a", "a.b.c", "....", "e30.e30.e30", "W10.W10.W10", "é.é.é"])
def test_what_is_no_assertion_is_refused(keyed, text):
    assert refused(text) == ("it is not of the form that RFC 7523 asks for", False)


def test_another_organisations_key_does_not_speak_for_this_one(keyed, trader):
    other, _ = register_client(trader, client_id="other-system", name="other", scopes=("declarations:read",))
    add_keys(other, jwks=jwks(public(OTHER_EC)), at=AT)
    assert refused(assertion(OTHER_EC)) == ("its signature does not fit a registered key", False)
    assert assertions.client_of(assertion(OTHER_EC, client_id="other-system"), at=AT) == other


def test_an_unknown_and_an_inactive_client_get_one_answer(keyed):
    answers = [ask(assertion(client_id="unknown", at=timezone.now()))]
    ApiClient.objects.update(is_active=False)
    answers.append(ask(assertion(at=timezone.now())))
    assert [(each.status_code, each.json()) for each in answers] == [(401, UNPROVEN)] * 2
    assert not UsedAssertion.objects.exists()


def test_the_endpoint_gives_a_token_once(keyed):
    text = assertion(at=timezone.now())
    first, again = ask(text, scope="declarations:read"), ask(text)
    assert first.status_code == 200
    declarant = tokens.read(first.json()["access_token"], at=timezone.now())
    assert declarant == keyed.as_declarant(scopes=("declarations:read",))
    assert (again.status_code, again.json()["error_description"]) == (
        401,
        "The assertion is refused: its jti was used before.",
    )


def test_a_scope_above_the_grant_is_refused(keyed):
    ApiClient.objects.update(scopes=["declarations:read"])
    answer = ask(assertion(at=timezone.now()), scope="declarations:lodge")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


def test_two_names_or_two_ways_at_once_are_refused(keyed):
    named = ask(assertion(at=timezone.now()), client_id="another")
    assert (named.status_code, named.json()) == (401, UNPROVEN)
    form = f"grant_type=client_credentials&client_assertion_type={JWT_BEARER}&client_assertion={assertion()}"
    twice = Client().post(
        "/oauth/token",
        form,
        content_type="application/x-www-form-urlencoded",
        headers={"Authorization": "Basic YTpi"},
    )
    assert (twice.status_code, twice.json()["error"]) == (400, "invalid_request")


def test_the_same_jti_of_another_client_is_another_assertion(keyed, trader):
    other, _ = register_client(trader, client_id="other-system", name="other", scopes=("declarations:read",))
    add_keys(other, jwks=jwks(public(OTHER_EC)), at=AT)
    assert assertions.client_of(assertion(jti="same"), at=AT) == keyed
    assert assertions.client_of(assertion(OTHER_EC, client_id="other-system", jti="same"), at=AT) == other


def test_what_its_age_refuses_is_forgotten(keyed):
    assertions.client_of(assertion(), at=AT)
    assert UsedAssertion.objects.forget(AT + timedelta(seconds=90)) == 0
    assert UsedAssertion.objects.forget(AT + timedelta(seconds=91)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_gets_in(broker):
    client, _ = register_client(broker, client_id="racing", name="racing", scopes=("declarations:read",))
    barrier, outcomes = threading.Barrier(2), []

    def use():
        try:
            connection.ensure_connection()
            barrier.wait(timeout=10)
            outcomes.append(UsedAssertion.objects.use(client, jti="one", expires_at=AT))
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == [False, True]
    assert UsedAssertion.objects.count() == 1
