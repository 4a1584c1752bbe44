"""What decides the control, and how each declaration was selected."""

import uuid

from django.db import models
from django.db.models.functions import Now

CATEGORIES = [(1, "1 simplified examination"), (2, "2 documents"), (3, "3 inspection")]


class RiskProfile(models.Model):
    """A criterion. All its conditions must fit; a blank condition fits anything.

    Only appended: a new version is a new row, so that what was in force in an edition can be told for ever.
    """

    code = models.TextField(help_text="Code of the profile.")
    version = models.PositiveSmallIntegerField(help_text="From 1; the row of an earlier version is kept.")
    title = models.TextField(help_text="What it looks for. For officers only.")
    direction = models.TextField(
        blank=True, choices=[("IMPORT", "Import"), ("EXPORT", "Export")], help_text="Blank for both."
    )
    commodity_prefix = models.TextField(blank=True, help_text="Start of the commodity code.")
    origin = models.TextField(blank=True, help_text="Country of origin, ISO 3166.")
    trader_code = models.TextField(blank=True, help_text="Importer or exporter code.")
    declarant_code = models.TextField(blank=True, help_text="Code of who declares.")
    customs_office = models.TextField(blank=True, help_text="Customs office declared to, 2 characters.")
    country = models.TextField(
        blank=True, help_text="Country of loading (imports) or of destination (exports), ISO 3166."
    )
    value_from = models.BigIntegerField(default=0, help_text="Customs value of the declaration at least, yen.")
    value_to = models.BigIntegerField(null=True, blank=True, help_text="At most; blank for any.")
    yen_per_kg_below = models.BigIntegerField(
        null=True, blank=True, help_text="Customs value of the goods item for a kilogram, less than, yen."
    )
    asks_preference = models.BooleanField(default=False, help_text="Only goods items that ask for a preferential rate.")
    category = models.PositiveSmallIntegerField(choices=CATEGORIES[1:], help_text="The category it asks for.")
    valid_from = models.DateField(help_text="First day.")
    valid_to = models.DateField(null=True, blank=True, help_text="Last day; blank for open.")
    is_demonstration = models.BooleanField(default=False, help_text="Made up for demonstrations.")
    edition = models.BigIntegerField(
        default=0, editable=False, help_text="The edition that it came with: the store numbers it."
    )

    class Meta:
        ordering = ("code", "-version")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="risk_profile_version_once"),
            models.CheckConstraint(condition=models.Q(category__in=[2, 3]), name="risk_profile_category_raises"),
            models.CheckConstraint(
                condition=models.Q(value_to=None) | models.Q(value_to__gte=models.F("value_from")),
                name="risk_profile_values_in_order",
                violation_error_message="The value at most is not below the value at least.",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="risk_profile_days_in_order",
                violation_error_message="The last day is not before the first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Selection(models.Model):
    """How one declaration version was selected: replayable from what is stored here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    category = models.PositiveSmallIntegerField(choices=CATEGORIES, help_text="The system's category.")
    reasons = models.JSONField(help_text="Which profile fired, its version and the values. For officers only.")
    draw = models.DecimalField(max_digits=12, decimal_places=10, help_text="The random draw, 0 to 1.")
    share = models.DecimalField(max_digits=6, decimal_places=4, help_text="The random share in force.")
    edition = models.BigIntegerField(help_text="Edition of the profiles it was selected by.")
    at = models.DateTimeField(help_text="As at which instant.")
    recorded_at = models.DateTimeField(db_default=Now(), help_text="When the store knew it.")
    number = models.TextField(blank=True, help_text="The declaration number that was drawn by.")
    drawn_on = models.DateField(null=True, help_text="The day in Japan whose key it was drawn by.")
    stratum = models.TextField(blank=True, help_text="Direction and size: each may have a share of its own.")
    policy = models.PositiveIntegerField(null=True, help_text="Version of the scoring policy in force; none: empty.")
    model_sha256 = models.TextField(blank=True, help_text="SHA-256 of the model's file, hexadecimal.")
    features_sha256 = models.TextField(blank=True, help_text="SHA-256 of what the model saw, hexadecimal.")
    model_item = models.PositiveSmallIntegerField(null=True, help_text="The goods item with the highest score.")
    likelihood = models.FloatField(null=True, help_text="How likely the model says something is wrong, 0 to 1.")
    score = models.FloatField(null=True, help_text="likelihood x (1 + duty in yen)^g.")
    model_category = models.PositiveSmallIntegerField(
        null=True, choices=CATEGORIES, help_text="What the model asks for; in shadow it is kept and not followed."
    )
    model_reasons = models.JSONField(default=list, help_text="At most three, of a closed list. For officers only.")
    model_failure = models.TextField(
        blank=True, help_text="BROKEN, SLOW or ERROR where the rules stood alone because the model failed."
    )

    class Meta:
        indexes = [
            models.Index(fields=["drawn_on", "number"], name="selection_drawn"),
            models.Index(fields=["recorded_at"], condition=~models.Q(model_failure=""), name="selection_model_failed"),
        ]

    def __str__(self) -> str:
        return f"category {self.category}"


class DrawDay(models.Model):
    """A day of the random draw: the hash of its key, kept before it; its key, shown after it. Never changed."""

    on = models.DateField(primary_key=True, help_text="The day in Japan.")
    key_sha256 = models.TextField(help_text="The commitment: SHA-256 of the day's key, hexadecimal.")
    shares = models.JSONField(help_text="The share of each stratum, as decimal strings.")
    committed_at = models.DateTimeField(db_default=Now(), help_text="When the store knew the commitment.")
    key = models.TextField(blank=True, help_text="The key, hexadecimal; empty until it is shown.")
    shown_at = models.DateTimeField(null=True, blank=True, help_text="When the key was shown.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(key="", shown_at=None) | ~models.Q(key="") & models.Q(shown_at__isnull=False),
                name="draw_day_key_shown_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}"


class LearnedModel(models.Model):
    """A model that was registered: its file by hash, the data it comes from, how good it was. Only appended."""

    sha256 = models.TextField(primary_key=True, help_text="SHA-256 of its file, hexadecimal; the file's name too.")
    origin = models.JSONField(help_text="The files it was learned from and chosen on, with hashes; its settings.")
    metrics = models.JSONField(help_text="How good it was on the file that its settings were chosen on.")
    registered_by = models.TextField(help_text="Who registered it.")
    registered_at = models.DateTimeField(help_text="When.")

    def __str__(self) -> str:
        return self.sha256[:12]


class ScoringPolicy(models.Model):
    """How a model's word counts: which model, g, from which score on which category. In force once another approves.

    One that waits is approved or declined, once.
    """

    class Mode(models.TextChoices):
        """What follows from a score."""

        OFF = "OFF", "no model is asked"
        SHADOW = "SHADOW", "scores are kept and change nothing"
        RAISE = "RAISE", "a score may raise the category"

    version = models.PositiveIntegerField(primary_key=True, help_text="From 1; the one approved last is in force.")
    model = models.ForeignKey(LearnedModel, models.PROTECT, related_name="+", help_text="Which model.")
    mode = models.TextField(choices=Mode.choices, help_text="What follows from a score.")
    g = models.DecimalField(max_digits=4, decimal_places=3, help_text="Weight of the duty at stake, 0 to 1.")
    document_from = models.FloatField(help_text="Scores from this one on ask for category 2.")
    inspection_from = models.FloatField(null=True, blank=True, help_text="For category 3; empty for never.")
    reason = models.TextField(help_text="Why.")
    proposed_by = models.TextField(help_text="Who proposed it.")
    proposed_at = models.DateTimeField(help_text="When.")
    approved_by = models.TextField(blank=True, help_text="Who approved it: another than who proposed it.")
    approved_at = models.DateTimeField(null=True, blank=True, help_text="When.")
    declined_by = models.TextField(blank=True, help_text="Who declined it; who proposed it may take it back so.")
    declined_at = models.DateTimeField(null=True, blank=True, help_text="When.")
    remarks = models.TextField(blank=True, help_text="Why it was approved or declined.")
    edition = models.BigIntegerField(
        default=0, editable=False, help_text="The edition that its approval made: the store numbers it."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(g__gte=0, g__lte=1), name="scoring_policy_g"),
            models.CheckConstraint(
                condition=models.Q(inspection_from=None) | models.Q(inspection_from__gte=models.F("document_from")),
                name="scoring_policy_thresholds",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by="", approved_at=None)
                | ~models.Q(approved_by="") & models.Q(approved_at__isnull=False),
                name="scoring_policy_approval_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(declined_by="", declined_at=None)
                | ~models.Q(declined_by="") & models.Q(declined_at__isnull=False, approved_by=""),
                name="scoring_policy_declined_is_not_approved",
            ),
            models.CheckConstraint(
                condition=~models.Q(approved_by=models.F("proposed_by")), name="scoring_policy_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.version} {self.mode}"


class SelectionEdition(models.Model):
    """One row: the number of the present state of profiles and policy. Triggers change it, nothing else does."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, help_text="Always 1.")
    number = models.BigIntegerField(help_text="Grows with every change of a profile or policy; never seen twice.")
    changed_at = models.DateTimeField(help_text="When it changed.")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="selection_edition_one_row")]

    def __str__(self) -> str:
        return str(self.number)
