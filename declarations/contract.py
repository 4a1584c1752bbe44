"""From a parsed message to a value of the form, or to every place where its format is wrong.

The quick road is msgspec. Only when it refuses is the slow road taken: the JSON Schema that msgspec generates
from the same definition is validated in full, so that all errors come at once, each with its JSON pointer.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Annotated, Any, get_args

import msgspec
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from msgspec import Struct

from declarations.data import UNREAD
from declarations.data.numbers import KINDS, Number, decimal_string
from declarations.data.shape import bare, entry, metas
from declarations.errors import FormatError, NotAcceptable

# Fields that the service sets. Named, so that a client that sends them back learns why they are refused.
READ_ONLY = frozenset({"status", "number", "owner", "version", "category", "duty_total", "holds", "lodged_at"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NOTHING_TO_READ = re.compile("[\\s\u200b-\u200f\u2060\ufeff]*")
_FORMATS = FormatChecker(formats=())
# JSON Schema takes 1.0 for an integer; msgspec does not, and neither do we.
_Validator = extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    ),
)
_CODES = {
    "required": "required",
    "maxLength": "too-long",
    "minLength": "blank",
    "maximum": "out-of-range",
    "minimum": "out-of-range",
    "enum": "not-in-list",
    "discriminator": "not-in-list",
}


def schema_of_number(kind: type) -> dict[str, Any]:
    """msgspec's schema hook: how the kinds of number stand in a JSON Schema."""
    if not issubclass(kind, Number):
        raise NotImplementedError(f"no schema for {kind}")
    return kind.schema()


def read(value: dict[str, Any], form: Any) -> Any:
    """The message as a value of `form`, a Struct or a union of them. Raises NotAcceptable with every format error."""
    try:
        return msgspec.convert(value, form, dec_hook=decimal_string)
    except msgspec.ValidationError as refused:
        normal = _normalised(value, form)
        errors = tuple({(error.pointer, error.code): error for error in _errors(normal, form)}.values())
        if errors:
            raise NotAcceptable(errors) from None
        try:
            return msgspec.convert(normal, form, dec_hook=decimal_string)
        except msgspec.ValidationError:
            raise NotAcceptable((FormatError(pointer="", code="wrong-type"),)) from refused


def read_the_rest(value: dict[str, Any], form: Any) -> Any:
    """A refused message as a value of `form` all the same, UNREAD wherever it is wrong or lacks what is required.

    None where the message does not tell which member of a union it is.
    """
    members = get_args(form) or (form,)
    told = [member for member in members if len(members) == 1 or value.get("direction") == _tag(member)]
    return _rest(_normalised(value, form), told[0]) if told else None


def _tag(member: Any) -> Any:
    return member.__struct_config__.tag


