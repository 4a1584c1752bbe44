"""The tariff clerk's pages: reference data as ordinary rows, dated rather than overwritten."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from declarations.tariff.models import (
    BondedArea,
    Commodity,
    CustomsOffice,
    DeclarationType,
    DutyRate,
    ExchangeRate,
    LoadedSchedule,
    TariffEdition,
)


class _NamedByColumn(BaseInlineFormSet):
    """Fields in a table have no label beside them: each is named as its column is headed."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """The form's, and the tick that takes a row away."""
        super().add_fields(form, index)
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = str(field.label)


class DutyRateInline(admin.TabularInline):
    """The rates of a commodity, on its page."""

    model, formset = DutyRate, _NamedByColumn
    extra = 0


@admin.register(Commodity)
class CommodityAdmin(admin.ModelAdmin):
    """Statistical lines with their rates."""

    list_display = ["code10", "description", "season_from", "unit1", "unit2", "valid_from", "valid_to"]
    list_filter = [
        ("superseded_at", admin.EmptyFieldListFilter),
        *("consumption_tax_class", "is_demonstration", "valid_from"),
    ]
    search_fields = ["code9__startswith", "description_en", "description_ja"]
    readonly_fields = ["recorded_at", "superseded_at"]
    search_help_text = "Start of the code, or words of the description"
    inlines = [DutyRateInline]
    fieldsets = [
        (None, {"fields": ["code9", "naccs_digit", "description_en", "description_ja", "heading_en", "heading_ja"]}),
        ("Season", {"fields": ["season_from", "season_to"]}),
        ("Units and tax", {"fields": ["unit1", "unit2", "consumption_tax_class", "other_laws"]}),
        ("Validity", {"fields": ["valid_from", "valid_to", "source", "is_demonstration"]}),
        ("Record", {"fields": ["recorded_at", "superseded_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the words of the search, which nobody reads."""
        return super().get_queryset(request).defer("words")


@admin.register(ExchangeRate)
class ExchangeRateAdmin(admin.ModelAdmin):
    """Weekly customs rates."""

    list_display = ["currency", "units_quoted", "yen", "valid_from", "valid_to", "source", "superseded_at"]
    list_filter = [("superseded_at", admin.EmptyFieldListFilter), "source", "currency"]
    readonly_fields = ["recorded_at", "superseded_at"]
    search_fields = ["=currency"]
    date_hierarchy = "valid_from"


@admin.register(CustomsOffice)
class CustomsOfficeAdmin(admin.ModelAdmin):
    """Customs offices; unverified codes can be corrected here."""

    list_display = ["code", "name_en", "customs_digit", "statistical_code", "is_verified"]
    list_filter = ["is_verified", "customs_digit"]
    search_fields = ["code__startswith", "name_en"]


@admin.register(BondedArea)
class BondedAreaAdmin(admin.ModelAdmin):
    """Bonded areas and the office with jurisdiction."""

    list_display = ["code", "name", "office", "valid_from", "valid_to", "is_demonstration"]
    list_filter = ["is_demonstration", "office"]
    list_select_related = ["office"]
    search_fields = ["code__startswith", "name"]
    autocomplete_fields = ["office"]


@admin.register(DeclarationType)
class DeclarationTypeAdmin(admin.ModelAdmin):
    """Import declaration types."""

    list_display = ["code", "meaning", "is_aeo", "is_air_only", "allows_release_before_permit"]
    list_filter = ["is_aeo", "is_air_only", "allows_release_before_permit"]
    search_fields = ["=code", "meaning"]


class _ReadOnly(admin.ModelAdmin):
    """To be seen, never edited: loading and triggers write these rows."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds one by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nor changes one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They stay."""
        return False


@admin.register(LoadedSchedule)
class LoadedScheduleAdmin(_ReadOnly):
    """The editions of the schedule that were loaded."""

    list_display = ["source", "valid_from", "lines", "added", "removed", "changed", "recorded_at"]


@admin.register(TariffEdition)
class TariffEditionAdmin(_ReadOnly):
    """The number of the present state."""

    list_display = ["number", "changed_at"]
