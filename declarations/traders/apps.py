from django.apps import AppConfig


class TradersConfig(AppConfig):
    name = "declarations.traders"
    label = "traders"
    verbose_name = "Traders"

    def ready(self) -> None:
        """drf-spectacular finds its extensions by their import."""
        from declarations.traders import openapi  # noqa: F401
