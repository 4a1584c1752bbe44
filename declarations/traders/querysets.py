"""The questions asked of the register of traders."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import connection, models
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

    def ended(self, *, since: datetime) -> "ApiClientQuerySet":
        """Those with tokens that ended before their time: deactivated, or with credentials changed since then."""
        return self.filter(Q(is_active=False) | Q(credentials_changed_at__gt=since))


class UsedAssertionQuerySet(models.QuerySet):
    """Assertions that were accepted."""

    def use(self, client: Any, *, jti: str, expires_at: datetime) -> bool:
        """Keep that it is used; False when it was before. Of two at the same moment one alone gets True."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO traders_usedassertion (client_id, jti, expires_at) VALUES (%s, %s, %s) "
                "ON CONFLICT (client_id, jti) DO NOTHING",
                [client.pk, jti, expires_at],
            )
            return cursor.rowcount == 1

    def forget(self, at: datetime) -> int:
        """Delete those that their age alone refuses; answers how many."""
        return self.filter(expires_at__lt=at).delete()[0]


class TallyQuerySet(models.QuerySet):
    """Counts within windows of time. What is counted is a `limits.Limit` and who."""

    def add(self, counted: Sequence[tuple[Any, str]], *, by: int, at: datetime) -> dict[str, int]:
        """Add to each count, in one statement; the counts after it, by the limit's name. None falls below 0."""
        rows = [(limit.name, who, limit.window(at), by, limit.ends_at(at)) for limit, who in counted]
        values = ", ".join(["(%s, %s, %s, greatest(%s, 0), %s)"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO traders_tally ("limit", who, "window", count, ends_at) VALUES {values} '  # noqa: S608
                'ON CONFLICT ("limit", who, "window") DO UPDATE SET count = greatest(traders_tally.count + %s, 0) '
                'RETURNING "limit", count',
                [value for row in rows for value in row] + [by],
            )
            return dict(cursor.fetchall())

    def of(self, limit: Any, who: str, *, at: datetime) -> "TallyQuerySet":
        """The count of one in the window of an instant."""
        return self.filter(limit=limit.name, who=who, window=limit.window(at))

    def forget(self, at: datetime) -> int:
        """Delete those whose window has ended; answers how many."""
        return self.filter(ends_at__lt=at).delete()[0]


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
