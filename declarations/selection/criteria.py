"""Selection for examination: risk profiles, and an honest random draw. Pure, so that an auditor can replay it."""

import hmac
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
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
    declarant_code: str = ""
    customs_office: str = ""
    country: str = ""
    value_to: int | None = None
    yen_per_kg_below: int | None = None
    asks_preference: bool = False


class Goods(Struct, frozen=True):
    """What a profile looks at of one goods item. `value` is in yen, `net_mass` in kg, None where not declared."""

    number: int
    commodity: str
    origin: str
    value: int = 0
    net_mass: Decimal | None = None
    asks_preference: bool = False


class Features(Struct, frozen=True):
    """What the criteria look at of a declaration. `claims` name what an officer reads the papers of.

    `country` is that of loading (imports) or of destination (exports).
    """

    number: str
    on: date
    direction: str
    trader_code: str
    value: int
    goods: tuple[Goods, ...]
    duty_is_computed: bool
    claims: tuple[str, ...] = ()
    scripted_category: int | None = None
    declarant_code: str = ""
    customs_office: str = ""
    country: str = ""

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


@lru_cache(maxsize=64)  # a day's lodgings, or a batch's few days, ask for the same
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
    reasons = [reason for reason in (fires(profile, features) for profile in profiles) if reason]
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


def fires(profile: Profile, features: Features) -> Reason | None:
    """Why a profile asks for its category: the first goods item that fits; None where it does not fit."""
    if profile.valid_from > features.on or (profile.valid_to is not None and profile.valid_to < features.on):
        return None
    if not _fits(profile, features):
        return None
    for goods in features.goods:
        if _fits_goods(profile, goods):
            return Reason(
                profile.code, profile.version, profile.category, goods.number, _told(profile, features, goods)
            )
    return None


def _fits(profile: Profile, features: Features) -> bool:
    """Whether what a profile asks of the declaration as a whole is so."""
    wanted = (
        (profile.direction, features.direction),
        (profile.trader_code, features.trader_code),
        (profile.declarant_code, features.declarant_code),
        (profile.customs_office, features.customs_office),
        (profile.country, features.country),
    )
    return (
        all(asked in {"", said} for asked, said in wanted)
        and features.value >= profile.value_from
        and (profile.value_to is None or features.value <= profile.value_to)
    )


def _fits_goods(profile: Profile, goods: Goods) -> bool:
    """Whether what it asks of one goods item is so. Without a mass nothing is known of the value of a kilogram."""
    if not goods.commodity.startswith(profile.commodity_prefix) or profile.origin not in {"", goods.origin}:
        return False
    if profile.asks_preference and not goods.asks_preference:
        return False
    if profile.yen_per_kg_below is None:
        return True
    return bool(goods.net_mass) and goods.value < profile.yen_per_kg_below * goods.net_mass  # type: ignore[operator]


def _told(profile: Profile, features: Features, goods: Goods) -> dict[str, str]:
    """The values that fired, as an officer reads them."""
    told = {"commodity": goods.commodity, "origin": goods.origin, "value": str(features.value)}
    if profile.yen_per_kg_below is not None and goods.net_mass:
        told["yen per kg"] = str(int(goods.value / goods.net_mass))
    for name, asked, said in (
        ("declarant", profile.declarant_code, features.declarant_code),
        ("office", profile.customs_office, features.customs_office),
        ("country", profile.country, features.country),
    ):
        if asked:
            told[name] = said
    return told
