from django.apps import AppConfig


class TradersConfig(AppConfig):
    name = "declarations.traders"
    label = "traders"
    verbose_name = "Traders"
