"""Rows come in as they do in the service: through `clearance.lodge`."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count

import pytest
from django.db import connection

from declarations.clearance import Message, lodge
from declarations.contract import read
from declarations.data import DeclarationData
from declarations.traders.declarant import ALL_SCOPES
from declarations.traders.models import ApiClient

AT = datetime(2024, 8, 5, 3, 0, tzinfo=UTC)
_keys = count(1)


@pytest.fixture
def lodged(transactional_db, world):
    """Lodge a form, as at midday of 2024-08-05 in Japan; its number. Committed, so that a snapshot sees it."""
    broker = ApiClient.objects.get(client_id="demo-broker").as_declarant(scopes=ALL_SCOPES)

    def lodge_form(form, *, at=AT):
        message = Message(
            body=json.dumps(form).encode(), key=f"dataset-{next(_keys)}", data=read(form, DeclarationData)
        )
        return lodge(message, by=broker, at=at).number

    return lodge_form


@pytest.fixture
def other_connection():
    """Run something over a connection of its own, and wait for it."""

    def run(what):
        def over_its_own():
            try:
                return what()
            finally:
                connection.close()

        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(over_its_own).result()

    return run
