"""The table applied to a document: a value of the form grows, and every leaf is accounted for exactly once."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, pairwise
from posixpath import commonpath
from typing import Any

from lxml import etree

from declarations.data import Direction
from declarations.wco import form as the_form
from declarations.wco.document import NAMESPACE, Document, Leaf
from declarations.wco.readers import Given, Misfit, Unfit
from declarations.wco.report import Line, Outcome
from declarations.wco.table import NO_PLACE, Group, Row

_MOMENT = "urn:wco:datamodel:WCO:Declaration_DS:DMS:2"
_NAME = re.compile(r'(?<![\w"@])[A-Z]\w*')
Key = tuple[etree._Element, str]


class Mapping:
    """What has been made of a document so far."""

    def __init__(self, document: Document, direction: Direction) -> None:
        self.document = document
        self.direction = direction
        self.form = the_form.FORMS[direction]
        self.value: dict[str, Any] = {"direction": direction.value}
        self.elements: dict[str, str] = {"": document.path(document.declaration)}
        self._entries: set[str] = {""}
        self._lines: dict[Key, Line] = {}
        self._why_not: dict[Key, str] = {}
        self._unfit: dict[str, Line] = {}
        self._misfits: dict[str, Misfit] = {}

    def apply(self, rows: Iterable[Row | Group], scope: etree._Element, base: str = "") -> None:
        """Fill the fields under `base` from the elements under `scope`."""
        for row in rows:
            if row.direction not in {None, self.direction}:
                continue
            if isinstance(row, Group):
                self._enter(row, scope, base)
            else:
                self._fill(row, scope, base)

    def use(self, leaves: Iterable[Leaf], why: str) -> None:
        """These leaves are read to decide something."""
        for leaf in leaves:
            line = Line(Outcome.USED, element=self._path(leaf), why=why)
            self._lines.setdefault((leaf.element, leaf.attribute), line)

    def default(self, pointer: str, value: Any, why: str) -> None:
        """A field that no element stands for, and yet can be told from those that are there."""
        self._put(pointer, value)
        self._unfit[pointer] = Line(Outcome.DEFAULTED, pointer=pointer, value=str(value), why=why)

    def carry_misfits(self) -> None:
        """What does not fit a field that is required, and that nothing else filled, stands there as it is: the form
        says what is wrong with it, and not that it is missing."""
        for field in list(the_form.unfilled(self.value, form=self.form)):
            misfit = self._misfits.get(field.pointer)
            if misfit is not None and field.default is None:
                self._put(field.pointer, misfit.given.value)
                for leaf in misfit.given.leaves:
                    line = Line(Outcome.MISFIT, element=self._path(leaf), pointer=field.pointer, why=str(misfit))
                    self._lines[leaf.element, leaf.attribute] = line

    def lines(self) -> Iterator[Line]:
        """A line for each leaf of the document, then one for each field that is missing or defaulted."""
        for leaf in self.document.leaves():
            yield self._lines.get((leaf.element, leaf.attribute)) or self._no_place(leaf)
        yield from (line for line in self._unfit.values() if line.outcome == Outcome.DEFAULTED)
        for field in the_form.unfilled(self.value, form=self.form):
            if field.default is not None:
                why = "the form's own default, as no element says it"
                yield Line(Outcome.DEFAULTED, pointer=field.pointer, value=field.default, why=why)
            else:
                why = "the form requires it, and no element says it"
                yield self._unfit.get(field.pointer) or Line(Outcome.MISSING, pointer=field.pointer, why=why)

    def get(self, pointer: str) -> Any:
        """What stands at a pointer so far; None where nothing does."""
        here: Any = self.value
        for step in pointer.split("/")[1:]:
            if isinstance(here, list):
                here = here[int(step)] if int(step) < len(here) else None
            else:
                here = here.get(step) if isinstance(here, dict) else None
        return here

    def _enter(self, group: Group, scope: etree._Element, base: str) -> None:
        entries = _found(group.element, scope)
        if group.by:
            entries.sort(key=lambda entry: [int(leaf.text) for leaf in _leaves(group.by, entry)])
            self.use((leaf for entry in entries for leaf in _leaves(group.by, entry)), "the order of the goods items")
        first = len(self.get(base + group.pointer) or ())
        for index, entry in enumerate(entries, start=first):
            pointer = f"{base}{group.pointer}/{index}"
            self._put(pointer, {})
            self.elements[pointer] = self.document.path(entry)
            self._entries.add(pointer)
            self.apply(group.rows, entry, pointer)

    def _fill(self, row: Row, scope: etree._Element, base: str) -> None:
        leaves = [leaf for leaf in _leaves(row.element, scope) if (leaf.element, leaf.attribute) not in self._lines]
        pointer = base + row.pointer
        if not leaves:
            return
        if self.get(pointer) is not None:
            taken_from = self.elements.get(pointer) or self.elements.get(f"{pointer}/0", "")
            self._leave(leaves, f"{pointer} is taken from {taken_from}")
            return
        try:
            found = row.how.read(leaves, len(self.document.goods_items))
            self._refuse_misfits(found, pointer)
        except Unfit as unfit:
            self._leave(leaves, f"{pointer}: {unfit}")
            line = Line(Outcome.MISSING, element=self._path(leaves[0]), pointer=pointer, why=str(unfit))
            self._unfit.setdefault(pointer, line)
            if isinstance(unfit, Misfit):
                self._misfits.setdefault(pointer + unfit.given.at, unfit)
            self._know(pointer, leaves[0])
        else:
            for given in found:
                self._take(given, pointer + given.at, row)
            self._leave(leaves, f"{pointer} takes one")
        beside = (_leaves(path, leaf.element) for leaf in leaves for path in row.reads)
        self.use(chain.from_iterable(beside), f"read for {pointer}")

    def _refuse_misfits(self, found: Sequence[Given], pointer: str) -> None:
        for given in found:
            place = pointer + given.at
            if not the_form.is_text(place, form=self.form) and not the_form.fits(place, given.value, form=self.form):
                pattern = the_form.pattern_of(place, form=self.form)
                why = f"no such code can stand there: {pattern}" if pattern else "no such number can stand there"
                raise Misfit(why, given)

    def _take(self, given: Given, pointer: str, row: Row) -> None:
        self._put(pointer, given.value)
        for leaf in given.leaves:
            line = Line(Outcome.MAPPED, element=self._path(leaf), pointer=pointer, why=row.how.words)
            self._lines[leaf.element, leaf.attribute] = line
        self._know(pointer, given.leaves[0])

    def _know(self, pointer: str, leaf: Leaf) -> None:
        """Where a pointer came from; around it lies what is around all that it holds."""
        path = self._path(leaf)
        self.elements.setdefault(pointer, path)
        around, above = pointer.rpartition("/")[0], path.rpartition("/")[0]
        if around not in self._entries:
            self.elements[around] = commonpath([self.elements.get(around, above), above])

    def _leave(self, leaves: Iterable[Leaf], why: str) -> None:
        for leaf in leaves:
            self._why_not.setdefault((leaf.element, leaf.attribute), why)

    def _no_place(self, leaf: Leaf) -> Line:
        path = self._path(leaf)
        why = self._why_not.get((leaf.element, leaf.attribute)) or why_no_place(path)
        return Line(Outcome.NO_PLACE, element=path, why=why)

    def _path(self, leaf: Leaf) -> str:
        return self.document.path(leaf.element, leaf.attribute)

    def _put(self, pointer: str, value: Any) -> None:
        here: Any = self.value
        steps = pointer.split("/")[1:]
        for step, following in pairwise(steps):
            empty: Any = [] if following.isdigit() else {}
            here = here[int(step)] if isinstance(here, list) else here.setdefault(step, empty)
        if isinstance(here, list):
            here.append(value)
        else:
            here[steps[-1]] = value


def why_no_place(path: str) -> str:
    """Why no row takes the leaf at this path: the longest beginning that the table knows."""
    plain = re.sub(r"\[[0-9]+\]", "", path)
    if "/Declaration" in plain:
        plain = plain[plain.index("/Declaration") :]
    elif "/MetaData" in plain:
        plain = plain[plain.index("/MetaData") :]
    return next(NO_PLACE[known] for known in _longest_first() if plain.startswith(known))


@cache
def _longest_first() -> list[str]:
    return sorted(NO_PLACE, key=len, reverse=True)


def _found(element: str, scope: etree._Element) -> list[Any]:
    """The elements or attributes that a path of the table leads to."""
    found: Any = _compiled(element)(scope)
    return found


@cache
def _compiled(element: str) -> etree.XPath:
    """An XPath of the table, its names in the namespaces of the data model."""
    spelled = _NAME.sub(lambda name: ("m:" if name[0] == "DateTimeString" else "d:") + name[0], element)
    return etree.XPath(spelled, namespaces={"d": NAMESPACE, "m": _MOMENT}, smart_strings=True)


def _leaves(element: str, scope: etree._Element) -> Iterator[Leaf]:
    for found in _found(element, scope):
        yield Leaf(found) if isinstance(found, etree._Element) else Leaf(found.getparent(), found.attrname)
