"""One mail to a person about one event: the number, what happened, a link. In English and Japanese."""

from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

# What happened, by the event's name. A name that is not here is told as it is.
_WORDS = {
    "LODGED": ("It was lodged.", "申告されました。"),
    "SELECTED": ("Its category of examination was set.", "審査区分が決定されました。"),
    "PERMIT_CHECK_SETTLED": ("An agency answered about a permit.", "他法令の確認結果が届きました。"),
    "EXAMINED": ("It was examined.", "審査・検査が行われました。"),
    "PAID": ("What was owed is paid.", "納付されました。"),
    "DEFERRED": ("The payment is deferred.", "納期限が延長されました。"),
    "RELEASED": ("It is released: the permit is given.", "許可されました。"),
    "REFUSED": ("It was refused.", "不許可となりました。"),
    "QUESTION_ASKED": ("An officer asks a question.", "税関から質問があります。"),
    "DUTY_DECLARATION_OVERDUE": ("Its duty declaration is overdue.", "納税申告の期限が過ぎています。"),
}


class NotMailed(Exception):
    """The mail server did not take it."""


def mail(*, to: str, number: str, event_name: str, message_id: UUID) -> None:
    """Send one mail. Raises NotMailed. Nothing secret is in it and no value: it may be read on its way."""
    english, japanese = _WORDS.get(event_name, (f"{event_name}.", f"{event_name}。"))
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
