"""The roof of the service. The Celery application is imported here so that `shared_task` finds it."""

from singlewindow.celery import app as celery_app

__all__ = ["celery_app"]
