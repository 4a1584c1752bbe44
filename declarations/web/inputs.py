"""An input as a page shows it, and a problem as its summary tells it: for `web/input.html` and `web/errors.html`."""

from collections.abc import Mapping, Sequence

from msgspec import Struct


class Input(Struct, frozen=True, kw_only=True):
    """One input with its label, its value and what is wrong with it.

    `kind` is text, textarea, select, radios, checkbox or file; or fixed, which is shown and cannot be changed.
    `options` are (value, text) pairs: what can be chosen of a select or of radios, what is suggested for a text (a
    datalist). `attributes` are more attributes of the element.
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
    said: str = ""
    is_searched: bool = False

    @property
    def described_by(self) -> str:
        """The ids of what explains it."""
        parts = ((bool(self.hint), f"{self.name}-hint"), (bool(self.errors), f"{self.name}-error"))
        return " ".join(name for is_there, name in parts if is_there)


class Problem(Struct, frozen=True, kw_only=True):
    """One problem in words, with what to do. `href` is where it is corrected: mostly `#` and the name of an input.

    Of a draft it also says in which section it lies, of which goods item (from 1) and at which input, and whether it
    keeps the draft from being lodged.
    """

    message: str
    section: str = ""
    item: int | None = None
    name: str = ""
    remedy: str = ""
    law: str = ""
    code: str = ""
    href: str = ""
    is_blocking: bool = True
    is_missing: bool = False
    pointer: str = ""
