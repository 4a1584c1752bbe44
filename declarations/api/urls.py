"""The routes of `/api/v1`."""

from django.urls import path, register_converter
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularRedocView, SpectacularSwaggerSplitView

from declarations.api import (
    acts,
    asking,
    batches,
    code_lists,
    consolidating,
    documents,
    drafts,
    duty_declarations,
    naccs,
    notifying,
    parcels,
    translating,
    views,
)
from declarations.numbering import is_well_formed


class NumberConverter:
    """A declaration number of ours; anything else is not found before the store is asked."""

    regex = "[0-9A-Z]{11}"

    def to_python(self, value: str) -> str:
        if not is_well_formed(value):
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberConverter, "declaration_number")

urlpatterns = [
    path("declarations", views.Declarations.as_view(), name="declarations"),
    path("declarations/<declaration_number:number>", views.Declaration.as_view(), name="declaration"),
    path("declarations/<declaration_number:number>/versions", views.Versions.as_view(), name="versions"),
    path("declarations/<declaration_number:number>/versions/<int:version>", views.Version.as_view(), name="version"),
    path("declarations/<declaration_number:number>/events", views.Events.as_view(), name="events"),
    path(
        "declarations/<declaration_number:number>/versions/<int:version>/changes",
        views.Changes.as_view(),
        name="changes",
    ),
    path("declarations/<declaration_number:number>/amendments", acts.Amendments.as_view(), name="amendments"),
    path("declarations/<declaration_number:number>/withdrawal", acts.Withdrawal.as_view(), name="withdrawal"),
    path("declarations/<declaration_number:number>/arrival", acts.Arrival.as_view(), name="arrival"),
    path("declarations/<declaration_number:number>/payment", acts.Payments.as_view(), name="payment"),
    path(
        "declarations/<declaration_number:number>/release-before-permit",
        acts.EarlyRelease.as_view(),
        name="release-before-permit",
    ),
    path(
        "declarations/<declaration_number:number>/questions/<uuid:question>/answer",
        acts.Answers.as_view(),
        name="answer",
    ),
    path("release-declarations", duty_declarations.ReleaseDeclarations.as_view(), name="release-declarations"),
    path("duty-declarations", duty_declarations.DutyDeclarations.as_view(), name="duty-declarations"),
    path("duty-declarations/due", duty_declarations.DutiesDue.as_view(), name="duties-due"),
    path(
        "duty-declarations/<declaration_number:number>",
        duty_declarations.DutyDeclaration.as_view(),
        name="duty-declaration",
    ),
    path("small-parcels", parcels.SmallParcels.as_view(), name="small-parcels"),
    path("declarations/<declaration_number:number>/documents", documents.Documents.as_view(), name="documents"),
    path("documents/<uuid:document_id>", documents.Document.as_view(), name="document"),
    path("documents/<uuid:document_id>/content", documents.Content.as_view(), name="document-content"),
    path("receipts/<str:key>", views.Receipts.as_view(), name="receipt"),
    path("drafts", drafts.Drafts.as_view(), name="drafts"),
    path("drafts/<declaration_number:number>", drafts.Draft.as_view(), name="draft"),
    path("drafts/<declaration_number:number>/lodge", drafts.DraftLodging.as_view(), name="draft-lodging"),
    path("batches", batches.Batches.as_view(), name="batches"),
    path("batches/template.csv", batches.BatchTemplate.as_view(), name="batch-template"),
    path("batches/<uuid:batch>", batches.Batch.as_view(), name="batch"),
    path("batches/<uuid:batch>/rows", batches.BatchRows.as_view(), name="batch-rows"),
    path("batches/<uuid:batch>/results", batches.BatchResults.as_view(), name="batch-results"),
    path("requirements", asking.Requirements.as_view(), name="requirements"),
    path("duty-estimates", asking.DutyEstimates.as_view(), name="duty-estimates"),
    path("consolidations", consolidating.Consolidations.as_view(), name="consolidations"),
    path("translations", translating.Translations.as_view(), name="translations"),
    path("commodities", asking.Commodities.as_view(), name="commodities"),
    path("code-lists", code_lists.CodeLists.as_view(), name="code-lists"),
    path("code-lists/<slug:name>", code_lists.CodeListEntries.as_view(), name="code-list"),
    path("exchange-rates", code_lists.ExchangeRates.as_view(), name="exchange-rates"),
    path("naccs-procedures", naccs.NaccsProcedures.as_view(), name="naccs-procedures"),
    path("events", notifying.EventFeed.as_view(), name="feed"),
    path("webhook-endpoints", notifying.WebhookEndpoints.as_view(), name="webhook-endpoints"),
    path("webhook-endpoints/<uuid:endpoint_id>", notifying.WebhookEndpoint.as_view(), name="webhook-endpoint"),
    path("webhook-endpoints/<uuid:endpoint_id>/secret", notifying.WebhookSecret.as_view(), name="webhook-secret"),
    path("webhook-endpoints/<uuid:endpoint_id>/ping", notifying.WebhookPing.as_view(), name="webhook-ping"),
    path("webhook-endpoints/<uuid:endpoint_id>/replay", notifying.WebhookReplay.as_view(), name="webhook-replay"),
    path(
        "webhook-endpoints/<uuid:endpoint_id>/deliveries",
        notifying.WebhookDeliveries.as_view(),
        name="webhook-deliveries",
    ),
    path("mail-subscription", notifying.Mail.as_view(), name="mail-subscription"),
    path("schema", SpectacularJSONAPIView.as_view(), name="schema"),
    path("docs", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="swagger"),
    path("reference", SpectacularRedocView.as_view(url_name="schema"), name="redoc"),
]
