"""Messages as received, to read: who sent what under which key, and what came of it."""

from typing import Any

import msgspec
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from declarations.console.audit import looking
from declarations.console.reading_only import SearchesKept
from declarations.console.wording import Badge, moment
from declarations.models import Declaration, Submission
from declarations.models.submission import Outcome


def pretty(text: str) -> str:
    """JSON as it was sent, indented. The literals stay as they were: 1.10 is not made 1.1."""
    try:
        return msgspec.json.format(text, indent=2)
    except msgspec.DecodeError:
        return text


class SubmissionAdmin(SearchesKept):
    """Submissions, found by key, own reference or declaration number."""

    list_display = ("own_reference", "outcome_words", "declaration_number", "direction", "sender", "received")
    list_select_related = ("declarant",)
    list_filter = ("outcome", "direction")
    search_fields = ("=idempotency_key", "own_reference__startswith", "=declaration_number")
    search_help_text = "The whole key, the start of the own reference, or the whole declaration number"
    date_hierarchy = "received_at"
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    fieldsets = (
        (None, {"fields": ("outcome_words", "declaration_number", "declarant", "direction", "own_reference")}),
        ("How it came", {"fields": ("client", "idempotency_key", "received_at", "as_at", "body_sha256")}),
        ("What was found", {"fields": ("findings_text",)}),
        ("Message and answer", {"fields": ("body_text", "reply_text")}),
    )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One message; that it was looked at is kept, by its declaration where it became one."""
        answer = super().change_view(request, object_id, form_url, extra_context)
        found = answer.status_code == 200 and self.get_object(request, object_id)
        if found:
            declared = Declaration.objects.filter(number=found.declaration_number).values_list("id", flat=True).first()
            looking.note(request.user, looking.SUBMISSION, of=declared, about=found.own_reference)
        return answer

    @admin.display(description="outcome", ordering="outcome")
    def outcome_words(self, row: Submission) -> Badge:
        return Badge("go", "Accepted") if row.outcome == Outcome.ACCEPTED else Badge("stop", "Refused by rule")

    @admin.display(description="declarant", ordering="declarant__name")
    def sender(self, row: Submission) -> str:
        return row.declarant.name

    @admin.display(description="received", ordering="received_at")
    def received(self, row: Submission) -> str:
        return moment(row.received_at)

    @admin.display(description="findings")
    def findings_text(self, row: Submission) -> SafeString:
        return _preformatted(msgspec.json.encode(row.findings).decode())

    @admin.display(description="message as received")
    def body_text(self, row: Submission) -> SafeString:
        return _preformatted(row.body)

    @admin.display(description="answer")
    def reply_text(self, row: Submission) -> SafeString:
        return _preformatted(row.reply)


def _preformatted(text: str) -> SafeString:
    return format_html('<pre class="raw" tabindex="0">{}</pre>', pretty(text))
