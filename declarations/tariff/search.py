"""Finding a commodity by the start of its code, or by words of its description in English and Japanese.

One index serves both languages (migration 0005): English words by their stem, Japanese by pairs of neighbouring
letters. It is PostgreSQL's own full text search, so that there is one way on every server; the trigram extension,
which not every owner of a database may create, is not needed.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchRank
from django.db.models import Case, F, Prefetch, Q, When
from django.db.models.functions import Length
from msgspec import Struct

from declarations.tariff.models import Commodity, DutyRate
from declarations.tariff.notation import read
from declarations.tariff.querysets import CommodityQuerySet
from declarations.tariff.rates import NotComputable
from declarations.tariff.regimes import Regime

_CODE = re.compile(r"[0-9]{2,10}")
_WORD = re.compile(r"[a-z0-9]+")
# The letters that the index pairs: kana, kanji and the marks that repeat them.
_JAPANESE = re.compile(r"[ぁ-ヿ㐀-鿿々〇]+")


class FoundCommodity(Struct, frozen=True, kw_only=True):
    """A line in force on the asked day, with its rates as printed by regime."""

    code10: str
    description: str
    description_ja: str
    heading_en: str
    heading_ja: str
    units: tuple[str, ...]
    rates: dict[str, str]
    consumption_tax_class: str
    season_from: str
    season_to: str
    valid_from: date
    valid_to: date | None
    source: str
    is_demonstration: bool

    @property
    def notes(self) -> tuple[str, ...]:
        """The rates that no amount may be computed from, each with the reason."""
        read_rates = ((Regime(regime), read(text).rate) for regime, text in self.rates.items())
        return tuple(f"{regime.spoken} {rate}" for regime, rate in read_rates if isinstance(rate, NotComputable))


def search(q: str, *, on: date, limit: int) -> list[FoundCommodity]:
    """Lines in force on a day: two or more digits (dots and blanks allowed) find codes, anything else words.

    All words must be there; each English one may be the start of a word. Lines that say it in their own words come
    before those that stand under such a heading, then the best match, then the shorter, then by code. Nothing to
    look for gives nothing. The caller bounds the length of `q`.
    """
    lines = _matching(unicodedata.normalize("NFKC", q), Commodity.objects.in_force(on))
    rates = Prefetch("duty_rates", DutyRate.objects.order_by())
    return [_found(line) for line in lines.defer("words").prefetch_related(rates)[:limit]]


def _matching(q: str, lines: CommodityQuerySet) -> CommodityQuerySet:
    code = re.sub(r"[ .\-]", "", q)
    if _CODE.fullmatch(code):
        by_code = lines.filter(code9__startswith=code[:9])
        if len(code) == 10:
            by_code = by_code.filter(naccs_digit=int(code[9]))
        return by_code.order_by("code9", "season_from")
    english, japanese = _WORD.findall(q.lower()), _JAPANESE.findall(q)
    if not english and not japanese:
        return lines.none()
    query = _query(english, japanese)
    return (
        lines.filter(words=query)
        .alias(rank=SearchRank(F("words"), query), own=_in_own_words(english, japanese))
        .order_by("own", F("rank").desc(), Length("description_ja"), "code9", "season_from")
    )


class _Lexemes(SearchQuery):
    """A query of lexemes as they stand, past the server's parser, which knows no Japanese."""

    def as_sql(self, *args: Any, **context: Any) -> tuple[str, tuple[str | int, ...]]:
        """A cast in place of the parser's function."""
        return super().as_sql(*args, **{**context, "template": "(%(expressions)s)::tsquery"})


def _query(english: Sequence[str], japanese: Sequence[str]) -> SearchQuery | CombinedSearchQuery:
    """All of them: words by the dictionary, pairs of letters as they are."""
    words = _words(f"{word}:*" for word in english)
    pairs = _Lexemes(" & ".join(dict.fromkeys(pair for run in japanese for pair in _pairs(run))))
    if english and japanese:
        return words & pairs
    return words if english else pairs


def _words(terms: Iterable[str]) -> SearchQuery:
    return SearchQuery(" & ".join(terms), config="english", search_type="raw")


def _pairs(run: str) -> list[str]:
    """The pairs of neighbouring letters; a single letter begins one."""
    return [f"'{run[at : at + 2]}'" for at in range(len(run) - 1)] or [f"'{run}':*"]


def _in_own_words(english: Sequence[str], japanese: Sequence[str]) -> Case:
    """0 where the line itself says all the words, 1 where it stands under headings that do. A is the line's weight."""
    said = Q(*(Q(description_ja__contains=run) for run in japanese))
    if english:
        said &= Q(words=_words(f"{word}:*A" for word in english))
    return Case(When(said, then=0), default=1)


def _found(line: Commodity) -> FoundCommodity:
    printed = {rate.regime: rate.notation for rate in line.duty_rates.all()}
    return FoundCommodity(
        code10=line.code10,
        description=line.description,
        description_ja=line.description_ja,
        heading_en=line.heading_en,
        heading_ja=line.heading_ja,
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
