"""Pasted keys: public, strong and new; every fault in words, and nothing registered when there is one."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc.jwk import ECKey, OctKey, OKPKey

from declarations.traders.client_keys import read_keys
from declarations.traders.errors import KeysUnacceptable
from declarations.traders.models import ClientKey
from declarations.traders.registration import add_keys, register_client, revoke_key
from tests.declarations.traders.keys import AT, EC, OTHER_EC, RSA, jwks, public

NOT_JSON = "This is not JSON: paste a JSON Web Key Set (JWKS)."
NO_KEYS = 'The set has no keys: it should look like {"keys": [{"kty": "EC", …}]}.'


def faults_of(text):
    with pytest.raises(KeysUnacceptable) as caught:
        read_keys(text)
    return list(caught.value.faults)


def test_a_set_and_a_single_key_are_read_and_only_what_makes_the_key_is_kept():
    first, second = read_keys(jwks(public(EC, use="sig", alg="ES256", note="x"), public(RSA, kid="b", alg="PS256")))
    assert (first.kid, first.jwk) == ("2026-a", {k: EC.as_dict(private=False)[k] for k in ("kty", "crv", "x", "y")})
    assert (second.kid, set(second.jwk)) == ("b", {"kty", "n", "e"})
    assert read_keys(json.dumps(public(EC))) == (first,)
    assert first.thumbprint == EC.thumbprint()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", NOT_JSON),
        ("-----BEGIN PUBLIC KEY-----", NOT_JSON),
        ("[" * 5000, NOT_JSON),
        ("{}", NO_KEYS),
        ("[]", NO_KEYS),
        ('{"keys": []}', NO_KEYS),
        ('{"keys": {}}', NO_KEYS),
        ('{"keys": [], "keys": []}', "A member is there twice."),
        ('{"keys": [1]}', "Key 1 is not a JSON object."),
        ('{"keys": [1, 2, 3]}', "The set has 3 keys; at most 2 are taken."),
        ('{"keys": [{}]}', "Key 1 has no kty that is taken: use EC (P-256) or RSA (3072 bits or more)."),
        (" " * 16_385, "The set is longer than 16384 characters."),
    ],
)
def test_what_is_no_set_of_keys_is_told(text, fault):
    assert faults_of(text) == [fault]


@pytest.mark.parametrize("key", [EC, RSA])
def test_a_private_key_is_refused_and_not_repeated(key):
    told = faults_of(jwks({**key.as_dict(private=True), "kid": "a"}))
    assert told == ["Key 1 is private: it must never leave its owner. Make a new pair and paste only its public half."]


def short_rsa():
    """1024 bits, by hand: the library warns about making one."""
    numbers = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key().public_numbers()
    n = base64.urlsafe_b64encode(numbers.n.to_bytes(128)).decode().rstrip("=")
    return {"kty": "RSA", "kid": "2026-a", "n": n, "e": "AQAB"}


@pytest.mark.parametrize(
    ("member", "fault"),
    [
        (public(ECKey.generate_key("P-384")), "Key 1 is on another curve: only P-256 is taken."),
        (public(ECKey.generate_key("secp256k1")), "Key 1 is on another curve: only P-256 is taken."),
        (short_rsa(), "Key 1 has 1024 bits; RSA keys of 3072 to 4096 bits are taken."),
        (public(RSA, e="Aw"), "Key 1 has the exponent 3; 65537 or more is taken."),
        (
            public(OKPKey.generate_key("Ed25519")),
            "Key 1 has no kty that is taken: use EC (P-256) or RSA (3072 bits or more).",
        ),
        (
            {**OctKey.generate_key(256).as_dict(), "kid": "a"},
            "Key 1 is private: it must never leave its owner. Make a new pair and paste only its public half.",
        ),
        (public(EC, alg="ES384"), "Key 1 has another alg: an EC key signs ES256 here."),
        (public(RSA, alg="RS256"), "Key 1 has another alg: an RSA key signs PS256 here."),
        (public(EC, use="enc"), 'Key 1 is not for signing: its use should be "sig".'),
        (public(EC, x=EC.as_dict()["y"]), "Key 1 is not a valid EC key."),
        (public(EC, x=""), "Key 1 lacks one of kty, crv, x, y."),
        (public(RSA, n=5), "Key 1 lacks one of kty, n, e."),
        (public(EC, kid="a b"), "Key 1 has no kid of 1 to 64 letters, digits, dots, underscores or hyphens."),
        (public(EC, kid=7), "Key 1 has no kid of 1 to 64 letters, digits, dots, underscores or hyphens."),
    ],
)
def test_an_unfit_key_is_told_in_words(member, fault):
    assert faults_of(jwks(member)) == [fault]


def test_every_fault_comes_at_once():
    told = faults_of(jwks(public(EC, kid="", use="enc"), public(ECKey.generate_key("P-521"), alg="ES512")))
    assert [fault[:5] for fault in told] == ["Key 1", "Key 1", "Key 2", "Key 2"]


def test_two_keys_of_a_set_differ():
    assert faults_of(jwks(public(EC), public(RSA))) == ["Two keys have the same kid."]
    assert faults_of(jwks(public(EC), public(EC, kid="b"))) == ["The same key is there twice."]


def refused(client, *members):
    before = list(ClientKey.objects.values())
    with pytest.raises(KeysUnacceptable) as caught:
        add_keys(client, jwks=jwks(*members), at=AT)
    assert list(ClientKey.objects.values()) == before
    return list(caught.value.faults)


def test_two_keys_are_live_at_most_and_a_revoked_one_does_not_come_back(program):
    client = program[0]
    add_keys(client, jwks=jwks(public(EC), public(RSA, kid="2026-b")), at=AT)
    assert refused(client, public(OTHER_EC, kid="2026-c")) == ["2 of 2 keys are live: revoke one first."]
    key = client.keys.get(kid="2026-a")
    assert (revoke_key(key, at=AT), revoke_key(key, at=AT)) == (True, False)
    assert refused(client, public(EC, kid="2026-c")) == [
        "The key 2026-c is in the register already, live or revoked: make a new pair."
    ]
    assert refused(client, public(OTHER_EC)) == ["The kid 2026-a was used before: choose another."]
    add_keys(client, jwks=jwks(public(OTHER_EC, kid="2026-c")), at=AT)
    assert list(client.keys.filter(revoked_at__isnull=True).values_list("kid", flat=True)) == ["2026-b", "2026-c"]


def test_no_key_is_of_two_clients(program, trader):
    other, _ = register_client(trader, client_id="other-system", name="other", scopes=("declarations:read",))
    add_keys(other, jwks=jwks(public(EC)), at=AT)
    assert refused(program[0], public(EC)) == [
        "The key 2026-a is in the register already, live or revoked: make a new pair."
    ]
