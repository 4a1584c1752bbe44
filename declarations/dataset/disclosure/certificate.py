"""The proof that nothing hidden can be worked out: other tables that look the same from outside. Pure, no solver.

A shift says by how much some places are more. With it, and with its opposite, every figure that is out stays what it is
and no place falls below 0: so whoever sees the figures cannot tell the table from the two others. Each hidden cell
differs in them by p percent at least of what was not told before, upwards and downwards.

A certificate holds what is hidden: it is as secret as the declarations.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from declarations.dataset.disclosure.joint import Cell, Figures, Sheet, Sums
from declarations.dataset.disclosure.tables import Frame, Key, Place, Tabulation

VERSION = 1


class Page(Struct, frozen=True, kw_only=True):
    """One table of a certificate: which of the parts it counts, and what is out of it."""

    name: str
    tabulation: Tabulation
    counts: tuple[bool, ...]
    figures: tuple[tuple[Key, int | None], ...]


class Certificate(Struct, frozen=True, kw_only=True):
    """For the last page, beside the earlier ones that it was audited with.

    `places` and `amounts` are those of the parts (joint.py); shifts are by the numbers of these.
    """

    version: int = VERSION
    percent: int
    dimensions: tuple[str, ...]
    places: tuple[Place, ...]
    amounts: tuple[int, ...]
    pages: tuple[Page, ...]
    shifts: tuple[dict[int, int], ...]

    def encoded(self) -> bytes:
        """As the file that is kept."""
        return msgspec.json.encode(self)


def certificate_of(
    sums: Sums, figures: Figures, shifts: Sequence[Mapping[int, int]], *, frame: Frame, percent: int
) -> Certificate:
    """The certificate of the last table of these sums, of which these figures are out."""
    counting = [{number for number, _ in sums.cells_at(position)} for position in range(len(sums.places))]
    pages = tuple(
        Page(
            name=sheet.name,
            tabulation=sheet.tabulation,
            counts=tuple(number in numbers for numbers in counting),
            figures=tuple(sorted((sheet.figures if number < len(sums.sheets) - 1 else figures).items())),
        )
        for number, sheet in enumerate(sums.sheets)
    )
    return Certificate(
        percent=percent,
        dimensions=frame.dimensions,
        places=sums.places,
        amounts=sums.bounds,
        pages=pages,
        shifts=tuple(dict(each) for each in shifts),
    )


def decoded(file: bytes) -> Certificate:
    """From the file. Raises msgspec.DecodeError (or its ValidationError) where it is none."""
    return msgspec.json.decode(file, type=Certificate)


def faults_of(certificate: Certificate) -> Iterator[str]:
    """Everything that is wrong with a certificate, in words; nothing where it proves what it says."""
    if {len(certificate.amounts), *(len(page.counts) for page in certificate.pages)} != {len(certificate.places)}:
        yield "Its places, their amounts and what counts them are not equally many."
        return
    sums = Sums([_sheet(certificate, page) for page in certificate.pages], Frame(certificate.dimensions))
    if (sums.places, sums.bounds) != (certificate.places, certificate.amounts):
        yield "The places are not in order, or one of them is counted by no table."
        return
    yield from _wrong_figures(sums)
    yield from _below_zero(sums, certificate.shifts)
    most: dict[Cell, int] = defaultdict(int)
    for number, shift in enumerate(certificate.shifts):
        for cell, by in _moved(sums, shift).items():
            most[cell] = max(most[cell], abs(by))
            if by and _figure(sums, cell) is not None:
                yield f"{_named(sums, cell)}: shift {number} would change what is out."
    for cell in sums.cells:
        if _figure(sums, cell) is None:
            open_amount = sums.open_amount(cell)
            if open_amount and (not most[cell] or most[cell] * 100 < open_amount * certificate.percent):
                yield f"{_named(sums, cell)}: no shift changes it by {certificate.percent} percent."


def _sheet(certificate: Certificate, page: Page) -> Sheet:
    amounts: dict[Place, int] = defaultdict(int)
    for place, amount, is_counted in zip(certificate.places, certificate.amounts, page.counts, strict=True):
        if is_counted:
            amounts[place] += amount
    return Sheet(name=page.name, tabulation=page.tabulation, amounts=amounts, figures=dict(page.figures))


def _figure(sums: Sums, cell: Cell) -> int | None:
    return sums.sheets[cell[0]].figures.get(cell[1])


def _named(sums: Sums, cell: Cell) -> str:
    return f"{sums.sheets[cell[0]].name} {'|'.join(cell[1])}"


def _wrong_figures(sums: Sums) -> Iterator[str]:
    told = {(number, key): figure for number, sheet in enumerate(sums.sheets) for key, figure in sheet.figures.items()}
    for cell in sorted(told.keys() ^ sums.cells.keys()):
        yield f"{_named(sums, cell)}: a cell of no place, or one of which nothing is said."
    for cell, figure in told.items():
        if figure is not None and figure != sums.amounts.get(cell):
            yield f"{_named(sums, cell)}: what is out is not the sum of its places."


def _below_zero(sums: Sums, shifts: Iterable[Mapping[int, int]]) -> Iterator[str]:
    for number, shift in enumerate(shifts):
        for position, by in shift.items():
            if not 0 <= position < len(sums.places) or abs(by) > sums.bounds[position]:
                yield f"Shift {number} would take place {position} below nothing."


def _moved(sums: Sums, shift: Mapping[int, int]) -> dict[Cell, int]:
    """By how much each cell is more."""
    moved: dict[Cell, int] = defaultdict(int)
    for position, by in shift.items():
        for cell in sums.cells_at(position):
            moved[cell] += by
    return moved
