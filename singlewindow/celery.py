"""The Celery application. Tasks take one id, may run twice and may never run; `dispatch.py` makes it right."""

import os
from typing import Any

from celery import Celery
from kombu.transport.redis import Channel
from redis.exceptions import ConnectionError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "singlewindow.settings")

_connparams = Channel._connparams


def _connparams_of_an_open_line(self: Any, *arguments: Any, **options: Any) -> Any:
    """What is done over a line that has ended is an error of the line, which a worker survives.

    Without this it is an AttributeError, by which kombu 5.7 ends the whole worker ("Unrecoverable error: 'NoneType'
    object has no attribute 'hostname'", or 'client'): a drill of a broker that is restarted (F6) saw it.
    """
    if self.connection is None or self.connection.client is None:
        raise ConnectionError("the line to the broker has ended")
    return _connparams(self, *arguments, **options)


Channel._connparams = _connparams_of_an_open_line  # type: ignore[method-assign]
# A message that is not acknowledged is not put back when its line ends: the row that owes the work is due by itself.
Channel.do_restore = False

app = Celery("singlewindow", task_cls="singlewindow.work:Work")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
