"""The people at the console's door, and the declarations that wait for them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from django.test import Client

from declarations import clearance
from declarations.contract import read
from declarations.data import DeclarationData
from declarations.traders.models import User

LODGED_AT = datetime(2024, 8, 5, 1, 0, tzinfo=UTC)  # the day that the forms are written for
_keys = count(1)


def signed_in(username: str, *, enforce_csrf_checks: bool = False) -> Client:
    """A browser in which this person of the demonstration is signed in."""
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    client.force_login(User.objects.get(username=username))
    return client


@pytest.fixture
def lodge(world) -> Callable[..., str]:
    """Lodges a form for the demonstration's broker, whatever its duty then paid; answers its number."""
    by = User.objects.get(username="demo-broker").as_declarant()

    def lodge(form: dict[str, Any], *, key: str = "", paid: bool = False) -> str:
        message = clearance.Message(
            body=json.dumps(form).encode(), key=key or f"console-{next(_keys)}", data=read(form, DeclarationData)
        )
        lodged = clearance.lodge(message, by=by, at=LODGED_AT)
        if paid:
            owed = int(json.loads(lodged.reply)["duty"]["total_to_pay"])
            method = clearance.Method.PAY
            clearance.pay(lodged.number, by=by, method=method, amount=owed, reference="BANK-1", at=LODGED_AT)
        return lodged.number

    return lodge


@pytest.fixture
def officer(world) -> Client:
    return signed_in("demo-officer")


@pytest.fixture
def careful_officer(world) -> Client:
    """An officer in a browser whose forms must carry their token."""
    return signed_in("demo-officer", enforce_csrf_checks=True)


@pytest.fixture
def administrator(world) -> Client:
    return signed_in("demo-administrator")


@pytest.fixture(params=["demo-broker", "demo-importer"])
def outsider(world, request) -> Client:
    """Someone who is signed in and no officer."""
    return signed_in(request.param)
