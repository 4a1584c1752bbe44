"""One house for all journeys."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import House, servers, start_service


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Started once; each test lodges declarations of its own and leaves everything running."""
    with servers(Path(tmp_path_factory.mktemp("house"))) as stack:
        start_service(stack)
        yield House(stack)
