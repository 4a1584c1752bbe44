"""The Celery application. Tasks take one id, may run twice and may never run; `dispatch.py` makes it right."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "singlewindow.settings")

app = Celery("singlewindow", task_cls="singlewindow.work:Work")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