def _rest(value: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(value, kind, dec_hook=decimal_string)
    except msgspec.ValidationError:
        inner = bare(kind)
    if isinstance(value, dict) and isinstance(inner, type) and issubclass(inner, Struct):
        return inner(**dict(_rest_of_fields(value, inner)))
    if isinstance(value, list) and get_args(inner) and _is_as_long_as_it_may_be(value, kind):
        return tuple(_rest(each, entry(inner)) for each in value)
    return UNREAD


def _rest_of_fields(value: dict[str, Any], kind: type[Struct]) -> Iterator[tuple[str, Any]]:
    for field in msgspec.structs.fields(kind):
        if field.encode_name in value:
            yield field.name, _rest(value[field.encode_name], field.type)
        elif field.required:
            yield field.name, UNREAD


def _is_as_long_as_it_may_be(value: list[Any], kind: Any) -> bool:
    try:
        msgspec.convert(value, Annotated[(tuple[Any, ...], *metas(kind))])
    except msgspec.ValidationError:
        return False
    return True


@cache
def _schemas(form: Any) -> dict[str, Any]:
    """A validator for the form; for a tagged union one for each tag, so that errors are those of one member."""
    (top,), components = msgspec.json.schema_components([form], schema_hook=schema_of_number)
    mapping = top.get("discriminator", {}).get("mapping", {"": top.get("$ref", "")})
    return {
        tag: _Validator({"$ref": reference, "$defs": components}, format_checker=_FORMATS)
        for tag, reference in mapping.items()
    }


def _validator_for(value: dict[str, Any], form: Any) -> Any:
    """The validator of the member that the message's tag names; None where it names none."""
    validators = _schemas(form)
    tag = value.get("direction") if len(validators) > 1 else ""
    return validators.get(tag) if isinstance(tag, str) else None


def _errors(value: dict[str, Any], form: Any) -> Iterator[FormatError]:
    validator = _validator_for(value, form)
    if validator is None:
        code = "required" if value.get("direction") is None else "not-in-list"
        yield FormatError(pointer="/direction", code=code, facts={"known": ", ".join(_schemas(form))})
        return
    for error in validator.iter_errors(value):
        yield from _located(error)


def _located(error: ValidationError) -> Iterator[FormatError]:
    """One error of the validator as errors of ours: an optional's branches folded, one error a missing field."""
    if error.validator == "anyOf":
        for inner in error.context or ():
            if inner.schema_path and inner.schema_path[0] == 0:
                yield from _located(inner)
        return
    pointer = "".join(f"/{_step(step)}" for step in error.absolute_path)
    if error.validator == "required":
        for name in error.validator_value:
            if name not in error.instance:
                yield FormatError(pointer=f"{pointer}/{name}", code="required")
    elif error.validator == "additionalProperties":
        for name in sorted(set(error.instance) - set(error.schema["properties"])):
            code = "read-only-field" if name in READ_ONLY else "unknown-field"
            yield FormatError(pointer=f"{pointer}/{_step(name)}", code=code)
    else:
        yield FormatError(pointer=pointer, code=_code(error), facts=_facts(error))


def _code(error: ValidationError) -> str:
    schema, value = error.schema, error.instance
    if kind := schema.get("x-number"):
        return KINDS[kind].problem(value)
    if error.validator == "type":
        return "wrong-type"
    if isinstance(value, str) and _NOTHING_TO_READ.fullmatch(value):
        return "blank"
    if error.validator == "pattern":
        return str(schema.get("x-code", "pattern"))
    if error.validator in {"maxItems", "minItems"}:
        return str(schema.get("x-code", "item-count"))
    if error.validator == "format":
        return "invalid-date" if _DAY.fullmatch(value) else "date-format"
    return _CODES.get(str(error.validator), "invalid")


def _facts(error: ValidationError) -> dict[str, str]:
    schema = error.schema
    names = ("maxLength", "maxItems", "minItems", "pattern", "maximum", "minimum", "enum")
    facts = {name: schema[name] for name in names if name in schema and "x-number" not in schema}
    return {name: str(fact) for name, fact in facts.items() if not (name == "pattern" and error.validator != name)}


def _step(step: object) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")


@_FORMATS.checks("date", raises=ValueError)
def _is_a_day(value: object) -> bool:
    return not isinstance(value, str) or (bool(_DAY.fullmatch(value)) and bool(date.fromisoformat(value)))


def _normalised(value: dict[str, Any], form: Any) -> dict[str, Any]:
    """The message with its code fields in NFKC (a full-width `ＡＢＣ` is the code `ABC`); names stay as written."""
    validator = _validator_for(value, form)
    return value if validator is None else _walk(value, validator.schema, validator.schema["$defs"])


def _walk(value: Any, schema: dict[str, Any], definitions: dict[str, Any]) -> Any:
    schema = _resolved(schema, definitions)
    if "anyOf" in schema:
        schema = _resolved(schema["anyOf"][0], definitions)
    if isinstance(value, str):
        return unicodedata.normalize("NFKC", value) if schema.get("x-normalised") else value
    if isinstance(value, list):
        return [_walk(inner, schema.get("items", {}), definitions) for inner in value]
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        return {key: _walk(inner, properties.get(key, {}), definitions) for key, inner in value.items()}
    return value


def _resolved(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    return definitions[schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema
