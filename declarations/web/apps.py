"""The broker web forms as an app: templates, static files, template tags. Its tables keep searches and medians."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "declarations.web"
    label = "web"
    verbose_name = "Broker web forms"
