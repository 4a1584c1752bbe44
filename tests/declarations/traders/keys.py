"""A program's key pairs and what it signs with them, made by the client's side alone."""

import json
from datetime import UTC, datetime
from itertools import count

from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

AT = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
AUDIENCE = "http://127.0.0.1:8000/oauth/token"
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
EC, OTHER_EC, RSA = ECKey.generate_key("P-256"), ECKey.generate_key("P-256"), RSAKey.generate_key(3072)
_numbers = count(1)


def public(key, *, kid="2026-a", **members):
    """The key as it is pasted: public, with its kid."""
    return {**key.as_dict(private=False), "kid": kid, **members}


def jwks(*members):
    return json.dumps({"keys": list(members)})


def claims(client_id="broker-system", *, at=AT, **changed):
    """What a good assertion says; `...` takes a claim away."""
    now = int(at.timestamp())
    said = {"iss": client_id, "sub": client_id, "aud": AUDIENCE, "iat": now, "exp": now + 60}
    said = {**said, "jti": f"jti-{next(_numbers)}", **changed}
    return {name: value for name, value in said.items() if value is not ...}


def assertion(key=EC, *, alg=None, kid="2026-a", header=(), **changed):
    """Signed as RFC 7523 has it."""
    alg = alg or ("ES256" if isinstance(key, ECKey) else "PS256")
    said = {"alg": alg, "kid": kid, "typ": "JWT", **dict(header)}
    return jws.serialize_compact(said, json.dumps(claims(**changed)), key, algorithms=[alg])
