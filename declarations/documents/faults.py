"""What can be wrong with an upload, by stable code, and the family of each as an HTTP status."""

from msgspec import Struct

# In the order in which they matter: what is infected is told so first, whatever else is wrong with it.
STATUSES = {
    "upload-empty": 422,
    "upload-infected": 422,
    "upload-type": 415,
    "upload-polyglot": 415,
    "upload-active-content": 415,
    "upload-expands": 422,
    "upload-encrypted": 422,
    "upload-broken": 422,
    "upload-type-mismatch": 415,
    "upload-name": 422,
}
_ORDER = list(STATUSES)


class Fault(Struct, frozen=True):
    """One thing that is wrong, at which part of the upload, with the facts that explain it."""

    code: str
    part: str = "file"
    facts: dict[str, str] = {}

    @property
    def rank(self) -> int:
        """Its place in the order of importance."""
        return _ORDER.index(self.code)


def broken(why: str) -> Fault:
    """The structure is not whole: a reader could only guess what it shows."""
    return Fault("upload-broken", facts={"why": why})


def active(what: str) -> Fault:
    """It would do something when it is opened."""
    return Fault("upload-active-content", facts={"found": what})


def infected(signature: str) -> Fault:
    """It bears a known signature."""
    return Fault("upload-infected", facts={"signature": signature})


def expands(why: str) -> Fault:
    """It is small here and vast where it is opened."""
    return Fault("upload-expands", facts={"why": why})
