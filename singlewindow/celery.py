"""The Celery application. Tasks take one id, may run twice and may never run; `dispatch.py` makes it right."""

import os

from celery import Celery
from kombu.transport.redis import Channel

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "singlewindow.settings")

# A message that a worker has not acknowledged is not put back when its line to the broker ends: the row that owes the
# work is due again by itself. Putting it back over the line that has just broken ends the whole worker (kombu 5.7:
# "Unrecoverable error: 'NoneType' object has no attribute 'hostname'"); the drill of an emptied broker (F6) saw it.
Channel.do_restore = False

app = Celery("singlewindow", task_cls="singlewindow.work:Work")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
