"""A document as it came, beside what became of it."""

from typing import Any

from msgspec import Struct

from declarations.errors import NotANewDeclaration
from declarations.wco.report import Translated


class Received(Struct, frozen=True):
    """A document that was turned into the form: the bytes as received, which are kept, and what came of them."""

    raw: bytes
    translated: Translated

    @property
    def value(self) -> dict[str, Any]:
        """The form's JSON object. Raises NotANewDeclaration for a message that asks for something else."""
        if self.translated.value is None:
            raise NotANewDeclaration(function=self.translated.report.function)
        return self.translated.value
