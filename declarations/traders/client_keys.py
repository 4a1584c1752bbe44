"""Public keys of programs, as an administrator pastes them: a JSON Web Key Set (RFC 7517), read strictly.

Taken are elliptic-curve keys on P-256 (they sign ES256) and RSA keys of 3072 to 4096 bits (PS256). Every fault is told
at once, in words, and nothing of the key is repeated: it might be a private one.
"""

import base64
import json
import re
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey, thumbprint
from msgspec import Struct

from declarations.traders.errors import KeysUnacceptable

MOST_KEYS = 2  # the one in use and the next one
LONGEST = 16_384  # characters of a pasted set
_KID = re.compile(r"[0-9A-Za-z._-]{1,64}")
_ALGORITHMS = {"EC": "ES256", "RSA": "PS256"}
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_RSA_BITS = range(3072, 4097)  # 128 bits of security, as P-256 has
_EXPONENT = 65_537
_PUBLIC_MEMBERS = {"EC": ("kty", "crv", "x", "y"), "RSA": ("kty", "n", "e")}


class PublicKey(Struct, frozen=True):
    """A public key: its id, the key with nothing but what makes it, and its thumbprint (RFC 7638)."""

    kid: str
    jwk: dict[str, str]
    thumbprint: str


def algorithm_of(jwk: dict[str, str]) -> str:
    """The one algorithm that a key signs with here."""
    return _ALGORITHMS[jwk["kty"]]


def imported(jwk: dict[str, str]) -> ECKey | RSAKey:
    """The key for verifying. Raises JoseError or ValueError when it is none."""
    members: dict[str, str | list[str]] = {**jwk}
    return ECKey.import_key(members) if jwk["kty"] == "EC" else RSAKey.import_key(members)


def read_keys(text: str) -> tuple[PublicKey, ...]:
    """One or two public keys from a pasted JWKS, or from one JWK. Raises KeysUnacceptable with every fault."""
    members = _members(text)
    faults = [fault for place, member in enumerate(members, 1) for fault in _faults(member, name=f"Key {place}")]
    if not faults:
        keys = tuple(_public(member) for member in members)
        faults = _shared(keys)
    if faults:
        raise KeysUnacceptable(tuple(faults))
    return keys


def _members(text: str) -> list[Any]:
    """What the set holds, whatever it is."""
    if len(text) > LONGEST:
        raise KeysUnacceptable((f"The set is longer than {LONGEST} characters.",))
    try:
        said = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        told = str(error) if isinstance(error, _Twice) else "This is not JSON: paste a JSON Web Key Set (JWKS)."
        raise KeysUnacceptable((told,)) from None
    if isinstance(said, dict) and "kty" in said:
        return [said]
    members = said.get("keys") if isinstance(said, dict) else None
    if not isinstance(members, list) or not members:
        raise KeysUnacceptable(('The set has no keys: it should look like {"keys": [{"kty": "EC", …}]}.',))
    if len(members) > MOST_KEYS:
        raise KeysUnacceptable((f"The set has {len(members)} keys; at most {MOST_KEYS} are taken.",))
    return members


class _Twice(ValueError):
    """A member is there twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice("A member is there twice.")
    return found


def _faults(member: Any, *, name: str) -> list[str]:
    """What is wrong with one member of the set, in words."""
    if not isinstance(member, dict):
        return [f"{name} is not a JSON object."]
    if _PRIVATE & member.keys():
        return [f"{name} is private: it must never leave its owner. Make a new pair and paste only its public half."]
    kind = member.get("kty")
    if kind not in _ALGORITHMS:
        return [f"{name} has no kty that is taken: use EC (P-256) or RSA (3072 bits or more)."]
    told = []
    if not isinstance(member.get("kid"), str) or not _KID.fullmatch(member["kid"]):
        told.append(f"{name} has no kid of 1 to 64 letters, digits, dots, underscores or hyphens.")
    if member.get("alg", _ALGORITHMS[kind]) != _ALGORITHMS[kind]:
        told.append(f"{name} has another alg: an {kind} key signs {_ALGORITHMS[kind]} here.")
    if member.get("use", "sig") != "sig":
        told.append(f'{name} is not for signing: its use should be "sig".')
    return told + _faults_of_material(member, name=name)


def _faults_of_material(member: dict[str, Any], *, name: str) -> list[str]:
    """What is wrong with the key itself."""
    if member["kty"] == "EC" and member.get("crv") != "P-256":
        return [f"{name} is on another curve: only P-256 is taken."]
    bare = {part: member.get(part) for part in _PUBLIC_MEMBERS[member["kty"]]}
    if not all(isinstance(value, str) and value for value in bare.values()):
        return [f"{name} lacks one of {', '.join(bare)}."]
    if member["kty"] == "RSA" and (weak := _weakness(_number(member["n"]), _number(member["e"]))):
        return [f"{name} {weak}"]
    try:
        imported(bare)  # type: ignore[arg-type]
    except (JoseError, ValueError, TypeError):
        return [f"{name} is not a valid {member['kty']} key."]
    return []


def _weakness(modulus: int, exponent: int) -> str:
    """What makes an RSA key unfit, or nothing."""
    if modulus.bit_length() not in _RSA_BITS:
        return f"has {modulus.bit_length()} bits; RSA keys of 3072 to 4096 bits are taken."
    return "" if exponent >= _EXPONENT else f"has the exponent {exponent}; {_EXPONENT} or more is taken."


def _number(text: str) -> int:
    """A number as RFC 7518 writes it: base64url of its bytes; 0 for anything else."""
    try:
        return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")
    except ValueError:
        return 0


def _public(member: dict[str, Any]) -> PublicKey:
    bare = {part: member[part] for part in _PUBLIC_MEMBERS[member["kty"]]}
    return PublicKey(kid=member["kid"], jwk=bare, thumbprint=thumbprint(bare))


def _shared(keys: tuple[PublicKey, ...]) -> list[str]:
    """What two keys of a set have in common and must not."""
    if len({key.kid for key in keys}) < len(keys):
        return ["Two keys have the same kid."]
    return ["The same key is there twice."] if len({key.thumbprint for key in keys}) < len(keys) else []
