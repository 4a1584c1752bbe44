"""A real browser against the whole service as real processes. `make test-browser` runs these; nothing else does.

Each person signs in once; every browser context after that begins with the session. What a page must never do is held
against every page that is opened: an error in the console, a request to another host, a failed request, much weight.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from singlewindow.devstack.browser import find
from tests.browser.visitor import Visitor
from tests.flows.desk import Desk
from tests.flows.trader import Trader
from tests.house import House, servers, start_service

collect_ignore_glob = [] if os.environ.get("BROWSER_TESTS") else ["test_*.py"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Web, dispatcher, workers, agencies: started once for all journeys."""
    with servers(Path(tmp_path_factory.mktemp("house"))) as stack:
        start_service(stack)
        yield House(stack)


@pytest.fixture
def trader(house: House) -> Trader:
    """The broker's program, with a token of its own: it brings in what a journey is not about."""
    return Trader(house.stack.address)


@pytest.fixture(scope="session")
def officer(house: House) -> Desk:
    """An examiner at the console."""
    return Desk(house.stack.address, username="demo-officer")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all; each visit is a context of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """Cookies of whoever has signed in, by user name, and when."""
    return {}


@pytest.fixture
def visit(house: House, chromium: Browser, sessions: dict[str, Any]) -> Iterator[Callable[..., Visitor]]:
    """Somebody of the demonstration at the forms: `visit("demo-broker", language="ja", scripts=False)`."""
    visitors: list[Visitor] = []

    def visit(
        username: str = "demo-broker", *, language: str = "en", scripts: bool = True, width: int = 1280
    ) -> Visitor:
        visitor = Visitor(
            chromium, house.stack.address, username=username, language=language, scripts=scripts, width=width
        )
        visitor.sign_in(sessions)
        visitors.append(visitor)
        return visitor

    yield visit
    for visitor in visitors:
        visitor.close()


@pytest.fixture(params=["en", "ja"])
def language(request: pytest.FixtureRequest) -> str:
    """Each in both languages."""
    return request.param


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Each with JavaScript and without."""
    return request.param
