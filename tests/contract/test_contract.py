"""The service keeps the contract of its OpenAPI document: no answer is a server's error, each has a shape it names."""

import json
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from singlewindow.wsgi import application
from tests.contract.cases import CHECKS, known_to, load, operations, requests

# No transaction is held open while requests are thought out: the store ends those that idle.
pytestmark = pytest.mark.django_db(transaction=True)

# Some hundred requests; 10,000 by `make fuzz`.
FEW = settings(
    max_examples=max(3, settings().max_examples // 25),
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
)
OPEN_TO_ALL = {"/api/v1/schema"}


@pytest.fixture
def schema(broker):
    loaded = load(json.loads(broker.get("/schema").content))
    loaded.app = application
    return loaded


@pytest.fixture
def known(broker):
    return known_to(lambda *said, **headers: broker.post(*said, **headers).json())


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_is_as_the_document_says(schema, broker, known, mode):
    for operation in operations(schema):

        @FEW
        @given(requests(operation, mode, known))
        def send(case):
            case.call_and_validate(headers=broker.headers, checks=CHECKS)

        with suppress(Unsatisfiable):  # where the document allows everything, nothing is against it
            send()


def test_without_a_token_every_route_says_so_and_nothing_else(schema, known):
    for operation in operations(schema):

        @settings(FEW, max_examples=2)
        @given(requests(operation, GenerationMode.POSITIVE, known))
        def send(case):
            answer = case.call_and_validate(checks=CHECKS)
            assert answer.status_code in {401, 404} or case.operation.path in OPEN_TO_ALL  # 404: no route at all

        send()
