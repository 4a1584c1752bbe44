"""People of firms, signed in at the door of the demonstration."""

import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from declarations.traders.models import User
from tests.doors import CLOCK


def signed_in(username: str) -> Client:
    """A browser of that person, at an instant of the shipped tariff and exchange rates."""
    client = Client(headers={"Sandbox-Clock": CLOCK, "Accept": "text/html"})
    client.force_login(User.objects.get(username=username))
    return client


def words(answer: HttpResponse) -> str:
    """What can be read of a page."""
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split()))


@pytest.fixture
def broker_person(world) -> Client:
    """A person of the demonstration's broker."""
    return signed_in("demo-broker")


@pytest.fixture
def importer_person(world) -> Client:
    """A person of an importer whose mandate the broker has."""
    return signed_in("demo-importer")
