"""How often something happened within a span of time: the limits' only memory that processes share."""

from django.db import models

from declarations.traders.querysets import TallyQuerySet


class Tally(models.Model):
    """A count within a window of time. The table is UNLOGGED: cheap, and empty again after a crash of PostgreSQL."""

    id = models.BigAutoField(primary_key=True, help_text="Inside only.")
    limit = models.CharField(max_length=16, help_text="Which limit counts here.")
    who = models.CharField(max_length=80, help_text="Who is counted: a program, a person, or a digest.")
    window = models.BigIntegerField(help_text="Number of the window: Unix time divided by its seconds.")
    count = models.IntegerField(help_text="How often, as far as it was told.")
    ends_at = models.DateTimeField(db_index=True, help_text="When the window ends, and the row with it.")

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["limit", "who", "window"], name="tally_once_a_window")]

    def __str__(self) -> str:
        return f"{self.limit} {self.who} {self.window}"
