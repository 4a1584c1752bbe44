"""The officers' console: the admin site with a face of its own."""

from django.contrib.admin.apps import AdminConfig


class ConsoleConfig(AdminConfig):
    default_site = "declarations.console.site.Console"
