"""A declaration in the making, or an amendment of one: kept under a number, changed freely, not yet sent."""

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7


class Draft(models.Model):
    """What a declarant registered (NACCS: IDA, EDA; an amendment IDA01, EDA01). It says nothing to customs until it is
    lodged (IDC, EDC), or sent as the amendment that it is (IDE, EDE): `lodged_as` is then the declaration it amends.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, help_text="uuid7, inside only.")
    number = models.TextField(unique=True, help_text="Its number, 11 characters; the declaration lodged keeps it.")
    owner = models.ForeignKey("traders.Trader", models.PROTECT, related_name="+", help_text="Whose draft it is.")
    client = models.TextField(help_text="Who changed it last: api:<client id> or user:<user id>.")
    body = models.TextField(help_text="The JSON object as sent, complete or not.")
    direction = models.TextField(blank=True, help_text="IMPORT or EXPORT, where the body says so.")
    own_reference = models.TextField(blank=True, help_text="The declarant's own reference, where the body has one.")
    revision = models.PositiveIntegerField(default=1, help_text="Counts its changes, from 1: the ETag.")
    created_at = models.DateTimeField(help_text="When it was registered.")
    changed_at = models.DateTimeField(help_text="When it was changed last.")
    keep_until = models.DateTimeField(help_text="When it is deleted.")
    lodged_as = models.TextField(blank=True, help_text="The declaration that it became; empty until lodged.")
    amends = models.TextField(
        blank=True, db_default="", help_text="The declaration that it amends; empty where it becomes a new one."
    )
    seen = models.PositiveIntegerField(
        null=True, help_text="Of an amendment: the seq of the last event of its declaration that its writer has seen."
    )

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["owner", "-id"], name="draft_of_owner"),
            models.Index(fields=["keep_until"], name="draft_keep_until"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(direction__in=["", "IMPORT", "EXPORT"]), name="draft_direction_known"),
            models.CheckConstraint(condition=Q(keep_until__gt=models.F("changed_at")), name="draft_kept_for_a_while"),
            models.CheckConstraint(
                condition=Q(amends="", seen__isnull=True) | (~Q(amends="") & Q(seen__isnull=False)),
                name="draft_has_seen_what_it_amends",
            ),
            models.UniqueConstraint(
                fields=["owner", "amends"],
                condition=Q(lodged_as="") & ~Q(amends=""),
                name="draft_one_amendment_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def etag(self) -> str:
        """The strong ETag of this revision, with its quotes."""
        return self.etag_of(self.number, self.revision)

    @staticmethod
    def etag_of(number: str, revision: int | str) -> str:
        """That of any revision, as it was seen."""
        return f'"{number}-{revision}"'
