"""Long work on its page: how far a file of declarations has come."""

import json

from declarations.models import BatchChunk
from declarations.tasks import lodge_chunk
from tests.declarations.console.conftest import signed_in
from tests.doors import CLOCK, Program
from tests.forms import export_form

PAGE = "/console/long-work/"


def test_a_file_of_declarations_is_followed_to_its_end(world):
    broker, chief = Program("demo-broker"), signed_in("demo-chief-officer")
    lines = "\n".join(json.dumps(export_form()) for _ in range(3)).encode()
    headers = {**broker.headers, "Idempotency-Key": "a-file", "Sandbox-Clock": CLOCK}
    broker.http.post("/api/v1/batches", lines, content_type="application/x-ndjson", headers=headers)

    (begun,) = chief.get(PAGE).context["works"]
    assert (begun.done, begun.total, begun.state.text, begun.goes_on) == (0, 3, "Goes on", True)
    assert 'http-equiv="refresh"' in chief.get(PAGE).content.decode()
    lodge_chunk(str(BatchChunk.objects.get().id))

    (ended,) = chief.get(PAGE).context["works"]
    assert (ended.done, ended.total, ended.state.text) == (3, 3, "Done")
    assert ended.about == "3 accepted, 0 refused"
    assert 'http-equiv="refresh"' not in chief.get(PAGE).content.decode()
