"""Understanding: a message as a declaration, or everything that is wrong with it at once, by format and by law."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from declarations.clearance.assessing import Rest, assess_the_rest, declared_day
from declarations.clearance.standing import known_of
from declarations.contract import read, read_the_rest
from declarations.data import UNREAD, DeclarationData, unless_unread
from declarations.errors import NotAcceptable
from declarations.rules import Standing, blocking
from declarations.traders.declarant import Declarant


def understand(
    said: dict[str, Any], *, by: Declarant, at: datetime, judged_at: datetime | None = None
) -> DeclarationData:
    """The declaration that a JSON object is, sent at `at`; `judged_at` is the instant whose law judges it, if another.

    Raises NotAcceptable with every format error, and with what the rules have against the places that can be read: who
    corrects the message should not learn of these only when it comes again.
    """
    try:
        data: DeclarationData = read(said, DeclarationData)
    except NotAcceptable as refused:
        rest = look_at_the_rest(said, by=by, at=at, judged_at=judged_at or at)
        raise NotAcceptable(refused.errors, blocking(rest.findings) if rest else ()) from None
    return data


def look_at_the_rest(said: dict[str, Any], *, by: Declarant, at: datetime, judged_at: datetime) -> Rest | None:
    """What customs makes of what can be read of a message; None where it does not tell which form it is.

    Who may declare for whom is asked as at `at`, the law and the rates as at `judged_at`.
    """
    data = read_the_rest(said, DeclarationData)
    if data is None:
        return None
    trader_code = unless_unread(lambda: data.trader.party_code)
    known = known_of(
        by,
        trader_code="" if trader_code is UNREAD else trader_code,
        own_reference="",  # whether it was used, or the key, is asked of a message that can be lodged
        key="",
        on=declared_day(at),
    )
    standing = _of_nobody(known.standing) if trader_code is UNREAD else known.standing
    return assess_the_rest(data, standing=standing, editions=known.editions, at=judged_at)


def _of_nobody(standing: Standing) -> Standing:
    """The standing of who declares, for a trader who was not told."""
    return replace(standing, trader_is_registered=UNREAD, trader_aeo=UNREAD, mandate_is_live=UNREAD)
