"""The people who sign in, and what each of them is here."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from declarations.traders.declarant import Declarant, Officer, Scope
from declarations.traders.models.traders import Trader
from declarations.traders.querysets import STAFF, UserManager
from declarations.traders.seat import OFFICER, WEB, Seat


class Role(models.TextChoices):
    """What a person is here."""

    BROKER = "BROKER", "broker's staff"
    TRADER = "TRADER", "importer's or exporter's staff"
    OFFICER = "OFFICER", "customs officer"
    ADMINISTRATOR = "ADMINISTRATOR", "administrator"
    RESEARCHER = "RESEARCHER", "researcher"

    @classmethod
    def of_an_organisation(cls) -> tuple[str, ...]:
        """The roles of people who act for a trader."""
        return (cls.BROKER.value, cls.TRADER.value)

    @classmethod
    def staff(cls) -> tuple[str, ...]:
        """The roles that enter the console."""
        return STAFF


class Grade(models.TextChoices):
    """An officer's grade."""

    EXAMINER = "EXAMINER", "examiner"
    SENIOR = "SENIOR", "senior examiner"
    CHIEF = "CHIEF", "chief examiner"


class User(AbstractUser):
    """A person who logs in. No name is kept: the user name stands for the person in every record."""

    first_name = last_name = None  # type: ignore[assignment]  # takes Django's two columns away

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text="uuid7, inside only.")
    password = models.CharField(max_length=128, help_text="Salted hash of the password.")
    last_login = models.DateTimeField(null=True, blank=True, help_text="When this person last logged in.")
    email = models.EmailField("email address", blank=True, help_text="Where notices are sent.")
    date_joined = models.DateTimeField(default=timezone.now, help_text="When the login was created.")
    role = models.CharField(max_length=13, choices=Role, help_text="What the person is here.")
    trader = models.ForeignKey(
        Trader, models.PROTECT, null=True, blank=True, related_name="users", help_text="Organisation acted for."
    )
    may_lodge = models.BooleanField(default=True, help_text="Whether a person of an organisation may lodge and act.")
    may_follow = models.BooleanField(default=True, help_text="Whether the person may manage the webhooks.")
    manages_firm = models.BooleanField(
        default=False, help_text="Whether the person manages the organisation's people, programs and mandates here."
    )
    grade = models.CharField(max_length=8, choices=Grade, blank=True, help_text="An officer's grade; else empty.")
    is_demonstration = models.BooleanField(
        default=False, help_text="Its password is known to everyone, and works in the sandbox alone."
    )

    objects: ClassVar[UserManager] = UserManager()

    class Meta(AbstractUser.Meta):
        ordering = ("username",)
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(
                condition=Q(role__in=Role.of_an_organisation()) ^ Q(trader__isnull=True),
                name="user_organisation_by_role",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.OFFICER, grade__in=Grade.values) | (~Q(role=Role.OFFICER) & Q(grade="")),
                name="user_grade_of_officers",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.staff()) ^ Q(is_staff=False), name="user_staff_by_role"),
            models.CheckConstraint(
                condition=Q(is_superuser=False) | Q(role=Role.ADMINISTRATOR), name="user_superuser_is_administrator"
            ),
            models.CheckConstraint(
                condition=Q(manages_firm=False) | Q(role__in=Role.of_an_organisation()), name="user_manages_own_firm"
            ),
        ]

    def get_full_name(self) -> str:
        """The user name: there is no other."""
        return self.username

    def get_short_name(self) -> str:
        """The user name: there is no other."""
        return self.username

    def check_password(self, raw_password: str | None) -> bool:
        """Django's answer; a demonstration password, which everyone knows, opens nothing outside the sandbox.

        Refused after the hash was computed, so that the time is the same.
        """
        return super().check_password(raw_password) and (settings.SANDBOX or not self.is_demonstration)

    def as_declarant(self) -> Declarant | None:
        """The declarant this person acts for, as far as the own rights go; None for officers and administrators."""
        if self.trader is None:
            return None
        scopes = {Scope.LODGE: self.may_lodge, Scope.READ: True, Scope.WEBHOOKS: self.may_follow}
        held = tuple(scope.value for scope, is_held in scopes.items() if is_held)
        return self.trader.as_declarant(client=f"user:{self.id}", scopes=held)

    def seat(self) -> Seat:
        """Where this person works at the store: officers and administrators see all, everyone else their own.

        A researcher acts for no organisation, and is one of one: what its projects have is its own.
        """
        if self.is_active and self.is_staff:
            return Seat(OFFICER)
        return Seat(WEB, self.id if self.role == Role.RESEARCHER else self.trader_id)

    def as_officer(self) -> Officer | None:
        """This person as an officer; None for everyone else."""
        return Officer(user_id=self.id, name=self.username, grade=self.grade) if self.role == Role.OFFICER else None


class RecoveryCode(models.Model):
    """A code that stands in for a lost app, once. What is kept is its digest; the row goes when it is used."""

    id = models.BigAutoField(primary_key=True, help_text="Inside only.")
    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes", help_text="Whose.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the code, in hexadecimal.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="recovery_code_is_a_digest"),
        ]

    def __str__(self) -> str:
        return f"a recovery code of {self.user_id}"
