"""One mail to a person about one event: the number, what happened, a link. In English and Japanese."""

from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

# What happened, by the event's name (`EventName`): no fact of it, since mail is read on its way.
WORDS = {
    "REGISTERED": ("It is registered until the customs office opens.", "登録されました。開庁時に申告されます。"),
    "LODGED": ("It was lodged.", "申告されました。"),
    "SELECTED": ("Its category of examination was set.", "審査区分が決定されました。"),
    "AMENDED": ("It was amended.", "申告内容が変更されました。"),
    "ARRIVED": ("Its goods were carried in: it is declared.", "貨物が搬入され、本申告となりました。"),
    "WITHDRAWN": ("It was withdrawn.", "申告が撤回されました。"),
    "PERMIT_CHECK_SETTLED": ("An agency answered about a permit.", "他法令の確認結果が届きました。"),
    "PERMIT_CHECK_TAKEN_OVER": ("An officer attends to a permit.", "他法令の確認を税関職員が引き継ぎました。"),
    "QUESTION_ASKED": ("An officer asks a question.", "税関から質問があります。"),
    "QUESTION_ANSWERED": ("A question of an officer was answered.", "税関の質問に回答しました。"),
    "EXAMINED": ("It was examined.", "審査・検査が行われました。"),
    "ASSESSED": ("An officer assessed its duty.", "税関が税額を決定しました。"),
    "PAID": ("What was owed is paid.", "納付されました。"),
    "DEFERRED": ("The payment is deferred.", "納期限が延長されました。"),
    "REFUNDED": ("What was paid too much is paid back.", "過誤納金が還付されました。"),
    "APPLIED": ("Something was applied for.", "申請が行われました。"),
    "APPLICATION_DECIDED": ("An application was decided.", "申請の結果が出ました。"),
    "RELEASED_EARLY": ("Its goods are released before the permit.", "許可前引取りが承認されました。"),
    "RELEASED": ("It is released: the permit is given.", "許可されました。"),
    "DUTY_DECLARATION_DUE": ("Its duty declaration is due soon.", "納税申告の期限が近づいています。"),
    "DUTY_DECLARATION_OVERDUE": ("Its duty declaration is overdue.", "納税申告の期限が過ぎています。"),
    "DUTY_DECLARED": ("Its duty was declared.", "納税申告されました。"),
    "REFUSED": ("It was refused.", "不許可となりました。"),
    "DOCUMENT_ATTACHED": ("A document was attached.", "書類が添付されました。"),
    "DOCUMENT_INFECTED": (
        "An attached document is infected: attach another.",
        "添付書類にウイルスが見つかりました。別の書類を添付してください。",
    ),
}


class NotMailed(Exception):
    """The mail server did not take it."""


def mail(*, to: str, number: str, event_name: str, message_id: UUID) -> None:
    """Send one mail. Raises NotMailed. Nothing secret is in it and no value: it may be read on its way."""
    english, japanese = WORDS[event_name]
    link = f"{settings.PUBLIC_URL}/api/v1/declarations/{number}"
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    message = EmailMessage(
        subject=f"Declaration {number}: {english} / 申告 {number}",
        body=f"Declaration {number}\n{english}\n\n申告番号 {number}\n{japanese}\n\n{link}\n",
        to=[to],
        headers={"Message-ID": f"<{message_id}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except (SMTPException, OSError) as away:
        raise NotMailed(type(away).__name__) from away
