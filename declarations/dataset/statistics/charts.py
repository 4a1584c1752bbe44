"""Pictures of the statistics: SVG with nothing but attributes, so that it stands in a page that forbids styles. Pure.

Each has a title and a description for those who hear the page; the table beside it has the figures.
"""

import math
from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 720, 280
_LEFT, _BOTTOM, _TOP = 64, 30, 34
_COLOURS = ("#0017c1", "#b35c00", "#00704a", "#7a2d8f", "#6b6b70")
Series = tuple[str, Sequence[float]]


def bars(name: str, *, title: str, about: str, labels: Sequence[str], series: Sequence[Series]) -> str:
    """Groups of bars, one a label. `name` sets its ids apart from those of the page's other pictures."""
    top = _round_top(max((value for _, values in series for value in values), default=0))
    step = (WIDTH - _LEFT) / max(len(labels), 1)
    width = step * 0.8 / max(len(series), 1)
    parts = [_axis(top), *_labels(labels, step)]
    for place, (_, values) in enumerate(series):
        for index, value in enumerate(values):
            height = (HEIGHT - _BOTTOM - _TOP) * value / top
            x = _LEFT + index * step + step * 0.1 + place * width
            parts.append(_rectangle(x, HEIGHT - _BOTTOM - height, width, height, _COLOURS[place % len(_COLOURS)]))
    return _picture(name, title, about, parts, [label for label, _ in series])


def stacks(name: str, *, title: str, about: str, labels: Sequence[str], series: Sequence[Series]) -> str:
    """Bars of a hundred percent, one a label, in parts one above the other."""
    step = (WIDTH - _LEFT) / max(len(labels), 1)
    parts = [_axis(100), *_labels(labels, step)]
    for index in range(len(labels)):
        below = 0.0
        for place, (_, values) in enumerate(series):
            height = (HEIGHT - _BOTTOM - _TOP) * values[index] / 100
            y = HEIGHT - _BOTTOM - below - height
            parts.append(_rectangle(_LEFT + index * step + step * 0.2, y, step * 0.6, height, _COLOURS[place % 5]))
            below += height
    return _picture(name, title, about, parts, [label for label, _ in series])


def _round_top(most: float) -> float:
    """The end of an axis: 1, 2, 4, 6 or 8 and zeros, half of which is a round number too."""
    if most <= 0:
        return 1.0
    step = 10.0 ** math.floor(math.log10(most))
    return next(part * step for part in (1, 2, 4, 6, 8, 10) if part * step >= most)


def _rectangle(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{max(height, 0):.1f}" fill="{colour}"/>'


def _axis(top: float) -> str:
    lines = []
    for part in (0, 0.5, 1):
        y = HEIGHT - _BOTTOM - (HEIGHT - _BOTTOM - _TOP) * part
        lines.append(f'<line x1="{_LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d8d8db"/>')
        lines.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#595959">{top * part:,.4g}</text>')
    return "".join(lines)


def _labels(labels: Sequence[str], step: float) -> list[str]:
    every = max(1, len(labels) // 9)
    return [
        f'<text x="{_LEFT + (index + 0.5) * step:.1f}" y="{HEIGHT - 10}" text-anchor="middle" fill="#1a1a1c">'
        f"{escape(label)}</text>"
        for index, label in enumerate(labels)
        if index % every == 0
    ]


def _picture(name: str, title: str, about: str, parts: Sequence[str], legend: Sequence[str]) -> str:
    keys = "".join(
        f'<rect x="{_LEFT + place * 120}" y="{HEIGHT + 6}" width="12" height="12" fill="{_COLOURS[place % 5]}"/>'
        f'<text x="{_LEFT + place * 120 + 18}" y="{HEIGHT + 17}" fill="#1a1a1c">{escape(label)}</text>'
        for place, label in enumerate(legend)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + 26}" width="{WIDTH}"'
        f' height="{HEIGHT + 26}" role="img" aria-labelledby="{name}-title {name}-about" font-size="12">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-about">{escape(about)}</desc>'
        f'<text x="0" y="16" font-size="14" font-weight="700" fill="#1a1a1c">{escape(title)}</text>'
        f"{''.join(parts)}{keys}</svg>"
    )
