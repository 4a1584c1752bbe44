"""What a draft says, place by place. A draft is any JSON object: whatever stands in the way of a look is as nothing.

A place is named by its steps, as in a JSON pointer: `("goods_items", 0, "origin")`. An input has the same name with
points between the steps, `goods_items.0.origin`, so that an error's pointer leads to the input.
"""

import copy
import json
from collections.abc import Iterable
from typing import Any

from declarations.csv_columns import ITEMS
from declarations.data.declaration import MOST_GOODS_ITEMS

Body = dict[str, Any]
Steps = tuple[str | int, ...]
MOST_SHOWN = MOST_GOODS_ITEMS + 1  # one too many is still shown, so that it can be taken away


def name_of(steps: Steps) -> str:
    """The name of the input for a place."""
    return ".".join(map(str, steps))


def steps_of(pointer: str) -> Steps:
    """The steps of a JSON pointer (RFC 6901)."""
    steps = (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
    return tuple(int(step) if step.isdecimal() and len(step) < 6 else step for step in steps)


def place_of(steps: Steps) -> str:
    """The same without numbers: how `fields` names it."""
    return ".".join(step for step in steps if isinstance(step, str))


def look(body: Any, steps: Iterable[str | int]) -> Any:
    """What stands there; None where nothing does, or something else than the form has."""
    for step in steps:
        if isinstance(body, dict) and isinstance(step, str):
            body = body.get(step)
        elif isinstance(body, list) and isinstance(step, int) and step < len(body):
            body = body[step]
        else:
            return None
    return body


def text_at(body: Any, steps: Iterable[str | int]) -> str:
    """What stands there as it is written into an input. What is no single value is shown as JSON, to be corrected."""
    found = look(body, steps)
    if found is None or found == {} or found == []:
        return ""
    if isinstance(found, str):
        return found
    return json.dumps(found, ensure_ascii=False)


def entries(body: Any, steps: Iterable[str | int]) -> list[Any]:
    """The entries of a list; none where there is no list."""
    found = look(body, steps)
    return found if isinstance(found, list) else []


def items_of(body: Body) -> list[Any]:
    """The goods items, as many as are shown."""
    return entries(body, (ITEMS,))[:MOST_SHOWN]


def put(body: Body, steps: Steps, value: Any) -> None:
    """Have it stand there; None takes it away, and what is empty then. What is in the way gives way.

    A list is made as long as it must be, by one.
    """
    *path, last = steps
    place: Any = body
    trail: list[tuple[Any, str | int]] = []
    for step, following in zip(path, steps[1:], strict=True):
        wanted: type = list if isinstance(following, int) else dict
        if isinstance(place, list) and isinstance(step, int) and step == len(place):
            place.append(wanted())
        elif not isinstance(look(place, (step,)), wanted):
            if value is None:
                return
            place[step] = wanted()
        trail.append((place, step))
        place = place[step]
    if value is not None:
        if isinstance(place, list) and last == len(place):
            place.append(value)
        else:
            place[last] = value
        return
    if isinstance(place, dict):
        place.pop(str(last), None)
    for outer, step in reversed(trail):
        if outer[step] or isinstance(step, int):  # a goods item stays, though nothing is said of it
            return
        del outer[step]


def take_away(body: Body, pointer: str) -> None:
    """Take away what stands at a pointer, as the body names it: a step may be any name."""
    *path, last = (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
    place: Any = body
    for step in path:
        if isinstance(place, list) and step.isdecimal() and int(step) < len(place):
            place = place[int(step)]
        elif isinstance(place, dict) and step in place:
            place = place[step]
        else:
            return
    if isinstance(place, dict):
        place.pop(last, None)


def copied(body: Any) -> Any:
    """The same to be changed."""
    return copy.deepcopy(body)


def written(body: Body) -> bytes:
    """As it is kept."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
