"""The people at the console's door."""

import pytest
from django.test import Client

from declarations.traders.models import User


def signed_in(username: str, *, enforce_csrf_checks: bool = False) -> Client:
    """A browser in which this person of the demonstration is signed in."""
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    client.force_login(User.objects.get(username=username))
    return client


@pytest.fixture
def officer(world) -> Client:
    return signed_in("demo-officer")


@pytest.fixture
def careful_officer(world) -> Client:
    """An officer in a browser whose forms must carry their token."""
    return signed_in("demo-officer", enforce_csrf_checks=True)


@pytest.fixture(params=["demo-broker", "demo-importer"])
def outsider(world, request) -> Client:
    """Someone who is signed in and no officer."""
    return signed_in(request.param)
