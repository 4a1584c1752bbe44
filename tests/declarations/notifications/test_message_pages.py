"""The console's pages of messages: to look at, with no secret on them and nothing to change."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from declarations.notifications.models import Delivery, DeliveryAttempt, MailSubscription, Outcome, WebhookEndpoint
from declarations.traders.models import User

pytestmark = pytest.mark.django_db
PAGES = {"webhookendpoint": WebhookEndpoint, "mailsubscription": MailSubscription, "delivery": Delivery}


@pytest.fixture
def pinged(broker):
    made = broker.post("/webhook-endpoints", {"url": "https://hooks.example.com/"}).json()
    broker.post(f"/webhook-endpoints/{made['endpoint']['id']}/ping", {})
    delivery = Delivery.objects.get()
    DeliveryAttempt.objects.create(
        delivery=delivery,
        lease_id=delivery.message_id,
        began_at=timezone.now(),
        outcome=Outcome.FAILED,
        error_code="name-unknown",
    )
    MailSubscription.objects.create(user=User.objects.get(username="demo-broker"), event_names=["RELEASED"])
    return made


def signed_in(username):
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


@pytest.mark.parametrize("page", PAGES)
def test_an_officer_looks_and_nobody_changes(pinged, page):
    row = PAGES[page].objects.get()
    addresses = [
        reverse(f"admin:notifications_{page}_changelist"),
        reverse(f"admin:notifications_{page}_change", args=[row.pk]),
    ]
    for username in ("demo-officer", "demo-administrator"):
        for address in addresses:
            answer = signed_in(username).get(address)
            assert answer.status_code == 200
            assert pinged["secret"].removeprefix("whsec_") not in answer.content.decode()
            assert "sealed" not in answer.content.decode()
        assert signed_in(username).post(addresses[1], {"url": "https://evil.example.com/"}).status_code == 403
        assert signed_in(username).get(reverse(f"admin:notifications_{page}_add")).status_code == 403
    assert signed_in("demo-broker").get(addresses[0]).status_code == 302
    assert row == PAGES[page].objects.get()


def test_each_try_is_on_the_page_of_its_delivery(pinged):
    page = signed_in("demo-officer").get(
        reverse("admin:notifications_delivery_change", args=[Delivery.objects.get().pk])
    )

    assert "name-unknown" in page.content.decode()


def test_the_secrets_have_no_page():
    assert "endpointsecret" not in {model._meta.model_name for model in admin.site._registry}
