"""The broker web forms as an app: templates, static files, template tags. It has no tables."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "declarations.web"
    label = "web"
    verbose_name = "Broker web forms"
