"""Messages to traders: the event feed, webhooks and mail."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "declarations.notifications"
    label = "notifications"
    verbose_name = "Messages to traders"
