"""A parsed document: its declaration, its leaves, and the path by which a person finds an element again."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from lxml import etree
from msgspec import Struct

NAMESPACE = "urn:wco:datamodel:WCO:DEC-DMS:2"
_DECLARATION = f"{{{NAMESPACE}}}Declaration"
_GOODS_ITEM = f"{{{NAMESPACE}}}GoodsShipment/{{{NAMESPACE}}}GovernmentAgencyGoodsItem"


class Leaf(Struct, frozen=True):
    """An element without elements in it, or an attribute: the places where a document says something."""

    element: etree._Element
    attribute: str = ""

    @property
    def text(self) -> str:
        """What it says."""
        return (self.element.get(self.attribute) if self.attribute else self.element.text) or ""


class Document:
    """A document: `root` may be the declaration itself, its wrapper, or an envelope around that."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root

    def fold_blanks(self) -> None:
        """Blanks around a value and line breaks in it are the typist's, not the value's."""
        for element in self.root.iter():
            if len(element) == 0:
                element.text = _folded(element.text)
            for name in element.attrib:
                element.set(name, _folded(element.get(name)))

    @cached_property
    def declaration(self) -> etree._Element:
        """The declaration. The schema has seen to it that there is one."""
        return next(self.root.iter(_DECLARATION))

    @cached_property
    def goods_items(self) -> list[etree._Element]:
        """The goods items by their numbers, whatever their order in the document."""
        found = self.declaration.findall(_GOODS_ITEM)
        return sorted(found, key=lambda item: int(item.findtext(f"{{{NAMESPACE}}}SequenceNumeric") or 0))

    def leaves(self) -> Iterator[Leaf]:
        """Every leaf, in the order of the document. Attributes of other namespaces say nothing of the goods."""
        for element in self.root.iter():
            if len(element) == 0:
                yield Leaf(element)
            yield from (Leaf(element, name) for name in map(str, element.attrib) if not name.startswith("{"))

    def path(self, element: etree._Element, attribute: str = "") -> str:
        """From the root by local names, numbered where there are several: `/…/Packaging[2]/TypeCode`."""
        return self._paths[element] + (f"/@{attribute}" if attribute else "")

    @cached_property
    def _paths(self) -> dict[etree._Element, str]:
        """All paths in one walk: looking at the siblings of each element anew would take the square of their number."""
        paths = {self.root: f"/{name_of(self.root)}"}
        for parent in self.root.iter():
            names = Counter(name_of(child) for child in parent)
            seen: Counter[str] = Counter()
            for child in parent:
                name = name_of(child)
                seen[name] += 1
                paths[child] = f"{paths[parent]}/{name}" + (f"[{seen[name]}]" if names[name] > 1 else "")
        return paths


def name_of(element: etree._Element) -> str:
    """Its name without the namespace."""
    return str(element.tag).rpartition("}")[2]


def _folded(text: str | None) -> str:
    return " ".join((text or "").split())
