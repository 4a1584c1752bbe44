"""Who saw what: a row for each look of a person of the console at a case, a document, or what a search found."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from declarations.models.declaration import Declaration


class Look(models.Model):
    """One look. Only appended; written with the page that was shown."""

    class What(models.TextChoices):
        """What was looked at."""

        CASE = "CASE", "the page of a case"
        ACT = "ACT", "the page of an act on a case"
        DOCUMENT = "DOCUMENT", "the bytes of a document"
        SUBMISSION = "SUBMISSION", "a message as received"
        SEARCH = "SEARCH", "what a search found"
        REPORT = "REPORT", "a report"

    id = models.BigAutoField(primary_key=True, help_text="Inside only; in the order of the looks.")
    at = models.DateTimeField(db_default=Now(), help_text="When.")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", help_text="Who looked.")
    what = models.TextField(choices=What, help_text="What was looked at.")
    declaration = models.ForeignKey(
        Declaration, models.PROTECT, null=True, related_name="looks", help_text="At which; null for a search, a report."
    )
    about = models.TextField(blank=True, help_text="Which document or act, what was searched for, which report.")

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["person", "at"], name="look_of_person")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.about}".strip()
