"""The dispatcher: what the rows owe is published, once at a time, and never more than the workers can take."""

import pytest

from singlewindow.celery import app
from singlewindow.dispatch import Dispatcher
from tests.forms import import_form

pytestmark = pytest.mark.django_db


QUEUES = ("celery", "agencies")


def waiting_messages() -> tuple[int, ...]:
    """How many messages wait in each of the broker's queues."""
    with app.connection_for_read() as connection:
        return tuple(connection.default_channel.client.llen(queue) for queue in QUEUES)


@pytest.fixture
def empty_queue():
    with app.connection_for_write() as connection:
        connection.default_channel.client.delete(*QUEUES)


def test_what_is_due_is_published_once_until_it_is_due_again(broker, empty_queue):
    for _ in range(3):
        broker.lodged(import_form())

    assert Dispatcher().round() == 3  # three checks; the declarations, lodged as at 2024, are looked at too
    assert waiting_messages() == (3, 3)
    assert Dispatcher().round() == 0
    assert waiting_messages() == (3, 3)
