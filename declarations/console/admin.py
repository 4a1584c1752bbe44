"""The console's pages, registered on the site."""

from django.contrib import admin

from declarations.console.desk import DeclarationAdmin
from declarations.console.messages import DeliveryAdmin, MailSubscriptionAdmin, WebhookEndpointAdmin
from declarations.console.submissions import SubmissionAdmin
from declarations.models import Declaration, Submission
from declarations.notifications.models import Delivery, MailSubscription, WebhookEndpoint

admin.site.register(Declaration, DeclarationAdmin)
admin.site.register(Submission, SubmissionAdmin)
admin.site.register(WebhookEndpoint, WebhookEndpointAdmin)
admin.site.register(MailSubscription, MailSubscriptionAdmin)
admin.site.register(Delivery, DeliveryAdmin)
