from django.apps import AppConfig


class TariffConfig(AppConfig):
    name = "declarations.tariff"
    label = "tariff"
    verbose_name = "Tariff"
