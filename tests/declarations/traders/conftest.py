"""A broker and a trader with genuine corporate numbers' check digits, and the broker's program."""

import pytest

from declarations.traders.declarant import ALL_SCOPES
from declarations.traders.models import ApiClient, ClientKey, Mandate, Security, Trader, User
from declarations.traders.registration import register, register_client


@pytest.fixture(autouse=True)
def empty_register(db):
    """Without the demonstration's traders that other tests start from."""
    for model in (Mandate, Security, ClientKey, ApiClient, User, Trader):
        model.objects.all().delete()


@pytest.fixture
def broker(db):
    return register("58356782562460000", name="GENUINE DIGITS BROKER", is_broker=True, aeo_broker=True)


@pytest.fixture
def trader(db):
    return register("P00000000001", name="CODED TRADER")


@pytest.fixture
def program(broker):
    """The broker's API client and its secret."""
    return register_client(broker, client_id="broker-system", name="broker's system", scopes=ALL_SCOPES)


@pytest.fixture
def quick_passwords(settings):
    """Passwords that hash in no time; what is tested is not the hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
