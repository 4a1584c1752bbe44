"""The bytes of a document, for an officer: to be saved, never shown, and only where they are clean."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from declarations import filing
from declarations.console.audit import looking
from declarations.console.officers import SEE, demand
from declarations.console.wording import refusal_words
from declarations.errors import DocumentWithheld, StorageAway, UnknownDocument


@require_safe
def fetch(request: HttpRequest, number: str, document: str) -> HttpResponse:
    """A document of this declaration; one of another is not found. What is withheld is told on the case."""
    demand(request.user, SEE)
    try:
        found = filing.find_document(UUID(document), of=None)
        if found.declaration.number != number:
            raise UnknownDocument()
        held = filing.held(found)
    except (UnknownDocument, ValueError):
        raise Http404 from None
    except (DocumentWithheld, StorageAway) as refusal:
        messages.error(request, f"{number}: {refusal_words(refusal)}")
        return redirect("admin:case", number)
    looking.note(request.user, looking.DOCUMENT, of=found.declaration_id, about=found.shown_name)
    return HttpResponse(held.content, headers=held.headers)
