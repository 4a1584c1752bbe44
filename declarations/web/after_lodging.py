"""The addresses of what comes after lodging: the list, a declaration's page and acts, its papers, the firm's pages."""

from django.urls import path, register_converter

from declarations.web import (
    acts,
    acts_amend,
    acts_documents,
    acts_money,
    firm,
    firm_programs,
    firm_webhooks,
    listing,
    printing,
    status,
)

_ONE, _PROGRAM = "/<declaration_number:number>", "<client_id:client_id>"


class ClientId:
    """A program's own name: what it may not be is not found, and is no other address."""

    regex = "(?!register/?$)[0-9A-Za-z._-]{1,64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ClientId, "client_id")

urlpatterns = [
    path("/lodged", listing.Listing.as_view(), name="lodged"),
    path("/lodged/views/<uuid:view>/delete", listing.DeleteView.as_view(), name="delete-view"),
    path(_ONE, status.Status.as_view(), name="status"),
    path(f"{_ONE}/progress", status.Progress.as_view(), name="progress"),
    path(f"{_ONE}/versions/<int:version>", status.Versions.as_view(), name="versions"),
    path(f"{_ONE}/questions/<uuid:question>/answer", acts.Answer.as_view(), name="answer"),
    path(f"{_ONE}/withdraw", acts.Withdraw.as_view(), name="withdraw"),
    path(f"{_ONE}/amend", acts_amend.Amend.as_view(), name="amend"),
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
    path("/firm", firm.Overview.as_view(), name="firm"),
    path("/firm/people", firm.People.as_view(), name="people"),
    path("/firm/people/invite", firm.Invite.as_view(), name="invite"),
    path("/firm/people/<uuid:person>", firm.Person.as_view(), name="person"),
    path("/firm/people/<uuid:person>/link", firm.PersonLink.as_view(), name="person-link"),
    path("/firm/mandates", firm_programs.Mandates.as_view(), name="mandates"),
    path("/firm/mandates/give", firm_programs.GiveMandate.as_view(), name="give-mandate"),
    path("/firm/mandates/<uuid:mandate>/revoke", firm_programs.RevokeMandate.as_view(), name="revoke-mandate"),
    path("/firm/programs", firm_programs.Programs.as_view(), name="programs"),
    path("/firm/programs/register", firm_programs.NewProgram.as_view(), name="new-program"),
    path(f"/firm/programs/{_PROGRAM}", firm_programs.Program.as_view(), name="program"),
    path(f"/firm/programs/{_PROGRAM}/secret", firm_programs.ReplaceSecret.as_view(), name="program-secret"),
    path(f"/firm/programs/{_PROGRAM}/keys", firm_programs.Keys.as_view(), name="program-keys"),
    path(f"/firm/programs/{_PROGRAM}/keys/<uuid:key>/revoke", firm_programs.RevokeKey.as_view(), name="revoke-key"),
    path("/firm/webhooks", firm_webhooks.Webhooks.as_view(), name="webhooks"),
    path("/firm/webhooks/register", firm_webhooks.NewWebhook.as_view(), name="new-webhook"),
    path("/firm/webhooks/<uuid:endpoint>", firm_webhooks.Webhook.as_view(), name="webhook"),
    path("/firm/webhooks/<uuid:endpoint>/secret", firm_webhooks.NewSecret.as_view(), name="webhook-secret"),
    path("/firm/webhooks/<uuid:endpoint>/ping", firm_webhooks.Ping.as_view(), name="webhook-ping"),
    path("/firm/webhooks/<uuid:endpoint>/replay", firm_webhooks.Replay.as_view(), name="webhook-replay"),
    path("/firm/webhooks/<uuid:endpoint>/delete", firm_webhooks.Delete.as_view(), name="webhook-delete"),
]
