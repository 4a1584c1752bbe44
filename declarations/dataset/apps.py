from django.apps import AppConfig


class DatasetConfig(AppConfig):
    name = "declarations.dataset"
    label = "dataset"
    verbose_name = "Dataset"
