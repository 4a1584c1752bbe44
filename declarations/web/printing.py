"""Papers: the receipt of a declaration and the permit, to be printed from the browser or saved as PDF."""

from importlib import import_module
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from declarations.languages import InTwoLanguages
from declarations.models import Version
from declarations.status import Status
from declarations.web import papers
from declarations.web import status_words as words
from declarations.web.acts_base import OfDeclaration
from declarations.web.status_page import law_names

_PDF = "declarations.web.pdf"


def pdf_is_installed() -> bool:
    """Whether the extra that makes PDF is there, and the system's library that it draws text with (Pango)."""
    try:
        import_module(_PDF)
    except (ImportError, OSError):
        return False
    return True


class Paper(OfDeclaration):
    """One paper of a declaration."""

    template_name = "web/printing/paper.html"
    kind = ""
    title: Any = ""

    def is_given(self) -> bool:
        """Whether there is such a paper as it stands."""
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.is_given():
            raise Http404(self.kind)
        declaration = self.declaration
        version = Version.objects.get(declaration=declaration, number=declaration.version)
        return super().get_context_data(**kwargs) | {
            "account": self.account,
            "version": version,
            "kind": self.kind,
            "title": self.title,
            "direction": words.DIRECTION[declaration.direction],
            "category": words.CATEGORY[declaration.category],
            "payment": words.PAYMENT[self.account.duty.payment],
            "permit_words": words.PERMIT,
            "laws": law_names(self.account),
            "hash": papers.hash_of(declaration),
            "verify_at": papers.address_of(declaration.number),
            "printed_at": self.at,
            "has_pdf": pdf_is_installed(),
        }


class Receipt(Paper):
    """What was declared, when, and what came of it so far."""

    kind, title = "receipt", _("Receipt of declaration")


class Permit(Paper):
    """The import or export permit: for what is released, and not before."""

    kind = "permit"

    def is_given(self) -> bool:
        return self.declaration.status == Status.RELEASED

    @property
    def title(self) -> Any:
        return _("Import permit") if self.declaration.direction == "IMPORT" else _("Export permit")


class QrCode(OfDeclaration):
    """The QR code of its papers."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(papers.qr_of(self.declaration.number), content_type="image/svg+xml")


class AsPdf(Paper):
    """The same paper as PDF, where the extra is installed; else there is none."""

    of: type[Paper] = Receipt

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not pdf_is_installed():
            raise Http404("pdf")
        page = self.of()
        page.setup(request, *args, **kwargs)
        page.by, page.at = self.by, self.at
        markup = render_to_string(page.template_name, page.get_context_data(as_pdf=True), request=request)
        made = import_module(_PDF).drawn(markup, number=self.declaration.number)
        name = f"{self.declaration.number}-{page.kind}.pdf"
        told = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(made, content_type="application/pdf", headers=told)


class Verify(InTwoLanguages, TemplateView):
    """For whoever has a paper in hand: the number, the status, a hash, and nothing else."""

    template_name = "web/printing/verify.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = papers.verified(self.kwargs["token"])
        context = {"found": found, "status": found and words.STATUS[found.status]}
        return self.render_to_response(context, status=200 if found else 404)


verify = Verify.as_view()  # by name: it is asked for by nobody's firm, and has a seat of its own
