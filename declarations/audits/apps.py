from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "declarations.audits"
    label = "audits"
    verbose_name = "Audits after the release"
