"""The hash tree of RFC 6962 (2.1): leaves in an order that only grows, a root that any change of a leaf changes. Pure.

Whoever has a leaf, its audit path (20 hashes for a million leaves) and a root can tell that the leaf is in the tree.
"""

from collections.abc import Sequence
from hashlib import sha256

EMPTY = sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    """Of a leaf. The byte before it sets leaves apart from nodes."""
    return sha256(b"\x00" + data).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over hashes of leaves. Level by level: an odd last one goes up as it is."""
    if not leaves:
        return EMPTY
    level = list(leaves)
    while len(level) > 1:
        level = _next(level)
    return level[0]


def path_of(leaves: Sequence[bytes], position: int) -> list[bytes]:
    """The audit path of a leaf, from the bottom: what it has to be put together with on its way to the root."""
    path, level, place = [], list(leaves), position
    while len(level) > 1:
        if place ^ 1 < len(level):
            path.append(level[place ^ 1])
        level, place = _next(level), place // 2
    return path


def leads_to(root: bytes, leaf: bytes, path: Sequence[bytes], *, position: int, size: int) -> bool:
    """Whether a leaf's hash and its path make this root, in a tree of so many leaves."""
    if not 0 <= position < size:
        return False
    coming, found, place, last = list(path), leaf, position, size - 1
    while last:
        if place ^ 1 <= last:
            if not coming:
                return False
            sibling = coming.pop(0)
            found = _node(sibling, found) if place % 2 else _node(found, sibling)
        place, last = place // 2, last // 2
    return not coming and found == root


def _next(level: Sequence[bytes]) -> list[bytes]:
    pairs = [_node(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)]
    return [*pairs, level[-1]] if len(level) % 2 else pairs


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
