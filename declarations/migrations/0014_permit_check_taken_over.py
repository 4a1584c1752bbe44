"""That an officer took a permit check over is an event of the history."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0013_infected_documents_in_history"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="name",
            field=models.TextField(
                choices=[
                    ("REGISTERED", "registered: queued until the office opens"),
                    ("LODGED", "lodged"),
                    ("SELECTED", "category set"),
                    ("AMENDED", "amended"),
                    ("ARRIVED", "goods carried in: declared"),
                    ("WITHDRAWN", "withdrawn"),
                    ("PERMIT_CHECK_SETTLED", "permit check settled"),
                    ("PERMIT_CHECK_TAKEN_OVER", "permit check taken over by an officer"),
                    ("QUESTION_ASKED", "question asked"),
                    ("QUESTION_ANSWERED", "question answered"),
                    ("EXAMINED", "examined"),
                    ("ASSESSED", "duty assessed by an officer"),
                    ("PAID", "paid"),
                    ("DEFERRED", "payment deferred"),
                    ("REFUNDED", "refunded"),
                    ("APPLIED", "applied"),
                    ("APPLICATION_DECIDED", "application decided"),
                    ("RELEASED_EARLY", "released before permit"),
                    ("RELEASED", "released"),
                    ("DUTY_DECLARATION_DUE", "duty declaration due soon"),
                    ("DUTY_DECLARATION_OVERDUE", "duty declaration overdue"),
                    ("DUTY_DECLARED", "duty declared"),
                    ("REFUSED", "refused"),
                    ("DOCUMENT_ATTACHED", "document attached"),
                    ("DOCUMENT_INFECTED", "document infected: given to nobody"),
                ],
                help_text="What happened.",
            ),
        ),
    ]
