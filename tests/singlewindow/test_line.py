"""TLS: believed from a trusted proxy alone, and programs are refused without it instead of being led on."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
OVER_TLS = {"X-Forwarded-Proto": "https"}


@pytest.fixture
def production(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.TRUSTED_PROXIES = frozenset({"127.0.0.1"})
    return settings


@pytest.mark.parametrize("path", ["/api/v1/declarations", "/oauth/token", "/agency/v1/answers"])
def test_a_program_in_clear_is_refused_and_a_browser_is_led_on(production, path):
    refused = Client().post(path, b"{}", content_type="application/json")

    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (403, "https-required")
    led = Client().get("/login")
    assert (led.status_code, led["Location"]) == (301, "https://testserver/login")


def test_the_proxys_word_is_believed_and_nobody_elses(production):
    assert Client().get("/login", headers=OVER_TLS).status_code == 200
    assert Client().get("/api/v1/declarations", headers=OVER_TLS).status_code == 401

    production.TRUSTED_PROXIES = frozenset({"192.0.2.1"})
    assert Client().get("/login", headers=OVER_TLS).status_code == 301
    assert Client().get("/api/v1/declarations", headers=OVER_TLS).status_code == 403
