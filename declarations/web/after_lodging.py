"""The addresses of what comes after lodging: the list, a declaration's page and acts, its papers, the firm's pages."""

from django.urls import path, register_converter

from declarations.numbering import is_well_formed
from declarations.web import acts, acts_documents, acts_money, listing, printing, status

_ONE = "/<declared_number:number>"


class Number:
    """A declaration number of ours; anything else is not found before the store is asked."""

    regex = "[0-9A-Z]{11}"

    def to_python(self, value: str) -> str:
        if not is_well_formed(value):
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Number, "declared_number")

urlpatterns = [
    path("/lodged", listing.Listing.as_view(), name="lodged"),
    path("/lodged/views/<uuid:view>/delete", listing.DeleteView.as_view(), name="delete-view"),
    path(_ONE, status.Status.as_view(), name="status"),
    path(f"{_ONE}/progress", status.Progress.as_view(), name="progress"),
    path(f"{_ONE}/versions/<int:version>", status.Versions.as_view(), name="versions"),
    path(f"{_ONE}/questions/<uuid:question>/answer", acts.Answer.as_view(), name="answer"),
    path(f"{_ONE}/withdraw", acts.Withdraw.as_view(), name="withdraw"),
    path(f"{_ONE}/arrive", acts.Arrive.as_view(), name="arrive"),
    path(f"{_ONE}/release-before-permit", acts.EarlyRelease.as_view(), name="release-before-permit"),
    path(f"{_ONE}/pay", acts_money.Pay.as_view(), name="pay"),
    path(f"{_ONE}/documents/attach", acts_documents.Attach.as_view(), name="attach"),
    path(f"{_ONE}/documents/<uuid:document>", acts_documents.Fetch.as_view(), name="document"),
    path(f"{_ONE}/receipt", printing.Receipt.as_view(), name="receipt"),
    path(f"{_ONE}/receipt.pdf", printing.AsPdf.as_view(of=printing.Receipt), name="receipt-pdf"),
    path(f"{_ONE}/permit", printing.Permit.as_view(), name="permit"),
    path(f"{_ONE}/permit.pdf", printing.AsPdf.as_view(of=printing.Permit), name="permit-pdf"),
    path(f"{_ONE}/qr.svg", printing.QrCode.as_view(), name="qr"),
]
