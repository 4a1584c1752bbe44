"""Lists that are kept in tables: offices, bonded areas, import types, other laws. One SQL statement a page."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from declarations.code_lists.entries import CodeListEntry, Key
from declarations.tariff.models import BondedArea, CustomsOffice, DeclarationType
from permits.models import Law


def offices(*, after: Key, since: date | None, most: int) -> list[CodeListEntry]:
    """Customs offices. They have no days."""
    return [
        CodeListEntry(
            code=office.code,
            name=office.name_en,
            is_verified=office.is_verified,
            facts=_said(customs=str(office.customs_digit), statistical_code=office.statistical_code),
        )
        for office in _after(CustomsOffice.objects.all(), after)[:most]
    ]


def bonded_areas(*, after: Key, since: date | None, most: int) -> list[CodeListEntry]:
    """Bonded areas, a permission each, with the office that has jurisdiction."""
    code, first_day = after
    rows = BondedArea.objects.select_related("office").order_by("code", "valid_from")
    if code:
        rows = rows.filter(Q(code__gt=code) | Q(code=code, valid_from__gt=first_day))
    if since:
        rows = rows.filter(Q(valid_from__gte=since) | Q(valid_to__gte=since - timedelta(days=1)))
    return [
        CodeListEntry(
            code=area.code,
            name=area.name,
            valid_from=area.valid_from,
            valid_to=area.valid_to,
            is_demonstration=area.is_demonstration,
            facts={"office": area.office.code},
        )
        for area in rows[:most]
    ]


def import_types(*, after: Key, since: date | None, most: int) -> list[CodeListEntry]:
    """Import declaration types."""
    return [
        CodeListEntry(
            code=each.code,
            name=each.meaning,
            facts=_said(
                screen=each.screen_form,
                aeo_only=str(each.is_aeo).lower(),
                air_only=str(each.is_air_only).lower(),
                release_before_permit=str(each.allows_release_before_permit).lower(),
                note=each.note,
            ),
        )
        for each in _after(DeclarationType.objects.all(), after)[:most]
    ]


def other_laws(*, after: Key, since: date | None, most: int) -> list[CodeListEntry]:
    """Laws other than customs law, with the agency and the paper that proves the permit."""
    return [
        CodeListEntry(
            code=law.code,
            name=law.name_en,
            is_verified=law.confidence == Law.Confidence.HIGH,
            facts=_said(
                goods=law.goods_en,
                agency=law.agency_name,
                document_ja=law.document_ja,
                asked_electronically=str(law.connected).lower(),
            ),
        )
        for law in _after(Law.objects.all(), after)[:most]
    ]


def _after(rows: QuerySet[Any], after: Key) -> QuerySet[Any]:
    return rows.filter(code__gt=after[0]).order_by("code")


def _said(**facts: str) -> dict[str, str]:
    return {name: fact for name, fact in facts.items() if fact}
