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
