"""What was generated: made-up declarations, known by their traders."""

from django.db import models


class GeneratedRun(models.Model):
    """One run of the generator: made-up declarations of one seed. Only where SANDBOX is on."""

    seed = models.PositiveIntegerField(unique=True, help_text="The seed; each is used once.")
    count = models.PositiveIntegerField(help_text="How many declarations were wanted.")
    started_at = models.DateTimeField(help_text="When it began.")
    finished_at = models.DateTimeField(null=True, help_text="When all were in the store; empty where it broke off.")
    truth = models.JSONField(help_text="What was planted among them.")

    def __str__(self) -> str:
        return f"seed {self.seed}"

    @property
    def client(self) -> str:
        """Who lodged its declarations, as a submission names its sender."""
        return f"generator:{self.seed}"


class GeneratedTrader(models.Model):
    """A made-up trader: what it declared is generated. It has no login, no program and no mandate."""

    trader = models.OneToOneField(
        "traders.Trader", models.PROTECT, primary_key=True, related_name="+", help_text="Which trader."
    )
    run = models.ForeignKey(GeneratedRun, models.PROTECT, related_name="traders", help_text="Of which run.")

    def __str__(self) -> str:
        return str(self.trader)
