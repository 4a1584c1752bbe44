"""The people at the console's door, and the declarations that wait for them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client

from declarations import clearance
from declarations.contract import read
from declarations.data import DeclarationData
from declarations.models import Application, Declaration, Event, Examination, LedgerEntry, Question, Version
from declarations.traders.models import User
from permits.models import OverrideProposal, PermitCheck, PermitCheckAttempt

LODGED_AT = datetime(2024, 8, 5, 1, 0, tzinfo=UTC)  # the day that the forms are written for
_keys = count(1)


def signed_in(username: str, *, enforce_csrf_checks: bool = False) -> Client:
    """A browser in which this person of the demonstration is signed in."""
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    client.force_login(User.objects.get(username=username))
    return client


DESK = "/console/declarations/declaration/"


def page(number: str, act: str = "") -> str:
    """The address of a case, or of an act on it."""
    return f"{DESK}{number}/{act + '/' if act else ''}"


def does(client: Client, address: str, *, follow: bool = False, **said: Any) -> HttpResponse:
    """What a person does: opens the act's page, fills in its form, means it, and sends what stands there."""
    shown = client.get(address)
    assert shown.status_code == 200, shown.content.decode()
    form = {"seen": shown.context["form"].initial["seen"], "confirmed": "on", **said}
    return client.post(address, {name: value for name, value in form.items() if value is not None}, follow=follow)


def told(answer: HttpResponse) -> list[str]:
    """What the console says after an act."""
    return [str(message) for message in get_messages(answer.wsgi_request)]


def state() -> list[Any]:
    """All that an act could change."""
    return [list(model.objects.order_by("pk").values()) for model in _CHANGED]


_CHANGED = (
    *(Declaration, Event, Examination, Question, Application, LedgerEntry, Version),
    *(PermitCheck, PermitCheckAttempt, OverrideProposal),
)


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
def senior(world) -> Client:
    return signed_in("demo-senior-officer")


@pytest.fixture
def chief(world) -> Client:
    return signed_in("demo-chief-officer")


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
