"""The administrator's pages: a secret is on one page, once; the role decides who is staff."""

import re
from datetime import date

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import include, path

from declarations.traders.client_secrets import digest_of
from declarations.traders.models import ApiClient, ClientKey, Mandate, PersonSession, User
from declarations.traders.registration import give_mandate
from tests.declarations.traders.keys import EC, RSA, jwks, public

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("declarations.traders.urls")),
    path("", include("declarations.dataset.urls")),  # the console's own pages lead there
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__), pytest.mark.usefixtures("quick_passwords")]


@pytest.fixture
def browser(client):
    client.force_login(User.objects.create_superuser("administrator", is_demonstration=True))
    return client


def secret_on(response):
    return re.search(r"<code>([\w-]{43})</code>", response.content.decode())[1]


def test_a_new_client_has_its_secret_on_this_page_alone(browser, broker):
    form = {"client_id": "new", "trader": broker.pk, "name": "New", "scopes": "declarations:read", "is_active": "on"}
    response = browser.post("/admin/traders/apiclient/add/", form)
    secret, client = secret_on(response), ApiClient.objects.get()
    assert (client.scopes, client.secret_sha256) == (["declarations:read"], digest_of(secret))
    assert "no-store" in response["Cache-Control"]
    assert secret not in str(browser.cookies) + str([row.get_decoded() for row in PersonSession.objects.all()])
    assert secret not in browser.get(f"/admin/traders/apiclient/{client.pk}/change/").content.decode()


def test_a_replaced_secret_ends_the_old_one(browser, program):
    form = {"action": "replace_secrets", "_selected_action": [program[0].pk]}
    secret = secret_on(browser.post("/admin/traders/apiclient/", form))
    assert secret != program[1]
    assert ApiClient.objects.get().secret_sha256 == digest_of(secret)


def test_the_role_decides_who_is_staff(browser, broker):
    password = {"usable_password": "true", "password1": "long enough to pass", "password2": "long enough to pass"}
    browser.post("/admin/traders/user/add/", {"username": "o", "role": "OFFICER", "grade": "CHIEF", **password})
    browser.post("/admin/traders/user/add/", {"username": "b", "role": "BROKER", "trader": broker.pk, **password})
    refused = browser.post("/admin/traders/user/add/", {"username": "x", "role": "BROKER", **password})
    assert list(User.objects.filter(username__in="obx").values_list("username", "is_staff")) == [
        ("b", False),
        ("o", True),
    ]
    assert refused.status_code == 200
    page = browser.get(f"/admin/traders/user/{User.objects.get(username='o').pk}/change/")
    assert page.status_code == 200


def test_mandates_are_revoked_and_not_deleted(browser, broker, trader):
    mandate = give_mandate(broker, trader=trader, valid_from=date(2026, 4, 1))
    browser.post("/admin/traders/mandate/", {"action": "revoke", "_selected_action": [mandate.pk]})
    assert Mandate.objects.get().revoked_at is not None
    assert browser.post(f"/admin/traders/mandate/{mandate.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", ["trader", "mandate", "user", "apiclient"])
def test_every_list_can_be_searched(browser, program, model):
    assert browser.get(f"/admin/traders/{model}/?q=5835").status_code == 200


def page_of_keys(program):
    return f"/admin/traders/apiclient/{program[0].pk}/keys/"


def test_keys_are_pasted_and_a_faulty_set_adds_nothing(browser, program):
    page = page_of_keys(program)
    refused = browser.post(page, {"jwks": jwks(public(EC, use="enc"), public(RSA, alg="RS256"))}).content.decode()
    assert "Key 1 is not for signing: its use should be &quot;sig&quot;." in refused
    assert "Key 2 has another alg: an RSA key signs PS256 here." in refused
    assert not ClientKey.objects.exists()
    assert browser.post(page, {"jwks": jwks(public(EC), public(RSA, kid="2026-b"))})["Location"] == page
    assert list(ClientKey.objects.values_list("kid", "revoked_at")) == [("2026-a", None), ("2026-b", None)]
    assert "2026-a" in browser.get(page).content.decode()
    assert LogEntry.objects.get().change_message == "Keys added."


def test_a_key_is_revoked_by_a_post_alone(browser, program):
    page = page_of_keys(program)
    browser.post(page, {"jwks": jwks(public(EC))})
    revoke = f"{page}{ClientKey.objects.get().pk}/revoke/"
    assert browser.get(revoke)["Location"] == page
    assert ClientKey.objects.get().revoked_at is None
    assert browser.post(revoke)["Location"] == page
    assert ClientKey.objects.get().revoked_at is not None
    before = ApiClient.objects.get().credentials_changed_at
    assert browser.post(revoke)["Location"] == page
    assert ApiClient.objects.get().credentials_changed_at == before


def test_a_secret_that_ended_is_nobodys(browser, program):
    form = {"action": "end_secrets", "_selected_action": [program[0].pk]}
    assert browser.post("/admin/traders/apiclient/", form).status_code == 302
    assert ApiClient.objects.get().secret_sha256 != digest_of(program[1])


def test_keys_are_for_administrators(client, program):
    officer = User.objects.create_user("officer", role="OFFICER", grade="CHIEF", is_demonstration=True)
    client.force_login(officer)
    assert client.post(page_of_keys(program), {"jwks": jwks(public(EC))}).status_code == 403
    assert not ClientKey.objects.exists()
