"""Documents over HTTP: attach one to a declaration, list them, fetch one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from declarations import clearance, filing, reading
from declarations.api.document_upload import FORM, UploadView, is_form
from declarations.api.edge import fields, matching, one_of, parameters, reply, seen_if_told
from declarations.api.operation import CLOCK, SEEN_IF_TOLD, header, operation, query
from declarations.api.serializers import Page
from declarations.api.views import MAY_LODGE, MAY_READ
from declarations.clock import instant_of
from declarations.documents.kinds import TAKEN
from declarations.filing import DocumentSummary
from declarations.models.document import DocumentKind
from declarations.traders.authentication import declarant_of

_FIELDS: dict[str, Any] = {
    "name": str,
    "kind": one_of(*DocumentKind.values),
    "item": lambda text: int(matching("[1-9][0-9]?")(text)),
    "law": matching("[A-Z]{2}"),
    "replaces": UUID,
}


class Documents(UploadView):
    """`/declarations/{number}/documents`."""

    def get_permissions(self) -> list[BasePermission]:
        return [permission() for permission in (MAY_LODGE if self.request.method == "POST" else MAY_READ)]

    @operation(
        gives=DocumentSummary,
        status=201,
        also={200: DocumentSummary},
        takes_media=(*(kind.media_type for kind in TAKEN), FORM),
        parameters=(
            query("name", "The file's name; or in Content-Disposition, or in the form's part."),
            query("kind", f"{', '.join(DocumentKind.values)}. OTHER where left out."),
            query("item", "The goods item that it is about."),
            query("law", "The other law that it is for; with an item."),
            query("replaces", "The id of an earlier document in whose place it stands."),
            header("Content-Disposition", "`attachment; filename*=UTF-8''...` names the file."),
            SEEN_IF_TOLD,
            CLOCK,
        ),
    )
    def post(self, request: Request, number: str) -> HttpResponse:
        """Attach a document of at most 10 MB: the bytes as the body, or a form with one file; 200 if it is there."""
        told = _told(request)
        paper = clearance.Paper(
            upload=self.upload_of(request, named=told.pop("name", "")),
            kind=DocumentKind(told.pop("kind", DocumentKind.OTHER)),
            **told,
        )
        by, at = declarant_of(request), instant_of(request)
        attached = clearance.attach(number, paper, by=by, seen=seen_if_told(request), at=at)
        document = attached.document
        headers = {"Location": f"/api/v1/documents/{document.id}"}
        return reply(filing.summary_of(document), status=201 if attached.is_new else 200, headers=headers)

    @operation(gives=[DocumentSummary])
    def get(self, request: Request, number: str) -> HttpResponse:
        """Its documents, oldest first."""
        parameters(request)
        found = reading.find(number, of=declarant_of(request).trader_id)
        return reply(Page(items=filing.documents_of(found)))


class Document(APIView):
    """`/documents/{id}`."""

    permission_classes = MAY_READ

    @operation(gives=DocumentSummary)
    def get(self, request: Request, document_id: UUID) -> HttpResponse:
        """What it is, and whether its bytes can be had."""
        parameters(request)
        return reply(filing.summary_of(filing.find_document(document_id, of=declarant_of(request).trader_id)))


class AsItIs(DefaultContentNegotiation):
    """The bytes have the media type that they have, whatever is asked for; a refusal is a problem as everywhere."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The first renderer there is."""
        return renderers[0], renderers[0].media_type


class Content(APIView):
    """`/documents/{id}/content`."""

    permission_classes = MAY_READ
    content_negotiation_class = AsItIs

    @operation(gives_media="application/octet-stream")
    def get(self, request: Request, document_id: UUID) -> HttpResponse:
        """The bytes of a clean document, to be saved and not shown; their media type is the document's."""
        parameters(request)
        held = filing.held(filing.find_document(document_id, of=declarant_of(request).trader_id))
        return HttpResponse(held.content, headers=held.headers)


def _told(request: Request) -> dict[str, Any]:
    """What the query says of the file, or the form beside it."""
    told = parameters(request, **_FIELDS)
    if is_form(request):
        form = request.POST.copy()
        form.pop("csrfmiddlewaretoken", None)
        told |= fields(form, **_FIELDS)
    return told
