"""What all tests share: a broker of its own for each test process, and the environment of a real child process.

Databases for each test process are pytest-django's work. `make test` brings PostgreSQL and Valkey.
"""

import os
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import settings as hypothesis_settings

hypothesis_settings.register_profile("repeatable", deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.load_profile("repeatable")


def pytest_configure() -> None:
    """Two test processes must not empty one another's queues: each takes a Redis database by its number."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw-1").removeprefix("gw")) + 1
    url = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()
    os.environ["REDIS_URL"] = settings.CELERY_BROKER_URL = url


@pytest.fixture
def process_environment(transactional_db) -> dict[str, str]:
    """For a real worker, dispatcher or web process that must see this test's database and broker."""
    told = connection.settings_dict
    login = f"{quote(told['USER'])}:{quote(told['PASSWORD'])}@{told['HOST']}:{told['PORT']}"
    return {**os.environ, "DATABASE_URL": f"postgresql://{login}/{told['NAME']}", "PYTHONUNBUFFERED": "1"}
