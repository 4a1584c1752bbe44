"""From the bytes of a WCO document to a value of the form, with a report of what became of every part of it."""

from decimal import Decimal

from declarations.data import Direction, plain
from declarations.wco.document import NAMESPACE, Document, Leaf
from declarations.wco.mapping import Mapping
from declarations.wco.parsing import parse
from declarations.wco.report import Function, Line, Outcome, Translated, report_of
from declarations.wco.table import TABLE
from declarations.wco.validating import validate

# Function codes of UN/EDIFACT 1225: cancellation, change, replacement, original. 13, a request, is told by its type.
_FUNCTIONS = {"1": Function.CANCEL, "4": Function.AMEND, "5": Function.AMEND, "9": Function.DECLARE}
_REQUESTS = {"INV": Function.CANCEL, "COR": Function.AMEND, "GPR": Function.PRESENT, "GPN": Function.PRESENT}
_REQUEST = "13"
# The first letters of a type: the declaration's, or that of its data set.
_TYPES = {"IM": Direction.IMPORT, "H": Direction.IMPORT, "I": Direction.IMPORT}
_TYPES |= {"EX": Direction.EXPORT, "B": Direction.EXPORT, "C": Direction.EXPORT}
_SPECIAL_TERRITORY = "CO"


def read(raw: bytes) -> Translated:
    """The document as the form's JSON object, with its report. What it says is the form's and the rules' to judge.

    Raises BadMessage for bytes that are no document to be read, NotAcceptable for one that the schema refuses.
    """
    document = parse(raw)
    validate(document)
    document.fold_blanks()
    function, direction = _function(document), _direction(document)
    if function != Function.DECLARE or direction is None:
        return _not_turned(document, function)
    mapping = Mapping(document, direction)
    mapping.apply(TABLE, document.declaration)
    _total_price(mapping)
    mapping.carry_misfits()
    mapping.use(_heads(document, "FunctionCode"), "9: a new declaration")
    mapping.use(_heads(document, "TypeCode"), f"{direction.lower()}, by its first letters")
    mapping.elements["/direction"] = f"{mapping.elements['']}/TypeCode"
    report = report_of(function, list(mapping.lines()))
    return Translated(value=mapping.value, report=report, elements=mapping.elements)


def _function(document: Document) -> Function:
    code, kind = _head(document, "FunctionCode"), _head(document, "TypeCode")
    if code == _REQUEST:
        return _REQUESTS.get(kind, Function.OTHER)
    return _FUNCTIONS.get(code, Function.OTHER)


def _direction(document: Document) -> Direction | None:
    """By the type; of trade with a special territory by who is named: an importer, or an office of exit."""
    kind = _head(document, "TypeCode")
    if kind.startswith(_SPECIAL_TERRITORY):
        importer = document.declaration.find(f"{{{NAMESPACE}}}GoodsShipment/{{{NAMESPACE}}}Importer")
        return Direction.IMPORT if importer is not None else Direction.EXPORT
    return _TYPES.get(kind[:2]) or _TYPES.get(kind[:1])


def _total_price(mapping: Mapping) -> None:
    """The invoice's total where the document leaves it out and every goods item tells its price."""
    prices = [item.get("invoice_amount") for item in mapping.value.get("goods_items", ())]
    if mapping.get("/invoice/amount") is None and prices and all(prices):
        total = plain(sum((Decimal(price) for price in prices), Decimal()))
        mapping.default("/invoice/amount", total, "the total of the goods items' prices, as InvoiceAmount is left out")


def _not_turned(document: Document, function: Function) -> Translated:
    """A message that asks for something else, or a declaration of neither direction: its head is read, no more."""
    declares = function == Function.DECLARE
    why = "the type says neither import nor export" if declares else f"{function}: only a new declaration is turned"
    read = {leaf.element: head for head in ("FunctionCode", "TypeCode", "ID") for leaf in _heads(document, head)}
    lines = [
        Line(Outcome.USED, element=document.path(leaf.element), why=f"what is asked for: {read[leaf.element]}")
        if leaf.element in read and not leaf.attribute
        else Line(Outcome.NO_PLACE, element=document.path(leaf.element, leaf.attribute), why=why)
        for leaf in document.leaves()
    ]
    if declares:
        lines.append(Line(Outcome.MISSING, pointer="/direction", why=why))
    elements = {"": document.path(document.declaration)}
    return Translated(value={} if declares else None, report=report_of(function, lines), elements=elements)


def _heads(document: Document, name: str) -> list[Leaf]:
    return [Leaf(element) for element in document.declaration.findall(f"{{{NAMESPACE}}}{name}")]


def _head(document: Document, name: str) -> str:
    return document.declaration.findtext(f"{{{NAMESPACE}}}{name}") or ""
