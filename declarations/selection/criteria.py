"""Selection for examination: risk profiles, and an honest random draw. Pure, so that an auditor can replay it."""

import hmac
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256

from msgspec import Struct

from declarations.selection.strata import stratum_of

SIMPLIFIED, DOCUMENT, INSPECTION = 1, 2, 3
MODEL, RANDOM = "MODEL", "RANDOM"
_DRAW_DIGITS = 10


class Profile(Struct, frozen=True):
    """A risk profile as a value; a blank condition fits anything."""

    code: str
    version: int
    category: int
    direction: str
    commodity_prefix: str
    origin: str
    trader_code: str
    value_from: int
    valid_from: date
    valid_to: date | None


class Goods(Struct, frozen=True):
    """What a profile looks at of one goods item."""

    number: int
    commodity: str
    origin: str


class Features(Struct, frozen=True):
    """What the criteria look at of a declaration. `claims` name what an officer reads the papers of."""

    number: str
    on: date
    direction: str
    trader_code: str
    value: int
    goods: tuple[Goods, ...]
    duty_is_computed: bool
    claims: tuple[str, ...] = ()
    scripted_category: int | None = None

    @property
    def stratum(self) -> str:
        """Its stratum in the random draw."""
        return stratum_of(self.direction, self.value)


class Reason(Struct, frozen=True, omit_defaults=True):
    """Why a category was asked for: the profile or cause, its version and the values that fired."""

    code: str
    version: int
    category: int
    item: int | None = None
    values: dict[str, str] = {}


class Scored(Struct, frozen=True, kw_only=True):
    """What a model says under a policy: the category it asks for, and whether that counts (not so in shadow)."""

    policy: int
    model_sha256: str
    features_sha256: str
    item: int
    likelihood: float
    score: float
    category: int
    reasons: tuple[str, ...]
    counts: bool


class Selected(Struct, frozen=True):
    """The category with every reason, and the draw, whether it decided or not."""

    category: int
    reasons: tuple[Reason, ...]
    draw: Decimal
    share: Decimal


def day_key(secret: bytes, on: date) -> bytes:
    """The key of a day's draws."""
    return hmac.new(secret, f"selection draw {on.isoformat()}".encode(), sha256).digest()


def draw(key: bytes, number: str) -> Decimal:
    """A number from 0 to 1 that follows from the day's key and the declaration number alone."""
    digest = hmac.new(key, number.encode(), sha256).digest()
    return Decimal(int.from_bytes(digest[:8], "big") * 10**_DRAW_DIGITS >> 64).scaleb(-_DRAW_DIGITS)


def select(
    features: Features, *, profiles: Sequence[Profile], key: bytes, share: Decimal, scored: Scored | None = None
) -> Selected:
    """The strictest category that any reason asks for, so that a model may raise it and never lower it.

    The sandbox's script, where given, decides alone.
    """
    drawn = draw(key, features.number)
    if features.scripted_category is not None:
        reason = Reason("SANDBOX", 1, features.scripted_category)
        return Selected(features.scripted_category, (reason,), drawn, share)
    reasons = [reason for reason in (_fires(profile, features) for profile in profiles) if reason]
    if not features.duty_is_computed:
        reasons.append(Reason("DUTY_NOT_COMPUTED", 1, DOCUMENT))
    reasons += [Reason(claim, 1, DOCUMENT) for claim in features.claims]
    if scored and scored.counts and scored.category > SIMPLIFIED:
        values = {"score": f"{scored.score:.6g}", "because": " ".join(scored.reasons)}
        reasons.append(Reason(MODEL, scored.policy, scored.category, scored.item, values))
    if drawn < share:
        reasons.append(Reason(RANDOM, 1, DOCUMENT))
    category = max((reason.category for reason in reasons), default=SIMPLIFIED)
    return Selected(category, tuple(reasons), drawn, share)


def _fires(profile: Profile, features: Features) -> Reason | None:
    if profile.valid_from > features.on or (profile.valid_to is not None and profile.valid_to < features.on):
        return None
    if profile.direction not in {"", features.direction} or profile.trader_code not in {"", features.trader_code}:
        return None
    if features.value < profile.value_from:
        return None
    for goods in features.goods:
        if goods.commodity.startswith(profile.commodity_prefix) and profile.origin in {"", goods.origin}:
            values = {"commodity": goods.commodity, "origin": goods.origin, "value": str(features.value)}
            return Reason(profile.code, profile.version, profile.category, goods.number, values)
    return None
