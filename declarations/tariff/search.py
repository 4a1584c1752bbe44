"""Finding a commodity by the start of its code or by words of its description.

Uses PostgreSQL's own full text search: it is in every server, while the trigram extension is not.
"""

import re
from datetime import date

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F
from msgspec import Struct

from declarations.tariff.models import Commodity, CommodityQuerySet
from declarations.tariff.regimes import Regime

_CODE = re.compile(r"[0-9]{2,10}")
_WORD = re.compile(r"[a-z0-9]+")
_DESCRIPTION = SearchVector("description_en", config="english")


class FoundCommodity(Struct, frozen=True, kw_only=True):
    """A line in force on the asked day, with its rates as printed by regime."""

    code10: str
    description: str
    description_ja: str
    units: tuple[str, ...]
    rates: dict[str, str]
    consumption_tax_class: str
    season_from: str
    season_to: str
    valid_from: date
    valid_to: date | None
    source: str
    is_demonstration: bool


def search(q: str, *, on: date, limit: int) -> list[FoundCommodity]:
    """Lines in force on a day: two or more digits (dots and blanks allowed) find codes, anything else words.

    Each word may be the start of a word; all must be there. Best matches first, then by code. Nothing to look
    for gives nothing. The caller bounds the length of `q`.
    """
    lines = _matching(q, Commodity.objects.in_force(on))
    return [_found(line) for line in lines.prefetch_related("duty_rates")[:limit]]


def _matching(q: str, lines: CommodityQuerySet) -> CommodityQuerySet:
    code = re.sub(r"[ .\-]", "", q)
    if _CODE.fullmatch(code):
        by_code = lines.filter(code9__startswith=code[:9])
        if len(code) == 10:
            by_code = by_code.filter(naccs_digit=int(code[9]))
        return by_code.order_by("code9", "season_from")
    words = _WORD.findall(q.lower())
    if not words:
        return lines.none()
    query = SearchQuery(" & ".join(f"{word}:*" for word in words), config="english", search_type="raw")
    return (
        lines.alias(words=_DESCRIPTION, rank=SearchRank(_DESCRIPTION, query))
        .filter(words=query)
        .order_by(F("rank").desc(), "code9", "season_from")
    )


def _found(line: Commodity) -> FoundCommodity:
    printed = {rate.regime: rate.notation for rate in line.duty_rates.all()}
    return FoundCommodity(
        code10=line.code10,
        description=line.description_en,
        description_ja=line.description_ja,
        units=tuple(unit for unit in (line.unit1, line.unit2) if unit),
        rates={regime.value: printed[regime] for regime in Regime if regime in printed},
        consumption_tax_class=line.consumption_tax_class,
        season_from=line.season_from,
        season_to=line.season_to,
        valid_from=line.valid_from,
        valid_to=line.valid_to,
        source=line.source,
        is_demonstration=line.is_demonstration,
    )
