"""A token is believed for what we signed, for us, within its time, and for nothing else."""

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from declarations.traders import tokens
from declarations.traders.errors import TokenRefused

AT = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
READ = ("declarations:read",)


@pytest.fixture
def token(program):
    return tokens.issue(program[0], scopes=READ, at=AT)[0]


def part(token, number):
    text = token.split(".")[number]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def our_key(settings):
    derived = hmac.digest(settings.SECRET_KEY.encode(), b"declarations.traders access token, version 1", "sha256")
    return OctKey.import_key(derived)


def signed(token, key, *, header=(), **changed):
    return jwt.encode(
        {**part(token, 0), **dict(header)}, {**part(token, 1), **changed}, key, algorithms=["HS256", "HS512"]
    )


def plain(header, claims):
    pieces = (json.dumps(piece).encode() for piece in (header, claims))
    return ".".join(base64.urlsafe_b64encode(piece).decode().rstrip("=") for piece in pieces) + "."


def refused(token, *, at=AT):
    with pytest.raises(TokenRefused) as caught:
        tokens.read(token, at=at)
    return caught.value.reason


def test_a_token_says_who_declares_without_the_database(program, django_assert_num_queries, settings):
    token, lifetime = tokens.issue(program[0], scopes=READ, at=AT)
    with django_assert_num_queries(0):
        declarant = tokens.read(token, at=AT)
    assert lifetime == 600
    assert declarant == program[0].as_declarant(scopes=READ)
    assert (declarant.client, declarant.scopes) == ("api:broker-system", READ)
    assert tokens.read(signed(token, our_key(settings)), at=AT) == declarant


def test_a_token_is_valid_until_its_end_and_the_clocks_difference(token):
    end = AT + timedelta(minutes=10, seconds=5)
    assert tokens.read(token, at=end - timedelta(microseconds=1)).client == "api:broker-system"
    assert refused(token, at=end) == "expired"


def test_a_token_of_the_future_is_refused_also_when_it_was_read_before(token):
    begin = AT - timedelta(seconds=5)
    assert tokens.read(token, at=begin)
    assert refused(token, at=begin - timedelta(microseconds=1)) == "not valid yet"


def test_nbf_in_the_future_is_refused(token, settings):
    later = int((AT + timedelta(minutes=5)).timestamp())
    assert refused(signed(token, our_key(settings), nbf=later)) == "not valid yet"


@pytest.mark.parametrize("alg", ["none", "None", "NONE", ""])
def test_no_algorithm_is_refused(token, alg):
    unsigned = plain({"alg": alg, "typ": "at+jwt"}, part(token, 1))
    assert refused(unsigned) == "not a token of this service"
    assert refused(unsigned + token.split(".")[2]) == "not a token of this service"


def test_another_algorithm_with_our_key_is_refused(token, settings):
    assert refused(signed(token, our_key(settings), header={"alg": "HS512"})) == "not a token of this service"


@pytest.mark.parametrize("secret", [b"another key of thirty-two bytes!", None])
def test_another_key_is_refused_even_the_secret_key_itself(token, settings, secret):
    key = OctKey.import_key(secret or settings.SECRET_KEY.encode())
    assert refused(signed(token, key)) == "not a token of this service"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "https://elsewhere.example/api"},
        {"iss": "https://elsewhere.example"},
        {"aud": ""},
    ],
)
def test_a_token_for_or_from_another_service_is_refused(token, settings, claims):
    assert refused(signed(token, our_key(settings), **claims)) == "for another service"


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": None},
        {"exp": True},
        {"exp": 1e999},
        {"exp": "1900000000"},
        {"aud": ["a", "b"]},
        {"sub": None},
        {"declarant": {}},
        {"declarant": None},
    ],
)
def test_claims_of_another_form_are_refused(token, settings, claims):
    assert refused(signed(token, our_key(settings), **claims)) == "not a token of this service"


def test_a_signed_message_of_another_type_is_refused(token, settings):
    assert refused(signed(token, our_key(settings), header={"typ": "JWT"})) == "not a token of this service"


def test_an_altered_token_is_refused(token):
    header, payload, signature = token.split(".")
    claims = part(token, 1)
    claims["declarant"]["scopes"] = ["declarations:lodge"]
    altered = plain(part(token, 0), claims)
    other = "A" if signature[0] != "A" else "B"
    for forged in (altered + signature, f"{header}.{payload}.{other}{signature[1:]}", f"{header}.{payload}."):
        assert refused(forged) == "not a token of this service"


@pytest.mark.parametrize(
    "text", ["", ".", "..", "...", "a.b.c", "ÿ.ÿ.ÿ", "\x00", "e30.e30.e30", "W10.W10.W10", "=.=.="]
)
def test_what_is_no_token_is_refused(text):
    assert refused(text) == "not a token of this service"


def test_a_very_long_text_is_refused_unread():
    assert refused("a" * 4097) == "too long"


def test_a_token_of_the_former_secret_is_read_while_the_secret_is_kept(token, settings):
    former, settings.SECRET_KEY = settings.SECRET_KEY, "the secret after its rotation, as long as it should be"
    tokens._verified.cache_clear()
    assert refused(token) == "not a token of this service"
    settings.SECRET_KEY_FALLBACKS = [former]
    assert tokens.read(token, at=AT).client == "api:broker-system"


def test_forgeries_are_not_remembered(token):
    tokens._verified.cache_clear()
    for number in range(5):
        refused(f"{token}{number}")
    tokens.read(token, at=AT)
    assert tokens._verified.cache_info().currsize == 1
    assert tokens._verified.cache_info().maxsize == tokens.KEPT
