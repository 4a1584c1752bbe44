"""A firm manages itself: its people and their rights, its programs, the mandates it gives. Each is a short transaction.

Who manages is a person of the firm with `manages_firm`; a firm always has one. What is another firm's is none at all.
Every change is a line of the log with who made it.
"""

import logging
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from declarations.traders import one_time_link, registration
from declarations.traders.errors import LastManager, UnknownOfFirm
from declarations.traders.models import ApiClient, ClientKey, Mandate, Role, Trader, User

logger = logging.getLogger(__name__)


def people(by: User) -> Sequence[User]:
    """The people of the firm."""
    return list(User.objects.filter(trader=by.trader_id))


def person(person_id: UUID, *, by: User) -> User:
    """One of them. Raises UnknownOfFirm."""
    found = User.objects.filter(trader=by.trader_id, id=person_id).first()
    if found is None:
        raise UnknownOfFirm()
    return found


def invite(username: str, *, email: str, may_lodge: bool, may_follow: bool, manages_firm: bool, by: User) -> str:
    """A new person of the firm: the link to set a password by, told this once. Raises ValidationError, by field."""
    role = Role.BROKER if by.role == Role.BROKER else Role.TRADER
    new = User(
        username=username,
        email=email,
        role=role,
        trader_id=by.trader_id,
        may_lodge=may_lodge,
        may_follow=may_follow,
        manages_firm=manages_firm,
    )
    new.set_unusable_password()
    new.full_clean(exclude=["password"])
    with transaction.atomic():
        new.save(force_insert=True)
        link = one_time_link.give(new)
    _note(by, "invited %s", username)
    return link


def change_rights(
    person_id: UUID, *, may_lodge: bool, may_follow: bool, manages_firm: bool, is_active: bool, by: User
) -> None:
    """What a person may do from now on. Raises UnknownOfFirm, LastManager."""
    with transaction.atomic():
        Trader.objects.select_for_update(no_key=True).get(users=by)  # so that two at once leave a manager
        found = person(person_id, by=by)
        found.may_lodge, found.may_follow = may_lodge, may_follow
        found.manages_firm, found.is_active = manages_firm, is_active
        others = User.objects.filter(trader=by.trader_id, manages_firm=True, is_active=True).exclude(pk=found.pk)
        if not (manages_firm and is_active) and not others.exists():
            raise LastManager()
        found.save(update_fields=["may_lodge", "may_follow", "manages_firm", "is_active"])
    _note(by, "changed the rights of %s", found.username)


def give_link(person_id: UUID, *, by: User) -> str:
    """A link to set a new password by, told this once; the password of before ends. Raises UnknownOfFirm."""
    found = person(person_id, by=by)
    link = one_time_link.give(found)
    _note(by, "gave a one-time link to %s", found.username)
    return link


def programs(by: User) -> Sequence[ApiClient]:
    """The programs of the firm."""
    return list(ApiClient.objects.filter(trader=by.trader_id))


def program(client_id: str, *, by: User) -> ApiClient:
    """One of them. Raises UnknownOfFirm."""
    found = ApiClient.objects.filter(trader=by.trader_id, client_id=client_id).first()
    if found is None:
        raise UnknownOfFirm()
    return found


def register_program(client_id: str, *, name: str, scopes: tuple[str, ...], by: User) -> str:
    """A new program: its secret, told this once. Raises ValidationError, by field."""
    trader = Trader.objects.get(users=by)
    _client, secret = registration.register_client(trader, client_id=client_id, name=name, scopes=scopes)
    _note(by, "registered the program %s", client_id)
    return secret


def change_program(
    client_id: str, *, name: str, scopes: tuple[str, ...], is_active: bool, by: User, at: datetime
) -> None:
    """What it is called and may do; its tokens of before end where that is less. Raises UnknownOfFirm."""
    with transaction.atomic():
        found = program(client_id, by=by)
        if (list(scopes), is_active) != (found.scopes, found.is_active):
            found.credentials_changed_at = at
        found.name, found.scopes, found.is_active = name, list(scopes), is_active
        found.save(update_fields=["name", "scopes", "is_active", "credentials_changed_at"])
    _note(by, "changed the program %s", client_id)


def replace_secret(client_id: str, *, by: User, at: datetime) -> str:
    """A new secret, told this once; the old one ends with its tokens. Raises UnknownOfFirm."""
    secret = registration.replace_secret(program(client_id, by=by), at=at)
    _note(by, "replaced the secret of %s", client_id)
    return secret


def add_keys(client_id: str, *, jwks: str, by: User, at: datetime) -> None:
    """Public keys beside those that are live. Raises UnknownOfFirm, KeysUnacceptable with every fault."""
    registration.add_keys(program(client_id, by=by), jwks=jwks, at=at)
    _note(by, "added keys to %s", client_id)


def revoke_key(client_id: str, key_id: UUID, *, by: User, at: datetime) -> None:
    """End a key at once. Raises UnknownOfFirm."""
    key = ClientKey.objects.filter(client=program(client_id, by=by), id=key_id).first()
    if key is None:
        raise UnknownOfFirm()
    registration.revoke_key(key, at=at)
    _note(by, "revoked a key of %s", client_id)


def mandates(by: User) -> Sequence[Mandate]:
    """Those that the firm gave and those that it holds, live ones first."""
    rows = Mandate.objects.filter(broker=by.trader_id) | Mandate.objects.filter(trader=by.trader_id)
    return sorted(rows.select_related("broker", "trader"), key=lambda row: (row.revoked_at is not None, str(row)))


def give_mandate(broker_code: str, *, valid_from: date, valid_to: date | None, by: User) -> None:
    """Let a broker declare for the firm. Raises ValidationError, by field: no such broker, days out of order, twice."""
    broker = Trader.objects.filter(code=broker_code, is_broker=True).first()
    if broker is None:
        raise ValidationError({"broker": ValidationError("", code="unknown-broker")})
    giver = Trader.objects.get(users=by)
    registration.give_mandate(broker, trader=giver, valid_from=valid_from, valid_to=valid_to)
    _note(by, "gave a mandate to %s", broker_code)


def revoke_mandate(mandate_id: UUID, *, by: User, at: datetime) -> None:
    """End a mandate that the firm gave, at once. Raises UnknownOfFirm."""
    if not Mandate.objects.filter(id=mandate_id, trader=by.trader_id).revoke(at=at):
        raise UnknownOfFirm()
    _note(by, "revoked a mandate")


def _note(by: User, what: str, *of: str) -> None:
    logger.info(f"%s {what}", by.get_username(), *of)
