"""What stands in a value where its message could not be read: nothing can be told of it, not even that it is none."""

from collections.abc import Callable
from typing import Any, Never, TypeVar

_Told = TypeVar("_Told")


class Unread(Exception):
    """Something was to be told of a place that could not be read."""


class _Unread:
    """Stands for a value of any kind. Who looks at it, compares it or writes it down learns that it is not there."""

    def _refuse(self, *looked: object) -> Never:
        raise Unread()

    __getattr__ = __getitem__ = __iter__ = __contains__ = __len__ = _refuse
    __bool__ = __hash__ = __str__ = __format__ = __int__ = __float__ = __index__ = __neg__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _refuse
    __mod__ = __rmod__ = __floordiv__ = __rfloordiv__ = _refuse


UNREAD: Any = _Unread()


def unless_unread(look: Callable[[], _Told]) -> _Told:
    """What a look gives; UNREAD where it would have to look at what is not there."""
    try:
        return look()
    except Unread:
        told: _Told = UNREAD
        return told
