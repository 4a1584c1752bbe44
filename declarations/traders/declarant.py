"""The values that the domain gets instead of a request: who declares, and which officer acts. Free of Django."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from msgspec import Struct

Approval = Literal["IMPORTER", "EXPORTER", "BROKER"]


class Scope(StrEnum):
    """What an access token allows."""

    LODGE = "declarations:lodge"
    READ = "declarations:read"
    WEBHOOKS = "webhooks:manage"


ALL_SCOPES: tuple[str, ...] = tuple(scope.value for scope in Scope)


class Declarant(Struct, frozen=True, forbid_unknown_fields=True):
    """An organisation that declares, and through whom: a program (`api:<client id>`) or a person (`user:<user id>`)."""

    trader_id: UUID
    trader_code: str
    trader_name: str
    is_broker: bool
    aeo: tuple[Approval, ...]
    client: str
    scopes: tuple[str, ...]


class Officer(Struct, frozen=True):
    """A customs officer who acts. `name` is the user name: the service keeps no names of people."""

    user_id: UUID
    name: str
    grade: str
