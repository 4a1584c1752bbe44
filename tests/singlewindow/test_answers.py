"""What every answer says of itself, whatever the route, the caller and the outcome."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.test import Client

from declarations.traders.models import User
from singlewindow.answers import ALWAYS, POLICY, POLICY_OF_THE_REFERENCE
from tests.singlewindow.routes import every_route

pytestmark = pytest.mark.django_db
EXPECTED = {
    **ALWAYS,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
}
REFERENCE = {"/api/v1/docs", "/api/v1/reference"}
# A script without an address, a style, or an attribute that holds either. Data in a script element are not run.
INSIDE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+\s*=\s*[\"']|javascript:", re.I
)


@pytest.fixture
def production(settings):
    """The doors as production has them."""
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


def browser(username):
    found = Client()
    if username:
        found.force_login(User.objects.get(username=username))
    return found


def text_of(answer):
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")


@pytest.mark.parametrize("username", ["", "demo-broker", "demo-officer", "demo-administrator"])
def test_every_route_says_what_may_be_loaded_and_kept_and_has_nothing_inside(world, production, username):
    asking = browser(username)
    wrong = []
    for path in every_route():
        answer = asking.get(path, headers={"Accept": "text/html,*/*"}, secure=True)
        expected = EXPECTED | ({"Content-Security-Policy": POLICY_OF_THE_REFERENCE} if path in REFERENCE else {})
        # Django's never_cache says more than that; how the service stands may be kept by whoever asked.
        if "no-store" in answer["Cache-Control"] or path == "/service-status":
            expected["Cache-Control"] = answer["Cache-Control"]
        told = {name: answer.get(name) for name in expected}
        inside = INSIDE.findall(text_of(answer)) if answer["Content-Type"].startswith("text/html") else []
        if told != expected or inside or answer.status_code >= 500:
            wrong.append((path, answer.status_code, dict(told.items() - expected.items()), inside))
    assert wrong == []


def test_the_policy_allows_nothing_inside_a_page_and_nothing_from_elsewhere():
    for policy in (POLICY, POLICY_OF_THE_REFERENCE):
        assert "unsafe" not in policy
        assert "http" not in policy
        assert {"default-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'"} <= {
            *policy.split("; ")
        }


def test_a_static_file_may_be_kept_and_bears_the_rest(client, production):
    answer = client.get("/static/singlewindow/page.css", secure=True)

    assert answer.status_code == 200
    assert "public" in answer["Cache-Control"]
    assert {name: answer.get(name) for name in EXPECTED} == EXPECTED | {"Cache-Control": answer["Cache-Control"]}


def test_no_route_answers_trace(world, client):
    answers = {path: client.generic("TRACE", path, headers={"X-Secret": "echo"}) for path in every_route()}

    assert {answer.status_code for answer in answers.values()} <= {302, 401, 403, 404, 405}
    assert [path for path, answer in answers.items() if answer.status_code == 405 and not answer.get("Allow")] == []
    assert [path for path, answer in answers.items() if "echo" in text_of(answer)] == []


def test_cookies_are_of_this_host_alone_and_for_no_script(world, production):
    asking = Client()
    page = asking.get("/login", secure=True)
    told = {"username": "demo-broker", "password": "demo-broker-password"}
    inside = asking.post("/login", told, secure=True, headers={"Referer": "https://testserver/login"})

    assert inside.status_code == 302
    cookies = {**page.cookies, **inside.cookies}
    assert set(cookies) == {"__Host-sessionid", "__Host-csrftoken"}
    for cookie in cookies.values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


DEPLOYMENT = {
    "DATABASE_ROLE": "singlewindow_web",
    "TRUSTED_PROXIES": "10.0.0.1",
    "STAGE": "production",
    "SANDBOX": "off",
    "SECRET_KEY": "k7Qz-" * 12,
    "AGENCY_SECRET": "m3Xw-" * 12,
    "ALLOWED_HOSTS": "window.customs.example",
    "PUBLIC_URL": "https://window.customs.example",
    "DOCUMENTS_DIR": "/srv/documents",
    "DOCUMENT_SCANNER": "unix:///run/clamav/clamd.ctl",
    "RANDOM_SELECTION_SHARE": "0.05",
}


def run(*command):
    environment = {**os.environ, **DEPLOYMENT}
    return subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=False)


def test_a_deployment_passes_djangos_own_checks():
    ended = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (ended.returncode, ended.stdout) == (0, "System check identified no issues (0 silenced).\n"), ended.stderr


def test_production_sets_the_doors_without_being_told():
    names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
    names += ["SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "DEBUG"]
    code = f"import json; from singlewindow import settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
    ended = run("-c", code)

    assert json.loads(ended.stdout) == ["__Host-sessionid", "__Host-csrftoken", True, True, True, 31_536_000, False]
