"""Tables in Markdown."""

from collections.abc import Iterable, Sequence

MADE = "<!-- Made by `python manage.py {command}`; a test fails when it is not up to date. -->"


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar in a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
