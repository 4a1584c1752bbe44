"""What all tests share: a broker of its own for each test process, the reference data, and the service's doors.

Databases for each test process are pytest-django's work. `make test` brings PostgreSQL and Valkey.
"""

import io
import os
from collections.abc import Iterator
from contextlib import nullcontext
from importlib import import_module
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from hypothesis import settings as hypothesis_settings
from xdist.scheduler import LoadGroupScheduling

from declarations.tariff.models import Commodity
from declarations.traders.demonstration import create_demonstration
from declarations.traders.limits import counting
from tests.doors import Program
from tests.open_transactions import is_one_transaction, kept_open

hypothesis_settings.register_profile("repeatable", deadline=None, derandomize=True, print_blob=True)
# A night's search, new inputs each time: pytest --hypothesis-profile=long
hypothesis_settings.register_profile("long", deadline=None, print_blob=True, max_examples=5000)
hypothesis_settings.load_profile("repeatable")


def pytest_configure() -> None:
    """Two test processes must not empty one another's queues: each takes a Redis database by its number."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw-1").removeprefix("gw")) + 1
    url = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()
    os.environ["REDIS_URL"] = settings.CELERY_BROKER_URL = url
    # The demonstration's passwords are hashed for many tests; how slowly is not what these tests are about.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Tests empty the database between them, which the walls forbid everywhere else.
    settings.DATABASES["default"]["OPTIONS"]["options"] += " -c singlewindow.may_truncate=on"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Other test processes can wait for the end of a test that is one transaction."""
    with kept_open() if is_one_transaction(item) else nullcontext():
        return (yield)


class OneHouse(LoadGroupScheduling):
    """Whole journeys stay in one test process, which starts the stack for all of them.

    Their group says so too, but pytest 9.2 keeps a test's id where pytest-xdist 3.8 does not write the group: each
    process would start a stack of its own and nobody would be told.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "house" if nodeid.startswith("tests/flows/") else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneHouse:
    """Which process runs what."""
    return OneHouse(config, log)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The reference data are there from the start."""
    with django_db_blocker.unblock():
        _load()


def _load() -> None:
    """What migrations, `make run` and an administrator bring: all of it, after a test that emptied all."""
    import_module("singlewindow.migrations.0006_groups_of_the_console").make(apps, None)
    import_module("singlewindow.migrations.0007_research_reviewers").give(apps, None)
    call_command("load_reference", verbosity=0, stdout=io.StringIO())
    create_demonstration()


@pytest.fixture(autouse=True)
def nothing_counted():
    """The limits' counts of this process are those of the test alone."""
    counting.forget()


@pytest.fixture(autouse=True)
def stocked(request):
    """Whoever is let into the store finds it stocked, also where the test before emptied it without asking for it."""
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("world")


@pytest.fixture
def world(db):
    """Reference data and demonstration traders: there from the start, loaded again after a test that emptied all."""
    if not Commodity.objects.exists():
        _load()


@pytest.fixture
def broker(world) -> Program:
    """The demonstration's broker, by its program."""
    return Program("demo-broker")


@pytest.fixture
def aeo_importer(world) -> Program:
    """The demonstration's AEO importer, by its program."""
    return Program("demo-aeo-importer")


@pytest.fixture
def stranger(world) -> Program:
    """A trader who has nothing to do with the broker."""
    return Program("demo-unmandated")


@pytest.fixture
def process_environment(transactional_db) -> dict[str, str]:
    """For a real worker, dispatcher or web process that must see this test's database and broker."""
    told = connection.settings_dict
    login = f"{quote(told['USER'])}:{quote(told['PASSWORD'])}@{told['HOST']}:{told['PORT']}"
    url = f"postgresql://{login}/{told['NAME']}"
    # A test that imports the web process's door makes this process one; what is started here is none.
    inherited = {name: value for name, value in os.environ.items() if name != "PROCESS"}
    return {**inherited, "DATABASE_URL": url, "DATABASE_ROLE": "singlewindow_worker", "PYTHONUNBUFFERED": "1"}
