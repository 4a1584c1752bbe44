"""A small SVG writer: boxes, lines with rounded corners, words and chips. It measures nothing, so it repeats itself."""

from collections.abc import Iterable, Sequence
from html import escape

from msgspec import Struct

Point = tuple[float, float]

FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
_WIDE, _NARROW = frozenset("MWmw@%&"), frozenset("ijlft.,:;'|()[] I1")
_CORNER = 14.0


class Chip(Struct, frozen=True):
    """A word in a rounded frame of its own colour."""

    text: str
    colour: str

    @property
    def width(self) -> float:
        """How wide it stands, with its frame."""
        return width_of(self.text, 13) + 20


def width_of(text: str, size: float) -> float:
    """How wide a text stands, a little generously: in a font that nobody can know, by kinds of letters."""
    ems = sum(0.92 if letter in _WIDE else 0.34 if letter in _NARROW else 0.58 for letter in text)
    return ems * size


def picture(width: int, height: int, *, title: str, about: str, parts: Iterable[str]) -> str:
    """The whole picture on white, with what a screen reader says of it."""
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-labelledby="title about" font-family="{FONT}">\n'
        f'<title id="title">{escape(title)}</title>\n<desc id="about">{escape(about)}</desc>\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def words(
    text: str, at: Point, *, size: float = 13, colour: str = "#1f2933", bold: bool = False, anchor: str = "start"
) -> str:
    """One line of text; `at` is the start, middle or end of its base line."""
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{_n(at[0])}" y="{_n(at[1])}" font-size="{_n(size)}" fill="{colour}" text-anchor="{anchor}"{weight}>'
        f"{escape(text)}</text>"
    )


def box(at: Point, width: float, height: float, *, fill: str, edge: str, radius: float = 10, line: float = 1.5) -> str:
    """A box with round corners; `at` is its upper left."""
    return (
        f'<rect x="{_n(at[0])}" y="{_n(at[1])}" width="{_n(width)}" height="{_n(height)}" rx="{_n(radius)}"'
        f' fill="{fill}" stroke="{edge}" stroke-width="{_n(line)}"/>'
    )


def dot(at: Point, *, colour: str, radius: float = 7) -> str:
    """A filled dot."""
    return f'<circle cx="{_n(at[0])}" cy="{_n(at[1])}" r="{_n(radius)}" fill="{colour}"/>'


def chip(at: Point, said: Chip) -> str:
    """A chip 24 high; `at` is its upper left."""
    frame = box(at, said.width, 24, fill="#ffffff", edge=said.colour, radius=12, line=1.25)
    middle = (at[0] + said.width / 2, at[1] + 16.5)
    return frame + words(said.text, middle, colour=said.colour, anchor="middle")


def arrow(points: Sequence[Point], *, colour: str) -> str:
    """A line through the points with rounded corners and a head at its end."""
    return f'<path d="{_through(points)}" fill="none" stroke="{colour}" stroke-width="1.75"/>{_head(points, colour)}'


def _through(points: Sequence[Point]) -> str:
    path = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        (x1, y1), (x2, y2) = _towards(corner, before), _towards(corner, after)
        path.append(f"L{_n(x1)} {_n(y1)}Q{_n(corner[0])} {_n(corner[1])} {_n(x2)} {_n(y2)}")
    return " ".join([*path, f"L{_n(points[-1][0])} {_n(points[-1][1])}"])


def _towards(start: Point, end: Point) -> Point:
    """The place a corner's length from the start on the way to the end; the lines are upright or level."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = abs(dx) + abs(dy)
    part = min(_CORNER, length / 2) / length
    return start[0] + dx * part, start[1] + dy * part


def _head(points: Sequence[Point], colour: str) -> str:
    (x0, y0), (x, y) = points[-2], points[-1]
    dx, dy = (x > x0) - (x < x0), (y > y0) - (y < y0)
    left, right = (x - 10 * dx - 5 * dy, y - 10 * dy - 5 * dx), (x - 10 * dx + 5 * dy, y - 10 * dy + 5 * dx)
    corners = " ".join(f"{_n(a)},{_n(b)}" for a, b in ((x, y), left, right))
    return f'<polygon points="{corners}" fill="{colour}"/>'


def _n(number: float) -> str:
    """A number with at most two decimals and none that say nothing."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
