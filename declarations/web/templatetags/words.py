"""Filters of the pages: a code's words out of a table, money, a rate, a number without idle zeros."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext

from declarations.data.numbers import plain as plain_number
from declarations.web import status_words

register = template.Library()


@register.filter
def named(table: Mapping[Any, Any], code: Any) -> Any:
    """The words of a code; the code itself where it has none."""
    return table.get(code, code)


@register.filter
def yen(amount: int | str) -> str:
    """An amount in whole yen, in the language of the page."""
    return status_words.yen(int(amount))


@register.filter
def rate(written: str) -> str:
    """A rate of duty as the tariff writes it; where it is free, in the language of the page."""
    return gettext("Free") if written == "Free" else written


@register.filter
def plain(number: Decimal) -> str:
    """A decimal number without the zeros at its end."""
    return plain_number(number)
