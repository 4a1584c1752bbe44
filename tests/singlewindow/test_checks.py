"""Mistakes of a deployment stop it before it starts."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("told", "identity"),
    [
        ({"STAGE": "production", "SANDBOX": "on"}, "singlewindow.E001"),
        ({"STAGE": "production", "SANDBOX": "off", "RANDOM_SELECTION_SHARE": "1.5"}, "singlewindow.E002"),
        ({"STAGE": "production", "SANDBOX": "off", "SECRET_KEY": ""}, "SECRET_KEY"),
        ({"STAGE": "production", "DOCUMENTS_STORAGE": "storages.backends.s3.S3Storage"}, "singlewindow.E003"),
        ({"STAGE": "production", "DOCUMENTS_DIR": ""}, "singlewindow.E004"),
        ({"DOCUMENT_SCANNER": "http://scanner.example"}, "singlewindow.E005"),
        ({"CLIENT_CERTIFICATE_HEADER": "Client-Cert", "TRUSTED_PROXIES": ""}, "singlewindow.E010"),
        ({"WRITES_A_MINUTE": "many"}, "WRITES_A_MINUTE"),
        ({"STAGE": "production", "SANDBOX": "off", "CRASH_AT": "ask.called"}, "singlewindow.E008"),
        ({"CRASH_AT": "no.such.point"}, "singlewindow.E009"),
        ({"DOCUMENTS_STORAGE_OPTIONS": "[1]"}, "DOCUMENTS_STORAGE_OPTIONS"),
        ({"STAGE": "production", "PROCESS": "web", "DATABASE_ROLE": ""}, "singlewindow.E011"),
        ({"STAGE": "production", "PUBLIC_URL": "http://window.customs.example"}, "singlewindow.E012"),
        ({"STAGE": "production", "AGENCY_URLS": "FD=http://agency.example"}, "singlewindow.E013"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT"),
        ({"DISCLOSURE_RULES": '{"fewest_firm": 3}'}, "singlewindow.E014"),
        ({"DATABASE_URL": "postgresql://a:b@db.example/window?sslmod=require"}, "DATABASE_URL has sslmod"),
    ],
)
def test_a_mistake_is_told(told, identity):
    secrets = {"SECRET_KEY": "x" * 60, "AGENCY_SECRET": "y" * 60}
    environment = {**os.environ, "RANDOM_SELECTION_SHARE": "0.05", **secrets, **told}
    if not told.get("SECRET_KEY", "set"):
        del environment["SECRET_KEY"]
    command = [sys.executable, "manage.py", "check"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert ended.returncode != 0
    assert identity in ended.stderr


LINES = {
    "STAGE": "production",
    "SANDBOX": "off",
    "PROCESS": "web",
    "DATABASE_ROLE": "singlewindow_web",
    "PUBLIC_URL": "https://window.customs.example",
    "DATABASE_URL": "postgresql://a:b@db.example/window",
    "REDIS_URL": "redis://redis.example/0",
    "DOCUMENTS_DIR": "/srv/documents",
}


def warned(**told):
    """The warnings about lines that a process in production is given."""
    secrets = {"SECRET_KEY": "x" * 60, "AGENCY_SECRET": "y" * 60, "AGENCY_URLS": ""}
    command = [sys.executable, "manage.py", "check"]
    environment = {**os.environ, **secrets, **LINES, **told}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return {name for name in ("W003", "W004", "W005") if f"singlewindow.{name}" in ended.stderr}


def test_lines_that_are_not_encrypted_are_warned_of():
    sure = {"DATABASE_URL": f"{LINES['DATABASE_URL']}?sslmode=verify-full&sslrootcert=/etc/ca.pem"}

    assert warned() == {"W003", "W004", "W005"}
    assert warned(**sure, REDIS_URL="rediss://redis.example/0", TRUSTED_PROXIES="192.0.2.1") == set()


def test_the_addresses_options_reach_the_driver():
    code = "from singlewindow import settings as s; print(s.DATABASES['default']['OPTIONS']['sslmode'])"
    environment = {**os.environ, "DATABASE_URL": "postgresql://a:b@db.example/window?sslmode=verify-full"}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert ended.stdout == "verify-full\n"
