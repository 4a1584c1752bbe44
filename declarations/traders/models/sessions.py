"""Sessions of the web pages, each with its person: so that people see their own, and end them."""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class PersonSession(AbstractBaseSession):
    """One browser that was here. Django's session, and whose it is once somebody has signed in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", help_text="Who is signed in; else empty."
    )

    class Meta(AbstractBaseSession.Meta):
        pass

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        """What reads and writes these rows."""
        return SessionStore


class SessionStore(DatabaseStore):
    """Django's sessions in PostgreSQL; each row names its person."""

    @classmethod
    def get_model_class(cls) -> type[PersonSession]:
        """Which rows."""
        return PersonSession

    def create_model_instance(self, data: dict[str, Any]) -> PersonSession:
        """The row of what is kept now."""
        row = cast(PersonSession, super().create_model_instance(data))
        row.user_id = data.get(SESSION_KEY)
        return row
