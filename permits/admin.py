"""The officers' view of other laws: read-only, save an agency's address and limits. What officers may do to a check
is done through `permits.checking`."""

from typing import cast

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from permits.models import (
    Agency,
    InboxMessage,
    Law,
    OverrideProposal,
    PermitCheck,
    PermitCheckAttempt,
    PermitCheckQuerySet,
    Requirement,
    Status,
)


class ReadOnly:
    """Rows can be looked at, not changed: the process owns them."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody deletes."""
        return False


class AttemptInline(ReadOnly, admin.TabularInline):
    """What was tried and what came of it, on the check's page."""

    model = PermitCheckAttempt
    fields = ["began_at", "ended_at", "act", "by", "effect", "error_code", "note", "answer"]
    extra = 0


class InboxInline(ReadOnly, admin.TabularInline):
    """What the agency sent by itself, on the check's page."""

    model = InboxMessage
    fields = ["received_at", "message_id", "outcome", "body"]
    extra = 0


class ProposalInline(ReadOnly, admin.TabularInline):
    """Overrides proposed and what came of them, on the check's page."""

    model = OverrideProposal
    fields = ["proposed_at", "proposed_by", "reason", "check_status", "outcome", "decided_by", "decided_at"]
    extra = 0


class NeedsPersonFilter(admin.SimpleListFilter):
    """The officer's pile."""

    title = "needs a person"
    parameter_name = "needs_person"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Yes, or all."""
        return [("yes", "Yes")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Only those, when asked."""
        return cast(PermitCheckQuerySet, queryset).needing_person() if self.value() else queryset


class LateFilter(admin.SimpleListFilter):
    """What an agency should have done by now."""

    title = "late"
    parameter_name = "late"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Nothing said, or not decided."""
        return [("unacknowledged", "Nothing heard in time"), ("slow", "Past the soft limit")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """By the agency's limits."""
        checks = cast(PermitCheckQuerySet, queryset)
        late = {"unacknowledged": checks.unacknowledged, "slow": checks.slow}.get(self.value() or "")
        return queryset if late is None else late()


class OpenFilter(admin.SimpleListFilter):
    """Open or settled."""

    title = "open"
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Open, or settled."""
        return [("yes", "Open"), ("no", "Settled")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """By status."""
        wanted = {"yes": Status.open(), "no": Status.settled()}.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(status__in=wanted)


@admin.register(PermitCheck)
class PermitCheckAdmin(ReadOnly, admin.ModelAdmin):
    """Permit checks with all that was tried."""

    list_display = ["law", "item_number", "status", "status_since", "agency", "agency_reference", "due_at", "attempts"]
    list_display += ["failures", "needs_person_at"]
    list_filter = [NeedsPersonFilter, OpenFilter, LateFilter, "status", "monitored", "agency", "law"]
    list_select_related = ["law", "agency"]
    search_fields = ["=id", "=subject", "=agency_reference", "=permit_number"]
    search_help_text = "Id, subject, the agency's reference or permit number, in full"
    date_hierarchy = "opened_at"
    show_full_result_count = False
    inlines = [ProposalInline, AttemptInline, InboxInline]
    fieldsets = [
        (None, {"fields": ["law", "agency", "status", "status_since", "needs_person_at"]}),
        (
            "Asked for",
            {"fields": ["subject", "subject_version", "superseded_in", "item_number", "rule", "question", "opened_at"]},
        ),
        (
            "Answer",
            {
                "fields": [
                    "agency_reference",
                    "permit_number",
                    "accepted_quantity",
                    "monitored",
                    "reason_code",
                    "reason_text",
                    "decided_by",
                    "settled_at",
                ]
            },
        ),
        (
            "Work",
            {"fields": ["due_at", "overdue_at", "attempts", "failures", "published_until", "lease_id", "lease_until"]},
        ),
        ("Told", {"fields": ["announced_at"]}),
    ]


@admin.register(InboxMessage)
class InboxMessageAdmin(ReadOnly, admin.ModelAdmin):
    """Messages that agencies sent by themselves."""

    list_display = ["received_at", "agency", "message_id", "outcome", "permit_check"]
    list_filter = ["outcome", "agency"]
    list_select_related = ["agency", "permit_check"]
    search_fields = ["=message_id", "=permit_check__id"]
    search_help_text = "The sender's message id, or the check's id, in full"
    date_hierarchy = "received_at"
    show_full_result_count = False


@admin.register(Law)
class LawAdmin(ReadOnly, admin.ModelAdmin):
    """Other laws."""

    list_display = ["code", "name_en", "agency_name", "connected", "confidence"]
    list_filter = ["connected", "confidence", "agency"]
    search_fields = ["=code", "name_en", "goods_en"]
    fieldsets = [
        (None, {"fields": ["code", "name_en", "goods_en", "document_ja", "confidence"]}),
        ("Where it is asked", {"fields": ["agency_name", "agency", "connected"]}),
    ]


@admin.register(OverrideProposal)
class OverrideProposalAdmin(ReadOnly, admin.ModelAdmin):
    """Overrides that officers proposed, and what another officer made of them."""

    list_display = ["proposed_at", "permit_check", "proposed_by", "outcome", "decided_by", "decided_at"]
    list_filter = ["outcome"]
    list_select_related = ["permit_check"]
    search_fields = ["=permit_check__id", "=permit_check__subject", "=proposed_by", "=decided_by"]
    search_help_text = "The check's id or subject, or an officer, in full"
    date_hierarchy = "proposed_at"
    show_full_result_count = False


@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin):
    """Agencies and desks. Where and within which limits they are asked can be changed; who they are cannot."""

    list_display = ["code", "name", "adapter", "url", "acknowledge_within", "soft_limit", "hard_limit"]
    list_filter = ["adapter"]
    search_fields = ["=code", "name"]
    readonly_fields = ["code", "name", "adapter"]
    fieldsets = [
        (None, {"fields": ["code", "name", "adapter"]}),
        ("How it is asked", {"fields": ["url", "connect_seconds", "total_seconds"]}),
        ("How long it may take", {"fields": ["acknowledge_within", "soft_limit", "hard_limit"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds: an agency comes with its laws."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody deletes."""
        return False


@admin.register(Requirement)
class RequirementAdmin(ReadOnly, admin.ModelAdmin):
    """Which goods which law may bind."""

    list_display = ["commodity", "direction", "origin", "law", "valid_from", "valid_to"]
    list_filter = ["direction", "law"]
    list_select_related = ["law"]
    search_fields = ["commodity__startswith", "=law__code"]
    search_help_text = "Start of the code, or an other-law code"
