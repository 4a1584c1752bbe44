"""One house for all journeys."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.desk import Desk
from tests.flows.trader import Trader
from tests.house import House, servers, start_service


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Started once; each test lodges declarations of its own and leaves everything running."""
    with servers(Path(tmp_path_factory.mktemp("house"))) as stack:
        start_service(stack)
        yield House(stack)


@pytest.fixture(scope="session")
def trader(house: House) -> Trader:
    """The demonstration's broker."""
    return Trader(house.stack.address)


@pytest.fixture(scope="session")
def aeo_trader(house: House) -> Trader:
    """The demonstration's AEO importer."""
    return Trader(house.stack.address, client="demo-aeo-importer")


@pytest.fixture(scope="session")
def officer(house: House) -> Desk:
    """An examiner at the console."""
    return Desk(house.stack.address, username="demo-officer")


@pytest.fixture(scope="session")
def chief(house: House) -> Desk:
    """A chief officer at the console."""
    return Desk(house.stack.address, username="demo-chief-officer")
