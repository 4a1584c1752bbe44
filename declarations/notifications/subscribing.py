"""Which events a person is written to about."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from declarations.notifications.errors import PeopleOnly
from declarations.notifications.models import MailSubscription
from declarations.traders.declarant import Declarant
from declarations.traders.models import User

TOLD_BY_MAIL = ("RELEASED", "REFUSED", "QUESTION_ASKED", "DUTY_DECLARATION_OVERDUE")
"""What a person who asks for mail is told of, unless they choose otherwise."""


def mailed(*, to: Declarant) -> tuple[str, ...]:
    """The events that this person is told of by mail; none where mail was not asked for. Raises PeopleOnly."""
    found = MailSubscription.objects.filter(user_id=_person(to)).first()
    return tuple(found.event_names) if found else ()


def subscribe(event_names: Sequence[str], *, by: Declarant) -> tuple[str, ...]:
    """Tell this person of these events by mail, and of no others. Raises PeopleOnly."""
    names = sorted(set(event_names))
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(id=_person(by))
        MailSubscription.objects.update_or_create(user=user, defaults={"event_names": names})
    return tuple(names)


def _person(declarant: Declarant) -> UUID:
    kind, _, user_id = declarant.client.partition(":")
    if kind != "user":
        raise PeopleOnly
    return UUID(user_id)
