"""Pictures of rates: a bar a row, with its interval as a line, drawn here as SVG that the style sheet colours.

Each has a title and a description for those who hear the page; the table beside it has the figures.
"""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from msgspec import Struct

_WIDTH, _LEFT, _RIGHT = 760, 230, 60
_STEP, _BAR, _TOP, _BOTTOM = 30, 14, 8, 30
_NICE = (1, 2, 2.5, 5, 10)


class Row(Struct, frozen=True):
    """A bar: what it is of, how long, and from where to where it might be; `value` None where nothing is known."""

    label: str
    value: float | None
    span: tuple[float, float] | None = None


def bars(name: str, rows: Sequence[Row], *, title: str, about: str, marks: Sequence[float] = ()) -> SafeString:
    """Rows one under another, on one scale from 0. `marks` are lines across all of them; `name` sets its ids apart."""
    top = _scale(max([*marks, *(max(row.value or 0, (row.span or (0, 0))[1]) for row in rows)], default=0))
    height = _TOP + _STEP * len(rows) + _BOTTOM
    parts = [_axis(top, height), *(_mark(mark / top, height) for mark in marks)]
    parts += [_row(row, place, top) for place, row in enumerate(rows)]
    svg = (
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="{name}-title {name}-about">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-about">{escape(about)}</desc>'
        f"{''.join(parts)}</svg>"
    )
    return mark_safe(svg)  # noqa: S308  (drawn here, every text in it escaped)


def _scale(most: float) -> float:
    """The end of the axis: a round number that is not below the most."""
    if most <= 0:
        return 1.0
    unit = 10.0 ** (len(str(int(most))) - 1) if most >= 1 else 0.1 if most >= 0.1 else 0.01
    return next(unit * nice for nice in _NICE if unit * nice >= most)


def _x(part: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * part


def _axis(top: float, height: int) -> str:
    lines = []
    for part in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _x(part)
        lines.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{height - _BOTTOM}"/>')
        lines.append(f'<text class="tick" x="{x:.1f}" y="{height - 10}" text-anchor="middle">{top * part:,.4g}</text>')
    return "".join(lines)


def _mark(part: float, height: int) -> str:
    return f'<line class="mark" x1="{_x(part):.1f}" x2="{_x(part):.1f}" y1="{_TOP}" y2="{height - _BOTTOM}"/>'


def _row(row: Row, place: int, top: float) -> str:
    middle = _TOP + _STEP * place + _STEP / 2
    shown = row.label if len(row.label) <= 32 else f"{row.label[:31]}…"
    parts = [f'<text x="{_LEFT - 8}" y="{middle + 4:.1f}" text-anchor="end">{escape(shown)}</text>']
    if row.value is None:
        parts.append(f'<text class="tick" x="{_LEFT + 8}" y="{middle + 4:.1f}">not known</text>')
        return "".join(parts)
    width = _x(row.value / top) - _LEFT
    parts.append(f'<rect x="{_LEFT}" y="{middle - _BAR / 2:.1f}" width="{width:.1f}" height="{_BAR}"/>')
    if row.span:
        low, high = _x(row.span[0] / top), _x(row.span[1] / top)
        parts.append(f'<line class="span" x1="{low:.1f}" x2="{high:.1f}" y1="{middle:.1f}" y2="{middle:.1f}"/>')
        for x in (low, high):
            parts.append(f'<line class="span" x1="{x:.1f}" x2="{x:.1f}" y1="{middle - 5:.1f}" y2="{middle + 5:.1f}"/>')
    return "".join(parts)
