"""The dispatcher: what the rows owe is published, once at a time, and never more than the workers can take."""

import pytest

from permits import checking
from singlewindow.celery import app
from singlewindow.dispatch import Dispatcher
from tests.forms import import_form

pytestmark = pytest.mark.django_db


def waiting_messages() -> int:
    """How many messages wait in the broker's queue."""
    with app.connection_for_read() as connection:
        return connection.default_channel.client.llen("celery")


@pytest.fixture
def empty_queue():
    with app.connection_for_write() as connection:
        connection.default_channel.client.delete("celery")


def test_what_is_due_is_published_once_until_it_is_due_again(broker, empty_queue):
    for _ in range(3):
        broker.lodged(import_form())

    assert Dispatcher().round() == 3  # three checks; the declarations, lodged as at 2024, are looked at too
    assert waiting_messages() == 6
    assert Dispatcher().round() == 0
    assert waiting_messages() == 6


def test_no_more_is_handed_out_than_may_be_in_flight(broker):
    for _ in range(3):
        broker.lodged(import_form())

    assert len(checking.claim_due(limit=10, most_in_flight=2)) == 2
    assert checking.claim_due(limit=10, most_in_flight=2) == []
    assert len(checking.claim_due(limit=10, most_in_flight=3)) == 1
