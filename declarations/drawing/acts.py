"""docs/acts.md and docs/acts.svg: the states of a declaration and the acts between them, from the one table of both.

The picture reads from left to right: the upper row is the way to the permit, the lower row how else it can end.
A new act is drawn by itself; a new state needs its place in `_PLACES`, and a new way between states its road there.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from declarations.drawing import svg
from declarations.drawing.svg import Chip, Point
from declarations.drawing.table import MADE, markdown_table
from declarations.holds import Turn
from declarations.status import TRANSITIONS, Act, Status

_COLOURS = {Turn.DECLARANT: "#1d5fa8", Turn.OFFICER: "#a3520b", Turn.SYSTEM: "#4a5a68"}
_WHO = {Turn.DECLARANT: "the declarant", Turn.OFFICER: "a customs officer", Turn.SYSTEM: "the system"}
_INK, _QUIET = "#1f2933", "#5b6975"
_BOX, _GAP, _MARGIN, _TOP, _BETWEEN_ROWS = 336, 168, 40, 196, 132
_PADDING, _HEAD, _BETWEEN_CHIPS = 18, 92, 6

# Column and row of each state; the way to the permit is the upper row.
_PLACES: dict[Status, tuple[int, int]] = {
    Status.REGISTERED: (0, 0),
    Status.LODGED: (1, 0),
    Status.RELEASED: (2, 0),
    Status.WITHDRAWN: (0, 1),
    Status.REFUSED: (1, 1),
    Status.RELEASED_EARLY: (2, 1),
}
_ENTRIES = {Status.REGISTERED: "lodge while the office is shut", Status.LODGED: "lodge"}
Road = tuple[Status, Status]


def acts_page() -> str:
    """docs/acts.md."""
    told = [(f"`{status}`", status.label) for status in Status]
    acts = [(f"`{act}`", act.label, _WHO[act.by]) for act in Act]
    head = ("act", *(f"`{status}`" for status in Status))
    table = [(f"`{act}`", *(_outcome(status, act) for status in Status)) for act in Act]
    return f"""{MADE.format(command="draw_acts")}
# States of a declaration, and the acts between them

![States and acts](acts.svg)

What waits runs in parallel and is not a state but a hold: permits of other laws, examination, payment, arrival. So the
states are few, and one table (`declarations/status.py`) says which act leads from which state where. It is asked
wherever something is done, whether over the API, in the console or by the system itself.

## States

{markdown_table(("state", "it means"), told)}

## Acts

{markdown_table(("act", "it does", "by"), acts)}

## Which act leads from which state where

A state in a cell is where the act leads; *stays* means that the act is legal and the state remains. **409** means that
the act is refused with `illegal-transition`, and that the answer lists the acts that are allowed instead.

