"""Demonstration traders and logins: complete, the same when run twice, and nothing outside the sandbox."""

from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from declarations.traders import codes
from declarations.traders.demonstration import BROKER, UNMANDATED, create_demonstration
from declarations.traders.errors import DemonstrationRefused
from declarations.traders.models import ApiClient, Mandate, Trader, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]
SOURCE_DOCUMENT = {
    "12345678901239000": "ZAIMUSOKEN CO., LTD",
    "23456789012340000": "KANZEIKYOKU CO., LTD",
    "34567890123450000": "SMART ZEIKAN LLC",
}


@pytest.fixture(autouse=True)
def sandbox(settings):
    settings.SANDBOX = True


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Trader, Mandate, User, ApiClient)]


def test_it_is_refused_outside_the_sandbox(settings):
    settings.SANDBOX = False
    with pytest.raises(DemonstrationRefused):
        create_demonstration()
    assert rows() == [[], [], [], []]


def test_twice_is_the_same_as_once():
    first, before = create_demonstration(), rows()
    second, after = create_demonstration(), rows()
    assert first == second
    assert before == after


def test_it_repairs_what_was_changed():
    logins, before = create_demonstration(), rows()
    ApiClient.objects.update(is_active=False, scopes=[])
    Trader.objects.update(name="CHANGED", is_broker=True)
    assert create_demonstration() == logins
    assert rows()[0] != before[0]  # what it does not name stays: is_broker
    assert rows()[3] == before[3]


def test_the_source_documents_firms_and_every_mandate_but_one():
    create_demonstration()
    assert dict(Trader.objects.filter(code__in=SOURCE_DOCUMENT).values_list("code", "name")) == SOURCE_DOCUMENT
    genuine = [code for code in SOURCE_DOCUMENT if codes.corporate_number_is_genuine(code)]
    assert genuine == ["34567890123450000"]  # made up like the others; its check digit is right by chance
    assert set(Trader.objects.values_list("is_demonstration", flat=True)) == {True}
    live = Mandate.objects.live(on=date(2014, 1, 1)).filter(broker__code=BROKER)
    without = Trader.objects.exclude(pk__in=live.values("trader")).exclude(code=BROKER)
    assert [trader.code for trader in without] == [UNMANDATED]


def test_every_password_logs_in_and_none_outside_the_sandbox(settings):
    logins = create_demonstration().users
    assert {authenticate(username=each.name, password=each.secret).role for each in logins} == {
        "BROKER",
        "TRADER",
        "OFFICER",
        "ADMINISTRATOR",
        "RESEARCHER",
    }
    settings.SANDBOX = False
    assert [authenticate(username=each.name, password=each.secret) for each in logins] == [None] * len(logins)


def test_nothing_secret_is_stored_in_clear():
    logins = create_demonstration()
    stored = repr(rows())
    assert [each.name for each in (*logins.clients, *logins.users) if each.secret in stored] == []


@pytest.mark.urls("declarations.traders.urls")
def test_people_log_in_by_the_page(settings):
    base = "<!doctype html><title>{% block title %}{% endblock %}</title>{% block content %}{% endblock %}"
    loaders = [
        ("django.template.loaders.locmem.Loader", {"base.html": base}),
        "django.template.loaders.app_directories.Loader",
    ]
    engine = {**settings.TEMPLATES[0], "DIRS": [], "APP_DIRS": False}
    settings.TEMPLATES = [{**engine, "OPTIONS": {**engine["OPTIONS"], "loaders": loaders}}]
    settings.LOGIN_REDIRECT_URL = settings.LOGOUT_REDIRECT_URL = "/after"
    login, browser = create_demonstration().users[0], Client()
    page = browser.get("/login?next=/declarations").content.decode()
    assert '<input type="hidden" name="next" value="/declarations">' in page
    assert 'for="id_username"' in page
    wrong = browser.post("/login", {"username": login.name, "password": "wrong"})
    assert (wrong.status_code, 'role="alert"' in wrong.content.decode()) == (200, True)
    right = browser.post("/login", {"username": login.name, "password": login.secret, "next": "https://evil.example/"})
    assert (right.status_code, right["Location"]) == (302, "/after")
    assert browser.get("/logout").status_code == 405
    assert browser.post("/logout")["Location"] == "/after"
