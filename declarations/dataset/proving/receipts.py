"""A receipt: what a declarant keeps of a version. It says what was declared, and leads to a signed root."""

from msgspec import Struct

from declarations.dataset.errors import NoReceipt
from declarations.dataset.models import Checkpoint, VersionLeaf
from declarations.dataset.proving.checkpoints import SignedRoot, hashes, is_signed, public_key, signed_root
from declarations.dataset.proving.leaves import data_of
from declarations.dataset.proving.merkle import leads_to, leaf_hash, path_of


class Receipt(Struct, frozen=True, kw_only=True):
    """Bytes are hexadecimal. `said` is what was hashed after the salt."""

    number: str
    version: int
    said: str
    salt: str
    position: int
    path: tuple[str, ...]
    checkpoint: SignedRoot
    signature: str
    public_key: str


def receipt_of(number: str, *, version: int | None = None) -> Receipt:
    """The receipt of a declaration's version, by default the newest that is signed. Raises NoReceipt."""
    leaves = VersionLeaf.objects.filter(version__declaration__number=number).select_related("version")
    if version is not None:
        leaves = leaves.filter(version__number=version)
    leaf = leaves.order_by("-version__number").first()
    signed = Checkpoint.objects.order_by("-size").first()
    if leaf is None or signed is None or leaf.position >= signed.size:
        raise NoReceipt(f"No signed version of {number}: it is signed with the next checkpoint, if it is declared.")
    _, its, data = data_of([leaf.version_id])[leaf.version_id]
    return Receipt(
        number=number,
        version=its,
        said=data.decode(),
        salt=bytes(leaf.salt).hex(),
        position=leaf.position,
        path=tuple(each.hex() for each in path_of(hashes()[: signed.size], leaf.position)),
        checkpoint=signed_root(signed),
        signature=bytes(signed.signature).hex(),
        public_key=public_key().hex(),
    )


def proves(receipt: Receipt, *, key: bytes) -> bool:
    """Whether what it says was in the tree that the holder of the key signed. Asks no store."""
    leaf = leaf_hash(bytes.fromhex(receipt.salt) + receipt.said.encode())
    path = [bytes.fromhex(each) for each in receipt.path]
    root, size = bytes.fromhex(receipt.checkpoint.root), receipt.checkpoint.size
    return leads_to(root, leaf, path, position=receipt.position, size=size) and is_signed(
        receipt.checkpoint, bytes.fromhex(receipt.signature), key=key
    )
