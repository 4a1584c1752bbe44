"""Documents of a declaration: attach one, fetch one. The list is on the declaration's page."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from declarations import clearance, filing
from declarations.documents.inspecting import Upload
from declarations.errors import BadMessage, DocumentWithheld, StorageAway, UnknownDocument
from declarations.filing import DocumentSummary
from declarations.models.document import DocumentKind
from declarations.one_file import OneFile
from declarations.web.acts_base import ActPage, OfDeclaration
from declarations.web.acts_forms import AttachForm
from declarations.web.acts_words import refused
from declarations.web.page import SeeOther
from declarations.web.status_page import law_names

_INPUTS = {"/file": "file", "/item": "belongs", "/law": "belongs", "/replaces": "replaces"}


@method_decorator(csrf_exempt, name="dispatch")  # asked for in `_protected`: the limit must stand before a form is read
class Attach(ActPage):
    """Attach a document, of at most 10 MB."""

    name, form_class, template_name = "attach", AttachForm, "web/acts/attach.html"
    inputs, done = _INPUTS, _("The document is attached.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.handler = OneFile(request)
        request.upload_handlers = [self.handler]
        return self._protected(request, *args, **kwargs)

    @method_decorator(csrf_protect)
    def _protected(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def documents(self) -> list[DocumentSummary]:
        """What is attached already."""
        return filing.documents_of(self.declaration)

    def form_options(self) -> dict[str, Any]:
        return {"places": self._places(), "documents": self.documents}

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("for", "")
        return {"kind": "OTHER", "belongs": asked if asked in dict(self._places()) else ""}

    def _places(self) -> list[tuple[str, str]]:
        """Each goods item, and each law that an agency is asked under on it."""
        laws = law_names(self.account)
        places = []
        for item in self.account.goods_items:
            places.append((f"{item.number}", f"{item.number} {item.description}"))
            places += [
                (f"{item.number}-{check.law}", f"{item.number} {item.description}: {laws[check.law]}")
                for check in item.permit_checks
            ]
        return places

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.handler.is_too_large:
            return self.filled_in(self.form(), refused(BadMessage("upload-too-large", status=413)), status=413)
        return super().post(request, *args, **kwargs)

    def act(self, form: AttachForm) -> None:
        said = form.cleaned_data
        item, _, law = said["belongs"].partition("-")
        file = said["file"]
        paper = clearance.Paper(
            upload=Upload(content=file.read(), name=file.name or "", media_type=file.content_type or ""),
            kind=DocumentKind(said["kind"]),
            item=int(item) if item else None,
            law=law or None,
            replaces=UUID(said["replaces"]) if said["replaces"] else None,
        )
        clearance.attach(self.declaration.number, paper, by=self.by, seen=said["seen"], at=self.at)


class Fetch(OfDeclaration):
    """The bytes of a clean document, to be saved and not shown."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            found = filing.find_document(kwargs["document"], of=self.by.trader_id)
            if found.declaration_id != self.declaration.id:
                raise UnknownDocument()
            held = filing.held(found)
        except UnknownDocument:
            raise Http404(str(kwargs["document"])) from None
        except (DocumentWithheld, StorageAway) as refusal:
            messages.error(request, refused(refusal)[0].message)
            return SeeOther(self.status_address())
        return HttpResponse(held.content, headers=held.headers)
