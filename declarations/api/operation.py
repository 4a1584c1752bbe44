"""What a route takes and gives, said beside the method that does it: the OpenAPI document is made from this."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from msgspec import Struct

Method = TypeVar("Method", bound=Callable[..., Any])


class Parameter(Struct, frozen=True):
    """A query parameter or a header of a route. `shape` is its JSON Schema where it is more than a text."""

    name: str
    place: str
    description: str
    required: bool = False
    shape: Mapping[str, Any] | None = None


class Operation(Struct, frozen=True, kw_only=True):
    """One method of a route: the message in, the status of success, and the message out; [x] is a page of x.

    `takes_media` and `gives_media` name the media types of what is not JSON. `also` holds further answers of
    success, by status; `refuses` names statuses of refusals that few other routes give.
    """

    takes: Any = None
    gives: Any = None
    status: int = 200
    parameters: Sequence[Parameter] = ()
    also: Mapping[int, Any] = {}
    refuses: tuple[str, ...] = ()
    takes_media: tuple[str, ...] = ()
    gives_media: str = ""

    @property
    def forms(self) -> list[Any]:
        """The messages it speaks of."""
        spoken = (self.takes, self.gives, *self.also.values())
        return [form[0] if isinstance(form, list) else form for form in spoken if form is not None]


def operation(**said: Any) -> Callable[[Method], Method]:
    """Say what a view's method takes and gives: `@operation(takes=PaymentMessage, gives=Account)`."""

    def told(method: Method) -> Method:
        method.operation = Operation(**said)  # type: ignore[attr-defined]
        return method

    return told


def query(name: str, description: str, shape: Mapping[str, Any] | None = None) -> Parameter:
    """A query parameter."""
    return Parameter(name, "query", description, shape=shape)


def header(name: str, description: str, *, required: bool = False) -> Parameter:
    """A header."""
    return Parameter(name, "header", description, required)


A_DAY: Mapping[str, Any] = {"type": "string", "format": "date"}
A_FLAG: Mapping[str, Any] = {"type": "boolean"}
KEY = header("Idempotency-Key", "1 to 64 printable ASCII characters; makes a retry safe.", required=True)
KEY_UNLESS_DRY = header("Idempotency-Key", "1 to 64 printable ASCII characters; makes a retry safe. Not for a dry run.")
DRY_RUN = query("dry_run", "`true`: every finding, duty and requirement; nothing is kept.", A_FLAG)
CLOCK = header("Sandbox-Clock", "As at which instant it is done. In the sandbox alone.")
SEEN = header("If-Match", "The ETag of the declaration as it was seen last.", required=True)
SEEN_IF_TOLD = header(
    "If-Match", "The ETag of the declaration as it was seen last: 412, and nothing done, if it changed."
)
LIMIT = query("limit", "1 to 200; 50 where left out.", {"type": "integer", "minimum": 1, "maximum": 200})
CURSOR = query("cursor", "From `next` of the page before.")
