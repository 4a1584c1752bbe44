from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "declarations.selection"
    label = "selection"
    verbose_name = "Selection"
