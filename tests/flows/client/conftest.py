"""A client that is generated from the running service's own document, as a trader would do it."""

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

NAME = "customs_client"


@pytest.fixture(scope="session")
def generated(house, tmp_path_factory) -> Iterator[ModuleType]:
    """The package, generated without a warning and imported."""
    folder = tmp_path_factory.mktemp("client")
    tools = Path(sys.executable).parent
    command = [tools / "openapi-python-client", "generate", "--fail-on-warning", "--meta", "none"]
    done = subprocess.run(
        [*command, "--url", f"{house.stack.address}/api/v1/schema", "--output-path", folder / NAME],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"},
        cwd=folder,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module(NAME)
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == NAME]:
            del sys.modules[name]


class Customs:
    """The generated client with a broker's token: its functions and its models by name."""

    def __init__(self, package: ModuleType, *, address: str, token: str) -> None:
        self.package, self.models = package, importlib.import_module(f"{NAME}.models")
        self.client = package.AuthenticatedClient(base_url=address, token=token)

    def function(self, name: str, *, chapter: str = "declarations") -> ModuleType:
        """The module of an operation; its `sync` gives the parsed answer, `sync_detailed` the response around it."""
        return importlib.import_module(f"{NAME}.api.{chapter}.{name}")

    def lodge(self, form, *, key=None):
        """The response to a lodging."""
        key = key or form.own_reference
        return self.function("post_declarations").sync_detailed(client=self.client, body=form, idempotency_key=key)

    def look(self, number):
        """The account of a declaration."""
        return self.function("get_declaration").sync(number=number, client=self.client)


@pytest.fixture(scope="session")
def customs(generated, house) -> Customs:
    """The demonstration's broker by the generated client."""
    return Customs(generated, address=house.stack.address, token=house.door.token)
