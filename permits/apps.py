from django.apps import AppConfig


class PermitsConfig(AppConfig):
    name = "permits"
    verbose_name = "Other laws"

    def ready(self) -> None:
        """Register the system checks; importing them is what registers them."""
        from permits import checks  # noqa: F401
