"""Style sheets and scripts as production serves them: collected once, compressed, the same when unpacked."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

NAMES = ["admin/js/vendor/jquery/jquery.min.js", "admin/css/base.css", "web/vendor/govuk-frontend.css"]
NOT_ASKED_FOR = ("*.map", "drf_spectacular_sidecar", "rest_framework", "xregexp")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("static")
    ignored = [option for name in NOT_ASKED_FOR for option in ("-i", name)]
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0", *ignored]
    subprocess.run(command, check=True, env={**os.environ, "STATIC_DIR": str(folder)})
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_what_was_collected_comes_compressed_and_says_the_same(collected, settings, name):
    settings.STATIC_ROOT, settings.WHITENOISE_USE_FINDERS = collected, False
    asked = Client().get(f"/static/{name}", headers={"Accept-Encoding": "gzip"})
    plain = Client().get(f"/static/{name}", headers={"Accept-Encoding": "identity"})
    as_written = Path(finders.find(name)).read_bytes()

    assert asked["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(asked.streaming_content)) == as_written
    assert b"".join(plain.streaming_content) == as_written
    assert int(asked["Content-Length"]) < len(as_written) / 2
