"""The claims of a goods item as inputs: one for each law that may bind it, then those that the draft makes besides."""

from collections.abc import Sequence

from msgspec import Struct

from declarations.csv_columns import ITEMS
from declarations.web.fields import Rows
from declarations.web.inputs import Input
from declarations.web.said import entries, text_at
from declarations.web.showing import Questions
from permits.requirements import LawInForce


class ClaimShown(Struct, frozen=True):
    """One claim. `law` is the law that may bind the goods, with its agency; none where the reader writes the code."""

    law: LawInForce | None
    law_input: Input
    number: Input
    ask: Input
    reason: Input
    is_empty: bool


def claims_shown(
    questions: Questions, rows: Rows, laws: Sequence[Sequence[LawInForce]], *, item: int
) -> list[ClaimShown]:
    """The claims of a goods item, numbered from 1. The last one is empty, for a law that is not named."""
    binding = {law.code: law for law in (laws[item - 1] if item <= len(laws) else ())}
    at = (ITEMS, item - 1)
    said = {text_at(claim, ("law",)) for claim in entries(questions.body, (*at, "permits"))}
    proposed = [{"law": code} for code in binding if code not in said]
    shown = []
    for cells in questions.rows(rows, at=at, first=proposed).rows:
        law_input, number, ask, reason = cells
        is_empty = not (number.value or ask.value or reason.value)
        shown.append(ClaimShown(binding.get(law_input.value), law_input, number, ask, reason, is_empty))
    return shown
