"""Proof that what was declared was not changed since: a tree of hashes over all versions, signed from time to time.

merkle       the tree of RFC 6962: roots, audit paths, whether a path leads to a root. Pure
leaves       a version and its items as the bytes that are hashed, with a salt of its own
checkpoints  new leaves, a signed root; whether the store is still what was signed, and the first version that is not
receipts     what a declarant keeps of a version, and anybody can verify with the public key
"""
