"""A client that is generated from the running service's own document, as a trader would do it."""

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings

from tests.flows.client.messages import declaration, golf_balls, soy_sauce

NAME = "customs_client"
TOKENS = ("A", "R", "D", "I", "M", "Q", "P", "X", "O", "L3", "F500", "T", "V1", "V2", "V3")


@pytest.fixture(scope="session")
def generated(house, tmp_path_factory) -> Iterator[ModuleType]:
    """The package, generated without a warning and imported."""
    folder = tmp_path_factory.mktemp("client")
    tools = Path(sys.executable).parent
    command = [tools / "openapi-python-client", "generate", "--fail-on-warning", "--meta", "none"]
    command += ["--config", settings.BASE_DIR / "clients" / "openapi-python-client.yaml"]
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


@pytest.fixture(scope="session")
def lodged(customs) -> dict[str, Any]:
    """One declaration for each token of the sandbox, all lodged at once: its account, as the reply told it."""
    models = customs.models
    forms = {
        token: declaration(
            models,
            token if token.startswith("V") else f"{token}-V1",
            (golf_balls if token.startswith("V") else soy_sauce)(models, price="9000"),
        )
        for token in TOKENS
    }
    with ThreadPoolExecutor(6) as senders:
        answers = dict(zip(forms, senders.map(customs.lodge, forms.values()), strict=True))
    assert {token: answer.status_code for token, answer in answers.items()} == dict.fromkeys(TOKENS, 201)
    return {token: answer.parsed for token, answer in answers.items()}
