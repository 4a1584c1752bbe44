"""The shapes of messages in the OpenAPI document, from the one definition of each; msgspec makes them.

What msgspec leaves out is added here: that a text is an instant, and a page of a list as a shape with a name.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import inspect

from declarations.contract import schema_of_number

REFERENCE = "#/components/schemas/{name}"


class Shapes:
    """The shapes of some messages, and the components that they refer to."""

    def __init__(self, forms: Sequence[Any]) -> None:
        """`forms` are Structs and unions of them."""
        shapes, self.components = msgspec.json.schema_components(
            forms, schema_hook=schema_of_number, ref_template=REFERENCE
        )
        self._named = dict(zip(forms, shapes, strict=True))
        for struct in set(_structs(inspect.multi_type_info(forms))):
            _tell_instants(struct, self.components)

    def of(self, form: Any) -> dict[str, Any]:
        """The shape of a message; [x] is a page of x."""
        if not isinstance(form, list):
            return self._named[form]
        name = f"PageOf{form[0].__name__}"
        self.components[name] = {
            "title": name,
            "description": "A page of a list. `next` is the address of the page after it; none after the last.",
            "type": "object",
            "required": ["items"],
            "properties": {"items": {"type": "array", "items": self._named[form[0]]}, "next": {"type": "string"}},
        }
        return {"$ref": REFERENCE.format(name=name)}


def _structs(types: Sequence[inspect.Type]) -> Iterator[type]:
    """Every Struct in the types, however deep."""
    seen: set[type] = set()
    waiting = list(types)
    while waiting:
        each = waiting.pop()
        if isinstance(each, inspect.StructType):
            if each.cls not in seen:
                seen.add(each.cls)
                yield each.cls
                waiting += [field.type for field in each.fields]
        elif isinstance(each, inspect.UnionType):
            waiting += each.types
        elif isinstance(each, inspect.Metadata):
            waiting.append(each.type)
        elif isinstance(each, inspect.VarTupleType | inspect.ListType | inspect.CollectionType):
            waiting.append(each.item_type)
        elif isinstance(each, inspect.DictType):
            waiting.append(each.value_type)


def _tell_instants(struct: type, components: dict[str, Any]) -> None:
    """msgspec says of a datetime without constraints only that it is a text."""
    if struct.__name__ not in components:
        raise LookupError(f"two messages are called {struct.__name__}: give one of them another name")
    told = components[struct.__name__]["properties"]
    for field in inspect.type_info(struct).fields:  # type: ignore[attr-defined]
        options = field.type.types if isinstance(field.type, inspect.UnionType) else (field.type,)
        if any(isinstance(option, inspect.DateTimeType) for option in options):
            shape = told[field.encode_name]
            for text in shape.get("anyOf", [shape]):
                if text.get("type") == "string":
                    text["format"] = "date-time"