{markdown_table(head, table)}
"""


def _outcome(status: Status, act: Act) -> str:
    to = TRANSITIONS[status].get(act)
    if to is None:
        return "409"
    return "*stays*" if to is status else f"→ `{to}`"


def acts_picture() -> str:
    """docs/acts.svg."""
    right, bottom = _lower_right()
    parts = [*_heading(), *_entries(), *_roads(), *_states(), *_legend(bottom + 34)]
    return svg.picture(
        int(right + _MARGIN),
        int(bottom + 108),
        title="States of a declaration and the acts between them",
        about="Six states in two rows; arrows are acts that change the state, chips in a box are acts that do not.",
        parts=parts,
    )


def _corner(status: Status) -> Point:
    column, row = _PLACES[status]
    return _MARGIN + column * (_BOX + _GAP), _TOP + row * (_upper_height() + _BETWEEN_ROWS)


def _height(status: Status) -> float:
    """The boxes of the upper row are alike, so that its arrows are level; a lower one is as high as its acts need."""
    return _upper_height() if _PLACES[status][1] == 0 else _needed_height(status)


@cache
def _upper_height() -> float:
    return max(_needed_height(status) for status, (_, row) in _PLACES.items() if row == 0)


def _needed_height(status: Status) -> float:
    rows = _chip_rows(status)
    return _HEAD + (rows[-1][0] + 24 if rows else 0) + _PADDING


def _lower_right() -> Point:
    right = max(_corner(status)[0] + _BOX for status in Status)
    return right, max(_corner(status)[1] + _height(status) for status in Status)


def _heading() -> Iterator[str]:
    yield svg.words("The life of a declaration", (_MARGIN, 58), size=27, bold=True, colour=_INK)
    yield svg.words(
        "An arrow is an act that changes the state. A chip inside a state is an act that is legal there and leaves it"
        " as it is. Every other act is refused.",
        (_MARGIN, 88),
        size=15,
        colour=_QUIET,
    )


def _entries() -> Iterator[str]:
    for status, said in _ENTRIES.items():
        x, y = _corner(status)
        x += _BOX / 2
        yield svg.arrow(((x, y - 62), (x, y)), colour=_COLOURS[Turn.DECLARANT])
        yield svg.dot((x, y - 62), colour=_COLOURS[Turn.DECLARANT])
        yield svg.words(said, (x + 16, y - 28), size=14, colour=_COLOURS[Turn.DECLARANT])


def _states() -> Iterator[str]:
    for status in Status:
        x, y = _corner(status)
        ends = status in Status.terminal()
        fill, edge = ("#f3f7f2", "#3f7d4a") if status is Status.RELEASED else ("#f6f8fa", "#8896a3")
        yield svg.box((x, y), _BOX, _height(status), fill=fill, edge=edge, radius=12, line=2.5 if ends else 1.5)
        yield svg.words(status.value.replace("_", " "), (x + _PADDING, y + 32), size=18, bold=True, colour=_INK)
        for number, line in enumerate(
            _lines(status.label.partition(": ")[2] or status.label, width=_BOX - 2 * _PADDING)
        ):
            yield svg.words(line, (x + _PADDING, y + 54 + 17 * number), size=13, colour=_QUIET)
        yield from _chips(status, (x + _PADDING, y + _HEAD))


def _lines(text: str, *, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if svg.width_of(longer, 13) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _chips(status: Status, at: Point) -> Iterator[str]:
    """The acts that leave the state as it is: the declarant's first, then customs'."""
    for down, row in _chip_rows(status):
        x = at[0]
        for said in row:
            yield svg.chip((x, at[1] + down), said)
            x += said.width + _BETWEEN_CHIPS


def _chip_rows(status: Status) -> list[tuple[float, list[Chip]]]:
    """The rows of chips in a state, each with how far down it stands; whoever acts begins a row."""
    rows: list[tuple[float, list[Chip]]] = []
    down = 0.0
    for turn in _COLOURS:
        staying = [_chip(act) for act, to in TRANSITIONS[status].items() if to is status and act.by is turn]
        for row in _filled(staying):
            rows.append((down, row))
            down += 30
        down += 8 if staying else 0
    return rows


def _filled(chips: list[Chip]) -> Iterator[list[Chip]]:
    row: list[Chip] = []
    for each in chips:
        taken = sum(chip.width + _BETWEEN_CHIPS for chip in row)
        if row and taken + each.width > _BOX - 2 * _PADDING:
            yield row
            row = []
        row.append(each)
    if row:
        yield row


def _chip(act: Act) -> Chip:
    return Chip(act.value.replace("_", " ").lower(), _COLOURS[act.by])


def _roads() -> Iterator[str]:
    """The arrows between states; the acts of one road stand on it together."""
    acts: dict[Road, list[Act]] = defaultdict(list)
    for status, legal in TRANSITIONS.items():
        for act, to in legal.items():
            if to is not status:
                acts[status, to].append(act)
    for road, taken in acts.items():
        points, middle = _way(*road)
        colours = {_COLOURS[act.by] for act in taken}
        yield svg.arrow(points, colour=colours.pop() if len(colours) == 1 else _QUIET)
        yield from _stacked([_chip(act) for act in taken], middle)


def _stacked(chips: list[Chip], middle: Point) -> Iterator[str]:
    for number, each in enumerate(chips):
        y = middle[1] - 15 * len(chips) + 30 * number + 3
        yield svg.chip((middle[0] - each.width / 2, y), each)


def _way(start: Status, end: Status) -> tuple[tuple[Point, ...], Point]:
    """The points of a road, and where its acts stand: level in a row, upright in a column, else down, across, down."""
    (x1, y1), (x2, y2) = _corner(start), _corner(end)
    (column1, row1), (column2, row2) = _PLACES[start], _PLACES[end]
    if row1 == row2:
        y = max(y1, y2) + min(_height(start), _height(end)) / 2
        a, b = (x1 + _BOX, x2) if x1 < x2 else (x1, x2 + _BOX)
        return ((a, y), (b, y)), ((a + b) / 2, y)
    down = row1 < row2
    a, b = (y1 + _height(start), y2) if down else (y1, y2 + _height(end))
    if column1 == column2:
        x = x1 + _BOX / 2
        return ((x, a), (x, b)), (x, (a + b) / 2)
    aside = 0.22 if column2 < column1 else 0.78
    from_x, to_x, middle = x1 + _BOX * aside, x2 + _BOX * (1 - aside), (a + b) / 2
    return ((from_x, a), (from_x, middle), (to_x, middle), (to_x, b)), ((from_x + to_x) / 2, middle)


def _legend(y: float) -> Iterator[str]:
    x: float = _MARGIN
    for turn, colour in _COLOURS.items():
        said = Chip(_WHO[turn], colour)
        yield svg.chip((x, y), said)
        x += said.width + 14
    by_itself = ";  ".join(f"{act.value.lower()} – {act.label}" for act in Act if act.by is Turn.SYSTEM)
    yield svg.words("does it.  A thick frame: the declaration has ended.", (x, y + 17), colour=_QUIET)
    yield svg.words(f"By itself the system does:  {by_itself}.", (_MARGIN, y + 50), colour=_QUIET)
