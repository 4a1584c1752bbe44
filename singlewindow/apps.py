"""The roof: configuration and wiring, no domain."""

from django.apps import AppConfig


class SingleWindowConfig(AppConfig):
    name = "singlewindow"
    verbose_name = "Single window"

    def ready(self) -> None:
        """Enter the system checks."""
        from singlewindow import checks  # noqa: F401  (importing registers them)
