"""The proof: every version's place in the tree of hashes, and the roots that were signed."""

from django.db import models


class VersionLeaf(models.Model):
    """A version's leaf. Only appended: its position is its place in the tree."""

    position = models.PositiveBigIntegerField(primary_key=True, help_text="From 0, without a gap.")
    version = models.OneToOneField("declarations.Version", models.PROTECT, related_name="leaf", help_text="Of which.")
    salt = models.BinaryField(help_text="16 random bytes that stand before what is hashed.")
    hash = models.BinaryField(help_text="SHA-256 of the leaf (RFC 6962).")

    def __str__(self) -> str:
        return f"leaf {self.position}"


class Checkpoint(models.Model):
    """A signed root."""

    size = models.PositiveBigIntegerField(primary_key=True, help_text="Over how many leaves.")
    root = models.BinaryField(help_text="The root.")
    made_at = models.DateTimeField(help_text="When.")
    signature = models.BinaryField(help_text="Ed25519, of size, root and instant.")

    def __str__(self) -> str:
        return f"checkpoint of {self.size}"
