"""The core: declarations."""

from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "declarations"
    verbose_name = "Declarations"

    def ready(self) -> None:
        """Listen to the permits app: its only word to us is that a check has settled."""
        from declarations.clearance.advancing import when_permit_check_settled
        from permits.signals import permit_check_settled

        permit_check_settled.connect(when_permit_check_settled, dispatch_uid="advance")
