"""An input as a page shows it, and an error as its summary tells it. Templates: `web/input.html`, `web/errors.html`."""

from collections.abc import Mapping, Sequence

from msgspec import Struct


class Input(Struct, frozen=True, kw_only=True):
    """One input with its label, its value and what is wrong with it.

    `kind` is text, textarea, select, radios, checkbox or file. `options` are (value, text) pairs: what can be chosen of
    a select or of radios, what is suggested for a text (a datalist). `attributes` are more attributes of the element.
    """

    name: str
    label: str
    value: str = ""
    kind: str = "text"
    hint: str = ""
    errors: Sequence[str] = ()
    options: Sequence[tuple[str, str]] = ()
    is_required: bool = True
    width: str = ""
    attributes: Mapping[str, str] = {}

    @property
    def described_by(self) -> str:
        """The ids of what explains it."""
        parts = ((bool(self.hint), f"{self.name}-hint"), (bool(self.errors), f"{self.name}-error"))
        return " ".join(name for is_there, name in parts if is_there)


class Problem(Struct, frozen=True, kw_only=True):
    """One line of the error summary: what is wrong, where (an address, mostly `#` and an input's name), what to do."""

    message: str
    href: str = ""
    remedy: str = ""
    law: str = ""
    code: str = ""
