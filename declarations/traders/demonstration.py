"""Made-up traders, mandates, programs and people, so that the sandbox can be used at once.

The three importers are the fictional firms of "Experiences on Accumulation and Utilization of Data in Japan
Customs" (WTO Trade Facilitation Committee, April 2024). Secrets and passwords are fixed and public: they work
where SANDBOX is on, and nowhere else (models.py, querysets.py).
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from msgspec import Struct

from declarations.traders.client_secrets import digest_of
from declarations.traders.declarant import ALL_SCOPES, Scope
from declarations.traders.errors import DemonstrationRefused
from declarations.traders.models import ApiClient, Grade, Mandate, Role, Security, Trader, User

BROKER, AEO_IMPORTER, EXPORTER, UNMANDATED = "DEMOBROKER01", "DEMOAEOIMP01", "DEMOEXPORT01", "DEMONOMAND01"
ZAIMUSOKEN, KANZEIKYOKU, SMART_ZEIKAN = "12345678901239000", "23456789012340000", "34567890123450000"

_TRADERS: dict[str, dict[str, Any]] = {
    ZAIMUSOKEN: {"name": "ZAIMUSOKEN CO., LTD"},
    KANZEIKYOKU: {"name": "KANZEIKYOKU CO., LTD"},
    SMART_ZEIKAN: {"name": "SMART ZEIKAN LLC"},
    AEO_IMPORTER: {"name": "DEMONSTRATION AEO IMPORTER CO., LTD", "aeo_importer": True},
    EXPORTER: {"name": "DEMONSTRATION EXPORTER CO., LTD"},
    UNMANDATED: {"name": "DEMONSTRATION TRADER WITHOUT MANDATE LLC"},
    BROKER: {"name": "DEMONSTRATION CUSTOMS BROKER CO., LTD", "is_broker": True},
}
_MANDATORS = (ZAIMUSOKEN, KANZEIKYOKU, SMART_ZEIKAN, AEO_IMPORTER, EXPORTER)
_MANDATED_FROM = date(2010, 1, 1)  # before the source document's first declaration, of 2014
# Security against which payment is deferred: (number, whose, yen).
_SECURITIES = (
    ("DEMO-SECURITY", BROKER, 100_000_000),
    ("DEMO-SECURITY-SMALL", BROKER, 50_000),
    ("DEMO-SECURITY-AEO", AEO_IMPORTER, 50_000_000),
)
_CLIENTS = {
    "demo-broker": (BROKER, "broker's system", ALL_SCOPES),
    "demo-reader": (BROKER, "broker's reports, reading only", (Scope.READ.value,)),
    "demo-aeo-importer": (AEO_IMPORTER, "importer's system", ALL_SCOPES),
    "demo-unmandated": (UNMANDATED, "system of a trader without a broker", ALL_SCOPES),
}
_OFFICER: dict[str, Any] = {"role": Role.OFFICER, "grade": Grade.EXAMINER, "is_staff": True}
# `of` is the organisation that somebody acts for, `in` the groups of the console that give an officer rights.
_USERS: dict[str, dict[str, Any]] = {
    "demo-broker": {"role": Role.BROKER, "of": BROKER, "manages_firm": True},
    "demo-importer": {"role": Role.TRADER, "of": ZAIMUSOKEN, "manages_firm": True},
    "demo-unmandated": {"role": Role.TRADER, "of": UNMANDATED, "manages_firm": True},  # who has lodged nothing yet
    "demo-officer": {**_OFFICER, "in": "examiner"},
    "demo-senior-officer": {**_OFFICER, "grade": Grade.SENIOR, "in": "examiner, research reviewer"},
    "demo-chief-officer": {**_OFFICER, "grade": Grade.CHIEF, "in": "supervisor"},
    "demo-tariff-clerk": {**_OFFICER, "in": "tariff clerk"},
    "demo-risk-officer": {**_OFFICER, "in": "risk officer"},
    "demo-research-reviewer": {**_OFFICER, "in": "research reviewer"},
    "demo-auditor": {**_OFFICER, "in": "auditor"},
    "demo-researcher": {"role": Role.RESEARCHER},
    "demo-administrator": {"role": Role.ADMINISTRATOR, "is_staff": True, "is_superuser": True},
}


class DemonstrationLogin(Struct, frozen=True):
    """One way in: a client id with its secret, or a user name with its password."""

    name: str
    secret: str
    about: str


class DemonstrationLogins(Struct, frozen=True):
    """Every way in, for the caller to print."""

    clients: tuple[DemonstrationLogin, ...]
    users: tuple[DemonstrationLogin, ...]


def create_demonstration() -> DemonstrationLogins:
    """Create what is missing and set the rest right; run twice, the same. Raises DemonstrationRefused."""
    if not settings.SANDBOX:
        raise DemonstrationRefused("Demonstration logins exist only where SANDBOX is on.")
    with transaction.atomic():
        traders = {code: _trader(code, facts) for code, facts in _TRADERS.items()}
        for code in _MANDATORS:
            Mandate.objects.get_or_create(
                broker=traders[BROKER], trader=traders[code], valid_from=_MANDATED_FROM, revoked_at=None
            )
        for number, code, amount in _SECURITIES:
            facts = {"trader": traders[code], "amount": amount, "valid_from": _MANDATED_FROM}
            Security.objects.get_or_create(number=number, defaults=facts)
        return DemonstrationLogins(
            clients=tuple(_client(client_id, traders) for client_id in _CLIENTS),
            users=tuple(_user(username, traders) for username in _USERS),
        )


def _trader(code: str, facts: dict[str, Any]) -> Trader:
    always = {"address": "1-1-1 DEMONSTRATION, TOKYO", "phone": "0300000000", "is_demonstration": True}
    trader, _ = Trader.objects.update_or_create(code=code, defaults={**always, **facts})
    return trader


def _client(client_id: str, traders: dict[str, Trader]) -> DemonstrationLogin:
    code, name, scopes = _CLIENTS[client_id]
    secret = f"{client_id}-secret-of-the-sandbox"
    ApiClient.objects.update_or_create(
        client_id=client_id,
        defaults={
            "trader": traders[code],
            "name": name,
            "scopes": list(scopes),
            "secret_sha256": digest_of(secret),
            "is_active": True,
        },
    )
    return DemonstrationLogin(name=client_id, secret=secret, about=f"{traders[code].name}: {', '.join(scopes)}")


def _user(username: str, traders: dict[str, Trader]) -> DemonstrationLogin:
    facts = dict(_USERS[username])
    trader, groups = traders.get(facts.pop("of", "")), facts.pop("in", "")
    user, _ = User.objects.update_or_create(
        username=username, defaults={**facts, "trader": trader, "is_demonstration": True, "is_active": True}
    )
    user.groups.set(Group.objects.filter(name__in=groups.split(", ")))
    password = f"{username}-password"
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    belongs_to = trader.name if trader else groups
    about = f"{user.get_role_display()}, {belongs_to}" if belongs_to else str(user.get_role_display())
    return DemonstrationLogin(name=username, secret=password, about=about)
