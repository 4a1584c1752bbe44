"""The questions asked of the register of traders."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Max, Q

STAFF = ("OFFICER", "ADMINISTRATOR")  # the roles that enter the console


class MandateQuerySet(models.QuerySet):
    """Mandates, by whether they hold."""

    def live(self, *, on: date) -> "MandateQuerySet":
        """Those that hold on a day in Japan: begun, not ended, never revoked. First and last day are included."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, revoked_at__isnull=True)

    def revoke(self, *, at: datetime) -> int:
        """End those that are not revoked yet, at once; answers how many."""
        return self.filter(revoked_at__isnull=True).update(revoked_at=at)


class ApiClientQuerySet(models.QuerySet):
    """API clients, by whether they may ask for a token."""

    def admitted(self, *, sandbox: bool) -> "ApiClientQuerySet":
        """The active ones; demonstration ones, whose secrets everyone knows, only in the sandbox."""
        admitted = self.filter(is_active=True)
        return admitted if sandbox else admitted.exclude(trader__is_demonstration=True)

    def digest_of(self, client_id: str) -> str | None:
        """The digest of a client's secret, or None.

        An aggregate answers exactly one row, known client or not, so that both cost the same time.
        """
        return self.filter(client_id=client_id).aggregate(digest=Max("secret_sha256"))["digest"]


class UserManager(DjangoUserManager):
    """Django's; who enters the console follows from the role."""

    use_in_migrations = False  # a migration imports nothing of the application

    def create_user(self, username: str, email: str | None = None, password: str | None = None, **fields: Any) -> Any:
        """A person of a role (`role=`), with the trader or the grade that the role asks for."""
        return super().create_user(username, email, password, **{"is_staff": fields.get("role") in STAFF, **fields})

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> Any:
        """An administrator: sets up people and reference data, decides nothing about goods."""
        return super().create_superuser(username, email, password, **{"role": "ADMINISTRATOR", **fields})
