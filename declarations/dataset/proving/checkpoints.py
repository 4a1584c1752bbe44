"""Checkpoints: new versions become leaves, and the root is signed (Ed25519) under a key that SECRET_KEY makes.

Whoever keeps a copy of a checkpoint elsewhere, as a declarant does with a receipt, can show that the store is another.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import connection, transaction
from django.utils.encoding import force_bytes
from msgspec import Struct

from declarations.dataset.models import Checkpoint, VersionLeaf
from declarations.dataset.proving.leaves import SALT_BYTES, data_of
from declarations.dataset.proving.merkle import leaf_hash, root_of
from declarations.models import Version

_PURPOSE = b"declarations.dataset checkpoints, version 1"
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('dataset'), hashtext('checkpoints'))"
_AT_ONCE = 5000


class SignedRoot(Struct, frozen=True, kw_only=True):
    """What is signed: how many leaves, their root (hexadecimal), when."""

    size: int
    root: str
    made_at: datetime

    def encoded(self) -> bytes:
        """The bytes that are signed."""
        return msgspec.json.encode(self, order="sorted")


@transaction.atomic
def checkpoint(*, at: datetime) -> Checkpoint | None:
    """Take in what has come since the last one, and sign; None where nothing has."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
    size = VersionLeaf.objects.count()
    new = list(Version.objects.filter(leaf=None).order_by("made_at", "id").values_list("id", flat=True))
    if not new:
        return None
    known = data_of(new)
    leaves = []
    for position, version in enumerate(new, start=size):
        salt = secrets.token_bytes(SALT_BYTES)
        leaves.append(
            VersionLeaf(position=position, version_id=version, salt=salt, hash=leaf_hash(salt + known[version][2]))
        )
    VersionLeaf.objects.bulk_create(leaves, batch_size=_AT_ONCE)
    root = root_of(hashes())
    told = SignedRoot(size=size + len(new), root=root.hex(), made_at=at.astimezone(UTC))
    return Checkpoint.objects.create(size=told.size, root=root, made_at=at, signature=_key().sign(told.encoded()))


def take_in(at: datetime) -> int:
    """Make a checkpoint where something has come; how many versions it took in."""
    before = VersionLeaf.objects.count()
    made = checkpoint(at=at)
    return made.size - before if made else 0


def hashes() -> list[bytes]:
    """The hashes of all leaves, in order."""
    return [bytes(each) for each in VersionLeaf.objects.order_by("position").values_list("hash", flat=True)]


def public_key() -> bytes:
    """With which everybody can verify: 32 bytes."""
    return _key().public_key().public_bytes_raw()


def is_signed(told: SignedRoot, signature: bytes, *, key: bytes) -> bool:
    """Whether a root was signed by the holder of a key."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, told.encoded())
    except (InvalidSignature, ValueError):
        return False
    return True


def faults() -> Iterator[str]:
    """What in the store is not what was signed, the first changed version first; nothing where all of it is."""
    if fault := _first_changed():
        yield fault
    leaves = hashes()
    for each in Checkpoint.objects.order_by("size"):
        told = signed_root(each)
        if not any(is_signed(told, bytes(each.signature), key=key) for key in _public_keys()):
            yield f"The checkpoint of {each.size} versions is not signed by us."
        if root_of(leaves[: each.size]) != bytes(each.root):
            yield f"The checkpoint of {each.size} versions has another root than these versions."


def signed_root(kept: Checkpoint) -> SignedRoot:
    """A checkpoint as it was signed."""
    return SignedRoot(size=kept.size, root=bytes(kept.root).hex(), made_at=kept.made_at.astimezone(UTC))


def _first_changed() -> str:
    leaves = list(VersionLeaf.objects.order_by("position").values_list("position", "version_id", "salt", "hash"))
    for first in range(0, len(leaves), _AT_ONCE):
        some = leaves[first : first + _AT_ONCE]
        known = data_of([version for _, version, _, _ in some])
        for place, (position, version, salt, kept) in enumerate(some, start=first):
            if position != place:
                return f"Leaf {place} is missing."
            number, its, data = known[version]
            if leaf_hash(bytes(salt) + data) != bytes(kept):
                return f"Declaration {number}, version {its}, was changed: it is leaf {position}."
    return ""


def _key(root: str | bytes = "") -> Ed25519PrivateKey:
    seed = hmac.digest(force_bytes(root or settings.SECRET_KEY), _PURPOSE, hashlib.sha256)
    return Ed25519PrivateKey.from_private_bytes(seed)


def _public_keys() -> list[bytes]:
    """Ours, and those of former secrets that are still believed."""
    roots = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [_key(root).public_key().public_bytes_raw() for root in roots]
