"""One stage for all drills, in one process: they break what they stand on, one after the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.stage import Stage, stage


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The whole service; each drill puts right what it broke."""
    with stage(Path(tmp_path_factory.mktemp("faults"))) as running:
        yield running
